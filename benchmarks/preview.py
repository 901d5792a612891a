"""A look at a page while somebody types, against the whole command that prints it.

    python -m benchmarks.preview [REPEATS]

A keystroke changes a participant, who is merged, and one page is drawn (``PageView.picture``), or read (``text``), in a
process that is warm. The command ``fill`` writes the same handout as a PDF, from nothing. Each line has the median in
milliseconds, and what share of the command's time a look takes; both take turns. Last comes the first look of all: it
is typeset where no master is shipped, and the others are those after a master has been made.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks import machine
from benchmarks.results import Amount, Result, Row, Table, figure, markdown
from worksheets import api
from worksheets.people.participant import Participant

EXAMPLE = Path(__file__).parent.parent / "examples" / "tavoitteet"
PAGE, THUMBNAIL, SCREEN = 1, 20, 96
"""The index of the page, and the resolutions at which it is drawn."""


def main(repeats: int) -> None:
    """Print the times of looks at several courses."""
    print(f"{machine.description()}\n\n{markdown(result(repeats).tables)}")


def measure(amount: Amount) -> Result:
    """Look a few times at each page."""
    return result(1 if amount is Amount.QUICK else 5)


def result(repeats: int) -> Result:
    """Return the times of looks at several courses."""
    rows: list[Row] = [("course", "look", "ms", f"share of `fill`, medians of {repeats}", "the first look, ms")]
    for label, printing in _printings():
        with TemporaryDirectory() as folder, api.Session(Path(folder)) as session, api.Session(Path(folder)) as other:
            api.PageView(api.Printing(printing.course), session).picture()  # So that the session's process has started.
            rows += _looks(label, api.PageView(printing, session), other, Path(folder), repeats)
    return Result([Table(rows, "A look at a page, against the command that prints it")])


def _looks(label: str, view: api.PageView, other: api.Session, folder: Path, repeats: int) -> Iterator[Row]:
    """Yield a row for each kind of look."""
    first = _milliseconds(lambda: _page(view, _typed()))
    view.prepare(_typed(), other)
    for look in (_thumbnail, _page, _text):
        looks, commands = [], []
        for _time in range(repeats):
            commands.append(_milliseconds(lambda: _run(folder, view.printing)))
            looks.append(_milliseconds(partial(look, view, _typed())))
        share = median(looks) / median(commands)
        yield (label, look.__name__[1:], *map(figure, (median(looks), share, first)))


def _thumbnail(view: api.PageView, person: Participant) -> object:
    return view.picture(person, PAGE, THUMBNAIL)


def _page(view: api.PageView, person: Participant) -> object:
    return view.picture(person, PAGE, SCREEN)


def _text(view: api.PageView, person: Participant) -> object:
    return view.text(person, PAGE)


def _printings() -> Iterator[tuple[str, api.Printing]]:
    """Yield ways of printing, with their names."""
    course, example = api.read_course(), api.read_course(EXAMPLE)
    yield "built-in", api.Printing(course)
    yield "form", api.Printing(course, fillable=True)
    yield "another theme", api.Printing(course, theme="mustavalko")
    yield "example course", api.Printing(example)


_numbers = count()


def _typed() -> Participant:
    """Return somebody who has typed one letter more: a handout that nobody has looked at yet."""
    return Participant({"nimi": f"Aino Esimerkki {next(_numbers)}"})


def _milliseconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - began)


def _run(folder: Path, printing: api.Printing) -> None:
    """Make the handout in a new process."""
    (folder / "aino.yaml").write_text("nimi: Aino Esimerkki\n", "utf-8")
    words = [sys.executable, "-P", "-m", "worksheets", "fill", "aino.yaml", "--overwrite", "-o", "aino.pdf"]
    words += ["--course", str(printing.course.folder), *(["--fillable"] if printing.fillable else [])]
    words += ["--theme", printing.theme] if printing.theme else []
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    subprocess.run(words, cwd=folder, env=environment, check=True, capture_output=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
