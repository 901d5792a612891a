"""The fonts that a course's own style sheets declare: what texts may be set in, and the files with the fonts.

The shipped style sheets set all texts in the text font, and are not read for this.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

import tinycss2
from tinycss2.ast import Declaration, Node

from worksheets.errors import StyleError
from worksheets.messages import _
from worksheets.resources import STYLES, lies_in

from .declared_fonts import TEXT_FAMILY, DeclaredFonts, FontFace

_WEIGHTS = {"normal": 400, "bold": 700}
_SIZE = r"(?:[\d.]+(?:[a-z]+|%)|small|medium|large|smaller|larger)"
_SHORTHAND = re.compile(rf"^.*?{_SIZE}(?:\s*/\s*[\w.%]+)?\s+(?=\S)", re.DOTALL)
"""What stands before the families in the shorthand property ``font``: it ends with the size and the leading."""
_LONGEST = 400
"""The most letters of a declaration that are looked at: longer ones would keep a pattern busy for minutes."""
_MOST = 100
"""The most fonts that a course can declare, and the most declarations of families."""
_NO_TEXTS = (".fillable", ".in-tick")
"""The classes of form fields, in which texts are not typeset, and of the signs of marks, whose font is always ours."""


def declared_fonts(
    style_sheets: Sequence[tuple[Path, str]], brand_faces: Sequence[FontFace] = ()
) -> DeclaredFonts | None:
    """Return the fonts that style sheets declare, each given by its path and its text without custom properties.

    ``brand_faces`` are the files of the brand's font. That is None if all texts are set in the text font.
    """
    families: dict[tuple[str, ...], None] = {}
    faces = list(brand_faces)
    for path, css in style_sheets:
        for node in _rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)):
            declarations = _declarations(node)
            if node.type == "at-rule":
                faces += _face(declarations, path.parent)
            elif not any(name in tinycss2.serialize(node.prelude) for name in _NO_TEXTS):
                families |= dict.fromkeys(filter(None, map(_families, declarations)))
        if max(len(families), len(faces)) > _MOST:
            message = _("{path}: declares more than {most} fonts; delete the unused ones")
            raise StyleError(message.format(path=path, most=_MOST))
    own = {face.family for face in faces}
    if TEXT_FAMILY not in own and all(first == TEXT_FAMILY for first, *_others in families):
        return None
    return DeclaredFonts(tuple(families), tuple(faces))


def _rules(nodes: Sequence[Node]) -> Iterator[Node]:
    """Yield the rules that declare fonts or style elements, those in ``@media`` too."""
    for node in nodes:
        if node.type == "qualified-rule" or (node.type == "at-rule" and node.lower_at_keyword == "font-face"):
            yield node
        elif node.type == "at-rule" and node.lower_at_keyword in ("media", "supports") and node.content:
            yield from _rules(tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True))


def _declarations(rule: Node) -> list[Declaration]:
    nodes = tinycss2.parse_blocks_contents(rule.content or (), skip_comments=True, skip_whitespace=True)
    return [node for node in nodes if node.type == "declaration"]


def _families(declaration: Declaration) -> tuple[str, ...]:
    """Return the families that a declaration names; none if it is about something else."""
    text = tinycss2.serialize(declaration.value).strip()[:_LONGEST]
    if declaration.lower_name == "font":
        shorthand = _SHORTHAND.match(text)
        text = text[shorthand.end() :] if shorthand else ""
    elif declaration.lower_name != "font-family":
        return ()
    return tuple(name for family in text.split(",") if (name := family.strip().strip("\"'")) and name != "inherit")


def _face(declarations: Sequence[Declaration], folder: Path) -> Iterator[FontFace]:
    """Yield the font of a rule ``@font-face``, if it has a family."""
    values = {declaration.lower_name: declaration.value for declaration in declarations}
    family = tinycss2.serialize(values.get("font-family", ())).strip().strip("\"'")
    weight = tinycss2.serialize(values.get("font-weight", ())).lower() or "normal"
    weights = [_WEIGHTS.get(word) or int(word) for word in re.findall(r"\b\d{1,4}\b|normal|bold", weight)] or [
        _WEIGHTS["normal"]
    ]
    if family:
        yield FontFace(family, min(weights), max(weights), _file(values.get("src", ()), folder))


def _file(source: Sequence[Node], folder: Path) -> Path | None:
    """Return the first file of ``src`` that there is."""
    for token in source:
        is_function = token.type == "function" and token.lower_name == "url" and token.arguments
        url = token.arguments[0].value if is_function else token.value if token.type == "url" else ""
        if url and (path := _path(url, folder)):
            return path
    return None


def _path(url: str, folder: Path) -> Path | None:
    """Return the file that a URL in a style sheet in a folder leads to; None if there is none that it may use."""
    try:
        parts = urlsplit(url)
        name = unquote(parts.path)
        # On Windows, merely to follow a path such as \\\\kone\\jako would call another machine.
        if parts.scheme not in ("", "file") or parts.netloc or name.startswith(("//", "\\\\")):
            return None
        path = folder / name
        return path if (lies_in(path, folder) or lies_in(path, STYLES)) and path.is_file() else None
    except (OSError, ValueError):  # A name that no file can have, or a folder that nobody may look into.
        return None
