"""The layout of an overview: a workbook's sheet with a row per person and a column per competency.

Cell A1 has the mark. Below the mark column A says what a row is: a fact of the rater (its id in B, hidden), the row of
`COLUMNS`, or a `PERSON`. The row of columns, hidden, says what each column holds: a hidden fact of the person
(`employee_id`), what people see of it (`shown.employee_id`), or ratings (`competency.ID`). Columns are known by
that row alone, wherever they stand; `RATED` lists the competencies that a person is rated on.
"""

from . import form

MARK = form.OVERVIEW_MARK
COLUMNS, LINKS, PERSON = "columns", "links", "person"
"""The keys of the row of columns, of the row of links to behaviours, and of a person's row."""
RATED = "rated"
"""The column of the competencies that a person is rated on."""
SHOWN, COMPETENCY, OTHER = "shown.", "competency.", "other."
"""How the keys of columns begin: a fact as people see it, ratings, and what is only to be read."""
OF_PERSON = ("employee_id", "name", "department", "manager", "position", "rater_role")
"""The hidden facts of a person, in the order of their columns."""
OF_RATER = ("cycle", "rater_id")
"""The facts above the table."""
