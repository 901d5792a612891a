"""Formatted texts without their format."""

import pytest

from worksheets.pdf.rich_text import unformatted


@pytest.mark.parametrize(
    ("xhtml", "text"),
    [
        ("<body><p>Ensin</p><p>sitten</p></body>", "Ensin\nsitten"),
        (
            '<?xml version="1.0"?><body xmlns="http://www.w3.org/1999/xhtml"><p dir="ltr">V<b>äi</b>nö</p></body>',
            "Väinö",
        ),
        ("eka<br/>toka", "eka\ntoka"),
        ("a &amp; b &#228; &lt;c&gt;", "a & b ä <c>"),
        ("<div>a</div><ul><li>b<li>c</ul>", "a\nb\nc"),
        ("<p>kesken", "kesken"),
        ("ei muotoilua", "ei muotoilua"),
        ("", ""),
    ],
)
def test_the_text_between_the_tags(xhtml: str, text: str) -> None:
    assert unformatted(xhtml) == text


@pytest.mark.parametrize(
    "xhtml",
    ["<a", "<", "<!--", "&", "<a b='", "</", "<![CDATA[", "<p", '<a a="', "<'<\"", "< ", "<aaaaaaaa", "<a        "],
)
def test_tags_without_an_end_take_no_time(xhtml: str) -> None:
    """Each of these took minutes with Python's own parser, or with a pattern that tries a tag in many ways."""
    assert len(unformatted(xhtml * 50_000)) <= len(xhtml) * 50_000


def test_signs_in_attributes() -> None:
    assert unformatted("""<p title="a>b" style='c>d'>teksti</p>""") == "teksti"
