"""Make the masters that are shipped with the program: of the built-in course, for what most participants fill in.

    python -m tools.build_masters

Beside them goes the code that Jinja writes of each template, which takes a tenth of the time of a first handout. They
are put into ``worksheets/masters``. Nothing is done if they were made from the same files before. The build hook
calls this for a wheel, and ``./run`` when a file has changed. The participants are plainly examples: a master has
nothing of anybody in it but how many entries there are, and where a text ends.

With ``WORKSHEETS_MASTERS=few`` in the environment, as ``./run`` has it, only those are made that the examples, the
tests and most people ask for: a third of the time. Where all have been made, they stay.
"""

import gc
import hashlib
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from importlib import metadata
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from worksheets.compose.edition import Edition
    from worksheets.merge.model import Master
    from worksheets.people.participant import Participant

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "worksheets" / "masters"
_RECORD = "made-from"
"""The name of the file that says what the masters were made from."""
VARIABLE, FEW = "WORKSHEETS_MASTERS", "few"
"""The environment variable with which only a few masters are made, and its value."""
_SOURCES = (
    *("templates", "styles", "worksheets/pipeline.py", "worksheets/compose", "worksheets/course", "worksheets/master"),
    *("worksheets/merge", "worksheets/pdf", "worksheets/text"),
)
"""What masters are made from, and the code that makes them."""
_FACE = "web"
"""The folder of templates, and of styles, that only the page in the browser is made of."""
_PACKAGES = (
    "fontpkg-source-sans-3",
    "fonttools",
    "jinja2",
    "pikepdf",
    "pydyf",
    "pyphen",
    "tinycss2",
    "uharfbuzz",
    "weasyprint",
)
"""The packages whose versions change how a master comes out."""
_TABLE, _COLUMNS = "omat-verkostot", ("nimi", "luonut", "yllapito", "saanut")
_CONTACTS = "verkostokartta.kontaktit"
_PROMPTS = (
    *("esimies", "viranomaiset", "ammattitoverit", "laheiset", "jarjestot", "asiantuntijat", "tyotoverit", "ystavat"),
    *("yhdistykset", "klubit-lehdet-kirjat"),
)
"""What of the built-in course's exercises differs in size."""
_WORD = "esimerkki"


@dataclass(frozen=True, slots=True)
class _Answers:
    """How much an example participant fills in."""

    rows: Sequence[int] = (1,) * 5
    """The words in each cell of the table, row by row: with many, fewer rows have room on the page."""
    contacts: int = 8
    letters: int = 9
    """The letters of a contact's name: for a longer word, the map is set in a smaller size."""
    support: int = 0
    """The words of that contact's support: with many, a legend at the end lists the contact."""
    prompts: Sequence[int] = ()
    """The words of the first answers to the prompts; what is too long continues on pages at the end."""
    fields: Sequence[str] = ()
    """The fields of the person that are filled in beside the name."""
    name: str = "Aino Esimerkki"


_BLANK = _Answers((), 0, name="")
_NAME_ONLY = _Answers((), 0)
_COURSE = ("kurssi", "kouluttaja", "aika", "paikka")
"""The fields that each have a line of their own on slides, if they are filled in."""
_GROUPS = (("ryhma",), ("ryhma", "organisaatio"))
"""The fields that have a line on the cover only if they are filled in; lists often have the first, or both."""
_WITH_GROUP = tuple(replace(answers, fields=group) for group in _GROUPS for answers in (_Answers(), _NAME_ONLY))
_HANDOUTS = (
    *(_Answers(), _BLANK, _NAME_ONLY, _Answers(letters=16), _Answers(letters=20)),
    *(_Answers(contacts=9, letters=letters) for letters in (9, 14, 20)),
    *(_Answers((1,) * 6, letters=letters) for letters in (9, 16)),
    *(_Answers((1,) * 7, letters=letters) for letters in (9, 16, 20)),
    _Answers((9, 4, 4, 4, 14, 4, 4), 11, letters=20, support=20),
    _Answers(prompts=(40,)),
    *_WITH_GROUP,
    _Answers(letters=16, fields=_GROUPS[-1]),
    *(_Answers((1,) * 9, letters=letters, prompts=prompts) for letters in (9, 16) for prompts in ((), (60,))),
)
"""What most of those fill in who get a handout, the most common first."""
_SLIDES = (
    *(
        replace(answers, fields=_COURSE)
        for answers in (
            *(_Answers(), _NAME_ONLY, _Answers((1,) * 6), _Answers((6, 1, 1, 1, 1)), _Answers((9, 1, 1, 1, 1))),
            *(_Answers(prompts=(20,) * count) for count in (1, 5)),
        )
    ),
    *(_BLANK, _Answers(), _NAME_ONLY),
    *(replace(answers, fields=(*_COURSE, *_GROUPS[0])) for answers in (_Answers(), _NAME_ONLY)),
)
"""What most of those fill in who get slides, the most common first.

Many have yet other pages: how many rows fit on one, and on how many others they continue, differs with long answers.
"""
_FORMS = (_BLANK, _NAME_ONLY, _Answers(), _Answers((1,) * 6), *_WITH_GROUP)
"""What most of those fill in who get a form, the most common first."""
_EDITIONS = (("handout", False), ("slides", False), ("handout", True), ("slides", True))
"""The layout of each edition, and whether it is a form to fill in on a screen; what takes longest is the first."""
_TESTED = {
    ("handout", False): (0, 1, 2, 4, 13, 18),
    ("slides", False): (0, 7, 9),
    ("handout", True): (0, 1, 2, 7),
    ("slides", True): (0, 1),
}
"""Of each edition, which of those have a master among the few: the example group, the guides' people, and nobody."""


def main() -> None:
    """Make the masters, unless there are those of the same files; where that cannot be done, say so in one line."""
    try:
        make_all()
    except ImportError as error:
        sys.exit(f"No masters are shipped: {error}")
    except Exception as error:
        from worksheets.errors import NoTypesetterError

        if not isinstance(error, NoTypesetterError):
            raise
        sys.exit(f"No masters are shipped: {error.problems[0]}")


def make_all(folder: Path = FOLDER) -> None:
    """Make all masters in a folder, unless those are there that were made from the same files.

    Raises ImportError where a package is missing that makes them, and NoTypesetterError without Pango; then there are
    none in the folder. Without the packages, those stay that were made from the same files elsewhere.
    """
    record, sources, versions = folder / _RECORD, _digest_of_sources(), _versions()
    known = record.read_text("utf-8").splitlines() if record.is_file() else []
    few = [FEW] * (os.environ.get(VARIABLE) == FEW)
    if known[:1] == [sources] and (versions is None or known[1:] in (versions, [*versions, *few])):
        return
    shutil.rmtree(folder, ignore_errors=True)
    if versions is None:
        raise ImportError("the packages that make them are not installed here")
    folder.mkdir()
    _write_code(folder)
    with ProcessPoolExecutor(2, get_context("spawn")) as processes:
        list(processes.map(_make_edition, repeat(folder), *zip(*_EDITIONS, strict=True)))
    record.write_text("\n".join([sources, *versions, *few]) + "\n", "utf-8")


def _digest_of_sources() -> str:
    """Return a digest of the files that masters are made from, and of the code that makes them."""
    paths = (path for name in _SOURCES for path in [ROOT / name, *(ROOT / name).rglob("*")])
    paths = (path for path in paths if path.relative_to(ROOT).parts[1:2] != (_FACE,))
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for path in sorted(path for path in paths if path.is_file() and path.suffix != ".pyc"):
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def _versions() -> list[str] | None:
    """Return the versions of the packages that make masters; None if one is missing."""
    try:
        return [f"{name} {metadata.version(name)}" for name in _PACKAGES]
    except metadata.PackageNotFoundError:
        return None


def _write_code(folder: Path) -> None:
    """Write the code of the templates of pages and products, and of the shipped courses, by their names there."""
    from worksheets.compose.sandbox import write_code
    from worksheets.resources import COURSES, TEMPLATES

    for root in (TEMPLATES, *COURSES.iterdir()):
        for path in sorted(root.rglob("*.j2")):
            name = path.relative_to(root)
            if name.parts[0] not in (_FACE, COURSES.name):
                write_code(folder, path.read_text("utf-8"), name.as_posix())


def _make_edition(folder: Path, layout: str, is_form: bool) -> Path:  # noqa: FBT001 - the processes' ``map`` gives it
    """Make the masters of one edition; return their file."""
    from worksheets.compose.edition import Edition
    from worksheets.course.layout import read_layout
    from worksheets.course.reader import read_course
    from worksheets.master.shipped import write_shipped
    from worksheets.resources import DEFAULT_COURSE

    gc.set_threshold(100_000)  # With Python's own, looking for garbage takes a tenth of the time.
    course = read_course(DEFAULT_COURSE)
    edition = Edition(course, course.pages, read_layout(layout, course.folder), fillable=is_form)
    common: Sequence[_Answers] = _FORMS if is_form else _SLIDES if layout == "slides" else _HANDOUTS
    if os.environ.get(VARIABLE) == FEW:
        common = [common[index] for index in _TESTED[layout, is_form]]
    return write_shipped(folder, edition, list(_masters(edition, common)))


def _masters(edition: "Edition", common: "Sequence[_Answers]") -> "Iterator[Master]":
    """Yield a master for each of the example participants who is served by none before it."""
    from worksheets.compose.wording import printed
    from worksheets.master.build import MasterBuilder
    from worksheets.merge.merger import Merger
    from worksheets.pipeline import Pipeline

    builder = MasterBuilder(edition.pages, Pipeline(edition.course, edition.layout))
    mergers: list[Merger] = []
    for answers in common:
        person = printed(_participant(answers), edition.course, edition.wording)
        if not any(merger.serves(edition.page_data(person)) for merger in mergers):  # With other fonts, it may be.
            master = builder.build(partial(edition.page_data, person))
            mergers.append(Merger(master))
            yield master


def _participant(answers: _Answers) -> "Participant":
    """Return an example participant who fills in so much."""
    from worksheets.people.participant import Participant

    values = {"nimi": answers.name, **dict.fromkeys(answers.fields, _words(1))}
    for number, count in enumerate(answers.rows, start=1):
        values |= {f"{_TABLE}.{number}.{column}": _words(count) for column in _COLUMNS}
    letters = answers.letters
    for number in range(1, answers.contacts + 1):
        values[f"{_CONTACTS}.{number}.nimi"] = (_WORD * letters)[:letters]
        letters = len(_WORD)
    values[f"{_CONTACTS}.1.apu"] = _words(answers.support)
    values |= {
        f"tukiverkosto.{prompt}": _words(count) for prompt, count in zip(_PROMPTS, answers.prompts, strict=False)
    }
    return Participant({path: text for path, text in values.items() if text})


def _words(count: int) -> str:
    return " ".join([_WORD] * count)


if __name__ == "__main__":
    main()
