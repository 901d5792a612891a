"""How a PDF asks to be printed on the sides of the paper (ISO 32000-2, 12.2)."""

from enum import Enum


class Duplex(Enum):
    """The sides of the paper that are printed on; the values are PDF's names."""

    ONE_SIDE = "Simplex"
    LONG_EDGE = "DuplexFlipLongEdge"
    """On both sides, flipped on the long edge: the back of an upright page is upright when the sheet is turned over."""
    SHORT_EDGE = "DuplexFlipShortEdge"
    """On both sides, flipped on the short edge, as pages that lie across need."""
