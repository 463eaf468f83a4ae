"""Frameworks in and out: the one model in between, the formats that read and write it, and the conversion report."""
