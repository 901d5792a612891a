"""A list with much text says so; one with a participant's text in it does not."""

import pytest
from markupsafe import Markup

from worksheets.compose.list_lengths import with_list_lengths


@pytest.mark.parametrize(
    ("letters", "length"),
    [(300, ""), (301, "long"), (470, "long"), (471, "longer"), (601, "longest"), (5000, "longest")],
)
def test_a_list_gets_a_class_by_its_letters(letters: int, length: str) -> None:
    bullets = f"<li>{'a' * (letters // 2)}</li><li><b>{'b' * (letters - letters // 2)}</b></li>"
    attribute = f' class="{length}"' if length else ""
    page = Markup(f"<p>a</p><ul>{bullets}</ul><ul><li>b</li></ul>")  # noqa: S704 - as a template makes it
    assert with_list_lengths(page) == f"<p>a</p><ul{attribute}>{bullets}</ul><ul><li>b</li></ul>"


def test_a_list_in_markdown_keeps_its_class() -> None:
    page = Markup(f'<ul class="written"><li>{"a" * 900}</li></ul>')  # noqa: S704 - as a template makes it
    assert with_list_lengths(page).startswith('<ul class="written longest">')


@pytest.mark.parametrize(
    "page",
    [
        f'<ul><li><bdi data-slot="nimi">Aino</bdi> {"a" * 900}</li></ul>',
        f'<ul class="own"><li>{"a" * 900}</li></ul>',
        f"<ol><li>{'a' * 900}</li></ol>",
    ],
)
def test_other_lists_stay_as_they_are(page: str) -> None:
    assert with_list_lengths(Markup(page)) == page  # noqa: S704 - as a template makes it
