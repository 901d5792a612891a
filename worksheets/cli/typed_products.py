"""The options of products as Click parses them, and the products that they describe."""

from dataclasses import dataclass, fields
from typing import Any

from worksheets import api
from worksheets.errors import OptionsError
from worksheets.messages import _

from .names import ATTENDANCE, CERTIFICATE, GROUPS

_OF = {
    "dates": ("--dates", ATTENDANCE),
    "by_last_name": ("--by-last-name", ATTENDANCE),
    "groups": ("--groups", GROUPS),
    "size": ("--group-size", GROUPS),
    "apart": ("--apart", GROUPS),
    "seed": ("--seed", GROUPS),
    "signs": ("--signs", GROUPS),
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

    def product(self) -> "api.Attendance | api.GroupLists":
        """Return what is to be made. Raises OptionsError with all options that do not belong to it."""
        given = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "kind"}
        given = {name: value for name, value in given.items() if value is not None}
        message = _("{option}: only for --as {kind}; leave it out, or write --as {kind}")
        wrong = [_OF[name] for name in given if name in _OF and _OF[name][1] != self.kind]
        if wrong:
            raise OptionsError(*(message.format(option=option, kind=kind) for option, kind in wrong))
        return api.Attendance(**given) if self.kind == ATTENDANCE else api.GroupLists(**given)


@dataclass(frozen=True, slots=True)
class TypedProducts:
    """The options for what is made with a packet, as Click parses them; None for one that is not given."""

    with_names: tuple[str, ...]
    dates: str | None
    groups: int | None
    size: int | None
    hours: str | None

    def products(self) -> "tuple[api.PacketProduct, ...]":
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
    "dates": ("--dates", (ATTENDANCE, CERTIFICATE)),
    "groups": ("--groups", (GROUPS,)),
    "size": ("--group-size", (GROUPS,)),
    "hours": ("--hours", (CERTIFICATE,)),
}
"""Of each option, its name on the command line, and the products that have a use for it, the usual one first."""
