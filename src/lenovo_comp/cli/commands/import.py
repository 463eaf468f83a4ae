"""`comp import`: a dictionary of a framework from elsewhere."""

from typing import Annotated

import typer

from ...reports.shared.options import READS
from ...reports.shared.run import Panel
from ..session import Session, with_session

PANEL = Panel.START
EPILOG = (
    "Examples: `comp import skills.xlsx` (a dry run) · `comp import skills.xlsx -o dictionary.yaml` · "
    "`comp import skills.xlsx --map map.toml -o dictionary.yaml`"
)


FileArgument = Annotated[str, typer.Argument(help="Excel, CSV, JSON or YAML file; - is standard input."), READS]
OutputOption = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help="Dictionary to write; without it, a dry run.")
]
AsOption = Annotated[str | None, typer.Option("--as", metavar="NAME", help="Format of the source.")]
MapOption = Annotated[
    str | None,
    typer.Option("--map", metavar="FILE", help="What each column holds, as a dry run prints it; nothing is guessed."),
    READS,
]
SourceLangOption = Annotated[
    str | None, typer.Option("--lang", metavar="zh|en", help="Language of the source; found by its script.")
]
EncodingOption = Annotated[str | None, typer.Option("--encoding", metavar="NAME", help="Encoding of a text file.")]
LayerOption = Annotated[
    list[str] | None, typer.Option("--layer", metavar="GLOB=core", help="Layer of what matches; repeatable.")
]
LevelsOption = Annotated[
    str | None, typer.Option("--levels", metavar="WORD=N,…", help="Numbers of levels that are only named.")
]
SelectOption = Annotated[
    list[str] | None, typer.Option("--select", metavar="GLOB", help="Only this code, id, name or group; repeatable.")
]
PositionsOption = Annotated[
    str | None, typer.Option("--positions", metavar="SHEET!D:G", help="Columns that say what positions require.")
]
UpdateOption = Annotated[
    str | None, typer.Option("--update", metavar="OLD.yaml", help="Keep ids and additions of this dictionary."), READS
]
AcceptOption = Annotated[
    list[str] | None, typer.Option("--accept", metavar="CODE", help="Agree to this; it no longer makes the exit 1.")
]
ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite a file that is there.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Write nothing; print columns and map.")]
ReportOption = Annotated[
    str | None, typer.Option("--report", metavar="FILE", help="Write the conversion report as JSON.")
]
FormatOption = Annotated[
    str, typer.Option("--format", "-f", metavar="NAME", help="The report as full, concise, json or markdown.")
]


@with_session
def command(
    session: Session,
    file: FileArgument,
    output: OutputOption = None,
    as_format: AsOption = None,
    map_file: MapOption = None,
    source_lang: SourceLangOption = None,
    encoding: EncodingOption = None,
    layer: LayerOption = None,
    levels: LevelsOption = None,
    select: SelectOption = None,
    positions: PositionsOption = None,
    update: UpdateOption = None,
    accept: AcceptOption = None,
    force: ForceOption = False,
    dry_run: DryRunOption = False,
    report: ReportOption = None,
    format: FormatOption = "full",
    # `comp --lang zh import` is the output's language, as for every command; after `import` it is the source's.
    lang: Annotated[str | None, typer.Option("--output-lang", hidden=True)] = None,  # noqa: ARG001
) -> int:
    """Make a dictionary of a framework from Excel, CSV, JSON, YAML."""
    from ..importing import Request, import_file

    request = Request(
        file=file,
        output=None if dry_run else output,
        claimed=output,
        format=as_format,
        map=map_file,
        lang=source_lang,
        encoding=encoding,
        layers=layer or (),
        levels=levels,
        select=select or (),
        positions=positions,
        update=update,
        accept=accept or (),
        force=force,
        report=report,
        shown_as=format,
    )
    return import_file(request, session)
