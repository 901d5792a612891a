"""What is public stays as it is within a version."""

import worksheets
from tests.helpers.course import ROOT
from tests.helpers.public_api import described
from worksheets import api


def test_what_is_public_is_as_it_was() -> None:
    expected = (ROOT / "tests" / "data" / "api.txt").read_text("utf-8")
    assert described() == expected, (
        "The public library has changed. Raise __version__ in worksheets/__init__.py (before 1.0: the minor one for "
        "a change that can break a program), note the change in CHANGELOG.md, and renew the file: "
        "python -m tests.helpers.public_api > tests/data/api.txt"
    )


def test_everything_public_is_explained() -> None:
    unexplained = [name for name in api.__all__ if not getattr(getattr(api, name), "__doc__", "")]
    assert unexplained == []


def test_the_package_has_what_the_library_has() -> None:
    assert [name for name in api.__all__ if getattr(worksheets, name) is not getattr(api, name)] == []
    for part in worksheets.__version__.split("."):
        assert part.isdecimal()
