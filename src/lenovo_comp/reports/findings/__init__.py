"""Findings in the formats that CI services read; each module renders one as a pure function."""
