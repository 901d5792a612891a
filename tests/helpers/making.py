"""Handouts, packets and masters made in one call each, with no master kept between them."""

from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Executor
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.helpers.values import replace
from worksheets.compose.edition import Edition
from worksheets.compose.fingerprint import content_digest, fingerprint
from worksheets.compose.page_data import PageData
from worksheets.compose.templates import Templates
from worksheets.course.course import Course
from worksheets.course.layout import Layout
from worksheets.master.build import MasterBuilder
from worksheets.master.cache import MasterCache
from worksheets.master.store import MasterStore
from worksheets.packet.events import PacketFile
from worksheets.packet.handout import handout as handout_of
from worksheets.packet.order import Order
from worksheets.packet.packet import make_packet
from worksheets.packet.prepared import PreparedEdition
from worksheets.packet.session import Session
from worksheets.pdf.typeset import Typesetter
from worksheets.people.participant import Participant
from worksheets.pipeline import Pipeline
from worksheets.text.dictionaries import use_dictionary

if TYPE_CHECKING:
    from weasyprint.text.fonts import FontConfiguration


def prepared(edition: Edition) -> PreparedEdition:
    """Return an edition with what makes its handouts; masters come from this user's cache."""
    return Session().prepared(edition)


def handout(edition: Edition, participant: Participant, password: str = "", *, merge: bool = False) -> bytes:
    """Return a participant's handout, typeset unless it is to be merged where that can be done."""
    ready = prepared(edition) if merge else _prepared(edition, content_digest(edition))
    return handout_of(ready, participant, password, merge=merge)


@lru_cache(8)
def _prepared(edition: Edition, content: str) -> PreparedEdition:
    """Return an edition that only typesets; to prepare it takes longer than to typeset a page.

    The digest changes with the edition's files. Editions of other pages of the course share the style sheets,
    which take 0.1 s to read.
    """
    ready = PreparedEdition(edition, content, None)
    whole = replace(edition, pages=edition.course.pages, fillable=False)
    ready.pipeline = _pipeline(edition.course, edition.layout, content_digest(whole))
    return ready


@lru_cache(8)
def _pipeline(course: Course, layout: Layout, _digest: str) -> Pipeline:
    return Pipeline(course, layout)


def typeset_handout(edition: Edition, participant: Participant) -> bytes:
    """Return a handout as the typesetter makes it; the participant's texts are as they are printed."""
    return pipeline_of(edition).handout(edition, participant)


def pipeline_of(edition: Edition) -> Pipeline:
    """Return the pipeline of an edition, whose files do not change any more."""
    return _lasting_pipeline(edition.course, edition.layout)


@cache
def _lasting_pipeline(course: Course, layout: Layout) -> Pipeline:
    return Pipeline(course, layout)


def master_store(edition: Edition, folder: Path | None = None) -> MasterStore:
    """Return the masters of an edition; they are kept in the folder, if there is one."""
    cache = master_cache(edition, folder)
    return MasterStore(edition, lambda: Pipeline(edition.course, edition.layout), lambda: cache)


def master_cache(edition: Edition, folder: Path | None) -> MasterCache:
    return MasterCache(folder, fingerprint(content_digest(edition)))


def master_builder(edition: Edition) -> MasterBuilder:
    return MasterBuilder(edition.pages, pipeline_of(edition))


def compose(pages: Sequence[str], new_page: Callable[[], PageData]) -> str:
    """Return pages as an HTML document."""
    return Templates(new_page().course.folder).compose(pages, new_page)


def typeset(html: str, layout: Layout, folder: Path, *, tagged: bool = True) -> bytes:
    """Return an HTML document as a PDF."""
    return Typesetter(layout, folder).typeset(html, tagged=tagged)


def packet(order: Order, executor: Executor) -> Generator[PacketFile, None, None]:
    """Yield what becomes of each file of a packet."""
    return make_packet(order, executor, Session())


@cache
def font_map() -> "FontConfiguration":
    """Return the fonts that pages are set in, for documents that a test gives to WeasyPrint itself."""
    from weasyprint.text.fonts import FontConfiguration  # After ours are the only fonts, as pdf.typeset sees to.

    use_dictionary()
    return FontConfiguration()
