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
