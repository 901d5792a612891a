"""Writes the reference of courses, docs/course-reference.md and docs/kurssin-avaimet.md, from the code.

python -m tools.reference
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from worksheets.course.keys import BRAND_KEYS, COLOUR_KEYS, COURSE_KEYS, FIELD_KEYS, LABEL_KEYS, LIST_KEYS
from worksheets.course.types.exercise_type import ExerciseType, Key
from worksheets.course.types.registry import exercise_types
from worksheets.messages import _, in_language

Words = Mapping[str | type, Any]

_DOCS = Path(__file__).parent.parent / "docs"
FILES = {"en": _DOCS / "course-reference.md", "fi": _DOCS / "kurssin-avaimet.md"}
"""The reference in each language of the documentation."""
_WORDS: dict[str, Words] = {
    "en": {
        "title": "Reference of courses",
        "introduction": "This page is made from the program itself (`python -m tools.reference`). Keys stand in "
        "`course.toml`, or in the braces of a page in Markdown, where the Finnish names may be used as well.",
        "course": "At the top of `course.toml`",
        "brand": "The brand, in `[brand]` or in `brand.toml`",
        "colour": "Its colours, in `[brand.colours]`",
        "field": "A field in `[fields]`",
        "label": "Anything to be filled in",
        "part": "A part of an exercise, in `course.toml`",
        "types": "Exercise types",
        "parts": "Its parts can also have:",
        "heads": ("key", "in Finnish", "value", "meaning"),
        str: "text",
        int: "number",
        bool: "true; a word alone in braces",
        tuple: "texts",
        list: "list of tables",
        dict: "tables",
    },
    "fi": {
        "title": "Kurssin avaimet",
        "introduction": "Tämä sivu tehdään ohjelmasta (`python -m tools.reference`). Avaimet ovat tiedostossa "
        "`course.toml` tai Markdown-sivun aaltosulkeissa, joissa kelpaavat myös suomenkieliset nimet.",
        "course": "Tiedoston `course.toml` alussa",
        "brand": "Oma ilme taulussa `[brand]` tai tiedostossa `brand.toml`",
        "colour": "Sen värit taulussa `[brand.colours]`",
        "field": "Kenttä taulussa `[fields]`",
        "label": "Kaikki, mihin vastataan",
        "part": "Tehtävän osa tiedostossa `course.toml`",
        "types": "Tehtävätyypit",
        "parts": "Sen osilla voi lisäksi olla:",
        "heads": ("avain", "suomeksi", "arvo", "merkitys"),
        str: "teksti",
        int: "luku",
        bool: "true; aaltosulkeissa pelkkä sana",
        tuple: "tekstejä",
        list: "lista tauluja",
        dict: "tauluja",
    },
}
"""The reference's own words, by language; those of a key's value by the key's type."""


def reference(language: str) -> str:
    """Return the reference in a language."""
    with in_language(language):
        return "\n".join(_lines(_WORDS[language])) + "\n"


def _lines(words: Words) -> Iterator[str]:
    yield f"# {words['title']}"
    yield ""
    yield str(words["introduction"])
    yield from _section("course", COURSE_KEYS, words, finnish=False)
    yield from _section("brand", BRAND_KEYS, words, finnish=False)
    yield from _section("colour", COLOUR_KEYS, words, finnish=False)
    yield from _section("field", FIELD_KEYS, words, finnish=False)
    yield from _section("label", LABEL_KEYS, words)
    yield from _section("part", LIST_KEYS, words, finnish=False)
    yield ""
    yield f"## {words['types']}"
    for type_ in exercise_types().values():
        yield from _type(type_, words)


def _type(type_: ExerciseType, words: Words) -> Iterator[str]:
    meaning = _(type_.meaning)
    yield ""
    yield f"### `{type_.kind}`, `{type_.finnish}`"
    yield ""
    yield f"{meaning[:1].upper()}{meaning[1:]}."
    yield ""
    yield "```markdown"
    yield type_.example.strip()
    yield "```"
    yield from _table(type_.keys, words)
    if type_.part_keys:
        yield ""
        yield str(words["parts"])
        yield from _table(type_.part_keys, words)


def _section(name: str, keys: Iterable[Key], words: Words, *, finnish: bool = True) -> Iterator[str]:
    yield ""
    yield f"## {words[name]}"
    yield from _table(keys, words, finnish=finnish)


def _table(keys: Iterable[Key], words: Words, *, finnish: bool = True) -> Iterator[str]:
    rows = [_row(key, words, finnish=finnish) for key in keys]
    if not rows:
        return
    heads = [head for number, head in enumerate(words["heads"]) if finnish or number != 1]
    yield ""
    yield f"| {' | '.join(heads)} |"
    yield "|---" * len(heads) + "|"
    yield from rows


def _row(key: Key, words: Words, *, finnish: bool) -> str:
    names = [f"`{key.name}`", *([f"`{key.finnish}`"] if finnish else [])]
    return f"| {' | '.join([*names, str(words[key.type]), _(key.meaning)])} |"


def main() -> None:
    """Write the files."""
    for language, path in FILES.items():
        path.write_text(reference(language), "utf-8")


if __name__ == "__main__":
    main()
