"""The columns of the frame of a team's needs."""

from ...method.frames import COUNT, ID, NUMBER, PERSON, Columns, each

NEEDS: Columns = {
    "competency": ID,
    "level": NUMBER,  # between rating and requirement; without levels the degree required
    "people": COUNT,  # who share the need
    **{name: PERSON[name] for name in ("employee_id", "name", "position")},
    **each(NUMBER, "rating", "required", "gap"),
}
"""One row a competency, level and person: what most people need comes first, then the largest gap."""
