"""The papers of a course day: what somebody has chosen for each of them, and the library's products for that."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING

from worksheets import api
from worksheets.messages import _

from .chosen import one_line
from .posting import number_of, text_of

if TYPE_CHECKING:
    from starlette.datastructures import FormData

_LONGEST = 400
"""The most characters of an option's text that are kept."""
_MINUS = "\N{MINUS SIGN}"
_MOST_LINES = 60
_DECIMAL = re.compile(r"[+-]?[0-9]{1,3}([.,][0-9]{1,3})?")


class Paper(Enum):
    """A paper of a course day; the values are those that forms and addresses send."""

    ATTENDANCE = "attendance"
    BADGE = "badge"
    CERTIFICATE = "certificate"
    GROUPS = "groups"
    TENT = "tent"
    LABEL = "label"
    CALIBRATION = "calibration"

    @property
    def can_be_blank(self) -> bool:
        """Return True for one that is of use without a list: with lines to write on."""
        return self in _BLANK_TOO


_BLANK_TOO = (Paper.ATTENDANCE, Paper.BADGE, Paper.TENT, Paper.CERTIFICATE, Paper.CALIBRATION)
WITH_PACKET = (Paper.ATTENDANCE, Paper.BADGE, Paper.GROUPS, Paper.TENT, Paper.LABEL)
"""What can be made together with the handouts, in the order in which it is offered."""
USUAL: Mapping[str, str] = {
    "attendance.dates": "",
    "attendance.order": "first",
    "badge.line": "",
    "tent.line": "",
    "label.sheet": "L7160",
    "label.line": "",
    "label.start": "1",
    "label.right": "0",
    "label.down": "0",
    "groups.by": "count",
    "groups.number": "4",
    "groups.apart": "",
    "groups.signs": "",
    "groups.seed": "1",
    "certificate.dates": "",
    "certificate.hours": "",
    "certificate.contact": "",
    "certificate.topics": "",
    "certificate.whom": "",
}
"""The options as they are before anybody has chosen, by the names of their fields, which begin with their paper's."""


_SEVERAL_LINES = ("certificate.topics",)
_BOXES = ("groups.signs",)
"""Fields that are ticked; a box that is not ticked sends nothing."""
_FIELDS_OF: Mapping[str, tuple[str, ...]] = {
    "dates": ("attendance.dates", "certificate.dates"),
    "groups": ("groups.number",),
    "group-size": ("groups.number",),
    "apart": ("groups.apart",),
    "as": ("label.sheet",),
    "line": ("badge.line", "tent.line", "label.line"),
    "start": ("label.start",),
    "shift": ("label.right",),
    "hours": ("certificate.hours",),
    "contact-hours": ("certificate.contact",),
    "topic": ("certificate.topics",),
}
"""In which field is chosen what an option of the command line says: the library's messages name the option."""
_NUMBERED_OPTION = re.compile(r"--groups ([0-9]+)")
"""The cure of a wrong number names the option, which is the field itself here."""
_NAMED_OPTION = re.compile(r"--([a-z-]+)[^:]*: (.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Faults:
    """What is to be mended in what was chosen for a paper."""

    fields: Mapping[str, str] = field(default_factory=dict)
    """What is wrong and what to do, by the names of the fields."""
    others: tuple[str, ...] = ()
    """What is not about one of the fields."""

    def __bool__(self) -> bool:
        """Return True if there is anything to mend."""
        return bool(self.fields or self.others)


def faults_of(paper: Paper, problems: Sequence[str]) -> Faults:
    """Return the library's problems at the fields that they are about, without the option that they name."""
    fields: dict[str, str] = {}
    others: list[str] = []
    for problem in problems:
        match = _NAMED_OPTION.fullmatch(problem)
        names = _FIELDS_OF.get(match[1], ()) if match else ()
        name = next((name for name in names if name.startswith(f"{paper.value}.")), None)
        if name is None:
            others.append(problem)
        else:
            sentence = without_option(problem)
            fields[name] = f"{fields[name]}\n{sentence}" if name in fields else sentence
    return Faults(fields, tuple(others))


def without_option(message: str) -> str:
    """Return a message of the library without the option of the command line that it begins with."""
    match = _NAMED_OPTION.fullmatch(message)
    if match is None:
        return message
    text = _NUMBERED_OPTION.sub(r"\1", match[2])
    return f"{text[:1].upper()}{text[1:]}"


class FieldsError(Exception):
    """What was typed into fields of a paper cannot be used."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("\n".join(faults.values()))
        self.faults = faults
        """What is wrong and what to do, by the names of the fields."""


@dataclass(frozen=True, slots=True)
class PaperChoices:
    """What a visit has chosen for its papers."""

    texts: Mapping[str, str] = field(default_factory=dict)
    """What was chosen or typed, by the names of the fields; what is not there is as usual."""
    with_packet: tuple[Paper, ...] = ()
    """Those that are made together with the handouts."""

    def text(self, name: str) -> str:
        """Return what a field of a paper has, such as ``attendance.dates``."""
        return self.texts.get(name, USUAL[name])

    def with_papers(self, form: "FormData") -> "PaperChoices":
        """Return the choices with what a form makes together with the handouts, if it has boxes for that."""
        if "with-ticks" not in form:
            return self
        ticked = set(form.getlist("with"))
        return replace(self, with_packet=tuple(paper for paper in WITH_PACKET if paper.value in ticked))

    def for_people(self, count: int) -> "PaperChoices":
        """Return the choices for so many people: unless somebody has said so, there are no more groups than people."""
        groups = str(max(1, min(count, int(USUAL["groups.number"]))))
        return replace(self, texts={"groups.number": groups, **self.texts})

    def changed(self, paper: Paper, form: "FormData") -> "PaperChoices":
        """Return the choices as the form of a paper changes them; what it does not have stays as it was."""
        names = [name for name in USUAL if name.startswith(f"{paper.value}.") and (name in form or name in _BOXES)]
        texts = {name: _typed(name, text_of(form, name)) for name in names}
        return replace(self, texts={**self.texts, **texts})

    def dealt_again(self) -> "PaperChoices":
        """Return the choices with which people are dealt into groups in another way."""
        seed = number_of(self.text("groups.seed")) + 1
        return replace(self, texts={**self.texts, "groups.seed": str(seed)})

    def certificate(self) -> api.Certificate:
        """Return what certificates say."""
        topics = tuple(self.text("certificate.topics").splitlines())
        dates, hours, contact = (self.text(f"certificate.{name}") for name in ("dates", "hours", "contact"))
        return api.Certificate(dates=dates, hours=hours, contact_hours=contact, topics=topics)

    def product(self, paper: Paper) -> api.Product | api.Certificate:
        """Return what the library makes of the choices for a paper. Raises FieldsError for what was typed wrongly."""
        if paper is Paper.CERTIFICATE:
            return self.certificate()
        read = _Reading(self)
        product = _product(paper, read)
        if read.faults:
            raise FieldsError(read.faults)
        return product


def _typed(name: str, text: str) -> str:
    """Return what was typed into a field, of a bounded length; empty lines are left out."""
    if name not in _SEVERAL_LINES:
        return one_line(text, _LONGEST)
    lines = [one_line(line, _LONGEST) for line in text.splitlines()[:_MOST_LINES]]
    return "\n".join(filter(None, lines))


class _Reading:
    """Reads fields, and gathers what is wrong in them."""

    def __init__(self, choices: PaperChoices) -> None:
        self.text = choices.text
        self.faults: dict[str, str] = {}

    def whole(self, name: str) -> int:
        """Return a number from 1 on."""
        number = number_of(self.text(name))
        if not number:
            self.faults[name] = _("Write a whole number, such as {example}.").format(example=USUAL[name])
        return number

    def millimetres(self, name: str) -> float:
        """Return a measure; nothing is none."""
        text = self.text(name).removesuffix("mm").strip().replace(_MINUS, "-") or "0"
        if not _DECIMAL.fullmatch(text):
            self.faults[name] = _("Write millimetres, such as {example}.").format(example=_("1.5 or -0.5"))
            return 0.0
        return float(text.replace(",", "."))


def _product(paper: Paper, read: _Reading) -> api.Product:
    match paper:
        case Paper.ATTENDANCE:
            by_last_name = read.text("attendance.order") == "last"
            return api.Attendance(read.text("attendance.dates"), by_last_name)
        case Paper.GROUPS:
            return _groups(read)
        case Paper.BADGE:
            return api.Cards("badge", read.text("badge.line"))
        case Paper.TENT:
            return api.Cards("tent", read.text("tent.line"))
        case Paper.LABEL:
            return _labels(read)
        case _:
            return api.Calibration()


def _groups(read: _Reading) -> api.GroupLists:
    number, is_size = read.whole("groups.number"), read.text("groups.by") == "size"
    return api.GroupLists(
        groups=0 if is_size else number,
        size=number if is_size else 0,
        seed=number_of(read.text("groups.seed")) or 1,
        apart=read.text("groups.apart"),
        signs=bool(read.text("groups.signs")),
    )


def _labels(read: _Reading) -> api.Cards:
    sheet = read.text("label.sheet")
    if sheet not in api.label_sheets():  # No other name comes from the page: that of a file would be read.
        sheet = USUAL["label.sheet"]
    shift = (read.millimetres("label.right"), read.millimetres("label.down"))
    return api.Cards(f"label:{sheet}", read.text("label.line"), read.whole("label.start"), shift)
