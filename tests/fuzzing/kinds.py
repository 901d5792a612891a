"""The kinds of strangers' files: how one is changed, which command reads it, and what must hold afterwards."""

import hashlib
import json
import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pikepdf

from tests.helpers import form_mutations, hostile_pages, hostile_templates, list_mutations
from tests.helpers.course import EXAMPLES
from tests.helpers.forms import typed
from worksheets.packet.output_folder import JOURNAL
from worksheets.resources import COURSES, DEFAULT_COURSE

from .judge import Verdict, run

_AINO = str(EXAMPLES / "osallistuja.yaml")
_NAME = "Aino Hyväesimerkki"
"""The person in the good file beside the changed one."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A command that is to be run on a changed file."""

    arguments: Sequence[str]
    what: str
    """How the file was changed, for the report."""


class Kind(ABC):
    """A kind of file; ``home`` is the user's home, with the cache in it."""

    def __init__(self, home: Path, workshop: Path) -> None:
        """``workshop`` is an empty folder for good files that the changed ones are made from."""
        self.home = home
        self.workshop = workshop

    @abstractmethod
    def trial(self, folder: Path, random: Random) -> Trial:
        """Put a changed file, and good ones, into an empty folder."""

    def faults(self, folder: Path, verdict: Verdict) -> Iterator[str]:  # noqa: ARG002
        """Yield what is wrong in the folder afterwards."""
        yield from ()


class Lists(Kind):
    """Lists of one format."""

    def __init__(self, home: Path, workshop: Path, file_format: str) -> None:
        """``file_format`` is one of ``list_mutations.originals``."""
        super().__init__(home, workshop)
        self._original = list_mutations.originals(workshop)[file_format]

    def trial(self, folder: Path, random: Random) -> Trial:
        data = list_mutations.mutated(self._original.data, random)
        name = f"ryhmä{self._original.suffix}"
        (folder / name).write_bytes(data)
        arguments = ["check", name, *random.choice(((), ("--strict",), ("--json",), ("--hidden",)))]
        return Trial(arguments, f"{len(data)} bytes")


class Forms(Kind):
    """Returned forms, with a good one beside them."""

    def __init__(self, home: Path, workshop: Path) -> None:
        super().__init__(home, workshop)
        run(["blank", "--fillable", "--pages", "1,7-9", "-o", "lomake.pdf"], workshop, home)
        form = (workshop / "lomake.pdf").read_bytes()
        self._good = typed(form, {"nimi": _NAME, "tukiverkosto.esimies": "Palaute"})
        self._other = typed(form, {"nimi": "Ville Mallikas", "tukiverkosto.laheiset": "Kannustus"})
        form_mutations.SIZE = 100_000

    def trial(self, folder: Path, random: Random) -> Trial:
        (folder / "hyvä.pdf").write_bytes(self._good)
        data = form_mutations.mutated(self._other, random)
        (folder / "muutettu.pdf").write_bytes(data)
        output = f"vastaukset{random.choice(('.xlsx', '.csv', '.yaml'))}"
        return Trial(["collect", ".", "-o", output], f"{len(data)} bytes")

    def faults(self, folder: Path, verdict: Verdict) -> Iterator[str]:  # noqa: ARG002
        lists = list(folder.glob("vastaukset.*"))
        if not lists:
            yield "no list"
            return
        report = run(["check", lists[0].name, "--json"], folder, self.home)
        people = json.loads(report.output or "{}").get("participants", [])
        if not any(person["name"] == _NAME for person in people):
            yield f"the good form is not in the list: {report.errors[:200]}"


class Records(Kind):
    """The record and the journal in a packet's folder."""

    def __init__(self, home: Path, workshop: Path) -> None:
        super().__init__(home, workshop)
        (workshop / "ryhmä.csv").write_text("Nimi\nAino Esimerkki\nVille Mallikas\n", "utf-8")
        run(["packet", "ryhmä.csv", "--pages", "10", "-o", "ulos"], workshop, home)
        self._handouts = [path.name for path in (workshop / "ulos").glob("*.pdf")]

    def trial(self, folder: Path, random: Random) -> Trial:
        shutil.copytree(self.workshop, folder, dirs_exist_ok=True)
        record = folder / "ulos" / "packet.json"
        data = list_mutations.bytes_mutated(record.read_bytes(), random)
        record.write_bytes(data)
        if random.random() < 1 / 3:
            (folder / "ulos" / JOURNAL).write_bytes(list_mutations.bytes_mutated(data, random))
        return Trial(["packet", "ryhmä.csv", "--pages", "10", "-o", "ulos"], f"{len(data)} bytes")

    def faults(self, folder: Path, verdict: Verdict) -> Iterator[str]:  # noqa: ARG002
        for name in self._handouts:
            try:
                pikepdf.open(folder / "ulos" / name).close()
            except (OSError, pikepdf.PdfError) as error:
                yield f"{name}: {error}"


class Masters(Kind):
    """Masters in the cache, damaged or with a right digest and another content.

    Of the latter, some change a page without being noticed; that is known, and no fault here.
    """

    def __init__(self, home: Path, workshop: Path) -> None:
        super().__init__(home, workshop)
        for _time in range(3):
            run(["fill", _AINO, "-o", "oikea.pdf", "--overwrite"], workshop, home)
        self._masters = {path: path.read_bytes() for path in home.rglob("*.master")}
        self._has_right_digest = False
        if not self._masters:
            raise RuntimeError("no master was made")
        self._right = _texts(workshop / "oikea.pdf")

    def trial(self, folder: Path, random: Random) -> Trial:  # noqa: ARG002
        self._has_right_digest = random.random() < 1 / 2
        for path, data in self._masters.items():
            size = hashlib.sha256().digest_size
            content = list_mutations.bytes_mutated(data[size:], random)
            right = hashlib.sha256(f"{path.parent.name}/{path.stem}\n".encode() + content).digest()
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_bytes((right if self._has_right_digest else data[:size]) + content)
        what = "right digest" if self._has_right_digest else "old digest"
        return Trial(["fill", _AINO, "-o", "moniste.pdf"], what)

    def faults(self, folder: Path, verdict: Verdict) -> Iterator[str]:
        if verdict.exit_code:
            yield f"no handout: {verdict.errors[:200]}"
        elif not self._has_right_digest and _texts(folder / "moniste.pdf") != self._right:
            yield "another text on the pages"


class Courses(Kind):
    """Courses with hostile templates, drawings and pictures, and with changed files of the shipped course."""

    def __init__(self, home: Path, workshop: Path) -> None:
        super().__init__(home, workshop)
        self._outside = workshop / "outside"
        self._outside.mkdir()
        for suffix in ("svg", "png", "css", "j2", "txt"):
            (self._outside / f"salaisuus.{suffix}").write_text(hostile_templates.MARKER, "utf-8")

    def trial(self, folder: Path, random: Random) -> Trial:
        course = folder / "kurssi"
        shutil.copytree(COURSES / DEFAULT_COURSE, course)
        what = random.choice((self._with_body, self._with_picture, self._with_changed_file))(course, random)
        command = random.choice((("blank",), ("fill", _AINO), ("pages",), ("check", _AINO)))
        return Trial([*command, "--course", "kurssi"], what)

    def _with_body(self, course: Path, random: Random) -> str:
        bodies = [f"{{{{ {expression} }}}}" for expression in hostile_templates.REACHING]
        bodies += [*hostile_pages.requests().values(), *hostile_pages.drawings().values()]
        body = random.choice(bodies).replace(hostile_templates.OUTSIDE, str(self._outside))
        self._write_page(
            course, list_mutations.bytes_mutated(body.encode(), random) if random.random() < 1 / 2 else body
        )
        return body[:80]

    def _with_picture(self, course: Path, random: Random) -> str:
        name, data = random.choice(list(hostile_pages.pictures().items()))
        file = f"kuva.{random.choice(('png', 'jpg', 'gif', 'webp', 'svg'))}"
        (course / file).write_bytes(list_mutations.bytes_mutated(data, random) if random.random() < 1 / 2 else data)
        self._write_page(course, f'<img src="{file}" alt="Kuva">')
        return name

    def _write_page(self, course: Path, body: str | bytes) -> None:
        head = '{% extends "kinds/slide.html.j2" %}\n{% block title %}Sivu{% endblock %}\n{% block body %}'
        content = body.encode() if isinstance(body, str) else body
        (course / "pages" / "maaritelma.html.j2").write_bytes(head.encode() + content + b"{% endblock %}\n")

    def _with_changed_file(self, course: Path, random: Random) -> str:
        files = [path for path in sorted(course.rglob("*")) if path.suffix in (".toml", ".j2")]
        (course / "styles").mkdir(exist_ok=True)
        path = random.choice(files)
        path.write_bytes(list_mutations.bytes_mutated(path.read_bytes(), random))
        return path.name

    def faults(self, folder: Path, verdict: Verdict) -> Iterator[str]:
        """Yield it if a text outside has been read."""
        texts = [verdict.output, verdict.errors, *map(str, map(_texts, (folder / "output").glob("*.pdf")))]
        if any(hostile_templates.MARKER in text for text in texts):
            yield "a file outside was read"


def _texts(path: Path) -> tuple[str, ...]:
    """Return the text of each page of a PDF."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return tuple(page.get_textpage().get_text_range() for page in document)


FORMATS = ("xlsx", "ods", "fods", "xls", "csv", "one-byte csv", "tsv", "yaml", "json")
"""The formats of lists."""
KINDS = (*FORMATS, "forms", "records", "masters", "courses")


def kind_of(name: str, home: Path, workshop: Path) -> Kind:
    """Return a kind by its name in KINDS."""
    others: dict[str, type[Kind]] = {"forms": Forms, "records": Records, "masters": Masters, "courses": Courses}
    return others[name](home, workshop) if name in others else Lists(home, workshop, name)
