"""What a course day needs besides the handouts, from the same list: sign-in sheets, groups, badges, labels."""

from contextlib import nullcontext
from typing import TYPE_CHECKING

from worksheets.compose.products.drawn import check_product
from worksheets.compose.products.kinds import Product
from worksheets.errors import Problems
from worksheets.packet.session import Session

from .documents import OUTPUT, Document
from .groups import Group
from .handouts import check_password, given_values, printing_brand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from worksheets.course.brand import Brand
    from worksheets.course.course import Course
    from worksheets.people.participant import Participant

    from .options import Printing

_FILE_NAMES = {
    "attendance": "osallistujalista",
    "groups": "ryhmat",
    "badge": "nimilaput",
    "tent": "poytakyltit",
    "label": "tarrat",
    "calibration": "tulostimen-kohdistus",
}
"""What the names of the products' files end in."""
_PEOPLE_A_HANDOUT = 10
"""People whose cards are certainly typeset in the time that one handout may take."""


def product(
    product: Product, printing: "Printing", group: Group | None = None, session: Session | None = None
) -> Document:
    """Return a product as a PDF: a sign-in sheet, the groups, badges, tent cards, labels, or a calibration sheet.

    Without a group, it is one to fill in by hand. Of ``printing`` count the course, the theme, the brand, the values
    that everybody gets, and the password. Raises WorksheetsError with all that is wrong in what is asked for.
    """
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
    people = [person.given(given) for person in group.people] if group else []
    ending = _FILE_NAMES[product.name]
    warnings = _warnings(product, people, printing.course, brand, session)

    def make() -> bytes:
        pdf = _typeset(product, people, printing.course, brand, session)
        return _locked(pdf, printing.password)

    return Document(OUTPUT / (f"{group.stem}-{ending}.pdf" if group else f"{ending}.pdf"), make, warnings=warnings)


def _warnings(
    product: Product, people: "Sequence[Participant]", course: "Course", brand: "Brand", session: Session | None
) -> tuple[str, ...]:
    """Return what is unusual in a product. Raises WorksheetsError for what cannot be printed as it is asked for."""
    from worksheets.packet.jobs import product_warnings_job

    with nullcontext(session) if session else Session() as used:
        return used.fill_templates(course, product_warnings_job, product, people, course, brand)


def _typeset(
    product: Product, people: "Sequence[Participant]", course: "Course", brand: "Brand", session: Session | None
) -> bytes:
    from worksheets.packet.jobs import product_job

    handouts = 1 + len(people) // _PEOPLE_A_HANDOUT
    with nullcontext(session) if session else Session() as used:
        return used.call_for(handouts, course, product_job, product, people, course, brand)


def _locked(pdf: bytes, password: str) -> bytes:
    """Return a PDF that the password opens; as it is without one."""
    from worksheets.pdf.finish import encrypt

    return encrypt(pdf, password) if password else pdf
