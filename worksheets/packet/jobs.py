"""The calls that run in worker processes: all that fills templates or typesets, and merging many handouts at a time."""

import hashlib
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast

from worksheets.caches import Lifetime, forget, memoized
from worksheets.compose.fingerprint import content_digest
from worksheets.compose.products.kinds import Cards
from worksheets.compose.wording import printed
from worksheets.course.course import Course
from worksheets.errors import NeedsTypesetterError, OutputError, Reason, Refusal, WorksheetsError
from worksheets.files import write_part
from worksheets.merge.handout_file import WholeFile
from worksheets.merge.variable_objects import VariableObjects
from worksheets.people.participant import Participant

from .prepared import EditionCopy, PreparedEdition, masters_folder
from .shipment import Shipment, Unpacked

if TYPE_CHECKING:
    from worksheets.compose.drawn_slots import DrawnPage
    from worksheets.compose.products.kinds import Product
    from worksheets.compose.templates import PageDescription
    from worksheets.compose.wording import Wording
    from worksheets.course.brand import Brand
    from worksheets.course.fault import CourseFault

    from .course_check import Rendering
    from .preview_order import FaultStrip, PreviewOrder, PreviewPage

P = ParamSpec("P")
T = TypeVar("T")

_MOST_EDITIONS = 8
"""Editions that a process keeps prepared; the one that was used longest ago makes room for a new one."""
_ONE_AT_A_TIME = Lock()
"""A Dask worker calls from several threads, and the typesetter keeps one font map for all of them."""


@dataclass(frozen=True, slots=True)
class FileTarget:
    """Where a process writes a handout by itself."""

    part: str
    """The path of the file, which gets its name later."""
    path: str
    """Its path by then. A path as text is sent to another process in a fifth of the time."""
    password: str = field(default="", repr=False)
    """Locks the file; empty for none."""


@dataclass(frozen=True, slots=True)
class HandoutRequest:
    """A participant, with the texts as in the list, whose handout is asked for."""

    participant: Participant
    target: FileTarget | None = None
    """Where it is written; None if the whole handout is to come back instead."""


@dataclass(frozen=True, slots=True)
class HandoutParts:
    """A merged handout in parts: the participant's own objects, and the name of the master in the cache."""

    master: str
    objects: VariableObjects


@dataclass(frozen=True, slots=True)
class Handout:
    """A finished handout."""

    pages: int
    pdf: bytes = b""
    """The whole PDF, not locked; empty where it is not wanted."""
    parts: HandoutParts | None = None
    """It in parts, where those are wanted and it could be merged."""
    digest: str = ""
    """The SHA-256 digest of the file that has been written at the request's target, in hexadecimal; empty for none."""


@dataclass(frozen=True, slots=True)
class NotMade:
    """A handout that cannot be made, whoever tries it: its texts cannot be printed, or its file not be written."""

    error: WorksheetsError


@dataclass(frozen=True, slots=True)
class Delivery:
    """In what form handouts come back; those that are written where they are made need not come back at all."""

    whole: bool = True
    """As whole PDFs."""
    parts: bool = False
    """For a print file: in parts where they are merged, which it takes faster than whole PDFs, and otherwise whole."""


def alone(function: Callable[P, T], /, *arguments: P.args, **options: P.kwargs) -> T:
    """Call one of the functions below as a run of its own: at its end, what was computed from texts is forgotten."""
    try:
        return function(*arguments, **options)
    finally:
        forget(Lifetime.RUN)


def handout_job(edition: bytes, participant: Participant) -> bytes:
    """Return a typeset handout as a PDF.

    ``edition`` is a pickled EditionCopy; the participant's texts are as ``printed`` gives them.
    """
    with _ONE_AT_A_TIME:
        prepared = _prepared(edition)
        return prepared.pipeline.handout(prepared.edition, participant)


def typeset_job(edition: bytes, request: HandoutRequest, delivery: Delivery = Delivery()) -> Handout | NotMade:
    """Typeset a handout that is asked for, and return what is wanted of it."""
    from worksheets.pdf.finish import page_count

    with _ONE_AT_A_TIME:
        prepared = _prepared(edition)
        try:
            participant = _printed(request, prepared)
        except WorksheetsError as error:
            return NotMade(error)
        pdf = prepared.pipeline.handout(prepared.edition, participant)
        return _delivered(request, page_count(pdf), WholeFile(pdf, ""), None, delivery)


def merge_job(
    edition: bytes, requests: Sequence[HandoutRequest], delivery: Delivery, *, make: bool, again: bool = False
) -> list[Handout | NotMade | Refusal]:
    """Merge handouts; for those that cannot be merged, return why.

    With ``make``, a master that is missing is made, but only one in a call, whose time has a limit: the others are
    refused as long as that one is made, and may be asked for ``again``, all together.
    """
    with _ONE_AT_A_TIME:
        prepared = _prepared(edition)
        masters, results = prepared.masters, list[Handout | NotMade | Refusal]()
        before, asking = masters.builds, masters.count(_printable(requests, prepared)) if again else None
        for request in requests:
            makes = make and masters.builds == before
            result = merge_handout(prepared, request, delivery, make=makes, asking=asking)
            is_later = make and isinstance(result, Refusal) and result.reason is Reason.NO_MASTER
            results.append(Refusal(Reason.MAKING_MASTER) if is_later else result)
        return results


def merge_handout(
    prepared: PreparedEdition,
    request: HandoutRequest,
    delivery: Delivery,
    *,
    make: bool,
    asking: Mapping[str, int] | None = None,
) -> Handout | NotMade | Refusal:
    """Merge one handout into the master that serves, or return why none does; ``asking`` is as the store takes it."""
    try:
        participant = _printed(request, prepared)
    except WorksheetsError as error:
        return NotMade(error)
    is_whole = delivery.whole or request.target is not None
    try:
        merged = prepared.masters.merge(participant, make=make, whole=is_whole, asking=asking)
    except NeedsTypesetterError as error:
        return error.refusal
    parts = HandoutParts(merged.cached_name, merged.objects) if delivery.parts and merged.cached_name else None
    return _delivered(request, merged.merger.master.pages, merged.whole, parts, delivery)


def _printable(requests: Sequence[HandoutRequest], prepared: PreparedEdition) -> list[Participant]:
    """Return the participants whose texts can be printed, with those texts."""
    people = []
    for request in requests:
        with suppress(WorksheetsError):
            people.append(_printed(request, prepared))
    return people


def _printed(request: HandoutRequest, prepared: PreparedEdition) -> Participant:
    """Return a participant with the texts as they are printed. Raises WorksheetsError if they cannot be."""
    return printed(request.participant, prepared.edition.course, prepared.edition.wording)


def _delivered(
    request: HandoutRequest, pages: int, whole: WholeFile | None, parts: HandoutParts | None, delivery: Delivery
) -> Handout | NotMade:
    """Write a finished handout at its target, and return what is wanted of it."""
    digest = ""
    if whole and request.target:
        try:
            digest = _write(whole, request.target)
        except OutputError as error:
            return NotMade(error)
    comes_back = delivery.whole or (delivery.parts and not parts)
    return Handout(pages, whole.pdf if whole and comes_back else b"", parts, digest)


def _write(whole: WholeFile, target: FileTarget) -> str:
    """Write a handout at its target; return the SHA-256 digest of the file."""
    pdf, digest = whole.pdf, whole.digest
    if target.password:
        from worksheets.pdf.finish import encrypt

        pdf, digest = encrypt(pdf, target.password), ""
    write_part(target.part, pdf, target.path)
    return digest or hashlib.sha256(pdf).hexdigest()


def prepare_job(edition: bytes, participant: Participant) -> None:
    """Make the master that a participant's handout lacked, if that is possible."""
    with _ONE_AT_A_TIME:
        _prepared(edition).masters.prepare(participant)


def overview_job(
    people: Sequence[Participant], course: Course, heading: str, *, names: bool, given: Sequence[str] = ()
) -> bytes:
    """Return a group's overview as a PDF."""
    from worksheets.pipeline import overview

    with _ONE_AT_A_TIME:
        return overview(people, course, heading, names=names, given=given)


def product_job(
    product: "Product", people: Sequence[Participant], course: Course, brand: "Brand", wording: "Wording"
) -> bytes:
    """Return a product that is made from a group's list, such as a sign-in sheet, as a PDF."""
    from worksheets.pipeline import product as make

    with _ONE_AT_A_TIME:
        return make(product, people, course, brand, wording)


def picture_job(pdf: bytes, index: int, dpi: int) -> bytes:
    """Return a page of a finished PDF, by its index, as a PNG; the PDF has a course's own fonts and pictures in it."""
    from worksheets.pdf.page_pictures import page_picture

    return page_picture(pdf, index, dpi)


def text_job(pdf: bytes, index: int) -> str:
    """Return the text of a finished PDF's page, by its index, as a screen reader says it."""
    from worksheets.pdf.page_text import page_text

    return page_text(pdf, index)


def preview_job(order: "PreviewOrder") -> "dict[str, PreviewPage]":
    """Return what became of each page of a preview, by its name."""
    from .preview_pages import preview_pages

    with _ONE_AT_A_TIME:
        return preview_pages(order)


def fault_strips_job(strips: "Sequence[FaultStrip]") -> list[bytes]:
    """Return a PDF for each strip that says what is wrong with a page of a preview."""
    from .preview_faults import fault_strips

    with _ONE_AT_A_TIME:
        return fault_strips(strips)


def description_job(course: Course) -> "tuple[PageDescription, ...]":
    """Return the kind and the title of each page of a course."""
    from worksheets.compose.templates import Templates
    from worksheets.course.layout import read_layout

    templates, layout = Templates(course.folder), read_layout("handout", course.folder, language=course.language)
    return tuple(templates.describe(page, course, layout) for page in course.pages)


def drawn_job(course: Course, layout: str) -> "tuple[DrawnPage, ...]":
    """Return what each page of a course prints."""
    from worksheets.compose.drawn_slots import drawn_pages
    from worksheets.course.layout import read_layout

    return drawn_pages(course, read_layout(layout, course.folder, language=course.language))


def unrendered_job(folder: Path, layouts: Sequence[str]) -> "tuple[CourseFault, ...]":
    """Return what is wrong with a course's templates and style sheets, whether its pages can be filled or not."""
    from .course_check import unrendered_faults

    with _ONE_AT_A_TIME:
        return unrendered_faults(folder, layouts)


def rendering_job(course: Course, layout: str) -> "Rendering":
    """Return what is wrong with a course's pages in a layout, blank and filled with long texts."""
    from .course_check import rendering

    with _ONE_AT_A_TIME:
        return rendering(course, layout)


def product_faults_job(course: Course) -> "tuple[CourseFault, ...]":
    """Return what is wrong with a course's own templates, style sheets and words of products."""
    from .product_check import product_faults

    with _ONE_AT_A_TIME:
        return product_faults(course)


def pango_job() -> str:
    """Return the version of the Pango that the typesetter uses. Raises NoTypesetterError if it cannot be loaded."""
    from worksheets.pdf.typeset import pango_version

    return pango_version()


def shipped_job(
    function: Callable[Concatenate[bytes, P], T], shipment: bytes, /, *arguments: P.args, **options: P.kwargs
) -> T:
    """Call a function that takes a pickled ``EditionCopy`` with a pickled ``Shipment`` of one.

    Errors name the course's files where they lie on the machine that has sent them.
    """
    with _paths_as_sent(_unpacked(shipment)):
        return function(shipment, *arguments, **options)


def shipped_product_job(shipment: bytes) -> bytes:
    """Return a product as ``product_job`` does; the shipment is of its arguments, and of a label sheet's file."""
    unpacked = _unpacked(shipment)
    label_file, product, *others = cast("tuple[Path | None, Product, Any]", unpacked.value)
    if label_file and isinstance(product, Cards):
        product = replace(product, kind=f"label:{label_file}")
    with _paths_as_sent(unpacked):
        return product_job(product, *others)


@contextmanager
def _paths_as_sent(unpacked: Unpacked) -> Iterator[None]:
    try:
        yield
    except WorksheetsError as error:
        raise type(error)(*map(unpacked.as_sent, error.problems)) from error


@memoized(Lifetime.SESSION, maxsize=_MOST_EDITIONS)
def _prepared(edition: bytes) -> PreparedEdition:
    """Return an edition with what makes its handouts, prepared once in a process for all calls."""
    loaded = pickle.loads(edition)  # noqa: S301 - from the process that asked for the work
    unpacked = _unpacked(edition) if isinstance(loaded, Shipment) else None
    copy = cast("EditionCopy", unpacked.value if unpacked else loaded)
    cache_folder = copy.cache_folder or masters_folder()
    prepared = PreparedEdition(
        copy.edition, content_digest(copy.edition, cache_folder), cache_folder, shipped=copy.shipped
    )
    prepared.masters.open_cache()
    prepared.shipment = unpacked
    return prepared


@memoized(Lifetime.SESSION, maxsize=_MOST_EDITIONS)
def _unpacked(shipment: bytes) -> Unpacked:
    loaded: Shipment = pickle.loads(shipment)  # noqa: S301
    return loaded.unpacked()
