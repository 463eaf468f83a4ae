"""`comp diff` as text: changes between two dictionaries in words, and verdicts that change."""

from ...method.results import SHORT, Assessment, Row
from ...model.compare import CHANGED, PARTS, Change, Value
from ...model.dictionary import Competency, Model
from ...text import Language, Text
from ..shared.blocks import Block, Bullets, Heading, Span, Tone, text
from ..shared.footers import left_out_line
from ..shared.naming import more_rows
from ..shared.statements import HASH
from ..shared.tables import column, table
from ..shared.tones import VERDICT_TONE
from ..shared.words import Words, figure, short_of
from .result import Cause, Difference, VerdictChange

MOST_FLIPS = 100
_TERMS = {"kind": "action_", "layer": "", "origin": ""}
"""Field whose values are terms → the beginning of their keys in the wording."""
_TONE: dict[str, Tone] = {"added": "good", "removed": "bad", "changed": "plain"}


def view(d: Difference, words: Words) -> list[Block]:
    """The whole report."""
    blocks: list[Block] = [Heading(words("diff_title"), 1)]
    blocks += [text(_which(words("diff_old"), d.old, words)), text(_which(words("diff_new"), d.new, words))]
    blocks += _verdicts(d, d.before, d.after, words) if d.before is not None and d.after is not None else []
    if not d.changes:
        return [*blocks, text(words("diff_none"))]
    for what in PARTS:
        of_it = [c for c in d.changes if c.what == what]
        if of_it:
            blocks += [Heading(words(f"diff_{what}")), Bullets(tuple(_change(c, words) for c in of_it))]
    return blocks


def _which(label: str, model: Model, words: Words) -> str:
    version = f"{model.id} {model.version}"
    return f"{label}{words.colon()}{model.path} ({version}, SHA-256 {model.sha256[:HASH]})"


def _change(c: Change, words: Words) -> tuple[Span, ...]:
    """One change: `added`, `removed`, or the field with its values before and after."""
    name = words.of(c.name)
    spoken = c.what in ("statement", "action")
    if c.kind != CHANGED:
        shown = f"{c.id} {name}" if spoken else name
        holds = words("diff_holds", number=c.statements) if c.statements else ""
        return Span(words(f"diff_{c.kind}"), _TONE[c.kind]), Span(f"{words.colon()}{shown}{holds}")
    before, after = _values_text(c, words)
    field = words(f"diff_field_{c.field}")
    subject = c.id if spoken else "" if c.what == "dictionary" else name
    head = words.colon().join(filter(None, (subject, field)))
    tail = f" ({name})" if spoken and c.field != "text" else ""
    return Span(head, "bold"), Span(f" {before} → {after}{tail}")


def _values_text(c: Change, words: Words) -> tuple[str, str]:
    """The value before and after, in words."""
    # In the reader's language, or in the other one, where only that one's words differ.
    before, after = c.before, c.after
    if isinstance(before, Text) and isinstance(after, Text) and words.of(before) == words.of(after):
        other: Language = "zh" if words.language == "en" else "en"
        return f"“{before[other]}”", f"“{after[other]}”"
    if c.field in _TERMS:
        return words(f"{_TERMS[c.field]}{before}"), words(f"{_TERMS[c.field]}{after}")
    return _value(before, words), _value(after, words)


def _value(value: Value, words: Words) -> str:
    if value in (None, (), ""):
        return words("diff_nothing")
    if isinstance(value, bool):
        return words("yes" if value else "no")
    if isinstance(value, Text):
        return f"“{words.of(value)}”"
    if isinstance(value, tuple):
        return words.join(list(value))
    return value if isinstance(value, str) else figure(value, 4)


def _verdicts(d: Difference, before: Assessment, after: Assessment, words: Words) -> list[Block]:
    blocks: list[Block] = [Heading(words("diff_flips"))]
    people = f"{after.summary.employees:,}"
    if not d.verdict_changes:
        blocks.append(text(words("diff_no_flips", people=people)))
    else:
        blocks.append(text(words("diff_flips_count", number=f"{len(d.verdict_changes):,}", people=people)))
        blocks.append(
            table(
                d.verdict_changes[:MOST_FLIPS],
                column(words("employee"), lambda f: f.employee_id, key=True),
                column(words("name"), lambda f: f.name or "", key=True),
                column(words("position"), lambda f: _positions(f, d, words)[f.positions[1] is not None], wrap=True),
                column(words("verdict"), lambda f: _verdict(f, words), wrap=True),
                column(words("diff_because"), lambda f: _because(f, d, words), wrap=True),
            )
        )
    blocks += more_rows("team_more", MOST_FLIPS, len(d.verdict_changes), words)
    for label, a in (("diff_old", before), ("diff_new", after)):
        if a.ratings.left_out:
            blocks.append(text(f"{words(label)}{words.colon()}{left_out_line(a, words)}"))
    return [*blocks, text(words("diff_informs"))]


def _positions(flip: VerdictChange, d: Difference, words: Words) -> tuple[str, str]:
    before, after = (_position(p, m, words) for p, m in zip(flip.positions, (d.old, d.new), strict=True))
    return before, after


def _verdict(flip: VerdictChange, words: Words) -> Span:
    before, after = (words(v or "no_verdict") for v in flip.verdicts)
    return Span(f"{before} → {after}", VERDICT_TONE[flip.verdicts[1]])


def _because(flip: VerdictChange, d: Difference, words: Words) -> str:
    before, after = _positions(flip, d, words)
    reasons = [_cause(cause, d, words) for cause in flip.because]
    if not reasons or flip.positions[0] != flip.positions[1]:
        reasons.insert(0, words("diff_position_changed", before=before, after=after))
    return words.semicolon().join(reasons)


def _position(id: str | None, model: Model, words: Words) -> str:
    return words("diff_nothing") if id is None else words.of(model.position(id).name)


def _cause(cause: Cause, d: Difference, words: Words) -> str:
    """A requirement before and after; what is the same in both is written once."""
    competency = _competency(cause.competency, d)
    told = []
    for key, label in (("required", "required"), ("rating", "rating"), ("essential", "essential"), ("status", "")):
        before, after = (_cell(row, key, words) for row in (cause.before, cause.after))
        if key == "essential" and before == after:
            continue
        value = before if before == after else f"{before}→{after}"
        told.append(f"{words(label).lower()} {value}" if label else value)
    return f"{words.of(competency.name)}{words.colon()}{words.join(told)}"


def _cell(row: Row | None, key: str, words: Words) -> str:
    if row is None:
        return words("not_required") if key == "status" else words("diff_nothing")
    value = row[key]
    if key == "rating" and row["status"] == SHORT:
        return short_of(value, row["required"])[0]
    if isinstance(value, bool):
        return words("yes" if value else "no")
    return words(value) if isinstance(value, str) else figure(value) or words("diff_nothing")


def _competency(id: str, d: Difference) -> Competency:
    known = {c.id: c for model in (d.old, d.new) for c in model.competencies}
    return known[id]
