"""Names of cells in a spreadsheet."""


def a1(row: int, column: int) -> str:
    """A cell's name in a spreadsheet; both from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
