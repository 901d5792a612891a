"""Fixtures and settings of the whole run."""

import gc
import os
import signal
import sys
import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import settings

from tests.helpers.compiled import compile_once
from tests.helpers.course import RUN_FOLDER, Handout, Person, handout_of, the_course
from tests.helpers.read_once import read_shipped_files_once, read_style_sheets_once
from tests.helpers.strategies import USUAL_EXAMPLES
from worksheets.course.course import Course
from worksheets.messages import VARIABLE
from worksheets.people.participant import Participant
from worksheets.people.roster import read_roster

# The same examples in every run, so that its result is the commit's; the long lane looks for new ones.
# No deadline: other tests run beside them.
settings.register_profile("same", derandomize=True, deadline=None, max_examples=USUAL_EXAMPLES)
settings.register_profile("long", max_examples=2000, deadline=None)
settings.load_profile("same")

compile_once()
read_style_sheets_once()
read_shipped_files_once()
# With Python's own thresholds, the search for garbage takes an eighth of the time that typesetting and merging take.
gc.set_threshold(50_000, 10, 10)

os.environ[VARIABLE] = "en"  # Also for the programs that tests start.
# A shell lets what it runs in the background ignore Ctrl+C, nohup lets it ignore SIGHUP, and what a test starts
# inherits both. The tests are run as if at a terminal.
signal.signal(signal.SIGINT, signal.default_int_handler)
if sys.platform != "win32":
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

# Masters and handouts are kept in a folder of this run: pytest-xdist's processes, and the programs that they start,
# share it.
if "PYTEST_XDIST_WORKER" not in os.environ:
    _RUN = tempfile.TemporaryDirectory(prefix="worksheets-tests-", ignore_cleanup_errors=True)
    os.environ[RUN_FOLDER] = os.environ["XDG_CACHE_HOME"] = _RUN.name
    # So are temporary files: what is killed leaves some. Those of the tests themselves stay, to be looked at.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", tempfile.gettempdir())
    tempfile.tempdir = os.environ["TMPDIR"] = str(Path(_RUN.name) / "temporary")
    Path(tempfile.tempdir).mkdir()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="keep today's pictures as the right ones")


@pytest.fixture(scope="session")
def course() -> Course:
    return the_course()


@pytest.fixture(scope="session")
def set_handout() -> Handout:
    return handout_of


@pytest.fixture(scope="session")
def person(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Person:
    """Return a function that reads a participant from a file with the values that it is given."""
    path = tmp_path_factory.mktemp("person") / "person.yaml"

    def read(**values: object) -> Participant:
        path.write_text(yaml.safe_dump({"nimi": "Aino Esimerkki", **values}, allow_unicode=True), "utf-8")
        return read_roster(path, course).participants[0]

    return read


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the tests of a file run in one process, so that what they share is made once."""
    for item in items:
        if not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(str(item.path.relative_to(item.config.rootpath))))
