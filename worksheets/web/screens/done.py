"""The screen where everything is ready: printing it, downloading it, and who is still without a handout."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from worksheets import api
from worksheets.web.downloads import shown_file, size_in_words
from worksheets.web.finished_pages import first_page
from worksheets.web.making import Making, Phase
from worksheets.web.papers import without_option
from worksheets.web.posting import number_of, to_screen
from worksheets.web.rendering import page
from worksheets.web.service import service_of
from worksheets.web.unfinished import unfinished

if TYPE_CHECKING:
    from worksheets.web.tasks import ListedPeople


@dataclass(frozen=True, slots=True)
class MadePaper:
    """A paper that was made with the handouts."""

    file: api.PacketFile
    name: str
    """The paper's, as ``Paper`` has it."""

    @property
    def problems(self) -> tuple[str, ...]:
        """Why it could not be made; nothing if it is there."""
        return tuple(map(without_option, self.file.problems))

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is unusual in it."""
        return tuple(map(without_option, self.file.warnings))


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """A file that is printed."""

    name: str
    sheets: int
    """The sheets of paper that it takes."""
    size: str
    """In words."""


def done_screen(request: Request) -> Response:
    """Show what is ready, and how it is printed; while it is being made, show that."""
    making: Making | None = request.state.visit.making
    if making is None:
        return to_screen("/")
    if making.phase is not Phase.DONE:
        return to_screen("/making")
    summary, document, task = making.summary, making.document, making.task
    two_sided = not task.one_sided
    paper = document.paper(document.make(), task.password, two_sided=two_sided) if document else summary.paper
    names = [file.participant.name for file in _in_order(making) if file.participant]
    files = making.separate_files()
    return page(
        request,
        "done.html.j2",
        making=making,
        summary=summary,
        paper=paper,
        remarks=(*(summary.started.unchosen if summary.started else ()), *(document.warnings if document else ())),
        printed=_printed(making, paper),
        files=_in_order(making),
        files_size=size_in_words(sum(map(_size, files))),
        papers=_papers(making),
        names=names,
        people=unfinished(making),
        rows=_rows(request),
        is_mac="Macintosh" in request.headers.get("user-agent", ""),
        has_picture=_pictured(making) is not None,
    )


def _printed(making: Making, paper: api.PaperUse) -> list[PrintedFile]:
    """Return the files that are printed, one of them or volumes, with the sheets of each."""
    sheets = [paper.sheets] if making.document else [file.sheets for file in making.summary.print_files]
    return [
        PrintedFile(path.name, count, size_in_words(_size(path)))
        for path, count in zip(making.results, sheets, strict=True)
    ]


def _rows(request: Request) -> dict[int, str]:
    """Return the address of each person's row in the list, by their numbers."""
    people: ListedPeople | None = request.state.visit.people
    places = people.places.items() if people else ()
    return {number: f"/list/row?sheet={sheet}&row={row}" for number, (sheet, row) in places}


def _in_order(making: Making) -> list[api.PacketFile]:
    """Return the handouts that are there, in the order in which they are printed."""
    places = {person.number: place for place, person in enumerate(making.task.chosen)}
    files = making.handouts
    return sorted(files, key=lambda file: places.get(file.participant.number, 0) if file.participant else 0)


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def printed_file(request: Request) -> Response:
    """Return a file that is printed, for the browser to show: of several, the one with a ``number`` from 1."""
    making: Making | None = request.state.visit.making
    return shown_file(_numbered(request, making.results if making else []))


def paper_file(request: Request) -> Response:
    """Return a paper that was made with the handouts, by its ``number`` among them from 1, for the browser to show."""
    making: Making | None = request.state.visit.making
    return shown_file(_numbered(request, [file.path for file in making.papers] if making else []))


def _numbered(request: Request, paths: Sequence[Path]) -> Path | None:
    """Return the file whose number, from 1, a request says; the first if it says nothing, None if there is none."""
    number = number_of(request.query_params.get("number", "1"))
    return paths[number - 1] if 0 < number <= len(paths) else None


def _papers(making: Making) -> list[MadePaper]:
    """Return what was made with the handouts, or could not be."""
    return [MadePaper(file, file.product.name if file.product else "") for file in making.papers]


def separate_file(request: Request) -> Response:
    """Return the handout of one participant, by the ``number`` that the list has them by, for the browser to show."""
    return shown_file(_file(request))


def _file(request: Request) -> Path | None:
    making: Making | None = request.state.visit.making
    file = making.file_of(number_of(request.query_params.get("number", ""))) if making else None
    return file.path if file else None


def picture(request: Request) -> Response:
    """Return the picture of the first page: of a participant's handout, or of what is printed."""
    making: Making | None = request.state.visit.making
    if making is None or making.task.is_locked:
        return Response(status_code=HTTPStatus.NOT_FOUND)
    path = _file(request) if "number" in request.query_params else _pictured(making)
    if path is None or not path.is_file():
        return Response(status_code=HTTPStatus.NOT_FOUND)
    try:
        png = first_page(path.read_bytes(), making.task.printing, service_of(request).session)
    except api.WorksheetsError:  # The file is there all the same, and can be printed.
        return Response(status_code=HTTPStatus.NOT_FOUND)
    return Response(png, media_type="image/png")


def _pictured(making: Making) -> Path | None:
    """Return the file whose first page shows what has been made; None if there is none, or it is locked."""
    if making.task.is_locked:
        return None
    files = [file.path for file in _in_order(making)]
    return making.document.path if making.document else files[0] if files and not making.task.only_print_file else None


ROUTES = [
    Route("/done", done_screen),
    Route("/done/print", printed_file),
    Route("/done/file", separate_file),
    Route("/done/paper", paper_file),
    Route("/done/picture", picture),
]
