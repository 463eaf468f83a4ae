"""Competency gaps from two text files."""
