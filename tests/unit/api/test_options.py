"""Options are frozen, and no password is shown."""

from dataclasses import FrozenInstanceError, fields, is_dataclass

import pytest

from worksheets import api
from worksheets.course.course import Course


@pytest.mark.parametrize("options", [api.Selection(), api.PacketOptions(), api.Machine(), api.ListOptions()])
def test_options_are_frozen(options: object) -> None:
    assert is_dataclass(options)
    with pytest.raises(FrozenInstanceError):
        setattr(options, fields(options)[0].name, None)


def test_a_password_is_not_shown(course: Course) -> None:
    assert "salaista" not in repr(api.Printing(course, password="salaista"))
