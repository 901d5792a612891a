"""A list is read as it is unless something else is asked for."""

from dataclasses import FrozenInstanceError

import pytest

from worksheets.people.list_options import ListOptions


def test_nothing_is_mapped_taken_or_refused_by_default() -> None:
    options = ListOptions()
    assert (dict(options.mapping), options.ignore_unknown, options.tab) == ({}, False, ())
    assert (options.hidden, options.strict) == (False, False)
    with pytest.raises(FrozenInstanceError):
        options.hidden = True  # type: ignore[misc]
