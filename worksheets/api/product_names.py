"""The names of what can be made with a packet, as the command line takes them: ``attendance,badge,label:L7160``."""

from collections.abc import Iterable, Sequence

from worksheets.compose.products.kinds import Attendance, Cards, Certificate, GroupLists, PacketProduct
from worksheets.errors import OptionsError, nearest, shortened
from worksheets.messages import _

_LABEL = "label"
_EXAMPLE_LABEL = f"{_LABEL}:L7160"
PRODUCT_NAMES = (Attendance.name, GroupLists.name, "badge", "tent", _EXAMPLE_LABEL, Certificate.name)
"""What can be made with a packet; of labels, also other sheets than this one."""


def products_named(names: Iterable[str], options: Sequence[PacketProduct] = ()) -> tuple[PacketProduct, ...]:
    """Return the products of these names, each once, as ``PRODUCT_NAMES`` has them.

    A product among the ``options`` stands for the usual one of its name. Raises OptionsError with all names that no
    product has.
    """
    usual = {product.name: product for product in (Attendance(), GroupLists(), Certificate(), *options)}
    words = list(dict.fromkeys(word for name in names if (word := name.strip())))
    if problems := [problem for word in words if (problem := _name_problem(word))]:
        raise OptionsError(*problems)
    return tuple(usual[word] if word in usual else Cards(kind=word) for word in words)


def _name_problem(word: str) -> str:
    """Return what is wrong with the name of a product; empty if nothing is."""
    name, colon, sheet = word.partition(":")
    if name == _LABEL and not sheet:
        return _("--with {name}: which sheet of labels? Write its maker's number, such as {example}").format(
            name=word, example=_EXAMPLE_LABEL
        )
    if word in PRODUCT_NAMES or (name == _LABEL and colon):
        return ""
    message = _("--with {name}: there is no such paper; choose from: {names}.")
    return message.format(name=shortened(word), names=", ".join(PRODUCT_NAMES)) + nearest(word, PRODUCT_NAMES)
