"""The lines of keys in TOML, as its writers lay it out."""

import pytest

from worksheets.course.key_lines import key_lines, line_of

TOML = """\
title = "Koe"

[fields]
nimi = { label = "Nimi" }
"lempi väri".label = "Väri"

[ exercises . kartta ]  # with a note
kind = "map"
parts = [
  { id = "lista", rows = 3, parts = [
    { id = "a" },
  ] },
]

[exercises."omat"]
kind.a = 3

[[exercises.taulu.parts]]
id = "a"

[[exercises.taulu.parts]]
id = "b"
"""


@pytest.mark.parametrize(
    ("location", "line"),
    [
        ("title", 1),
        ("fields", 3),
        ("fields.nimi", 4),
        ("fields.lempi väri", 5),
        ("exercises", 7),
        ("exercises.kartta", 7),
        ("exercises.kartta.parts", 9),
        ("exercises.kartta.parts[1]", 7),
        ("exercises.kartta.parts[1].parts[1]", 7),
        ("exercises.omat", 15),
        ("exercises.omat.kind.a", 16),
        ("exercises.taulu", 18),
        ("exercises.taulu.parts", 18),
        ("exercises.taulu.parts.id", 18),
        ("pages", None),
        ("", None),
    ],
)
def test_a_location_has_the_line_of_what_it_is_in(location: str, line: int | None) -> None:
    assert line_of(location, key_lines(TOML)) == line
