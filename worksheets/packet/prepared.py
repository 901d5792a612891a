"""An edition with what makes its handouts: its templates, fonts, style sheets and masters."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from worksheets.compose.edition import Edition
from worksheets.compose.fingerprint import fingerprint
from worksheets.master.cache import MasterCache
from worksheets.master.shipped import ShippedMasters
from worksheets.master.store import MasterStore
from worksheets.resources import MASTERS

if TYPE_CHECKING:
    from worksheets.pipeline import Pipeline


class EditionCopy(Struct, frozen=True):
    """An edition for another process, which prepares it for itself."""

    edition: Edition
    content: str = ""
    """The digest of the edition's content, which tells a copy from an earlier one, after which a file has changed. The
    other process finds its own."""
    cache_folder: Path | None = None
    """Where masters are kept; the user's cache folder if it is None."""
    shipped: bool = True
    """Use the masters that are shipped, too."""


def masters_folder() -> Path | None:
    """Return the folder in the user's cache folder where masters are kept; None for a user who has no home folder."""
    from platformdirs import user_cache_path

    try:
        return user_cache_path("worksheets") / "masters"
    except RuntimeError:  # As a service, or a container, may run it: HOME is not set, and the user has no name.
        return None


class PreparedEdition:
    """An edition with what makes its handouts."""

    def __init__(self, edition: Edition, content: str, cache_folder: Path | None, *, shipped: bool = True) -> None:
        """``content`` is the digest of the edition's; masters are kept in ``cache_folder``, if there is one.

        With ``shipped``, those that are shipped are used, too.
        """
        self.edition = edition
        self._content = content
        self.shipment: object = None
        """What the edition came in from another machine: its files last as long as that."""
        self._cache_folder = cache_folder
        self._shipped = shipped
        masters = ShippedMasters(MASTERS if shipped else None, content)
        self.masters = MasterStore(
            edition, lambda: self.pipeline, lambda: MasterCache(cache_folder, self.fingerprint), masters
        )

    @cached_property
    def fingerprint(self) -> str:
        """The digest of all that the edition's handouts are made from; to find the versions in it takes a while."""
        return fingerprint(self._content, self._cache_folder)

    @cached_property
    def pickled(self) -> bytes:
        """The pickled ``EditionCopy``, as the calls in ``jobs`` take it."""
        import pickle

        return pickle.dumps(EditionCopy(self.edition, self._content, self._cache_folder, self._shipped))

    @cached_property
    def packed(self) -> bytes:
        """The ``EditionCopy`` as a pickled ``Shipment``, for machines with disks and masters of their own."""
        from .shipment import packed

        return packed(EditionCopy(self.edition, self._content, None, self._shipped), self.edition.course.folder)

    @cached_property
    def pipeline(self) -> "Pipeline":
        """What typesets the edition's handouts."""
        from worksheets.pipeline import Pipeline  # When it is needed, since loading WeasyPrint takes half a second.

        return Pipeline(self.edition.course, self.edition.layout)
