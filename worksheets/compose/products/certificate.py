"""What a certificate says: what is the same for everybody is found once, and what differs is filled in for each person.

So masters serve certificates: only the name, and what people differ in, is a slot of the page.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from worksheets.course.course import Course
from worksheets.course.layout import Layout
from worksheets.course.slots import COURSE, PLACE, TIME, TRAINER
from worksheets.course.words import Words
from worksheets.errors import OptionsError, Problems, shortened
from worksheets.messages import _
from worksheets.people.participant import Participant

from .certificate_room import USUAL_ROOM, CertificateTexts, Room, room_for
from .dates import CourseDate, parse_dates, printed_day, printed_span
from .kinds import Certificate

ROLES = (COURSE, TRAINER, TIME, PLACE)
"""The fields that a certificate prints besides the name."""
DATE_GAP, NUMBER_GAP = "\ue000", "\ue001"
"""What stands in a sentence for a date and for a number that are written by hand."""
_GAP_WIDTHS = str.maketrans({DATE_GAP: "0" * 11, NUMBER_GAP: "0" * 6})
"""Digits that are as wide as what is left free for a date, and for a number."""
_NO_BREAK = "\u00a0"
_NUMBER = re.compile(r"[0-9]{1,4}(?:[.,][0-9]{1,2})?")
_DATE = r"(?:[0-9]{1,2}\.\s?[0-9]{1,2}\.(?:\s?[0-9]{4})?|[0-9]{4}-[0-9]{2}-[0-9]{2})"
_DASH = r"\s*[-\u2010-\u2015]\s*"
_SPAN = re.compile(rf"({_DATE}){_DASH}(?={_DATE}\s*(?:,|$))")
"""A date, and the dash that leads to another."""
_DAY_SPAN = re.compile(rf"(?<![0-9.])([0-9]{{1,2}})\.{_DASH}(?=[0-9]{{1,2}}\.\s?([0-9]{{1,2}})\.)")
"""A day, and the dash that leads to another one of the same month: ``12.–14.1.2026``."""
_SEVERAL = re.compile(r"[,;&/]|\s(?:ja|och|and)\s")
"""What stands between the names of several trainers."""
_ONE, _MANY = 1, 2
"""Numbers with the forms of one thing, and of several."""


@dataclass(frozen=True, slots=True)
class DrawnCertificate:
    """What the template draws; a text is empty if it is not known, or if people differ in it."""

    title: str
    course: str
    """The course's name."""
    statement: tuple[str, ...]
    """The sentences below the name; in them, DATE_GAP and NUMBER_GAP stand for what is written by hand."""
    time: str = ""
    """When the course was, if that is no date: “kevät 2026”."""
    topics: tuple[str, ...] = ()
    place_and_date: str = ""
    last_day: str = ""
    """The course's last day."""
    signer: str = ""
    """Who signs, such as “Kalle Kouluttaja, kouluttaja”."""
    own: Mapping[str, str] = field(default_factory=dict, hash=False)
    """The paths of the fields in which people differ, by their roles."""
    room: Room = USUAL_ROOM
    date_gap: str = DATE_GAP
    number_gap: str = NUMBER_GAP


def certificate(
    product: Certificate, people: Sequence[Participant], course: Course, layout: Layout, words: Words
) -> DrawnCertificate:
    """Return what the template draws of a certificate for some people, whose texts are as they are printed.

    Without people it is one to fill in by hand: what is not known has room to be written. Raises OptionsError with all
    that is wrong, also for more text than a page holds.
    """
    dates, hours = dates_and_hours(product)
    fields = _Fields.of(people, course)
    if not dates and (read := dates_of_field(fields.common[TIME])):
        dates, fields = read, fields.without(TIME)
    elif dates:  # They say more than the field does.
        fields = fields.without(TIME)
    is_blank = not any(person.name for person in people)
    drawn = _drawn(product, fields, dates, tuple(_statement(dates, hours, words, is_blank=is_blank)), words)
    drawn = replace(drawn, course=drawn.course or course.title)
    return replace(drawn, room=room_for(_texts_of(drawn, fields, words, is_blank=is_blank), layout))


def dates_and_hours(product: Certificate) -> tuple[tuple[CourseDate, ...], tuple[str, str]]:
    """Return a certificate's days, and its hours and contact hours. Raises OptionsError with all that is wrong."""
    problems, dates, hours = Problems(), tuple[CourseDate, ...](), ("", "")
    with problems:
        dates = certificate_dates(product.dates)
    with problems:
        hours = _hours(product)
    problems.raise_any()
    return dates, hours


def _drawn(
    product: Certificate, fields: "_Fields", dates: Sequence[CourseDate], statement: tuple[str, ...], words: Words
) -> DrawnCertificate:
    """Return what is drawn, but for the room that it takes."""
    common = fields.common
    last_day = printed_day(max(dates, key=CourseDate.as_date), words) if dates else ""
    return DrawnCertificate(
        title=product.title or words.text("certificate_title"),
        course=common[COURSE],
        statement=statement,
        time=words.text("certificate_time", time=common[TIME]) if common[TIME] else "",
        topics=product.topics,
        place_and_date=" ".join(filter(None, (common[PLACE], last_day))),
        last_day=last_day,
        signer=signer(common[TRAINER], words),
        own=fields.own,
    )


@dataclass(frozen=True, slots=True)
class _Fields:
    """What the fields of the course and the group hold, by their roles."""

    common: Mapping[str, str]
    """The texts that are the same for all; empty where none is known, or people differ."""
    own: Mapping[str, str]
    """The paths of the fields in which people differ."""
    longest: Mapping[str, str]
    """The longest texts of those."""

    @classmethod
    def of(cls, people: Sequence[Participant], course: Course) -> "_Fields":
        """Return the fields of some people.

        A text that nobody else contradicts is everybody's: many lists have the course and the trainer in the first row
        only.
        """
        paths = {role: course.field_with_role(role) for role in ROLES}
        texts = {role: list(dict.fromkeys(_texts(people, path))) for role, path in paths.items()}
        differing = {role: each for role, each in texts.items() if len(each) > 1}
        common = {role: each[0] if len(each) == 1 else "" for role, each in texts.items()}
        longest = {role: max(each, key=len) for role, each in differing.items()}
        return cls(common, {role: paths[role] for role in differing}, longest)

    def without(self, role: str) -> "_Fields":
        """Return the fields with an empty one."""
        own, longest = ({key: text for key, text in each.items() if key != role} for each in (self.own, self.longest))
        return _Fields({**self.common, role: ""}, own, longest)


def _texts(people: Iterable[Participant], path: str) -> Iterator[str]:
    return (text for person in people if (text := person.text(path)))


def _texts_of(drawn: DrawnCertificate, fields: _Fields, words: Words, *, is_blank: bool) -> CertificateTexts:
    """Return the texts of a certificate as they take room."""
    longest = fields.longest
    time = words.text("certificate_time", time=longest[TIME]) if TIME in longest else drawn.time
    sentences = [sentence.translate(_GAP_WIDTHS) for sentence in drawn.statement]
    paragraphs = sentences if is_blank else [" ".join(sentences)]
    courses = filter(None, (drawn.course, longest.get(COURSE)))
    written = " ".join(filter(None, (longest.get(PLACE), drawn.last_day)))
    own_signer = signer(longest.get(TRAINER, ""), words)
    return CertificateTexts(
        title=drawn.title,
        subtitles=[words.text("certificate_course", course=course) for course in courses],
        paragraphs=[*paragraphs, time],
        topics=drawn.topics,
        written=[drawn.place_and_date, written],
        labels=[(words.text("place_and_date"), "place"), (drawn.signer, "signer"), (own_signer, "signer")],
    )


def certificate_dates(text: str, option: str = "--dates") -> tuple[CourseDate, ...]:
    """Return the days in a text as ``parse_dates`` does, also of spans such as ``12.1.–2.2.2026``.

    Raises OptionsError for what is no date, and for dates without a year.
    """
    listed = _SPAN.sub(r"\1, ", _DAY_SPAN.sub(r"\1.\2., ", text.strip()))
    dates = parse_dates(listed, option)
    if any(each.is_open or not each.year for each in dates):
        message = _("{option}: “{text}”: a certificate needs days with their year, such as 12.1.–2.2.2026")
        raise OptionsError(message.format(option=option, text=shortened(text)))
    return dates


def dates_of_field(text: str) -> tuple[CourseDate, ...]:
    """Return the days in a field; none for a text that is more than days and times, such as “kevät 2026”."""
    try:
        return certificate_dates(text)
    except OptionsError:
        return ()


def _hours(product: Certificate) -> tuple[str, str]:
    """Return the hours and the contact hours as numbers. Raises OptionsError with all that is wrong."""
    typed = {"--hours": product.hours.strip(), "--contact-hours": product.contact_hours.strip()}
    problems = [problem for option, text in typed.items() if text and (problem := _number_problem(option, text))]
    hours, contact = typed.values()
    if contact and not hours:
        problems.append(_("--contact-hours: add --hours, the hours of the whole course"))
    elif not problems and contact and _value(contact) > _value(hours):
        message = _("--contact-hours {contact} is more than --hours {hours}; correct one of them")
        problems.append(message.format(contact=contact, hours=hours))
    if problems:
        raise OptionsError(*problems)
    return hours, contact


def _number_problem(option: str, text: str) -> str:
    """Return what is wrong with a number of hours; empty if nothing is."""
    if _NUMBER.fullmatch(text) and _value(text) > 0:
        return ""
    message = _("{option}: “{text}” is not a number of hours; write a number such as 22 or 4,5")
    return message.format(option=option, text=shortened(text))


def _value(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _statement(dates: Sequence[CourseDate], hours: tuple[str, str], words: Words, *, is_blank: bool) -> Iterator[str]:
    """Yield the sentences below the name. On a certificate that is filled in, what is not known is left out."""
    span = _unbroken(printed_span(dates, words))
    if not span and is_blank:
        span = f"{DATE_GAP} – {DATE_GAP}"
    yield words.text("certificate_held", dates=span) if span else words.text("certificate_attended")
    whole, contact = hours if any(hours) or not is_blank else (NUMBER_GAP, NUMBER_GAP)
    if contact:
        counted = (_counted(whole, words), _counted(contact, words))
        key = "certificate_contact_hours"
        yield words.text(key, count=_form(whole), hours=counted[0], contact=counted[1])
    elif whole:
        yield words.text("certificate_hours", hours=_counted(whole, words))


def _unbroken(span: str) -> str:
    """Return a span of days of which each stays on one line."""
    return span.replace(" ", _NO_BREAK).replace(f"–{_NO_BREAK}", "– ")


def _counted(number: str, words: Words) -> str:
    """Return a number of hours with its noun: ``22 tuntia``, ``1 tunti``, ``4,5 tuntia``."""
    return words.text("certificate_number_of_hours", count=_form(number), hours=_printed_number(number, words))


def _form(number: str) -> int:
    """Return a number that has the same form as the hours: a fraction has that of many."""
    if not _NUMBER.fullmatch(number) or _value(number) % 1:
        return _MANY
    return int(_value(number))


def _printed_number(number: str, words: Words) -> str:
    """Return a number with the decimal sign of the language."""
    if not _NUMBER.fullmatch(number):
        return number
    from babel import Locale, UnknownLocaleError
    from babel.numbers import format_decimal

    try:
        return format_decimal(_value(number), "0.##", locale=Locale.parse(words.language, sep="-"))
    except (UnknownLocaleError, ValueError):
        return number


def signer(trainer: str, words: Words) -> str:
    """Return what stands under the rule for the signature: the trainer, or trainers, with their role."""
    if not trainer:
        return words.text("certificate_signature")
    return words.text("certificate_trainer", count=_MANY if _SEVERAL.search(trainer) else _ONE, trainer=trainer)
