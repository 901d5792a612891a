"""What Jinja says of templates is said in our own words, with a cure; Jinja itself says it here."""

from pathlib import Path

import pytest

from worksheets.compose.sandbox import Sandbox, located
from worksheets.compose.template_messages import rewritten
from worksheets.errors import PageError


def problem(folder: Path, text: str) -> str:
    """Return what is wrong with a template, without its place."""
    (folder / "sivu.html.j2").write_text(text, "utf-8")
    with pytest.raises(PageError) as caught, located("sivu.html.j2", folder):
        Sandbox(folder).get_template("sivu.html.j2").render()
    return str(caught.value).rpartition("sivu.html.j2:")[2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "{% block a %}\n{% if x %}\n{% endblock %}",
            "3: {% if %} above is not closed; write {% endif %} before this line",
        ),
        ("{% if x %}\n", "1: {% if %} is not closed; write {% endif %} below what belongs to it"),
        ("\n{% endif %}", "2: {% endif %} ends nothing; delete it, or write what it ends above it"),
        ("{% iff x %}", "1: there is no tag {% iff %}; see the templates of Jinja"),
        ("{{ a b }}", "1: “b” cannot stand here; is a bracket, a quote or a comma missing before it?"),
        ("{{ ) }}", "1: “)” cannot stand here; is a bracket, a quote or a comma missing before it?"),
        ("{# a", "1: a comment is not closed; write #} at its end"),
        ("{{ 1 | pyöristä }}", "1: there is no filter “pyöristä”; delete it with the | before it"),
        ("{{ 1 is pariton }}", "1: there is no test “pariton”; delete it with the word “is” before it"),
        ("{{ nimmi }}", "1: there is no “nimmi” here"),
        ("{{ widgets }}", "1: there is no “widgets” here. Did you mean “widget”?"),
    ],
)
def test_what_is_wrong_is_said_with_a_cure(tmp_path: Path, text: str, expected: str) -> None:
    assert problem(tmp_path, text) == expected


def test_what_is_not_known_is_said_as_jinja_says_it() -> None:
    assert rewritten("the moon is full") == "the moon is full"
