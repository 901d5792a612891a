"""How long a page's list of bullets is, so that slides can set it as large as it fits.

A style sheet can count bullets, but not letters. So a list with much text gets a class that says so; a list in which a
participant's text stands gets none, since it has to look the same for everybody.
"""

import re

from markupsafe import Markup

_LIST = re.compile(r'<ul(?: class="(written)")?>((?:(?!<ul).)*?)</ul>', re.DOTALL)
"""A list of bullets, as a page has it, without another one in it; one in Markdown has a class already."""
_SLOT = "data-slot="
_LENGTHS = ((600, "longest"), (470, "longer"), (300, "long"))
"""The classes, by the number of letters from which a list gets them."""


def with_list_lengths(section: Markup) -> Markup:
    """Return a page in which each list of bullets with much text has the class ``long``, ``longer`` or ``longest``."""
    return Markup(_LIST.sub(_with_length, section))  # noqa: S704 - escaped already


def _with_length(bullets: re.Match[str]) -> str:
    letters = len(Markup(bullets[2]).striptags())  # noqa: S704 - escaped already
    length = next((name for least, name in _LENGTHS if letters > least), "")
    if not length or _SLOT in bullets[2]:
        return bullets[0]
    classes = " ".join(filter(None, (bullets[1], length)))
    return f'<ul class="{classes}">{bullets[2]}</ul>'
