"""Lines of text as they will be set: fonts, line breaks, hyphenation, typography."""
