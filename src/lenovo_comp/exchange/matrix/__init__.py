"""Frameworks in tables: what columns hold, the map that says so, and cells as competencies, levels and positions."""
