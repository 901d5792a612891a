"""Choices from the panel's form: what a form does not have stays as it was, what the course does not is left out."""

from dataclasses import replace
from typing import TYPE_CHECKING

from .posting import number_of, text_of

if TYPE_CHECKING:
    from starlette.datastructures import FormData

    from .choices import Choices
    from .outlines import Outline

_LONGEST_PASSWORD = 127
"""The most bytes of a password, as the library has it."""
FIELD = "given."
"""Begins the names of the form's fields for everybody."""


def changed_choices(choices: "Choices", form: "FormData", outline: "Outline") -> "Choices":
    """Return choices as a form changes them."""
    return replace(
        choices,
        pages=_pages(choices, form, outline),
        layout=_option(form, "layout", outline.layouts, choices.layout),
        theme=_option(form, "theme", ("", *outline.themes), choices.theme),
        fillable=_option(form, "fill", ("pen", "screen"), "screen" if choices.fillable else "pen") == "screen",
        one_sided=_option(form, "sides", ("both", "one"), "one" if choices.one_sided else "both") == "one",
        volume=_volume(form, choices.volume),
        password=_password(form, choices.password),
        given=_given(choices, form, outline),
    )


def one_line(text: str, limit: int) -> str:
    """Return a text without breaks and other characters that nobody sees, no longer than a field takes."""
    visible = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(visible.split())[:limit]


def _pages(choices: "Choices", form: "FormData", outline: "Outline") -> tuple[int, ...] | None:
    """Return the ticked pages, or those that a button chooses; the form says with ``ticks`` that it has any."""
    button = text_of(form, "choose")
    if button == "all":
        return None
    if button == "exercises":
        return outline.exercises or None
    if "ticks" not in form:
        return choices.pages
    ticked = set(form.getlist("page"))
    pages = tuple(page.number for page in outline.pages if str(page.number) in ticked)
    return None if len(pages) == len(outline.pages) else pages


def _option(form: "FormData", name: str, options: tuple[str, ...], present: str) -> str:
    """Return which of some options a form chooses; the present one if it chooses none of them."""
    value = text_of(form, name) if name in form else present
    return value if value in options else present


def _volume(form: "FormData", present: int) -> int:
    """Return the most sheets of a print file, none for an empty field; the present ones for what is no number."""
    text = text_of(form, "volume").strip() if "volume" in form else str(present)
    return (number_of(text) or present) if text else 0


def _password(form: "FormData", present: str) -> str:
    if "password" not in form:
        return present
    password = text_of(form, "password")
    return password if len(password.encode()) <= _LONGEST_PASSWORD and password.isprintable() else present


def _given(choices: "Choices", form: "FormData", outline: "Outline") -> dict[str, str]:
    """Return the texts for everybody, of the fields that the course has."""
    given = dict(choices.given)
    for slot in outline.group_fields:
        if FIELD + slot.path in form:
            given[slot.path] = one_line(text_of(form, FIELD + slot.path), slot.limit)
    return given
