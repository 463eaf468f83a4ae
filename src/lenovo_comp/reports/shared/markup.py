"""Blocks (blocks.py) as HTML, for the templates of pages.

Not a template itself: a table's cells are the most of a page, and a template takes fifteen times as long for each
(decision 0038). Blocks hold text that is made visible already; here it is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from markupsafe import Markup

from .blocks import Block, Bullets, Column, Group, Heading, Lines, Paragraph, Span, Table

# The same words and figures come again and again, on one page and on the next.
_escaped = lru_cache(maxsize=10_000)(lambda text: str(Markup.escape(text)))


def html_of(blocks: Iterable[Block], down: int = 0, title: str = "") -> Markup:
    """The blocks as HTML; `down` makes headings that much smaller.

    A table is named by the heading above, for those who go from table to table, or by `title`.
    """
    found = []
    for block in blocks:
        if isinstance(block, Heading):
            title = block.text
        found.append(_block(block, down, title))
    return Markup("\n".join(found))


def html_of_spans(spans: Iterable[Span]) -> Markup:
    """Spans as HTML, each with its tone as a class."""
    return Markup(_spans(spans))


def _block(block: Block, down: int, title: str) -> str:
    match block:
        case Heading():
            anchor = f' id="{_escaped(block.anchor)}"' if block.anchor else ""
            return f"<h{block.level + down}{anchor}>{_escaped(block.text)}</h{block.level + down}>"
        case Paragraph():
            return f"<p>{_spans(block.spans).strip()}</p>"
        case Lines():
            return f"<pre>{''.join(_spans(line) + chr(10) for line in block.lines)}</pre>"
        case Bullets():
            items = "\n".join(f"<li>{_spans(item).strip()}</li>" for item in block.items)
            return f"<ul>\n{items}\n</ul>"
        case Table():
            return _table(block, title)
        case _:
            return ""  # commands are for a terminal


def _spans(spans: Iterable[Span]) -> str:
    return "".join(
        _escaped(text) if tone == "plain" else f'<span class="{tone}">{_escaped(text)}</span>' for text, tone in spans
    )


def _table(table: Table, title: str) -> str:
    columns = table.columns
    # A column of marks has no heading, and doesn't name its rows.
    lead = 0 if columns[0].header else 1
    head = "".join(map(_head, columns))
    cells = [("th" if i == lead and c.key else "td", _classes(c)) for i, c in enumerate(columns)]
    starts = [f'<th scope="row"{look}>' if tag == "th" else f"<td{look}>" for tag, look in cells]
    ends = [f"</{tag}>" for tag, _ in cells]
    bodies = "\n".join(_body(group, starts, ends) for group in table.groups)
    name = f' role="group" aria-label="{_escaped(title)}"' if title else ""
    caption = f'<caption class="unseen">{_escaped(title)}</caption>\n' if title else ""
    return (
        f'<div class="table" tabindex="0"{name}>\n<table>\n{caption}<thead>\n<tr>{head}</tr>\n</thead>\n'
        f"{bodies}\n</table>\n</div>"
    )


def _body(group: Group, starts: Sequence[str], ends: Sequence[str]) -> str:
    title = f'<tr><th scope="rowgroup" class="group" colspan="{len(starts)}">{_escaped(group.title)}</th></tr>\n'
    rows = "\n".join(
        f"<tr>{''.join(a + _spans((cell,)).strip() + b for a, cell, b in zip(starts, row, ends, strict=True))}</tr>"
        for row in group.rows
    )
    return f"<tbody>\n{title if group.title else ''}{rows}\n</tbody>"


def _head(column: Column) -> str:
    if not column.header:
        return f"<td{_classes(column)}></td>"
    return f'<th scope="col"{_classes(column)}>{_escaped(column.long or column.header)}</th>'


def _classes(column: Column) -> str:
    return ' class="right"' if column.right else ' class="wraps"' if column.wrap else ""
