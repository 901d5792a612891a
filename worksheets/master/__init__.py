"""Builds masters: handouts typeset with placeholders, into which participants' texts are merged."""
