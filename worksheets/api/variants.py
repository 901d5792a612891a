"""What tells the files of one order from those of another: the options that change what is on the pages."""

from collections.abc import Collection, Mapping
from dataclasses import MISSING, Field, fields
from typing import Any

from worksheets.files import file_stem

NOT_IN_NAMES = {"in_names": False}
"""The metadata of an option's field that changes nothing on the pages."""
LOCKED = {"in_names": "locked"}
"""The metadata of a password's field, which no name may tell."""

BRANDED = {"in_names": "brand"}
"""The metadata of a brand's field: its path is not for names."""


def variant_name(name: str, *options: Any, without: Collection[str] = ()) -> str:  # noqa: ANN401 - any dataclass
    """Return a file's name without its ending, with the options in it that differ from their defaults.

    Every field of the option dataclasses counts unless its metadata say otherwise, so that a new option cannot be
    forgotten; fields ``without`` do not count. ``pages="1,3"`` and ``fillable`` give ``name-1-3-fillable``.
    """
    words = [
        word
        for values in options
        for field in fields(values)
        if field.name not in without and (word := _word(field, getattr(values, field.name)))
    ]
    return file_stem("-".join([name, *words]).replace(",", "-").replace("=", "-"))


def _word(field: "Field[Any]", value: Any) -> str:  # noqa: ANN401
    """Return how an option stands in a name; empty if it has its default."""
    in_names = field.metadata.get("in_names", True)
    default = field.default_factory() if field.default_factory is not MISSING else field.default
    if value == default or not in_names:
        return ""
    if isinstance(in_names, str):
        return in_names
    if isinstance(value, bool):
        return field.name.replace("_", "-")
    if isinstance(value, Mapping):
        return "-".join(f"{key}-{text}" for key, text in value.items())
    return "-".join(value) if isinstance(value, tuple) else str(value)
