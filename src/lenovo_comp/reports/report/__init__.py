"""Pages in a folder: everybody, teams, each person, the handbook."""
