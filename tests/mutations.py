"""Tables of ratings as a system writes them, and what people do to such tables before they hand them on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from lenovo_comp.model.dictionary import Competency, Model

from .oracle import Row
from .rated_files import write_sheets
from .strategies import number, table_text

Grid = list[list[str]]


@dataclass
class Table:
    """A table under its header: what each column holds (`employee_id`, `level`, …), and what stands above."""

    name: str
    columns: list[str]
    headers: list[str]
    rows: Grid
    above: Grid = field(default_factory=list)

    def at(self, column: str) -> int:
        """The first column that holds that."""
        return self.columns.index(column)

    def levels(self) -> list[int]:
        """The columns that hold levels."""
        return [i for i, column in enumerate(self.columns) if column == "level"]

    def blank(self, **cells: str) -> list[str]:
        """A record that is blank but for some cells; a column that it doesn't have is passed over."""
        return [cells.get(column, "") if column != "level" else "" for column in self.columns]

    def records(self) -> Grid:
        """All rows, as they are written."""
        return [*self.above, self.headers, *self.rows]


@dataclass(frozen=True)
class Files:
    """Files of tables (several tables: the sheets of a workbook), and words by which a finding may speak of them."""

    files: dict[str, list[Table]]
    words: tuple[str, ...] = ()

    def shown(self) -> str:
        """As text, for whoever reads of a failure."""
        tables = [(f"{name} {t.name}", table_text(t.records())) for name, some in self.files.items() for t in some]
        return "\n".join([*(f"{name}\n{text}" for name, text in tables), f"words: {self.words}"])

    def write(self, folder: Path) -> list[Path]:
        """Write them; returns their paths."""
        paths = []
        for name, tables in self.files.items():
            paths.append(folder / name)
            if name.endswith(".xlsx"):
                write_sheets(folder / name, {t.name: t.records() for t in tables})
            else:
                (folder / name).write_text(table_text(tables[0].records()), "utf-8")
        return paths


@dataclass(frozen=True)
class Good:
    """Ratings of people by raters, each of whom rates everybody on everything."""

    people: tuple[tuple[str, str], ...]
    raters: tuple[tuple[str, str], ...]
    competencies: tuple[Competency, ...]
    cycles: tuple[str, ...]
    given: dict[tuple[str, str, str, str], Fraction | None]
    """Employee, rater, competency, cycle → level."""

    def rows(self) -> list[Row]:
        """The ratings as the oracle takes them."""
        return [
            Row(person, c.id, self.given[person, rater, c.id, cycle], role, rater, None, cycle, "account_manager")
            for cycle in self.cycles
            for person, _ in self.people
            for role, rater in self.raters
            for c in self.competencies
        ]

    def _repr_pretty_(self, printer: RepresentationPrinter, _cycle: bool) -> None:
        printer.text(f"{len(self.people)} people")

    def level(self, person: str, rater: str, competency: Competency, cycle: str) -> str:
        return number(self.given[person, rater, competency.id, cycle])


PEOPLE = (("E001", "Bo Chan"), ("E002", "Di East"), ("E003", "张三"), ("E014", "Ed Fox"))
RATERS = (("self", "S1"), ("manager", "M1"), ("peer", "P1"), ("peer", "P2"), ("peer", "P3"))


@st.composite
def good(draw: st.DrawFn, model: Model) -> Good:
    """Two to four people, rated by some of five on two to four competencies, in one cycle or two."""
    people = PEOPLE[: draw(st.integers(2, 4))]
    raters = draw(st.sampled_from((RATERS, RATERS[:2], RATERS[1:])))
    competencies = tuple(draw(st.permutations(model.competencies))[: draw(st.integers(2, 4))])
    cycles = draw(st.sampled_from((("2026H1",), ("2026H1",), ("2025H2", "2026H1"))))
    given = {
        (person, rater, c.id, cycle): draw(st.sampled_from([*map(Fraction, range(4)), None]))
        for person, _ in people
        for _, rater in raters
        for c in competencies
        for cycle in cycles
    }
    # The first of everything is rated, so that no table is without levels and no cycle without ratings.
    given |= {
        (people[0][0], rater, c.id, cycle): Fraction(2) for _, rater in raters for c in competencies for cycle in cycles
    }
    return Good(people, raters, competencies, cycles, given)


# ---------------------------------------------------------------- how a table is laid out


def _wide(ratings: Good, *, roles: Sequence[str] = (), cycles: Sequence[str] = (), said: Sequence[str] = ()) -> Table:
    """One row a person and rater; `said`: columns that something else than the table says."""
    personal = [n for n in ("employee_id", "name", "position", "cycle", "rater_role", "rater_id") if n not in said]
    rows = []
    for cycle in cycles or ratings.cycles:
        for person, name in ratings.people:
            for role, rater in ratings.raters:
                if not roles or role in roles:
                    cells = {"employee_id": person, "name": name, "position": "Account manager", "cycle": cycle}
                    cells |= {"rater_role": role, "rater_id": rater}
                    levels = [ratings.level(person, rater, c, cycle) for c in ratings.competencies]
                    rows.append([*(cells[n] for n in personal), *levels])
    headers = [*personal, *(c.name.en for c in ratings.competencies)]
    return Table("Ratings", [*personal, *["level"] * len(ratings.competencies)], headers, rows)


def _long(ratings: Good) -> Table:
    wide = _wide(ratings)
    personal = [i for i, column in enumerate(wide.columns) if column != "level"]
    rows = [
        [*(row[i] for i in personal), competency.id, row[at]]
        for row in wide.rows
        for competency, at in zip(ratings.competencies, wide.levels(), strict=True)
    ]
    columns = [*(wide.columns[i] for i in personal), "competency", "level"]
    return Table("Ratings", columns, list(columns), rows)


def _roles_as_columns(ratings: Good) -> Table:
    """One row a person, a column a competency and rater."""
    titles = {"self": "Self", "manager": "Manager", "peer": "Peer"}
    named = [
        (role, rater, f"{titles[role]} {rater[1:]}" if role == "peer" else titles[role])
        for role, rater in ratings.raters
    ]
    columns = ["employee_id", "name", "position", "cycle"]
    rows = [
        [person, name, "Account manager", cycle]
        + [ratings.level(person, rater, c, cycle) for c in ratings.competencies for _, rater, _ in named]
        for cycle in ratings.cycles
        for person, name in ratings.people
    ]
    headers = [f"{c.name.en} ({title})" for c in ratings.competencies for _, _, title in named]
    return Table("Ratings", [*columns, *["level"] * len(headers)], [*columns, *headers], rows)


def _as_sheets(ratings: Good) -> Files:
    roles = list(dict.fromkeys(role for role, _ in ratings.raters))
    tables = [replace(_wide(ratings, roles=[role], said=["rater_role"]), name=role.title()) for role in roles]
    return Files({"ratings.xlsx": tables}, ("Self", "Manager", "Peer"))


def _as_files(ratings: Good) -> Files:
    roles = list(dict.fromkeys(role for role, _ in ratings.raters))
    return Files(
        {f"team_{role}.csv": [_wide(ratings, roles=[role], said=["rater_role"])] for role in roles},
        ("self", "manager", "peer"),
    )


def _cycles_as_sheets(ratings: Good) -> Files:
    tables = [replace(_wide(ratings, cycles=[c], said=["cycle"]), name=c) for c in ratings.cycles]
    return Files({"ratings.xlsx": tables}, ratings.cycles) if len(tables) > 1 else Files({"r.csv": tables})


def _year_and_half(ratings: Good) -> Files:
    table = _wide(ratings)
    at = table.at("cycle")
    rows = [[*row[:at], row[at][:4], row[at][4:], *row[at + 1 :]] for row in table.rows]
    headers = [*table.headers[:at], "Year", "Half", *table.headers[at + 1 :]]
    columns = [*table.columns[:at], "year", "part", *table.columns[at + 1 :]]
    return Files({"r.csv": [Table("Ratings", columns, headers, rows)]}, ("Year", "Half"))


LAYOUTS: tuple[Callable[[Good], Files], ...] = (
    lambda ratings: Files({"r.csv": [_wide(ratings)]}),
    lambda ratings: Files({"r.xlsx": [_wide(ratings)]}),
    lambda ratings: Files({"r.csv": [_long(ratings)]}),
    lambda ratings: Files({"r.csv": [_roles_as_columns(ratings)]}, ("Self", "Manager", "Peer")),
    _as_sheets,
    _as_files,
    _cycles_as_sheets,
    _year_and_half,
)

# ---------------------------------------------------------------- what people do to a table

Words = tuple[str, ...]
TOTALS = (
    "Average",
    "Total",
    "合计",
    "平均分",
    "Ø",
    "Team average",
    "E001 Total",
    "Highest",
    "达标人数",
    "Median score",
)
NOTES = ("Note: agreed in May", "* by the manager", "制表人：李四", "Confidential", "Source: HR system", "备注")
TITLES = ("Competency review", "Exported 4 May 2026", "2026年上半年评估", "# from the HR system")
EXTRA = ("Average", "Rank", "Comments", "序号", "Target position", "E-mail", "Gap", "总分", "Joined on")


def _decorate(draw: st.DrawFn, table: Table) -> Words:
    style = draw(
        st.sampled_from(
            ("{n}. {x}", "{x} (0-4)", "{x}*", "How often? [{x}]", "{n}) {x}", "Q{n}: {x}", "{x}\n(0 = never)")
        )
    )
    for n, i in enumerate(table.levels()):
        if "competency" not in table.columns:
            table.headers[i] = style.format(n=n + 1, x=table.headers[i])
    return tuple(h for h in table.headers if h)


def _numbers(table: Table, how: Callable[[list[float]], float]) -> dict[int, str]:
    """What a spreadsheet works out below each column of levels."""
    found = {}
    for i in table.levels():
        cells = [float(row[i]) for row in table.rows if row[i].replace(".", "").isdigit()]
        found[i] = f"{how(cells):.10g}" if cells else ""
    return found


def _total(draw: st.DrawFn, table: Table) -> Words:
    label = draw(st.sampled_from(TOTALS))
    row = table.blank(employee_id=label)
    how = draw(
        st.sampled_from((max, min, lambda cells: sum(cells) / len(cells), lambda cells: round(sum(cells) / len(cells))))
    )
    for i, cell in _numbers(table, how).items():
        row[i] = cell
    table.rows.insert(draw(st.sampled_from((0, len(table.rows)))), row)
    return (label,)


def _note(draw: st.DrawFn, table: Table) -> Words:
    note = draw(st.sampled_from(NOTES))
    row = [""] * len(table.columns)
    row[table.at("employee_id")] = note
    table.rows += [[""] * len(row), row]
    return (note,)


def _legend(draw: st.DrawFn, table: Table) -> Words:
    words = ("never", "seldom", "sometimes", "often", "consistently")
    first = table.at("employee_id")
    beside = first + 1 < len(table.columns) and draw(st.booleans())
    table.rows.append([""] * len(table.columns))
    for n, word in enumerate(words):
        row = [""] * len(table.columns)
        texts = [str(n), word] if beside else [f"{n} = {word}"]
        row[first : first + len(texts)] = texts
        table.rows.append(row)
    return words


def _title(draw: st.DrawFn, table: Table) -> Words:
    titles = draw(st.lists(st.sampled_from(TITLES), min_size=1, max_size=2, unique=True))
    table.above = [[title, *[""] * (len(table.columns) - 1)] for title in titles] + table.above
    return (*titles, "header", "employee_id")


def _scale_row(draw: st.DrawFn, table: Table) -> Words:
    text = draw(st.sampled_from(("(0-4)", "0–4", "required field")))
    row = [""] * len(table.columns)
    for i in table.levels():
        row[i] = text
    table.rows.insert(0, row)
    return (text, "employee id")


def _permute(draw: st.DrawFn, table: Table) -> Words:
    order = draw(st.permutations(range(len(table.columns))))
    table.columns = [table.columns[i] for i in order]
    table.headers = [table.headers[i] for i in order]
    table.rows = [[row[i] for i in order] for row in table.rows]
    table.above = [[*row[:1], *[""] * (len(order) - 1)] for row in table.above]
    return ()


def _put(table: Table, at: int, header: str, cells: Sequence[str]) -> None:
    table.columns.insert(at, "extra")
    table.headers.insert(at, header)
    for row, cell in zip(table.rows, cells, strict=True):
        row.insert(at, cell)
    for row in table.above:
        row.append("")


def _extra(draw: st.DrawFn, table: Table) -> Words:
    header = draw(st.sampled_from(EXTRA))
    texts = {
        "Comments": "well done",
        "Target position": "Account director",
        "E-mail": "a@x.org",
        "Joined on": "2020-01-01",
    }
    rated = [[float(row[i]) for i in table.levels() if row[i].replace(".", "").isdigit()] for row in table.rows]
    means = [f"{sum(cells) / len(cells):.2f}" if cells else "" for cells in rated]
    whole = [f"{sum(cells):.0f}" if cells else "" for cells in rated]
    numbers = [str(i + 1) for i in range(len(table.rows))]
    cells = {"Average": means, "总分": whole, "Gap": whole, "Rank": numbers, "序号": numbers}.get(header)
    at = 0 if header == "序号" else draw(st.sampled_from((0, len(table.columns))))
    _put(table, at, header, cells or [texts[header]] * len(table.rows))
    return (header,)


def _header_again(draw: st.DrawFn, table: Table) -> Words:
    table.rows.insert(draw(st.integers(1, len(table.rows))), list(table.headers))
    return (table.headers[table.at("employee_id")],)


def _blank_rows(draw: st.DrawFn, table: Table) -> Words:
    for _ in range(draw(st.integers(1, 3))):
        table.rows.insert(draw(st.integers(0, len(table.rows))), [""] * len(table.columns))
    return ()


def _survey(draw: st.DrawFn, table: Table) -> Words:
    fronts = (
        ("Timestamp",),
        ("序号", "提交答卷时间", "来源"),
        ("ID", "Start time", "Completion time", "Email", "Name"),
    )
    front = draw(st.sampled_from(fronts))
    for at, header in enumerate(front):
        times = [f"2026/5/4 9:{i // 60:02}:{i % 60:02}" for i in range(len(table.rows))]
        plain = {"来源": ["微信"] * len(times), "Email": ["anonymous"] * len(times), "Name": [""] * len(times)}
        counted = [str(i + 1) for i in range(len(times))]
        _put(table, at, header, plain.get(header, counted if header in ("ID", "序号") else times))
    return (*front, "Microsoft Forms", "问卷星", "Google Forms", "name")


def _other_spelling(draw: st.DrawFn, table: Table) -> Words:
    change = draw(
        st.sampled_from(
            (str.lower, lambda id: f" {id} ", lambda id: id.replace("E", "Ｅ"), lambda id: f"{id[0]}-{id[1:]}")
        )
    )
    at, row = table.at("employee_id"), draw(st.integers(0, len(table.rows) - 1))
    table.rows[row][at] = change(table.rows[row][at])
    return (table.rows[row][at], table.rows[row][at].strip())


def _repeat(draw: st.DrawFn, table: Table) -> Words:
    row = draw(st.sampled_from(table.rows))
    table.rows.append(list(row))
    return (row[table.at("employee_id")], "the same", "row")


def _unknown_rater(draw: st.DrawFn, table: Table) -> Words:
    if "rater_id" not in table.columns:
        return ()
    header = draw(st.sampled_from(("Who", "反馈人", "Given by", "Filled in by", "Colleague's name")))
    table.headers[table.at("rater_id")] = header
    return (header,)


def _unknown_role(draw: st.DrawFn, table: Table) -> Words:
    if "rater_role" not in table.columns:
        return ()
    header = draw(st.sampled_from(("Type", "Kind of feedback", "类别", "Source")))
    table.headers[table.at("rater_role")] = header
    return (header, "rater_role")


def _blank_ids(_draw: st.DrawFn, table: Table) -> Words:
    at = table.at("employee_id")
    ids = [row[at] for row in table.rows]
    for i, row in enumerate(table.rows[1:], 1):
        if ids[i] == ids[i - 1]:
            row[at] = ""
    return ("employee id", "employee_id")


def _chinese_headers(_draw: st.DrawFn, table: Table) -> Words:
    names = {
        "employee_id": "工号",
        "name": "姓名",
        "position": "岗位",
        "rater_role": "评价人角色",
        "rater_id": "评价人",
    }
    for i, column in enumerate(table.columns):
        if table.headers[i] == column:
            table.headers[i] = names.get(column, column)
    return ()


MUTATIONS: tuple[Callable[[st.DrawFn, Table], Words], ...] = (
    *(_decorate, _total, _note, _legend, _title, _scale_row, _permute, _extra, _header_again, _blank_rows),
    *(_survey, _other_spelling, _repeat, _unknown_rater, _unknown_role, _blank_ids, _chinese_headers),
)


@st.composite
def mutated(draw: st.DrawFn, ratings: Good) -> Files:
    """The ratings in some layout, with one to three changes to one of the tables."""
    files = draw(st.sampled_from(LAYOUTS))(ratings)
    words = list(files.words)
    tables = [table for several in files.files.values() for table in several]
    for change in draw(st.lists(st.sampled_from(MUTATIONS), min_size=1, max_size=3, unique=True)):
        words += change(draw, draw(st.sampled_from(tables)))
    return Files(files.files, tuple(word for word in words if word))
