"""What Jinja says of a template, in the language of messages and with what to do about it."""

import re

from worksheets.errors import nearest
from worksheets.messages import _, marked

_KNOWN = ("course", "filling", "words", "widget", "page", "super", "caller", "loop")
"""The names that templates have without defining them."""
_REWRITTEN = (
    (
        r"Encountered unknown tag 'end\w+'.*needs to be closed is '(?P<open>\w+)'\.",
        marked("{{% {open} %}} above is not closed; write {{% end{open} %}} before this line"),
    ),
    (
        r"Unexpected end of template\..*needs to be closed is '(?P<open>\w+)'\.",
        marked("{{% {open} %}} is not closed; write {{% end{open} %}} below what belongs to it"),
    ),
    (
        r"Encountered unknown tag '(?P<tag>end\w+)'.*",
        marked("{{% {tag} %}} ends nothing; delete it, or write what it ends above it"),
    ),
    (r"Encountered unknown tag '(?P<tag>\w+)'.*", marked("there is no tag {{% {tag} %}}; see the templates of Jinja")),
    (
        r"expected token '.*', got '(?P<text>.*)'|unexpected '(?P<other>.*)'|unexpected char (?P<char>.*) at \d+",
        marked("“{text}” cannot stand here; is a bracket, a quote or a comma missing before it?"),
    ),
    (r"unexpected end of template.*", marked("the template ends too early; is a bracket or a quote not closed?")),
    (r"Missing end of comment tag", marked("a comment is not closed; write #}} at its end")),
    (r"No filter named '(?P<name>.*)'\.?", marked("there is no filter “{name}”; delete it with the | before it")),
    (r"No test named '(?P<name>.*)'\.?", marked("there is no test “{name}”; delete it with the word “is” before it")),
    (r"'widget' has no attribute '(?P<name>\w+)'", marked("there is no widget “{name}”; see widgets.html.j2")),
    (
        r"'product' has no attribute '(?P<name>\w+)'",
        marked("there is no “{name}” in what is drawn here; see the shipped template of the same name"),
    ),
    (r"'(?P<name>\w+)' is undefined", marked("there is no “{name}” here")),
)
"""What Jinja says, and what is said instead."""


def rewritten(reason: str) -> str:
    """Return what Jinja says of a template in our words; what is not known here, as it says it."""
    for pattern, words in _REWRITTEN:
        if match := re.fullmatch(pattern, reason, re.DOTALL):
            values = {name: value for name, value in match.groupdict().items() if value is not None}
            values.setdefault("text", values.get("other") or values.get("char") or "")
            message = _(words).format(**values)
            return f"{message}.{near}" if (near := nearest(values.get("name", ""), _KNOWN)) else message
    return reason
