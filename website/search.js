/* What Sphinx's search takes from here. */

/* Pages are cut into the same pieces by conf.py: words, and pairs of Chinese characters. */
var splitQuery = (query) =>
  query
    .split(/[^\p{Letter}\p{Number}_]+/u)
    .flatMap((text) => text.match(/[\u3400-\u9fff\uf900-\ufaff]+|[^\u3400-\u9fff\uf900-\ufaff]+/gu) || [])
    .flatMap((piece) =>
      /^[\u3400-\u9fff\uf900-\ufaff]{2}/.test(piece) ? [...piece.slice(1)].map((next, i) => piece[i] + next) : [piece],
    );

/* A pair is looked up with a dot: of words of one or two letters Sphinx would not ask for each. */
window.Stemmer = function () {
  const english = new EnglishStemmer();
  this.stemWord = (word) => (/^[\u3400-\u9fff\uf900-\ufaff]/.test(word) ? word + "·" : english.stemWord(word));
};

/* Sphinx's own points, but what is for developers comes last, and lists of everything after pages that explain. */
var Scorer = {
  score: ([page, , , , score]) =>
    score -
    (/^(decisions\/|changelog$|contributing$|library$)/.test(page) ? 100 : /^(codes|commands|schemas)$/.test(page) ? 1 : 0),
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};

/* Excerpts are read from the pages found, which a browser does not allow in a folder. */
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
