"""What is wrong with a course's own templates, style sheets and words of products, such as sign-in sheets.

It runs in a worker process, as all that fills a stranger's templates does: ``jobs`` has its function.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from worksheets.compose.edition import Edition
from worksheets.compose.products.certificate import certificate
from worksheets.compose.products.drawing import drawing
from worksheets.compose.products.drawn import parts_of
from worksheets.compose.products.kinds import (
    Attendance,
    Calibration,
    Cards,
    Certificate,
    GroupLists,
    PacketProduct,
    Product,
)
from worksheets.compose.wording import AS_USUAL, printed
from worksheets.course.course import SUFFIX, Course
from worksheets.course.fault import CourseFault, FaultKind, faults_of
from worksheets.course.layout import read_layout
from worksheets.course.source_lines import with_place
from worksheets.course.style_contrast import contrast_faults
from worksheets.course.words import PRODUCTS, Words, read_words
from worksheets.errors import WorksheetsError, nearest, shortened
from worksheets.messages import _
from worksheets.pdf.typeset import draw
from worksheets.people.participant import BLANK, Participant
from worksheets.pipeline import Pipeline
from worksheets.resources import STYLES, TEMPLATES

SAMPLES: Sequence[PacketProduct] = (
    Attendance(dates="12.1.2026, 19.1.2026"),
    GroupLists(groups=2, signs=True),
    Cards("badge"),
    Cards("tent"),
    Cards("label:L7160"),
    Calibration(),
    Certificate(dates="12.1.2026, 2.2.2026", hours="22", contact_hours="16", topics=("A", "B")),
)
"""One of each product, with as much on it as can be."""
_NAMES = ("Aino Esimerkki", "Ville Mallikas", "Liisa Esimerkki")
_TEXT = "Esimerkki"
"""What the people of the samples have in each field."""
_MOST_FILES = 200
"""The most templates, and the most style sheets, whose names are looked at."""


def product_faults(course: Course) -> tuple[CourseFault, ...]:
    """Return what is wrong with what a course has of its own for products."""
    folder = course.folder
    faults = list(_misnamed(folder))
    try:
        read_words(course.language, folder, PRODUCTS)
    except WorksheetsError as error:  # Without words, none can be filled.
        faults += faults_of(error, folder)
    else:
        for product in SAMPLES:
            faults += _faults_of(product, course)
    return tuple(dict.fromkeys(with_place(fault, folder, ()) for fault in faults))


def _folders(folder: Path) -> tuple[Path, Path, Path]:
    """Return where a course has its own templates, style sheets and words of products."""
    return folder / PRODUCTS, folder / "styles" / PRODUCTS, folder / "words" / PRODUCTS


def _misnamed(folder: Path) -> Iterator[CourseFault]:
    """Yield the files whose names are nearly those of products: nothing would ever use them."""
    templates, styles, _words = _folders(folder)
    for where, shipped, suffix, kind in (
        (templates, TEMPLATES / PRODUCTS, SUFFIX, FaultKind.TEMPLATE),
        (styles, STYLES / PRODUCTS, ".css", FaultKind.STYLE),
    ):
        names = [path.name.removesuffix(suffix) for path in sorted(shipped.glob(f"*{suffix}"))]
        for path in sorted(where.glob(f"*{suffix}"))[:_MOST_FILES]:
            name = path.name.removesuffix(suffix)
            if name not in names and (hint := nearest(name, names)):
                message = _("nothing is printed with the name “{name}”, so the file is not used.") + hint
                yield CourseFault(path, 1, message.format(name=shortened(name)), kind)


def _faults_of(product: PacketProduct, course: Course) -> Iterator[CourseFault]:
    """Yield what is wrong with a product, blank where that can be had, and for some people."""
    try:
        layout = read_layout(
            "handout", course.folder, language=course.language, brand=course.brand, product=product.name
        )
        pipeline = Pipeline(course, layout)
        pipeline.typesetter.check_style_sheets()
        yield from contrast_faults(layout, course.folder)
    except WorksheetsError as error:
        yield from faults_of(error, course.folder)
        return
    for people in ([], _people(course)):
        if people or not isinstance(product, GroupLists):
            try:
                draw(pipeline.typesetter.lay_out(_composed(product, people, pipeline)))
            except WorksheetsError as error:
                yield from faults_of(error, course.folder)


def _people(course: Course) -> list[Participant]:
    """Return people with a text in each field."""
    values = dict.fromkeys(course.settable, _TEXT)
    return [Participant({**values, course.name_slot: name}, course.name_slot) for name in _NAMES]


def _composed(product: PacketProduct, people: Sequence[Participant], pipeline: Pipeline) -> str:
    """Return a product as an HTML document."""
    course = pipeline.course
    if isinstance(product, Certificate):
        edition = _certificate_edition(product, people, pipeline)
        person = printed(people[0], course, AS_USUAL) if people else BLANK
        return pipeline.templates.compose(edition.pages, lambda: edition.page_data(person))
    return _composed_sheet(product, people, pipeline)


def _composed_sheet(product: Product, people: Sequence[Participant], pipeline: Pipeline) -> str:
    course = pipeline.course
    to_set = drawing(product, people, course, course.brand)
    part = next(parts_of(to_set.drawn))
    return pipeline.templates.compose_product(product.name, course, part, to_set.words, to_set.layout)


def _certificate_edition(product: Certificate, people: Sequence[Participant], pipeline: Pipeline) -> Edition:
    course, layout = pipeline.course, pipeline.layout
    texts = read_words(course.language, course.folder, PRODUCTS).texts
    words = Words(course.language, {**course.words.texts, **texts})
    printed_people = [printed(person, course, AS_USUAL) for person in people]
    drawn = certificate(product, printed_people, course, layout, words)
    return Edition(replace(course, words=words), (product.name,), layout, product=drawn)
