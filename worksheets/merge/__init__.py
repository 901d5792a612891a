"""Merges one participant into a master, and writes the PDF."""
