"""An edition with what makes its handouts: its templates, fonts, style sheets and masters."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from worksheets.compose.edition import Edition
from worksheets.master.cache import MasterCache
from worksheets.master.store import MasterStore

if TYPE_CHECKING:
    from worksheets.pipeline import Pipeline


class PreparedEdition:
    """An edition with what makes its handouts."""

    def __init__(self, edition: Edition, digest: str, cache_folder: Path | None) -> None:
        """``digest`` is the edition's fingerprint; masters are kept in ``cache_folder``, if there is one."""
        self.edition = edition
        self.fingerprint = digest
        self.masters = MasterStore(edition, lambda: self.pipeline, MasterCache(cache_folder, digest))

    @cached_property
    def pipeline(self) -> "Pipeline":
        """What typesets the edition's handouts."""
        from worksheets.pipeline import Pipeline  # When it is needed, since loading WeasyPrint takes half a second.

        return Pipeline(self.edition.course, self.edition.layout)
