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

FENCE = "container_fence"
"""The type of a fence's node."""
WRITTEN = "written"
"""The class of what stands on a page itself, by which style sheets set it apart from what templates write."""
_DEEPEST = 20
"""The most lists, quotes and fences within one another; the parser leaves out what is deeper than ``maxNesting``."""
_MOST_TOKENS = 20_000
"""The most pieces of a page: one of 100 kB with a thousand lines has some 3,000."""
_OFF = ("code", "fence", "html_block", "lheading", "backticks", "html_inline")


def parsed(body: str) -> SyntaxTreeNode:
    """Return the tree of a page's body. Raises CourseError, without a place, for one that is too large or too deep."""
    tokens = _parser().parse(body)
    if len(tokens) > _MOST_TOKENS:
        raise CourseError(_("the page has too many lines; divide it into several pages"))
    if any(token.level > _DEEPEST for token in tokens):
        raise CourseError(_("lists or quotes are nested more than {most} deep").format(most=_DEEPEST))
    return SyntaxTreeNode(tokens)


def html_of(nodes: Iterable[SyntaxTreeNode]) -> str:
    """Return nodes as HTML; all of the page's own text in it is escaped."""
    parser = _parser()
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
    for kind in ("paragraph_open", "heading_open", "blockquote_open", "table_open", "hr"):
        parser.add_render_rule(kind, _written)
    parser.add_render_rule("th_open", _column_head)
    return parser


def _written(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, _env: EnvType
) -> str:
    if tokens[index].level == 0:
        tokens[index].attrSet("class", WRITTEN)
    return renderer.renderToken(tokens, index, options, _env)


def _column_head(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, _env: EnvType
) -> str:
    tokens[index].attrSet("scope", "col")
    return renderer.renderToken(tokens, index, options, _env)
