"""The shipped style sheets taken apart once in a process, however many courses a test makes.

To take them apart takes 0.15 s, and each course reads them anew: in many tests, a third of the time.
"""

from functools import lru_cache
from typing import Any

import tinycss2
import tinycss2.parser

_LONG = 300
"""Letters from which a text is a style sheet; there are many short ones, such as values, each asked for once."""


def tokenize_once() -> None:
    """Let tinycss2 remember the tokens of the style sheets that it has read; nobody changes tokens."""
    plain = tinycss2.parse_component_value_list
    remembered = lru_cache(100)(plain)

    def parse(css: str, skip_comments: bool = False) -> list[Any]:  # noqa: FBT001, FBT002 - as it is there
        return list((remembered if len(css) > _LONG else plain)(css, skip_comments))

    tinycss2.parse_component_value_list = tinycss2.parser.parse_component_value_list = parse
