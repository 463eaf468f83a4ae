"""`comp report`: a folder of pages whose links resolve, and bundles that hold nobody else."""

import csv
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from .conftest import ROOT, SAMPLE, Run
from .strategies import examples


class Links(HTMLParser):
    """The addresses that a page links to, and the ids in it."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a":
            self.links.append(values["href"] or "")
        self.ids.add(values.get("id") or "")


def read(page: Path) -> Links:
    found = Links()
    found.feed(page.read_text("utf-8"))
    return found


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def roster() -> list[dict[str, str]]:
    keys = {"工号": "employee_id", "姓名": "name", "部门": "department", "上级": "manager"}
    with (ROOT / SAMPLE[2]).open(encoding="utf-8-sig", newline="") as file:
        return [{keys.get(k, k): v for k, v in row.items()} for row in csv.DictReader(file)]


@pytest.fixture(scope="module")
def site(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report") / "site"
    done = run("report", *SAMPLE, "-o", str(folder), "--lang", "en")
    assert done.returncode == 0, done.stderr
    return folder


def test_every_link_of_the_folder_resolves_and_leads_to_everybody_and_back(site: Path) -> None:
    pages = {page.resolve(): read(page) for page in site.rglob("*.html")}
    reached, waiting = set(), [(site / "index.html").resolve()]
    while waiting:
        page = waiting.pop()
        reached.add(page)
        for link in pages[page].links:
            parts = urlsplit(link)
            assert not parts.scheme and not parts.netloc, link
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            assert target in pages, (page, link)
            assert not parts.fragment or parts.fragment in pages[target].ids, (page, link)
            if target not in reached:
                waiting.append(target)
    assert reached == set(pages)
    home = (site / "index.html").resolve()
    for page in (site / "people").glob("*.html"):
        assert home in {(page.parent / unquote(urlsplit(link).path)).resolve() for link in pages[page.resolve()].links}


def test_everybody_is_reached_where_the_index_lists_only_some(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lenovo_comp.reports.report.pages.MOST_PEOPLE", 5)
    # Without departments and managers, whose pages would lead to their people.
    rows = (ROOT / SAMPLE[0]).read_text("utf-8").splitlines()
    kept = [",".join(c for i, c in enumerate(row.split(",")[:10]) if i != 2) for row in rows if '"' not in row]
    (tmp_path / "r.csv").write_text("\n".join(kept), "utf-8")
    assert run("report", "r.csv", "-o", "site", "--lang", "en", cwd=tmp_path).returncode == 0
    everybody = {f"people/{page.name}" for page in (tmp_path / "site" / "people").iterdir()}
    assert len(everybody) == 29
    index, listed = (read(tmp_path / "site" / name).links for name in ("index.html", "everyone.html"))
    assert len(everybody & set(index)) == 5
    assert "everyone.html" in index
    assert everybody <= set(listed)


@pytest.mark.parametrize(("cycle", "compared"), [("2026H1", True), ("2025H2", False)])
def test_changes_are_shown_where_there_is_a_cycle_before(cycle: str, compared: bool, run: Run, tmp_path: Path) -> None:
    assert run("report", *SAMPLE, "--cycle", cycle, "-o", str(tmp_path / "site"), "--lang", "en").returncode == 0
    index = read(tmp_path / "site" / "index.html").links
    assert (tmp_path / "site" / "trend.html").exists() == ("trend.html" in index) == compared
    assert "bench.html" in index
    assert (tmp_path / "site" / "bench.html").exists()


def test_the_folder_has_a_page_for_everybody_and_each_team(site: Path) -> None:
    people = roster()
    names = {
        folder: {p.stem for p in (site / folder).glob("*.html")} for folder in ("people", "departments", "managers")
    }
    assert names["people"] == {p["employee_id"] for p in people}
    assert names["departments"] == {p["department"] for p in people}
    assert names["managers"] == {p["manager"] for p in people if p["manager"]}


def test_the_same_input_gives_the_same_bytes(site: Path, run: Run, tmp_path: Path) -> None:
    assert run("report", *SAMPLE, "-o", str(tmp_path / "again"), "--lang", "en").returncode == 0
    assert bytes_of(tmp_path / "again") == bytes_of(site)


def test_a_managers_folder_holds_no_trace_of_other_people(run: Run, tmp_path: Path) -> None:
    people = roster()
    managers = {p["manager"] for p in people if p["manager"]}
    assert run("report", *SAMPLE, "-o", str(tmp_path / "all"), "--by", "manager", "--lang", "zh").returncode == 0
    assert {folder.name for folder in (tmp_path / "all").iterdir()} == managers
    for manager in sorted(managers):
        folder = tmp_path / "all" / manager
        theirs = {p["employee_id"] for p in people if p["manager"] == manager}
        whole = b"".join([*bytes_of(folder).values(), *(name.encode() for name in bytes_of(folder))]).decode()
        for person in people:
            # Ids are E001 to E032: none is part of another.
            if person["employee_id"] not in theirs and person["employee_id"] != manager:
                assert person["employee_id"] not in whole, (manager, person)
                assert person["name"] not in whole, (manager, person)
        assert theirs == {page.stem for page in (folder / "people").glob("*.html")}
        for name in ("trend.html", "bench.html"):
            linked = {Path(unquote(link)).stem for link in read(folder / name).links if link.startswith("people/")}
            assert linked <= theirs
    for manager in sorted(managers)[: examples(8, 1)]:
        alone = tmp_path / f"one-{manager}"
        assert run("report", *SAMPLE, "-o", str(alone), "--for-manager", manager, "--lang", "zh").returncode == 0
        assert bytes_of(alone) == bytes_of(tmp_path / "all" / manager)


def test_pages_of_people_who_left_go_and_other_files_stay(run: Run, tmp_path: Path) -> None:
    head = "employee_id,position,competency,level,rater_role\n"
    (tmp_path / "r.csv").write_text(head + "A,,communication,2,manager\nB,,communication,2,manager\n", "utf-8")
    assert run("report", "r.csv", "-o", "site", cwd=tmp_path).returncode == 0
    (tmp_path / "r.csv").write_text(head + "A,,communication,2,manager\n", "utf-8")
    assert run("report", "r.csv", "-o", "site", cwd=tmp_path).returncode == 0
    assert [page.name for page in (tmp_path / "site/people").iterdir()] == ["A.html"]
    (tmp_path / "site/notes.html").write_text("<p>mine</p>", "utf-8")
    before = bytes_of(tmp_path)
    done = run("report", "r.csv", "-o", "site", "--lang", "en", cwd=tmp_path)
    assert done.returncode == 2
    assert "notes.html" in done.stderr
    assert bytes_of(tmp_path) == before


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ((), "-o DIR"),
        (("-o", "r.csv"), "is not a folder"),
        (("-o", "."), "holds other files"),
        (("-o", "site", "--by", "team"), '--by must be manager (got "team")'),
        (("-o", "site", "--for-manager", "M2"), "did you mean M1?"),
    ],
)
def test_what_can_not_be_done_says_what_to_type(asked: tuple[str, ...], said: str, run: Run, tmp_path: Path) -> None:
    rows = "employee_id,manager,position,competency,level,rater_role\nA,M1,,communication,2,manager\n"
    (tmp_path / "r.csv").write_text(rows, "utf-8")
    done = run("report", "r.csv", *asked, "--lang", "en", cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["r.csv"]


def test_hostile_names_stay_text(run: Run, tmp_path: Path) -> None:
    hostile = ["<script>alert(1)</script>", "../../up", "a'\"&b", "x\u202ey"]
    rows = ["employee_id,name,department,manager,position,competency,level,rater_role"]
    rows += [f'"{n.replace(chr(34), chr(34) * 2)}",' * 4 + "account_manager,communication,2,manager" for n in hostile]
    (tmp_path / "r.csv").write_text("\n".join(rows), "utf-8")
    run("report", "r.csv", "-o", "site", cwd=tmp_path)
    pages = list((tmp_path / "site").rglob("*.html"))
    assert pages
    assert all(page.resolve().is_relative_to((tmp_path / "site").resolve()) for page in pages)
    for page in pages:
        text = page.read_text("utf-8")
        assert "<script>alert" not in text
        assert "\u202e" not in text
        assert not re.search(r"href=\"[a-z]+:", text)
