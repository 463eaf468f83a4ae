"""What an assessment of a team comes to, in the words that the terminal and the page share."""

from ...method.results import NEAR, READY, Assessment, Row, Verdict
from ..shared.naming import are_long, competency_name
from ..shared.words import Words, figure

MOST_TEAM_GAPS = 2


def meaning(verdict: Verdict, a: Assessment, words: Words) -> str:
    """What a verdict means, with the limits of the dictionary."""
    return words(f"means_{verdict}", short=a.model.near_short, near=figure(a.model.near))


def by_short(a: Assessment) -> list[Row]:
    """The rows of `competencies`, those with most people short first."""
    return sorted(a.competency_rows(), key=lambda c: (-c["short"], -(c["gap_mean"] or 0.0)))


def team_gaps(a: Assessment, words: Words) -> str:
    """The competencies on which most people are short, as a list; empty where nothing is assessed."""
    rows = by_short(a)
    names = {c["competency"]: competency_name(c["competency"], a.model, words) for c in rows[:MOST_TEAM_GAPS]}
    parts = [
        words(
            "team_gap_next" if i else "team_gap",
            competency=names[c["competency"]],
            short=f"{c['short']:,}",
            assessed=f"{c['short'] + c['met']:,}",
        )
        for i, c in enumerate(rows[: 1 if are_long(names.values()) else MOST_TEAM_GAPS])
        if c["short"]
    ]
    if not any(c["short"] or c["met"] for c in rows):
        return ""
    return words.join(parts) or words("team_no_gaps")


def answer(a: Assessment, clear: tuple[int, int], words: Words) -> str:
    """Who is ready, what the team lacks most, how sure that is; `clear` are `Overview.clear`."""
    verdicts, end = a.summary.verdicts, words("sentence_end")
    sentences = []
    if judged := sum(n for verdict, n in verdicts.items() if verdict):
        people = words.number("n_people", judged)
        sentences.append(words("answer_ready", people=people, ready=f"{verdicts[READY]:,}", near=f"{verdicts[NEAR]:,}"))
    if gaps := team_gaps(a, words):
        sentences.append(words("team_gaps_line") + gaps + end)
    if clear[1]:
        sentences.append(words("answer_clear", clear=f"{clear[0]:,}", of=f"{clear[1]:,}"))
    return ("" if words.language == "zh" else " ").join(sentences)
