"""What a course day needs besides the handouts, from the same list: sign-in sheets, groups, badges, labels."""

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from worksheets.compose.products.kinds import Attendance, Cards, Certificate, Product
from worksheets.errors import OptionsError, Problems, RosterError, WorksheetsError
from worksheets.files import file_stem
from worksheets.packet.session import Session

from .documents import OUTPUT, Document
from .groups import Group
from .handouts import check_password, given_values, printing_brand

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from worksheets.compose.products.card_sheets import CardSheet
    from worksheets.compose.wording import Wording
    from worksheets.course.brand import Brand
    from worksheets.people.participant import Participant

    from .options import PacketOptions, Selection
    from .printing import Printing

_FILE_NAMES = {
    "attendance": "osallistujalista",
    "groups": "ryhmat",
    "badge": "nimilaput",
    "tent": "poytakyltit",
    "label": "tarrat",
    "calibration": "tulostimen-kohdistus",
}
"""What the products' files are called."""


def product(
    product: Product, printing: "Printing", group: Group | None = None, session: Session | None = None
) -> Document:
    """Return a product as a PDF: a sign-in sheet, the groups, badges, tent cards, labels, or a calibration sheet.

    Without a group, it is one to fill in by hand. Of ``printing`` count the course, the theme, the brand, the values
    that everybody gets, how typed texts are printed, and the password. Raises WorksheetsError with all that is wrong in
    what is asked for.
    """
    from worksheets.compose.products.drawn import check_product
    from worksheets.packet.products import without_passwords

    problems, given, brand = Problems(), dict[str, str](), printing.course.brand
    with problems:
        check_product(product)
    with problems:
        brand = printing_brand(printing)
    with problems:
        given = given_values(printing)
    with problems:
        check_password(printing.password)
    problems.raise_any()
    if group:
        product = in_order_of(product, group.selection)
    everybody = [person.given(given) for person in group.people] if group else _nobody(product, given)
    people = without_passwords(everybody, printing.course)
    name, warnings = product_name(product), _warnings(product, printing, brand, people)

    def make() -> bytes:
        pdf = _typeset(product, people, printing, brand, session)
        return _locked(pdf, printing.password)

    return Document(OUTPUT / (f"{group.stem}-{name}.pdf" if group else f"{name}.pdf"), make, warnings=warnings)


def label_sheets() -> "Mapping[str, CardSheet]":
    """Return the label sheets that are shipped, by their makers' numbers, such as ``L7160``; all measures are mm."""
    from worksheets.compose.products.card_sheets import shipped_label_sheets  # Here, so that --help does not load it.

    return shipped_label_sheets()


def _nobody(product: Product, given: "Mapping[str, str]") -> "list[Participant]":
    """Return the people of a product to fill in by hand: somebody without a name, who has what everybody gets."""
    from worksheets.people.participant import BLANK

    return [BLANK.given(given)] if given and isinstance(product, Attendance) else []


def in_order_of(product: Product, selection: "Selection") -> Product:
    """Return a product that keeps the order of the people if they have been sorted by a field."""
    return replace(product, in_given_order=True) if selection.sort and isinstance(product, Attendance) else product


def drawable(
    options: "PacketOptions", printing: "Printing", people: "Sequence[Participant]"
) -> dict[Product, tuple[str, ...]]:
    """Return a packet's products that are one file each, each once, with what is unusual in them.

    Raises WorksheetsError for all that cannot be made as it is asked for.
    """
    if not options.products:
        return {}
    from worksheets.compose.products.drawn import check_product  # Not for a packet of handouts only: 0.1 s.

    problems, with_warnings = Problems(), dict[Product, tuple[str, ...]]()
    try:
        brand = printing_brand(printing)
    except WorksheetsError:  # The handouts' layout needs it, too, and says what is wrong with it.
        return {}
    for product in options.products:
        if isinstance(product, Certificate):
            continue
        sheet = in_order_of(product, options.selection)
        with problems:
            check_product(product)
            with_warnings[sheet] = _warnings(sheet, printing, brand, people)
    problems.raise_any()
    return with_warnings


def _warnings(
    product: Product, printing: "Printing", brand: "Brand", people: "Sequence[Participant]"
) -> tuple[str, ...]:
    """Return what is unusual in a product. Raises WorksheetsError if it cannot be made as it is asked for.

    Whatever else is wrong with it is said when it is made, and stops nothing else that is made with it.
    """
    from worksheets.compose.products.drawing import drawing

    try:
        return drawing(product, people, printing.course, brand, _wording(printing)).warnings
    except (OptionsError, RosterError):
        raise
    except WorksheetsError:
        if isinstance(product, Cards) and product.label_file:  # The file is probably at fault.
            raise
        return ()


def _wording(printing: "Printing") -> "Wording":
    from worksheets.compose.wording import Wording

    return Wording(printing.as_typed, printing.allow_missing_glyphs)


def product_name(product: Product) -> str:
    """Return what a product's file is called, without its ending: of labels, with their sheet."""
    name = _FILE_NAMES[product.name]
    sheet = product.sheet_name if isinstance(product, Cards) else ""
    return f"{name}-{file_stem(Path(sheet).stem)}" if sheet else name


def _typeset(
    product: Product, people: "Sequence[Participant]", printing: "Printing", brand: "Brand", session: Session | None
) -> bytes:
    from worksheets.packet.jobs import product_job
    from worksheets.packet.products import handouts_of

    course = printing.course
    with nullcontext(session) if session else Session() as used:
        arguments = (product, people, course, brand, _wording(printing))
        return used.call_for(handouts_of(people), course, product_job, *arguments)


def _locked(pdf: bytes, password: str) -> bytes:
    """Return a PDF that the password opens; as it is without one."""
    from worksheets.pdf.finish import encrypt

    return encrypt(pdf, password) if password else pdf
