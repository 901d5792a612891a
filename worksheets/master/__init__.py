"""Makes masters: handouts typeset once with placeholders, and what in them varies."""
