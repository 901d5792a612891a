"""The calls that run in worker processes: all that fills templates or typesets, and merging many handouts at a time."""

import pickle
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from worksheets.caches import Lifetime, forget, memoized
from worksheets.compose.fingerprint import fingerprint
from worksheets.course.course import Course
from worksheets.errors import NeedsTypesetterError, Refusal
from worksheets.master.store import MasterStore
from worksheets.merge.variable_objects import VariableObjects
from worksheets.people.participant import Participant

from .prepared import EditionCopy, PreparedEdition, masters_folder

if TYPE_CHECKING:
    from pathlib import Path

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
class Handout:
    """A finished handout."""

    pdf: bytes
    pages: int


@dataclass(frozen=True, slots=True)
class HandoutParts:
    """A merged handout in parts: the participant's own objects, and the name of the master in the cache."""

    master: str
    objects: VariableObjects
    pages: int
    pdf: bytes
    """The whole PDF too, where it is wanted; otherwise empty."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """In what form merged handouts are wanted."""

    parts: bool = False
    """In parts, which a print file takes faster than whole PDFs."""
    whole: bool = True
    """As a whole PDF, beside the parts if those are wanted."""


def alone(function: Callable[P, T], /, *arguments: P.args, **options: P.kwargs) -> T:
    """Call one of the functions below as a run of its own: at its end, what was computed from texts is forgotten."""
    try:
        return function(*arguments, **options)
    finally:
        forget(Lifetime.RUN)


def typeset_job(edition: bytes, participant: Participant) -> Handout:
    """Typeset one handout.

    ``edition`` is a pickled EditionCopy; the participant's texts are as ``printed`` gives them.
    """
    from worksheets.pdf.finish import page_count

    with _ONE_AT_A_TIME:
        prepared = _prepared(edition)
        pdf = prepared.pipeline.handout(prepared.edition, participant)
    return Handout(pdf, page_count(pdf))


def merge_job(
    edition: bytes, participants: Sequence[Participant], delivery: Delivery, *, make: bool
) -> list[Handout | HandoutParts | Refusal]:
    """Merge handouts; for those that cannot be merged, return why. Masters that are missing are made if ``make``."""
    with _ONE_AT_A_TIME:
        masters = _prepared(edition).masters
        return [merge_handout(masters, participant, delivery, make=make) for participant in participants]


def merge_handout(
    masters: MasterStore, participant: Participant, delivery: Delivery, *, make: bool
) -> Handout | HandoutParts | Refusal:
    """Merge one handout into the master that serves, or return why none does."""
    try:
        merged = masters.merge(participant, make=make, whole=delivery.whole or not delivery.parts)
    except NeedsTypesetterError as error:
        return error.refusal
    pages = merged.merger.master.pages
    if delivery.parts and merged.cached_name:
        return HandoutParts(merged.cached_name, merged.objects, pages, merged.pdf)
    return Handout(merged.pdf, pages)


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


def unrendered_job(folder: "Path", layouts: Sequence[str]) -> "tuple[CourseFault, ...]":
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


@memoized(Lifetime.SESSION, maxsize=_MOST_EDITIONS)
def _prepared(edition: bytes) -> PreparedEdition:
    """Return an edition with what makes its handouts, prepared once in a process for all calls."""
    copy: EditionCopy = pickle.loads(edition)  # noqa: S301 - from the process that asked for the work
    cache_folder = copy.cache_folder or masters_folder()
    return PreparedEdition(copy.edition, fingerprint(copy.edition, cache_folder), cache_folder, shipped=copy.shipped)
