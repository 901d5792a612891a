"""The options of products, such as the dates of a sign-in sheet, and the products that they describe."""

from dataclasses import dataclass, fields
from typing import Any

import click

from worksheets import api
from worksheets.errors import OptionsError
from worksheets.messages import _, marked

from . import completing
from .numbers import Number
from .translated import option

MOST = 100_000
"""The largest number of groups, people or a seed."""

as_list = option(
    "--as",
    "kind",
    type=click.Choice([api.Attendance.name, api.GroupLists.name]),
    default=api.Attendance.name,
    show_default=True,
    help=marked("attendance for a sign-in sheet, groups for lists of smaller groups."),
)
dates = option(
    "--dates",
    metavar=marked("DATES|NUMBER"),
    default_words=marked("one column"),
    help=marked(
        'The dates of a sign-in sheet, such as "12.1.2026 9.00–15.00, 19.1.2026", or how many there are, such as 4.'
    ),
)
by_last_name = option(
    "--by-last-name",
    is_flag=True,
    default=None,
    help=marked("Sort the sign-in sheet by last names, and print those first."),
)
groups = option(
    "--groups", type=Number(1, MOST), metavar=marked("NUMBER"), help=marked("Deal the people into so many groups.")
)
group_size = option(
    "--group-size",
    "size",
    type=Number(1, MOST),
    metavar=marked("NUMBER"),
    help=marked("Deal the people into groups of at most so many."),
)
apart = option(
    "--apart",
    metavar=marked("FIELD"),
    help=marked("Keep people with the same text in a field in different groups, such as organisaatio."),
    shell_complete=completing.fields,
)
seed = option(
    "--seed",
    type=Number(0, MOST),
    metavar=marked("NUMBER"),
    default_words="1",
    help=marked("Another number deals other groups; the same number always deals the same."),
)
signs = option("--signs", is_flag=True, default=None, help=marked("Add a sign to fold for each group's table."))
title = option(
    "--title",
    metavar=marked("TEXT"),
    default_words=marked("the usual one in the course's language"),
    help=marked("The title at the top."),
)
hours = option(
    "--hours",
    metavar=marked("NUMBER"),
    help=marked("How many hours the course took, as certificates say it, such as 22 or 4,5."),
)
of_certificates = (
    option(
        "--title",
        default="",
        metavar=marked("TEXT"),
        default_words=marked("the usual one in the course's language"),
        help=marked("The title at the top."),
    ),
    option(
        "--dates",
        default="",
        metavar=marked("DATES"),
        default_words=marked("the time in the list"),
        help=marked("When the course was held, such as 12.1.–2.2.2026, or all days with commas between them."),
    ),
    option(
        "--hours",
        default="",
        metavar=marked("NUMBER"),
        help=marked("How many hours the course took, such as 22 or 4,5."),
    ),
    option(
        "--contact-hours",
        default="",
        metavar=marked("NUMBER"),
        help=marked("How many of the hours were taught face to face."),
    ),
    option(
        "--topic",
        "topics",
        multiple=True,
        metavar=marked("TEXT"),
        help=marked("What the course covered; can be repeated, a line each."),
    ),
)
"""The options for what a certificate says."""
_OF = {
    "dates": ("--dates", api.Attendance.name),
    "by_last_name": ("--by-last-name", api.Attendance.name),
    "groups": ("--groups", api.GroupLists.name),
    "size": ("--group-size", api.GroupLists.name),
    "apart": ("--apart", api.GroupLists.name),
    "seed": ("--seed", api.GroupLists.name),
    "signs": ("--signs", api.GroupLists.name),
}
"""The options that belong to one of the lists only, and the name of that one."""


@dataclass(frozen=True, slots=True)
class TypedList:
    """The options of a list as Click parses them; None for one that is not given."""

    kind: str
    dates: str | None
    by_last_name: bool | None
    groups: int | None
    size: int | None
    apart: str | None
    seed: int | None
    signs: bool | None
    title: str | None

    def product(self) -> api.Attendance | api.GroupLists:
        """Return what is to be made. Raises OptionsError with all options that do not belong to it."""
        given = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "kind"}
        given = {name: value for name, value in given.items() if value is not None}
        message = _("{option}: only for --as {kind}; leave it out, or write --as {kind}")
        wrong = [_OF[name] for name in given if name in _OF and _OF[name][1] != self.kind]
        if wrong:
            raise OptionsError(*(message.format(option=option, kind=kind) for option, kind in wrong))
        return api.Attendance(**given) if self.kind == api.Attendance.name else api.GroupLists(**given)


@dataclass(frozen=True, slots=True)
class TypedProducts:
    """The options for what is made with a packet, as Click parses them; None for one that is not given."""

    with_names: tuple[str, ...]
    dates: str | None
    groups: int | None
    size: int | None
    hours: str | None

    def products(self) -> tuple[api.PacketProduct, ...]:
        """Return what is made besides the handouts.

        Raises OptionsError for names that there are not, and for options of what is not made.
        """
        attendance = api.Attendance(**self._given("dates"))
        certificate = api.Certificate(**self._given("hours", *([] if self._counts_dates else ["dates"])))
        names = [name.strip() for word in self.with_names for name in word.split(",")]
        products = api.products_named(names, (attendance, api.GroupLists(**self._given("groups", "size")), certificate))
        message = _("{option}: nothing that is made has a use for it; add --with {name}, or leave out {option}")
        wrong = [
            message.format(option=option, name=users[0])
            for name, (option, users) in _PACKET_OPTIONS.items()
            if self._given(name) and not {*users} & {*names}
        ]
        if wrong:
            raise OptionsError(*wrong)
        return products

    @property
    def _counts_dates(self) -> bool:
        """The dates are not known, only how many there are: that is nothing for a certificate."""
        return bool(self.dates) and str(self.dates).strip().isdecimal()

    def _given(self, *names: str) -> dict[str, Any]:
        """Return those of some options that are given."""
        return {name: value for name in names if (value := getattr(self, name)) is not None}


_PACKET_OPTIONS = {
    "dates": ("--dates", (api.Attendance.name, api.Certificate.name)),
    "groups": ("--groups", (api.GroupLists.name,)),
    "size": ("--group-size", (api.GroupLists.name,)),
    "hours": ("--hours", (api.Certificate.name,)),
}
"""Of each option, its name on the command line, and the products that have a use for it, the usual one first."""
