"""The sign of a blank in a sentence, ``[____]{#id}``: read before emphasis is, of which underscores are a sign, too."""

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

BLANK_NODE = "blank"
"""The type of a blank's node."""
ID, DEPTH = "id", "depth"
"""What a blank's token gets when it is read: the exercise's id, and the number of lists and quotes around it."""
MARKER = re.compile("\0([^\0]*)\0(\\d+)\0")
"""Where a blank stands in finished HTML; no text of a page has the character U+0000."""
_SIGN = re.compile(r"\[(?P<rule>_+)\](?!\()(?:\{(?P<braces>[^{}\n]*)\})?")

_SPACED_BRACES = re.compile(r"\s+(?P<braces>\{#[^{}\n]*\})")


def add_blanks(parser: MarkdownIt) -> None:
    """Teach a parser to read blanks."""
    parser.inline.ruler.before("link", BLANK_NODE, _read)
    parser.add_render_rule(BLANK_NODE, _rendered)


def _read(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - as the parser calls it
    sign = _SIGN.match(state.src, state.pos) if state.src[state.pos] == "[" else None
    if sign is None:
        return False
    if not silent:
        token = state.push(BLANK_NODE, "", 0)
        token.content = sign["braces"] or ""
        token.markup = sign["rule"]
        token.info = _spaced_braces(state.src, sign.end()) if sign["braces"] is None else ""
    state.pos = sign.end()
    return True


def _spaced_braces(text: str, end: int) -> str:
    """Return the braces that stand after a blank with a space before them; empty if there are none."""
    braces = _SPACED_BRACES.match(text, end)
    return braces["braces"] if braces else ""


def _rendered(
    _renderer: RendererHTML, tokens: Sequence[Token], index: int, _options: OptionsDict, _env: EnvType
) -> str:
    meta = tokens[index].meta
    return f"\0{meta.get(ID, '')}\0{meta.get(DEPTH, 0)}\0"
