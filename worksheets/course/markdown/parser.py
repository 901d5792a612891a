"""Markdown parsed: the tree of a page's body, in which ``:::`` fences are nodes whose inside is Markdown, too.

Raw HTML is text. Code, and headings that are underlined, are no Markdown here: an indented line is a paragraph, and a
line of hyphens divides columns.
"""

from collections.abc import Iterable, Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.container import container_plugin

from worksheets.caches import Lifetime, memoized
from worksheets.errors import CourseError
from worksheets.messages import _

from .blank_rule import add_blanks
from .faults import Faults

FENCE = "container_fence"
"""The type of a fence's node."""
WRITTEN = "written"
"""The class of what stands on a page itself, by which style sheets set it apart from what templates write."""
_DEEPEST = 20
"""The most lists, quotes and fences within one another; the parser leaves out what is deeper than ``maxNesting``."""
_MOST_TOKENS = 20_000
"""The most pieces of a page: one of 100 kB with a thousand lines has some 3,000."""
_OFF = ("code", "fence", "html_block", "lheading", "reference", "backticks", "html_inline")
"""The rules that are not used; of what ``reference`` reads, nothing would be printed."""


def parsed(body: str, offset: int, faults: Faults) -> SyntaxTreeNode:
    """Return the tree of a page's body, above which the file has ``offset`` lines.

    Raises CourseError with all ``faults`` for a body that is too large or too deep to be read further.
    """
    tokens = _parser().parse(body)
    _check_size(tokens, offset, faults)
    return SyntaxTreeNode(tokens)


def _check_size(tokens: Sequence[Token], offset: int, faults: Faults) -> None:
    count = 0
    for token in tokens:
        pieces = [token, *(token.children or ())]
        count += len(pieces)
        line = offset + (token.map[0] if token.map else 0) + 1
        if count > _MOST_TOKENS:
            faults.add(line, _("the page is too long from here on; divide it into several pages"))
        elif any(piece.level > _DEEPEST for piece in pieces):
            message = _("lists, quotes or emphasis are nested more than {most} deep")
            faults.add(line, message.format(most=_DEEPEST))
        else:
            continue
        raise CourseError(*faults.problems)


def html_of(nodes: Iterable[SyntaxTreeNode]) -> str:
    """Return nodes as HTML; all of the page's own text in it is escaped. Each gets the class ``written``."""
    parser, nodes = _parser(), list(nodes)
    for node in nodes:
        opening = node.nester_tokens.opening if node.nester_tokens else node.token
        if opening:
            opening.attrJoin("class", WRITTEN)
    tokens = [token for node in nodes for token in node.to_tokens()]
    html: str = parser.renderer.render(tokens, parser.options, {})
    return html.strip()


def plain_text(node: SyntaxTreeNode) -> str:
    """Return the text of a node without its emphasis, in one line."""
    if node.type in ("softbreak", "hardbreak"):
        return " "
    if node.type == "image":
        return str(node.content)
    if not node.children:
        return str(node.content) if node.type in ("text", "text_special") else ""
    separator = "" if node.type in ("inline", "em", "strong", "link") else " "
    return " ".join(separator.join(map(plain_text, node.children)).split())


@memoized(Lifetime.SESSION)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 2 * _DEEPEST}).enable("table").disable(_OFF)
    container_plugin(parser, "fence", validate=lambda _parameters, _markup: True)
    parser.add_render_rule("th_open", _column_head)
    add_blanks(parser)
    return parser


def _column_head(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, _env: EnvType
) -> str:
    tokens[index].attrSet("scope", "col")
    return renderer.renderToken(tokens, index, options, _env)
