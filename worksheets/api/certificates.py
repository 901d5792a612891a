"""Certificates: a page for each person of a list, made as a packet is; or one to fill in by hand."""

from collections.abc import Generator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from msgspec import structs

from worksheets.compose.products.kinds import Certificate
from worksheets.course.slots import TIME
from worksheets.errors import GlyphError, OptionsError, Problems, RosterError, quoted, shortened
from worksheets.messages import _
from worksheets.packet.events import PacketEvent, Started
from worksheets.packet.session import Session, run
from worksheets.spreadsheets.packed import Mapped

from .documents import OUTPUT, Document
from .groups import choose_group
from .handouts import HandoutMaker, check_password, given_values, printing_brand, with_values
from .options import PacketOptions
from .orders import (
    folder_of,
    list_identity,
    make_planned,
    order_of,
    packet_name,
    planned_jobs,
    refuse_nothing,
    try_planned,
    workers,
)
from .printing import Printing

if TYPE_CHECKING:
    from pathlib import Path

    from worksheets.compose.edition import Edition
    from worksheets.compose.wording import Wording
    from worksheets.course.course import Course
    from worksheets.packet.order import Order
    from worksheets.people.participant import Participant
    from worksheets.people.roster import Roster

CERTIFICATES = "todistukset"
"""What the name of the certificates' folder ends in, and the whole name of the one in a packet's folder."""
_LONGEST_TEXT = 200
"""The most characters of a title, and of a topic."""
_SURE_TO_FIT = 60
"""Characters of a name that has room on a certificate whatever they are."""


def make_certificates(
    source: "Path | str | Roster",
    printing: Printing,
    certificate: Certificate = Certificate(),
    options: PacketOptions = PacketOptions(),
    session: Session | None = None,
) -> Generator[PacketEvent, None, None]:
    """Make a certificate for each person of a list, and yield what happens, as ``make_packet`` does.

    Of ``printing`` count the course, the theme, the brand, the values that everybody gets, the password, and how texts
    are printed. The print file is for one side. Raises WorksheetsError, before anything is made, with all that is wrong
    in the list and the options.
    """
    session = session or Session(timeout=options.machine.timeout)
    with run(), nullcontext() if options.dry_run else workers(printing.course, options.machine) as executor:
        group = choose_group(
            source, printing.course, options.lists, options.selection, skip_invalid=options.skip_invalid
        )
        roster = group.roster
        order = plan_certificates(
            group.people, printing, certificate, options, roster.name, list_identity(source, roster)
        )
        files = make_planned(order, executor, session) if executor else try_planned(order, session)
        yield Started(order.folder, len(order.jobs), order.print_file, roster.problems, roster.warnings)
        yield from group.left_out
        yield from files


def plan_certificates(  # noqa: PLR0913, PLR0917 - as plan_packet, and what a certificate says
    people: "Sequence[Participant]",
    printing: Printing,
    certificate: Certificate,
    options: PacketOptions,
    group: str,
    source: str = "",
) -> "Order":
    """Return what is made for some people: each one's certificate with its path, and the print file.

    ``group`` and ``source`` are as in ``plan_packet``. Raises WorksheetsError with all that is wrong in the options.
    """
    folder, identity = folder_of(f"{packet_name(group, printing, options)}-{CERTIFICATES}", options, source)
    problems, given = Problems(), dict[str, str]()
    with problems:
        refuse_nothing(options)
    with problems:
        given = given_values(printing)
    with problems:
        people = with_values(people, given)
    with problems:
        edition = _edition(printing, certificate, people)
    with problems:
        jobs = planned_jobs(people, printing.course, folder, options)
    problems.raise_any()
    _refuse_long_names(jobs.people, edition)
    differing = edition.product.own.values() if edition.product else ()
    own = (printing.course.name_slot, printing.course.secret_slot, *differing)
    jobs = jobs.of(Mapped(jobs.people, lambda person: _restricted(person, own)))
    return order_of(edition, jobs, folder, identity, printing, replace(options, one_sided=True))


def blank_certificate(
    printing: Printing, certificate: Certificate = Certificate(), session: Session | None = None
) -> Document:
    """Return a certificate to fill in by hand; what is known is printed, such as the title and the topics.

    Of ``printing`` counts what ``make_certificates`` takes. Raises WorksheetsError for options that are wrong, all at
    once.
    """
    from worksheets.people.participant import BLANK

    session = session or Session()
    problems, given = Problems(), dict[str, str]()
    with problems:
        given = given_values(printing)
    with problems:
        edition = _edition(printing, certificate, [BLANK.given(given)])
    problems.raise_any()
    maker = HandoutMaker(edition, given, False, session, session.prepared(edition))  # noqa: FBT003 - it has no master
    return Document(OUTPUT / "todistus.pdf", partial(maker.make, BLANK, printing.password))


def _edition(printing: Printing, certificate: Certificate, people: "Sequence[Participant]") -> "Edition":
    """Return the page that is the certificate of some people. Raises WorksheetsError with all that is wrong."""
    from worksheets.compose.edition import Edition
    from worksheets.compose.products.certificate import certificate as drawn_certificate
    from worksheets.compose.products.certificate import dates_and_hours
    from worksheets.compose.wording import Wording
    from worksheets.course.layout import read_layout
    from worksheets.course.words import PRODUCTS, Words, read_words

    course, problems = printing.course, Problems()
    wording = Wording(printing.as_typed, printing.allow_missing_glyphs)
    brand, checked = course.brand, certificate
    with problems:
        brand = printing_brand(printing)
    with problems:
        check_password(printing.password)
    with problems:
        checked = _checked(certificate, course, wording)
    with problems:
        dates_and_hours(certificate)
    with problems:
        words = read_words(course.language, course.folder, PRODUCTS)
    problems.raise_any()
    layout = read_layout("handout", course.folder, language=course.language, brand=brand, product=certificate.name)
    course = replace(course, words=Words(course.language, {**course.words.texts, **words.texts}))
    drawn = drawn_certificate(checked, _shown(people, course, wording), course, layout, course.words)
    return Edition(course, (certificate.name,), layout, wording, product=drawn)


def _checked(certificate: Certificate, course: "Course", wording: "Wording") -> Certificate:
    """Return a certificate with its texts as they are printed. Raises OptionsError with all that is wrong in them."""
    problems = Problems()
    title, topics = "", list[str]()
    with problems:
        title = _printed_option("--title", certificate.title, course, wording)
    for topic in certificate.topics:
        with problems:
            topics.append(_printed_option("--topic", topic, course, wording, may_be_empty=False))
    problems.raise_any()
    return replace(certificate, title=title, topics=tuple(topics))


def _printed_option(option: str, text: str, course: "Course", wording: "Wording", *, may_be_empty: bool = True) -> str:
    """Return the text of an option as it is printed. Raises OptionsError for one that cannot be."""
    from worksheets.compose.wording import printed_text
    from worksheets.course.slots import Slot
    from worksheets.people.texts import checked

    try:
        kept = checked(text, Slot(option, option, _LONGEST_TEXT, one_line=True))
    except ValueError as problem:
        raise OptionsError(f"{option} {quoted(text)}: {problem}") from problem
    if not (kept or may_be_empty):
        raise OptionsError(_("{option}: the text is empty; write one, or leave the option out").format(option=option))
    if letters := _missing_letters(kept, wording):
        message = _("{option}: no font has {letters}; install worksheets[fonts], or write the text without them")
        raise OptionsError(message.format(option=option, letters=letters))
    return printed_text(kept, wording, course.words)


def _missing_letters(text: str, wording: "Wording") -> str:
    """Return the characters of a text that no font has, as a message lists them; none if boxes are printed for them."""
    from worksheets.text.fonts import uncovered

    letters = () if wording.missing_glyphs else uncovered(text)
    return ", ".join(f"{quoted(letter)} (U+{ord(letter):04X})" for letter in letters)


def _shown(people: "Sequence[Participant]", course: "Course", wording: "Wording") -> "list[Participant]":
    """Return people with only what certificates print, as it is printed.

    Raises GlyphError for characters that no font has in what everybody's certificate says; those of one person are
    reported when that certificate is made.
    """
    from worksheets.compose.products.certificate import ROLES

    paths = [path for path in map(course.field_with_role, ROLES) if path]
    problems = []
    for path in paths:
        texts = {text for person in people if (text := person.text(path))}
        if len(texts) == 1 and (letters := _missing_letters(texts.pop(), wording)):
            message = _("{field}: no font has {letters}; install worksheets[fonts], or write the text without them")
            problems.append(message.format(field=path, letters=letters))
    if problems:
        raise GlyphError(*problems)
    kept = [_restricted(person, (course.name_slot, *paths)) for person in people]
    return [_printed(person, course, structs.replace(wording, missing_glyphs=True)) for person in kept]


def _printed(person: "Participant", course: "Course", wording: "Wording") -> "Participant":
    """Return a person as they are printed, but for a time that is days: English, for one, would write out the month."""
    from worksheets.compose.products.certificate import dates_of_field
    from worksheets.compose.wording import printed

    time = course.field_with_role(TIME)
    typed = person.text(time)
    shown = printed(person, course, wording)
    return shown.given({time: typed}) if dates_of_field(typed) else shown


def _restricted(person: "Participant", paths: Sequence[str]) -> "Participant":
    """Return a person with some of their fields only, so that a change in another makes no certificate anew."""
    return replace(person, values={path: text for path in paths if (text := person.text(path))}, columns={})


def _refuse_long_names(people: "Sequence[Participant]", edition: "Edition") -> None:
    """Raise RosterError for names that have no room on a certificate, even in small letters."""
    from worksheets.compose.page_data import CERTIFICATE_NAME

    problems, slot = [], edition.course.name_slot
    for person in people:
        name = person.name
        if len(name) > _SURE_TO_FIT and edition.page_data(person).fit(slot, CERTIFICATE_NAME).overflow:
            message = _("{name}: the name is too long for a certificate; shorten it in the list")
            problems.append(message.format(name=shortened(name)))
    if problems:
        raise RosterError(*problems)
