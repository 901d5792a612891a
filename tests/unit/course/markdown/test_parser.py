"""Markdown as HTML: what is written, nothing that runs, and nothing lost."""

from pathlib import Path

import pytest

from worksheets.course.markdown.faults import Faults
from worksheets.course.markdown.parser import FENCE, html_of, parsed, plain_text
from worksheets.errors import CourseError


def html(body: str) -> str:
    return html_of(parsed(body, 4, Faults(Path("sivu.md"))).children)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Hei **sinä** ja *minä*", '<p class="written">Hei <strong>sinä</strong> ja <em>minä</em></p>'),
        ("<b>lihava</b>", '<p class="written">&lt;b&gt;lihava&lt;/b&gt;</p>'),
        ('<script>alert("x")</script>', '<p class="written">&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;</p>'),
        ("{{ course.title }} {% x %}", '<p class="written">{{ course.title }} {% x %}</p>'),
        ("    sisennetty", '<p class="written">sisennetty</p>'),
        ("`koodi`", '<p class="written">`koodi`</p>'),
        ("[javascript](javascript:x)", '<p class="written">[javascript](javascript:x)</p>'),
        ("[sana]: https://esimerkki.fi", '<p class="written">[sana]: https://esimerkki.fi</p>'),
        ("- yksi\n- kaksi", '<ul class="written">\n<li>yksi</li>\n<li>kaksi</li>\n</ul>'),
        ("> viisas", '<blockquote class="written">\n<p>viisas</p>\n</blockquote>'),
        ("Teksti\n---\n", '<p class="written">Teksti</p>\n<hr class="written" />'),
        ('data-slot="nimi"', '<p class="written">data-slot=&quot;nimi&quot;</p>'),
    ],
)
def test_markdown_becomes_html(body: str, expected: str) -> None:
    assert html(body) == expected


def test_a_table_has_heads_of_columns() -> None:
    table = html("| A | B |\n|---|---|\n| 1 | 2 |\n")
    assert table.startswith('<table class="written">')
    assert '<th scope="col">A</th>' in table


def test_a_fence_has_markdown_in_it() -> None:
    (fence,) = parsed("::: text Mitä? {#a}\n*hei*\n:::\n", 4, Faults(Path("sivu.md"))).children
    assert (fence.type, fence.info) == (FENCE, " text Mitä? {#a}")
    assert plain_text(fence) == "hei"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("Alku\n\n" + ">" * 30 + " syvä", "line 7: lists, quotes or emphasis are nested more than 20 deep"),
        ("*" * 500 + "a" + "*" * 500, "line 5: lists, quotes or emphasis are nested more than 20 deep"),
        ("a\n\n" * 10_000, "the page is too long from here on; divide it into several pages"),
    ],
    ids=["quotes", "emphasis", "paragraphs"],
)
def test_what_is_too_deep_or_too_long_is_refused(body: str, problem: str) -> None:
    with pytest.raises(CourseError, match=problem):
        parsed(body, 4, Faults(Path("sivu.md")))
