"""Copies of the program's values with something changed, whether they are dataclasses or frozen structs of msgspec."""

import dataclasses
from typing import Any, TypeVar

from msgspec import Struct, structs

T = TypeVar("T")


def replace(value: T, /, **changes: Any) -> T:  # noqa: ANN401 - attributes of any value
    """Return a copy of a value with other attributes."""
    if isinstance(value, Struct):
        return structs.replace(value, **changes)
    return dataclasses.replace(value, **changes)  # type: ignore[type-var]
