"""Writes the reference of courses, docs/course-reference.md and docs/kurssin-avaimet.md, from the code.

python -m tools.reference
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from worksheets.course.keys import COURSE_KEYS, FIELD_KEYS, LABEL_KEYS, LIST_KEYS
from worksheets.course.types.exercise_type import ExerciseType, Key
from worksheets.course.types.registry import exercise_types
from worksheets.messages import _, in_language, marked

_DOCS = Path(__file__).parent.parent / "docs"
FILES = {"en": _DOCS / "course-reference.md", "fi": _DOCS / "kurssin-avaimet.md"}
"""The reference in each language of the documentation."""
_KINDS = {
    str: marked("text"),
    int: marked("number"),
    bool: marked("true"),
    tuple: marked("texts"),
    list: marked("list of tables"),
    dict: marked("tables"),
}
"""What stands after a key, by its type."""


def reference() -> str:
    """Return the reference in the language of messages."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield f"# {_('Reference of courses')}"
    yield ""
    yield _(
        "This page is made from the program itself (`python -m tools.reference`). Keys stand in `course.toml`, or in the "
        "braces of a page in Markdown, where the Finnish names may be used as well."
    )
    yield from _section(_("At the top of `course.toml`"), COURSE_KEYS, finnish=False)
    yield from _section(_("A field in `[fields]`"), FIELD_KEYS, finnish=False)
    yield from _section(_("Anything to be filled in"), LABEL_KEYS)
    yield from _section(_("A part of an exercise, in `course.toml`"), LIST_KEYS, finnish=False)
    yield ""
    yield f"## {_('Exercise types')}"
    for type_ in exercise_types().values():
        yield from _type(type_)


def _type(type_: ExerciseType) -> Iterator[str]:
    yield ""
    yield f"### `{type_.kind}`, `{type_.finnish}`"
    yield ""
    yield f"{_(type_.meaning)[:1].upper()}{_(type_.meaning)[1:]}."
    yield ""
    yield "```markdown"
    yield type_.example.strip()
    yield "```"
    yield from _table(type_.keys)
    if type_.part_keys:
        yield ""
        yield _("Its parts can also have:")
        yield from _table(type_.part_keys)


def _section(title: str, keys: Iterable[Key], *, finnish: bool = True) -> Iterator[str]:
    yield ""
    yield f"## {title}"
    yield from _table(keys, finnish=finnish)


def _table(keys: Iterable[Key], *, finnish: bool = True) -> Iterator[str]:
    rows = [_row(key, finnish=finnish) for key in keys]
    if not rows:
        return
    heads = [_("key"), *([_("in Finnish")] if finnish else []), _("value"), _("meaning")]
    yield ""
    yield f"| {' | '.join(heads)} |"
    yield "|---" * len(heads) + "|"
    yield from rows


def _row(key: Key, *, finnish: bool) -> str:
    names = [f"`{key.name}`", *([f"`{key.finnish}`"] if finnish else [])]
    return f"| {' | '.join([*names, _(_KINDS[key.type]), _(key.meaning)])} |"


def main() -> None:
    """Write the files."""
    for language, path in FILES.items():
        with in_language(language):
            path.write_text(reference(), "utf-8")


if __name__ == "__main__":
    main()
