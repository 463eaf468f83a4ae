"""Findings: their kinds, the policy of a project, and the formats in which they are written."""
