"""Labels with attributes: ``Mitä haluat saavuttaa? {#tavoite lines=6 hint="yksi lause"}``.

Attributes stand in braces at the end of a line. The plugin ``attrs`` of mdit-py-plugins knows neither a word alone
(``grid``) nor a key with ä in it, so they are read here.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from worksheets.course.keys import LABEL_KEYS
from worksheets.course.types.exercise_type import Key
from worksheets.errors import nearest, shortened
from worksheets.messages import _

from .faults import Faults

_ATTRIBUTE = re.compile(
    r'\s*(?:#(?P<id>[^\s="#]+)|\.?(?P<key>[^\W\d_][\w-]*)(?:\s*=\s*(?:"(?P<text>[^"]*)"|(?P<word>[^\s"“”„«»]+)))?)(?=\s|$)'
)
_UNCLOSED = re.compile(r"\{\s*#[^{}]*$")
_CURLY_QUOTES = "“”„«»"
_LONGEST_ID = 30
_LONGEST_VALUE = 200
"""The letters before a loose word in which a key and the first word of its value are looked for."""


PART_KEYS = tuple(key for key in LABEL_KEYS if key.name != "label")
"""The keys that anything to be filled in can have in braces."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label, and what stands in braces after it."""

    label: str
    id: str
    values: Mapping[str, Any]
    """The values by the names of their keys."""
    written: tuple[str, ...] = ()
    """The keys and values as they are written."""

    def table(self, own_keys: Sequence[Key] = ()) -> dict[str, Any]:
        """Return what ``course.toml`` would have of it: the keys of any part, and some of its own."""
        names = {key.name for key in (*PART_KEYS, *own_keys)}
        values = {key: list(value) if isinstance(value, tuple) else value for key, value in self.values.items()}
        return {"id": self.id, "label": self.label} | {key: values[key] for key in values if key in names}


def read_labelled(text: str, keys: Sequence[Key], line: int, faults: Faults) -> Labelled:
    """Return a label with the attributes after it; what is wrong with them goes to ``faults``."""
    label, braces = _divided(text.strip())
    if unclosed := _UNCLOSED.search(label):
        faults.add(
            line, _("the braces are not closed; write {example}").format(example=shortened(unclosed[0], 80) + "}")
        )
        label, braces = label[: unclosed.start()], unclosed[0].strip("{ ")
    part_id, at = "", 0
    values: dict[str, Any] = {}
    written: list[str] = []
    while at < len(braces):
        match = _ATTRIBUTE.match(braces, at)
        if match is None:
            faults.add(line, _not_read(braces[at:].strip()))
            break
        if match["id"]:
            part_id = match["id"]
        elif loose := _loose(match, braces, keys, has_id="#" in braces):
            faults.add(line, loose)
            part_id = part_id or suggested_id(match["key"])
        else:
            _add_value(match, keys, values, line, faults)
            written.append(match[0].strip())
        at = match.end()
    return Labelled(" ".join(label.split()), part_id, values, tuple(written))


def _loose(match: re.Match[str], braces: str, keys: Sequence[Key], *, has_id: bool) -> str:
    """Return what is wrong with a word alone that is no key: an id without #, or the second word of a value."""
    word = match["key"].casefold()
    if match["text"] is not None or match["word"] is not None or any(word in (key.name, key.finnish) for key in keys):
        return ""
    if not has_id and not match.start():
        return _("an id begins with #; write {example}").format(example=f"{{#{suggested_id(word)}}}")
    before = braces[max(match.start() - _LONGEST_VALUE, 0) : match.start()]
    if value := re.search(r"([^\W\d_][\w-]*)\s*=\s*([^\s\"=]+)$", before):
        rest = re.match(r"(?:\s*[^\s=\"#]+(?!\s*=)(?=\s|$))+", braces[match.start() :])
        words = f"{value[2]} {' '.join((rest[0] if rest else match['key']).split())}"
        example = f'{value[1]}="{words}"'
        return _("a value of several words stands in straight quotation marks; write {example}").format(
            example=shortened(example, 80)
        )
    return ""


def _divided(text: str) -> tuple[str, str]:
    """Return a label, and what stands in the braces at its end; empty if there are none."""
    label, brace, inside = text[:-1].rpartition("{") if text.endswith("}") else (text, "", "")
    is_attributes = bool(brace) and label[-1:] != "{" and "}" not in inside
    return (label, inside.strip()) if is_attributes else (text, "")


def _not_read(rest: str) -> str:
    if any(quote in rest for quote in _CURLY_QUOTES):
        message = _("in braces, values stand between straight quotation marks: {example}")
        straight = re.sub(f"[{_CURLY_QUOTES}]", '"', rest)
        return message.format(example=shortened(straight, 80))
    message = _("“{text}” in braces is not understood; write {example}")
    return message.format(text=shortened(rest, 40), example='{#id key=3 key="two words"}')


def _add_value(match: re.Match[str], keys: Sequence[Key], values: dict[str, Any], line: int, faults: Faults) -> None:
    written = match["key"].casefold()
    key = next((key for key in keys if written in (key.name, key.finnish)), None)
    if key is None:
        names = [name for key in keys for name in (key.name, key.finnish)]
        problem = _("unknown key “{key}”.").format(key=shortened(match["key"]))
        faults.add(line, problem + nearest(written, names))
    elif key.name in values:
        faults.add(line, _("{key} stands twice in the braces; delete one of them").format(key=match["key"]))
    else:
        values[key.name] = _value(match, key, line, faults)


def _value(match: re.Match[str], key: Key, line: int, faults: Faults) -> Any:  # noqa: ANN401 - as the key has it
    text = match["text"] if match["text"] is not None else match["word"]
    if key.type is bool:
        if text is not None:
            faults.add(line, _("{key} stands alone, without a value").format(key=match["key"]))
        return True
    if text is None:
        example = f"{match['key']}=3" if key.type is int else f'{match["key"]}="…"'
        faults.add(line, _("{key} needs a value: {example}").format(key=match["key"], example=example))
        return key.type()
    if key.type is int:
        return _number(text, match["key"], line, faults)
    return tuple(filter(None, map(str.strip, text.split(";")))) if key.type is tuple else text.strip()


def _number(text: str, key: str, line: int, faults: Faults) -> int:
    if re.fullmatch(r"-?[0-9]{1,7}", text):
        return int(text)
    faults.add(line, _("{key} must be a whole number").format(key=key))
    return 0


def suggested_id(label: str) -> str:
    """Return an id that a label suggests, such as ``mita-haluat`` for “Mitä haluat?”."""
    plain = unicodedata.normalize("NFKD", label.casefold()).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    part_id = ""
    while words and len(part_id) + len(words[0]) < _LONGEST_ID:
        part_id = "-".join(filter(None, (part_id, words.pop(0))))
    return part_id if part_id[:1].isalpha() else f"id-{part_id}".rstrip("-")
