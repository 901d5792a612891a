"""What is wrong with an exercise, in the words of its page: types say it with the keys of ``course.toml``."""

import re
from collections.abc import Sequence

from worksheets.course.types.exercise_type import Key
from worksheets.course.types.registry import exercise_types
from worksheets.messages import language

_KIND = re.compile(r'\bkind = "(?P<kind>[\w-]+)"')
_COMMA = re.compile(r", (?=[^\W\d]+=)")


def as_in_braces(problem: str, keys: Sequence[Key], *, in_finnish: bool) -> str:
    """Return a problem with keys and values as they stand in braces: ``pienin=1 suurin=5`` for ``from = 1, to = 5``.

    ``in_finnish`` is True for an exercise whose page names its type in Finnish.
    """
    names = {key.name: key.finnish if in_finnish else key.name for key in keys}
    if not names:
        return problem
    any_key = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    value = re.compile(rf"\b(?P<key>{any_key})(?: = |=)(?P<value>\"[^\"]*\"|[\w-]+)")
    changed = _KIND.sub(lambda match: _fence(match["kind"], in_finnish=in_finnish), problem)
    changed = _COMMA.sub(" ", value.sub(lambda match: _assigned(names[match["key"]], match["value"]), changed))
    if in_finnish and language() == "fi":  # No key is a Finnish word, but some are English ones.
        changed = re.sub(rf"(?<![\w=])(?:{any_key})(?![\w=])", lambda match: names[match[0]], changed)
    return changed


def _fence(kind: str, *, in_finnish: bool) -> str:
    type_ = exercise_types().get(kind)
    return f"::: {type_.finnish if type_ and in_finnish else kind}"


def _assigned(name: str, value: str) -> str:
    return name if value == "true" else f"{name}={value}"
