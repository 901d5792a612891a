"""A master is plain data that comes back from a file as it was; a file with another type in it is refused."""

import hashlib
import json
from collections.abc import Iterator
from copy import deepcopy
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import msgspec
import pytest
from msgspec import Struct, structs

from tests.helpers.tiny_master import SLOT, tiny_master, tree_master
from worksheets.merge import model
from worksheets.merge.model import FORMAT, ContentItem, Continuation, Master, MasterSlot

STRUCTS = [cls for cls in vars(model).values() if isinstance(cls, type) and issubclass(cls, Struct) and cls != Struct]
EXAMPLES = {int: 7, float: 0.5, str: "nimi", bytes: b"q Q", bool: True}
Keys = tuple[int | str, ...]


def example(kind: Any) -> Any:  # noqa: ANN401 - any type of the model
    """Return a value of a type; no list and no structure in it is left out."""
    if kind in EXAMPLES:
        return EXAMPLES[kind]
    arguments = get_args(kind)
    if isinstance(kind, UnionType):
        return example(arguments[0])
    if get_origin(kind) is dict:
        return {example(arguments[0]): example(arguments[1])}
    if get_origin(kind) is tuple:
        return tuple(example(argument) for argument in arguments if argument is not Ellipsis)
    return kind(**{name: example(hint) for name, hint in get_type_hints(kind).items() if name[0] != "_"})


def whole_master() -> Master:
    """Return a master in which every type of the model is used."""
    master: Master = example(Master)
    return master


def decoded(data: object) -> Master:
    return msgspec.msgpack.decode(msgspec.msgpack.encode(data), type=Master)


def plain(master: Master) -> Any:  # noqa: ANN401 - as MessagePack gives it
    """Return a master as mappings and lists."""
    return msgspec.msgpack.decode(msgspec.msgpack.encode(master), strict=False)


def leaves(data: Any, keys: Keys = ()) -> Iterator[tuple[Keys, Any]]:  # noqa: ANN401 - as MessagePack gives it
    """Yield every value that is neither a list nor a mapping, with the keys that lead to it."""
    if isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from leaves(value, (*keys, key))
    else:
        yield keys, data


def with_value(data: Any, keys: Keys, value: object) -> Any:  # noqa: ANN401 - as MessagePack gives it
    """Return a copy of mappings and lists with another value where the keys lead."""
    copy = parent = deepcopy(data)
    for key in keys[:-1]:
        parent = parent[key]
    parent[keys[-1]] = value
    return copy


def is_refused(data: object) -> bool:
    try:
        decoded(data)
    except msgspec.ValidationError:
        return True
    return False


def optional(cls: type[Struct]) -> set[str]:
    """Return the names of the fields that may be missing."""
    return {field.name for field in structs.fields(cls) if not field.required}


@pytest.mark.parametrize("master", [tiny_master(), tree_master(), whole_master()], ids=["tiny", "tree", "whole"])
def test_a_master_comes_back_as_it_was(master: Master) -> None:
    assert decoded(master) == master
    assert decoded(master) is not master


def test_every_type_of_the_model_is_a_part_of_a_master() -> None:
    text = repr(whole_master())
    assert {cls.__name__ for cls in STRUCTS if f"{cls.__name__}(" not in text} == set()
    assert len(STRUCTS) > 15


def test_any_value_of_another_type_is_refused() -> None:
    data = plain(whole_master())
    others = {keys: 7 if isinstance(value, str | bytes | bool) else "seven" for keys, value in leaves(data)}
    assert len(others) > 100
    assert [keys for keys, other in others.items() if not is_refused(with_value(data, keys, other))] == []


def test_no_value_is_refused_where_one_must_be() -> None:
    data = plain(whole_master())
    accepted = [keys[-1] for keys, _value in leaves(data) if not is_refused(with_value(data, keys, None))]
    assert accepted == ["below_end", "below"]


def test_a_list_with_another_number_of_values_is_refused() -> None:
    data = plain(whole_master())
    assert is_refused(with_value(data, ("asked", 0), ["has", "nimi"]))
    assert is_refused(with_value(data, ("objects", 0), [1, b"<<>>", 2]))
    assert not is_refused(with_value(data, ("objects",), [[1, b"<<>>"], [2, b"<<>>"]]))


def test_a_value_that_is_missing_is_refused() -> None:
    data = plain(whole_master())
    missing = {name: {key: value for key, value in data.items() if key != name} for name in data}
    assert {name for name, rest in missing.items() if not is_refused(rest)} == optional(Master)


@pytest.mark.parametrize(
    ("cls", "names"),
    [
        (Master, {"continuation_pages", "continuations", "form", "heights", "row_pages"}),
        (MasterSlot, {"parent", "parent_entries", "note", "hyphens", "grows_up", "moves"}),
        (ContentItem, {"slot", "shared_line", "line_text", "continuation_page", "below_end", "number", "moves"}),
        (
            Continuation,
            {"title_parts", "source", "before_text", "foot", "pitch", "notes_gap", "pages", "notes", "moves"}
            | {"starts_page", "legend"},
        ),
    ],
)
def test_what_few_masters_have_may_be_missing(cls: type[Struct], names: set[str]) -> None:
    assert optional(cls) == names


def test_without_it_nothing_varies_continues_or_is_a_form() -> None:
    item = ContentItem(b"q")
    assert (item.slot, item.shared_line, item.continuation_page, item.below_end) == (-1, -1, -1, None)
    assert (SLOT.parent, SLOT.note) == (0, None)
    assert (tiny_master().continuations, tiny_master().continuation_pages, tiny_master().form) == ((), (), None)


@pytest.mark.parametrize("cls", STRUCTS)
def test_no_part_of_a_master_changes(cls: type[Struct]) -> None:
    part = example(cls)
    name = structs.fields(cls)[0].name
    with pytest.raises(AttributeError, match="immutable type"):
        setattr(part, name, getattr(part, name))


def without_words(schema: Any) -> Any:  # noqa: ANN401 - any part of a JSON Schema
    """Return a JSON Schema without what is said in it: the docstrings."""
    if isinstance(schema, dict):
        return {key: without_words(value) for key, value in schema.items() if key != "description"}
    return [without_words(value) for value in schema] if isinstance(schema, list) else schema


def test_other_fields_have_another_format_number() -> None:
    """Masters that are shipped are read by that number, whatever version of the program has made them.

    If this fails, the model's fields have changed: add one to FORMAT, and put the new digest here.
    """
    schema = json.dumps(without_words(msgspec.json.schema(Master)), sort_keys=True)
    assert (FORMAT, hashlib.sha256(schema.encode()).hexdigest()[:16]) == (5, "b5534dbf65b049bb")
