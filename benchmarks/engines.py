"""What is compared: for each engine the commands that make a group's handouts, each from its own start to its end."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from shutil import which

from benchmarks import browser
from benchmarks.group import Group

Command = Callable[[Group, Path, int], list[str]]
"""A command, told the group, the folder to write ``0001.pdf``, ``0002.pdf``, … into, and how many processes to use."""


@dataclass(frozen=True, slots=True)
class Engine:
    """A way to make a group's handouts."""

    name: str
    commands: Mapping[str, Command]
    """``batch``; ``cold``, for one handout; ``warm``, which prints the seconds that all but the first took."""
    same_pages: bool = True
    """Its pages say what this project's do, page by page; otherwise it is held to the texts of the whole only."""
    data_ready: bool = False
    """It is given what has been read, or composed, from the list before."""
    continues: bool = True
    """A text that does not fit in its place goes on, on another page."""
    keeps_files: bool = False
    """Each run finds the files of the run before in its folder."""
    runs_before: int = 0
    """Runs of a group that leave what a measured one is to find there."""
    largest: int | None = None
    """The largest group that it makes if nobody asks for it by its name: of more, it takes many minutes."""
    packages: tuple[str, ...] = ()
    """The Python packages that it needs."""
    programs: tuple[str, ...] = ()
    """The programs of which it needs one."""

    @property
    def missing(self) -> list[str]:
        """What it needs that is not installed."""
        missing = [package for package in self.packages if not find_spec(package)]
        return missing if not self.programs or any(map(which, self.programs)) else [*missing, *self.programs[:1]]


_PACKET = ("--no-print-file", "--quiet", "--name", "{n:04}")


def _worksheets(group: Group, output: Path, jobs: int) -> list[str]:
    """From the list to the files, with the masters of the runs before."""
    return _packet(group, output, jobs, group.cache)


def _uncached(group: Group, output: Path, jobs: int) -> list[str]:
    """From the list to the files as at the first run: with the masters that are shipped, others made on the way."""
    return _packet(group, output, jobs, output / "cache")


def _packet(group: Group, output: Path, jobs: int, cache: Path) -> list[str]:
    return _cached(cache, "worksheets", "packet", group.roster, "-o", output, *_PACKET, "--jobs", jobs)


def _merged(group: Group, output: Path, jobs: int) -> list[str]:
    """From lists that have been read to the files, with the masters of the runs before."""
    return _cached(group.cache, "benchmarks.merges", group.people, output, "--jobs", jobs)


def _unshipped(group: Group, output: Path, jobs: int) -> list[str]:
    """From the list to the files, with all masters to be made first."""
    return _cached(output / "cache", "benchmarks.unshipped", group.roster, output, "--jobs", jobs)


def _typeset(group: Group, output: Path, jobs: int) -> list[str]:
    """From the list to the files, each handout set by the typesetter."""
    return [*_worksheets(group, output, jobs), "--typeset-all"]


def _filled(group: Group, output: Path, _jobs: int) -> list[str]:
    return _cached(group.cache, "worksheets", "fill", group.person, "-o", output / "1.pdf")


def _filled_typeset(group: Group, output: Path, jobs: int) -> list[str]:
    return [*_filled(group, output, jobs), "--typeset-all"]


def _handouts(group: Group, output: Path, _jobs: int) -> list[str]:
    return _cached(group.cache, "benchmarks.handouts", group.roster, output)


def _handouts_typeset(group: Group, output: Path, jobs: int) -> list[str]:
    return [*_handouts(group, output, jobs), "--typeset-all"]


def _cached(folder: Path, *words: object) -> list[str]:
    """Return a command of this project's that keeps its masters in a folder."""
    return ["env", f"XDG_CACHE_HOME={folder}", *_module(*words)]


def _typst(group: Group, output: Path, jobs: int) -> list[str]:
    """From the list to the files, its rows set into a template."""
    return [*_typst_ready(group, output, jobs), "--list", str(group.roster)]


def _typst_ready(group: Group, output: Path, jobs: int) -> list[str]:
    """From data that is composed already to the files."""
    return _module("benchmarks.compiler", group.decks, output, "--jobs", jobs)


def _chromium(group: Group, output: Path, jobs: int) -> list[str]:
    """From the list to the files, its rows set into a template."""
    return [*_chromium_ready(group, output, jobs), "--list", str(group.roster)]


def _chromium_ready(group: Group, output: Path, jobs: int) -> list[str]:
    """From HTML that is composed already to the files."""
    return _module("benchmarks.browser", group.pages, output, "--jobs", jobs)


def _chromium_alone(group: Group, output: Path, _jobs: int) -> list[str]:
    """Without Python and the protocol."""
    options = (f"--user-data-dir={output / 'profile'}", "--no-pdf-header-footer", f"--print-to-pdf={output / '1.pdf'}")
    return [browser.program(), *browser.FLAGS, *options, (group.pages / "0001.html").as_uri()]


def _warm(command: Command) -> Command:
    return lambda group, output, jobs: [*command(group, output, jobs), "--warm"]


def _module(*words: object) -> list[str]:
    return [sys.executable, "-m", *map(str, words)]


_SECOND_MASTERS = 2
"""A master is made at the second time somebody wants it."""
_CHROMIUM = Engine("chromium", {}, same_pages=False, largest=25, packages=("websockets",), programs=browser.NAMES)

WORKSHEETS = Engine(
    "worksheets", {"batch": _worksheets, "cold": _filled, "warm": _handouts}, runs_before=_SECOND_MASTERS
)
"""What the others are measured against."""
KEPT = Engine("all kept", {"batch": _worksheets}, keeps_files=True, runs_before=_SECOND_MASTERS)
UNCACHED = Engine("masters not cached", {"batch": _uncached}, largest=200)
TYPST = Engine("typst", {"batch": _typst}, continues=False, packages=("typst",))
TYPST_READY = Engine(
    "typst, data ready",
    {"batch": _typst_ready, "cold": _typst_ready, "warm": _warm(_typst_ready)},
    data_ready=True,
    largest=200,
    packages=("typst",),
)
OTHERS = (
    KEPT,
    Engine("list read", {"batch": _merged}, data_ready=True, largest=200),
    UNCACHED,
    Engine("masters not shipped", {"batch": _unshipped}, largest=200),
    Engine("all typeset", {"batch": _typeset, "cold": _filled_typeset, "warm": _handouts_typeset}, largest=25),
    TYPST,
    TYPST_READY,
    replace(_CHROMIUM, commands={"batch": _chromium}, continues=False),
    replace(
        _CHROMIUM,
        name="chromium, data ready",
        commands={"batch": _chromium_ready, "cold": _chromium_alone, "warm": _warm(_chromium_ready)},
        data_ready=True,
    ),
)
