"""Numbers as values of options; Click's own types say in English what they are."""

import re
from math import isfinite, nan

import click

from worksheets.messages import _


class Number(click.ParamType):  # type: ignore[type-arg]  # In older Clicks it is not generic.
    """A number from the lowest to the highest that may be given."""

    name = "number"

    def __init__(self, lowest: int, highest: int | None = None, *, whole: bool = True) -> None:
        self._lowest = lowest
        self._highest = highest
        self._whole = whole

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int | float:
        """Return the number that was typed; Click calls this."""
        try:
            number = int(str(value)) if self._whole else float(str(value).replace(",", "."))
        except ValueError:
            message = _("{value} is not a whole number.") if self._whole else _("{value} is not a number.")
            self.fail(message.format(value=value), param, ctx)
        if problem := self._problem(number):
            self.fail(problem, param, ctx)
        return number

    def _problem(self, number: float) -> str:
        """Return what is wrong with a number; empty if nothing is."""
        if self._highest is None:
            message = _("{number} is less than {lowest}.")
            return "" if number >= self._lowest else message.format(number=f"{number:g}", lowest=self._lowest)
        message = _("{number} is not between {lowest} and {highest}.")
        is_right = self._lowest <= number <= self._highest
        return "" if is_right else message.format(number=f"{number:g}", lowest=self._lowest, highest=self._highest)


class Shift(click.ParamType):  # type: ignore[type-arg]
    """Two numbers of mm, to the right and down: ``1.5,-2``, or with decimal commas ``1,5/-2``."""

    name = "shift"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[float, float]:
        """Return the numbers that were typed; Click calls this."""
        if isinstance(value, tuple):
            return value
        text = str(value).strip().replace("\u2212", "-")
        numbers = re.split(r"\s*[;/]\s*|,?\s+", text) if re.search(r"[;/\s]", text) else text.split(",")
        if len(numbers) == 4:  # noqa: PLR2004 - 1,5,-2,0
            numbers = [",".join(numbers[:2]), ",".join(numbers[2:])]
        try:
            right, down = (float(number.replace(",", ".")) for number in numbers)
        except ValueError:
            right, down = nan, nan
        if not (isfinite(right) and isfinite(down)):
            message = _("{value} is not two numbers of mm, to the right and down, such as 1.5,-2 or 1,5/-2.")
            self.fail(message.format(value=value), param, ctx)
        return right, down
