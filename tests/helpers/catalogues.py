"""Messages of the catalogues, as Babel gives them."""


def forms(texts: object) -> tuple[str, ...]:
    """Return the forms of a message or of its translation: one, or one for each grammatical number."""
    return tuple(texts) if isinstance(texts, list | tuple) else (str(texts or ""),)
