"""How fine the pictures of pages may be, in dots per inch."""

LOWEST_DPI, HIGHEST_DPI = 36, 600
"""Below, no text can be read; above, a page takes more memory than its process has."""
