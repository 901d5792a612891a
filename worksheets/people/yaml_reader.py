"""Read a YAML or JSON file as a tree of nodes in which every scalar is text, exactly as it is in the file."""

import re
from collections.abc import Iterator
from errno import EFBIG
from pathlib import Path

import yaml

from worksheets.errors import ParticipantError, shortened, system_reason
from worksheets.files import read_regular
from worksheets.messages import _, marked

LARGEST = 100_000_000
"""Size limit of a file, in bytes."""
MEMORY = 300_000_000
"""Limit of the bytes that the files of a list take while they are read and judged, as of a table."""
VALUE = 700
"""Bytes that each value, key or list takes."""
_FRAME = 4
"""Events of a file that has nothing in it."""
_LETTER = 2
"""Bytes that each character takes, in the file's text and in a value."""
_PAIR = r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_SURROGATES = rf"(?s)({_PAIR})|(?:(?!{_PAIR})\\.)+"
"""A pair of escaped surrogates, or other escapes, whose second backslash begins none."""
_COMMENT = r"[^\S\n\r\x85\u2028\u2029]*(#[^\n\r\x85\u2028\u2029]{0,200})"
"""What follows a text in its line and begins like a comment; as much of it as a message can show."""
MAY_BE_SYNTAX = re.compile(r"(?:^|[\s\[{,:?])[&*!#]")
"""Matches in every text where ``text_taken_as_syntax`` finds a problem; that function takes as long as the reading."""


_NULLS = frozenset({"null", "Null", "NULL", "~"})
"""What means nothing unless it is in quotes (YAML 1.2, 10.3.2; in JSON, null)."""
_NOT_NUMBERS = frozenset({"NaN", ".nan", ".NaN", ".NAN"})
"""What programs write for a missing number unless it is in quotes: Python's JSON, and YAML."""


# Translators: this and the next twelve follow “line 3: ”, about a file in YAML that somebody has written by hand.
_NOT_YAML = marked('this is not YAML; text with : # or quotes in it must be in "quotes"')
_SYNTAX = {
    "unexpected end of stream": marked("a quote is not closed; close it, or put the text in the other kind of quotes"),
    "mapping values are not allowed": marked(
        'a colon where none can be; put text with a colon in "quotes", and begin the keys of a group in one column'
    ),
    "did not find expected key": marked(
        "text after a closing quote, or a line that does not begin where those above do; put all of the text in "
        '"quotes", or align the line'
    ),
    "expected '-' indicator": marked("this line of a list must begin with “- ”, or be aligned with the lines above"),
    "expected node content": marked('a bracket is not closed; close it, or put the text in "quotes"'),
    "expected ',' or": marked('a bracket is not closed; close it, or put the text in "quotes"'),
    "cannot start any token": marked(
        'text must not begin with a tab, @, ` or %; put the text in "quotes", and indent with spaces'
    ),
    "undefined alias": marked('text that begins with & or * must be in "quotes"'),
    "nesting depth": marked("lists nested too deeply; is this the right file?"),
    "character escape": marked("a code such as \\ud83d in quotes is no character; delete it"),
    "tab character": marked("a tab begins the line; indent with spaces"),
    "could not find expected ':'": marked("no colon after the key; write it as “key: text”"),
    "unknown escape character": marked("in double quotes, a backslash is special; put the text in 'single' quotes"),
}
"""What is wrong with YAML, by words of the library's message: that is in English, and names what no trainer knows."""


class NoRoomError(ParticipantError):
    """Files take more memory than a list may."""


class Room:
    """The memory that the files of a list may still take."""

    def __init__(self) -> None:
        self.left = MEMORY
        """In bytes."""

    def take(self, size: int, source: str) -> None:
        """Count so many bytes; ``source`` is the file's name in messages. Raises NoRoomError if they are too many."""
        if size > self.left:
            message = _("{source}: what is in it takes more than {most} MB of memory; split the list")
            raise NoRoomError(message.format(source=source, most=MEMORY // 1_000_000))
        self.left -= size


class _Loader(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]
    """Reads every scalar as text."""

    values = 0
    """How many nodes there are so far."""
    most = 0
    """How many there may be."""

    def resolve(self, *_node: object) -> str:
        """Return no type for any node, without the library's search by the node's position in the tree.

        It is called for each node, and so ends the reading of too many. Raises _TooManyValuesError.
        """
        self.values += 1
        if self.values > self.most:
            raise _TooManyValuesError
        return ""


class _TooManyValuesError(Exception):
    """A file has more values than there is room for."""


def read_tree(path: Path, room: Room | None = None) -> yaml.Node:
    """Return the root node of a file.

    Raises ParticipantError when the file cannot be read or is too large, and as ``parse_tree`` does.
    """
    return parse_tree(_read(path), str(path), room)


def parse_tree(text: str, source: str, room: Room | None = None) -> yaml.Node:
    """Return the root node of a YAML text; ``source`` is the file's name in messages.

    ``room`` is that of the list to which the file belongs. Raises NoRoomError when there is too little, and
    ParticipantError when the text is empty or no YAML, and when YAML takes as syntax what looks like text: a ``#2``
    after a space, or a word that begins with ``&``, ``*`` or ``!``.
    """
    room = room or Room()
    room.take(_LETTER * len(text), source)
    try:
        node, values, problems = _composed(text, room.left // VALUE)
    except yaml.MarkedYAMLError as error:
        raise ParticipantError(f"{source}: {_syntax(error)}") from error
    except yaml.YAMLError as error:
        raise ParticipantError(f"{source}: {_character(error, text)}") from error
    except _TooManyValuesError:
        values, problems = room.left // VALUE + 1, []
    except RecursionError as error:  # Only without PyYAML's part in C, which refuses more than a thousand levels.
        raise ParticipantError(
            _("{source}: lists nested too deeply; is this the right file?").format(source=source)
        ) from error
    room.take(values * VALUE, source)
    if problems:
        raise ParticipantError(*(f"{source}: {problem}" for problem in problems))
    if node is None:
        raise ParticipantError(_("{source}: the file is empty").format(source=source))
    return node


def _composed(text: str, most: int) -> tuple[yaml.Node | None, int, list[str]]:
    """Return the root node of a text, if it has one, how many nodes there are, and what was probably meant as text.

    Raises YAMLError, RecursionError, and _TooManyValuesError for more than ``most``.
    """
    problems = list(text_taken_as_syntax(text, most)) if MAY_BE_SYNTAX.search(text) else []
    loader = _Loader(text)
    loader.most = most
    try:
        return loader.get_single_node(), loader.values, problems
    finally:
        loader.dispose()


def is_nothing(node: yaml.Node) -> bool:
    """Return True if a node is null or an empty text."""
    return isinstance(node, yaml.ScalarNode) and (not node.value.strip() or (not node.style and node.value in _NULLS))


def is_not_a_number(node: yaml.ScalarNode) -> bool:
    """Return True if a node is the number that is none, NaN."""
    return not node.style and node.value in _NOT_NUMBERS


def _read(path: Path) -> str:
    try:
        text = text_of(read_regular(path, LARGEST), str(path))
    except OSError as error:
        message = _too_large(path) if error.errno == EFBIG else f"{path}: {system_reason(error)}"
        raise ParticipantError(message) from error
    return _yaml_of_json(text) if path.suffix.lower() == ".json" else text


def text_of(data: bytes, source: str) -> str:
    """Return the text of a file; ``source`` is its name in messages. Raises ParticipantError if it is not UTF-8."""
    if len(data) > LARGEST:
        raise ParticipantError(_too_large(source))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ParticipantError(_("{source}: not UTF-8 text; save the file as UTF-8").format(source=source)) from error


def _too_large(source: str | Path) -> str:
    message = _("{source}: larger than {most} MB; is this the right file?")
    return message.format(source=source, most=LARGEST // 1_000_000)


def _yaml_of_json(text: str) -> str:
    """Return JSON as YAML: tabs become spaces, and escaped surrogate pairs the characters that they stand for.

    The lines stay the same, so that messages name the right ones.
    """
    import json  # Few files are JSON.

    return re.sub(_SURROGATES, lambda match: json.loads(f'"{match[0]}"') if match[1] else match[0], text.expandtabs(4))


def _syntax(error: yaml.MarkedYAMLError) -> str:
    """Return a message for a syntax error, with its line."""
    begins = error.context in ("while scanning a simple key", "while scanning a quoted scalar")
    # A key or a quote is noticed to be unfinished where the next thing stands; it is mended where it begins.
    mark = (error.context_mark if begins else None) or error.problem_mark
    line = mark.line + 1 if mark else 1
    problem = next((message for words, message in _SYNTAX.items() if words in (error.problem or "")), _NOT_YAML)
    return _("line {line}: {problem}").format(line=line, problem=_(problem))


def _character(error: yaml.YAMLError, text: str) -> str:
    """Return a message for a character that YAML does not allow, with its line."""
    character = getattr(error, "character", "")
    letter = chr(character) if isinstance(character, int) else str(character)
    line = text[: text.find(letter)].count("\n") + 1
    message = _("line {line}: the character {code} cannot be printed; delete it")
    return message.format(line=line, code=" ".join(f"U+{ord(char):04X}" for char in letter[:1]))


def text_taken_as_syntax(text: str, most: int = MEMORY // VALUE) -> Iterator[str]:
    """Yield a message for each anchor, alias, tag and comment that was probably meant as text.

    Raises _TooManyValuesError for more than ``most`` values.
    """
    comment = re.compile(_COMMENT)  # Here, as few files need it.
    for number, event in enumerate(yaml.parse(text, Loader=_Loader)):
        if number > 2 * most + _FRAME:  # Lists have two events.
            raise _TooManyValuesError
        start, end = event.start_mark, event.end_mark
        if start is None or end is None:
            continue
        line = start.line + 1
        if getattr(event, "anchor", None):
            yield _('line {line}: text that begins with & or * must be in "quotes"').format(line=line)
        elif getattr(event, "tag", None):
            yield _('line {line}: text that begins with ! must be in "quotes"').format(line=line)
        elif isinstance(event, yaml.ScalarEvent) and not event.style:
            match = comment.match(text, end.index)
            after = match[1] if match else ""
            if after and not after.startswith(("# ", "##")) and after != "#":
                yield _(
                    'line {line}: “{text}” would be taken for a comment; put the text in "quotes", or write a comment '
                    "as “# …”"
                ).format(line=line, text=shortened(after))
