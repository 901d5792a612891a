"""Workbooks and tables as text in, sheets of text cells out; knows no course and no people."""
