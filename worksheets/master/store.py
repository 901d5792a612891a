"""The masters of an edition: found in the cache, or made when enough handouts ask for them."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property, partial
from itertools import chain
from threading import RLock
from typing import TYPE_CHECKING

from msgspec import Struct

from worksheets.compose.edition import Edition
from worksheets.compose.page_data import PageData
from worksheets.errors import NeedsTypesetterError, NoTypesetterError, Reason, Refusal, WorksheetsError
from worksheets.merge.handout_file import WholeFile
from worksheets.merge.merger import Merger
from worksheets.merge.model import Answer, Master
from worksheets.merge.participant_texts import ParticipantTexts
from worksheets.merge.questions import answer, gives
from worksheets.merge.variable_objects import VariableObjects
from worksheets.people.participant import Participant

from .cache import KEPT, MasterCache, Wanted, every
from .shipped import ShippedMasters

if TYPE_CHECKING:
    from worksheets.pipeline import Pipeline

    from .build import MasterBuilder

_WORTH_A_MASTER = 3
"""Participants with the same pages for whom another master is made: making one takes as long as typesetting three."""
_WORTH_A_LONGER_MASTER = 12
"""Those whose texts overflow, for whom it is: making one takes as long as typesetting five of them, and it serves those
only whose texts continue on as many pages."""
_REQUESTS_COUNTED = 1000
"""Different pages whose requests are counted; when there are so many, all are forgotten."""


class _Served(Struct, frozen=True):
    """A merger with the texts of a participant whom its master serves."""

    merger: Merger
    texts: ParticipantTexts | None
    """None if they have not been asked for: of a new master."""


class MergedHandout(Struct, frozen=True):
    """A participant merged into a master."""

    merger: Merger
    objects: VariableObjects
    """What is the participant's own in the file."""
    cached_name: str
    """The name by which another process finds the master in the cache; empty when it cannot."""
    whole: WholeFile | None
    """The whole file, where it is wanted or no other process can make it."""


class MasterStore:
    """The masters of one edition, for one process. Several threads may use it."""

    def __init__(
        self,
        edition: Edition,
        new_pipeline: "Callable[[], Pipeline]",
        new_cache: Callable[[], MasterCache],
        shipped: ShippedMasters | None = None,
    ) -> None:
        """``new_pipeline`` returns what typesets the pages of a new master; it is called when it is needed.

        So is ``new_cache``: the cache is for those whom none of the ``shipped`` masters serves.
        """
        self.edition = edition
        self._new_cache = new_cache
        self._shipped = shipped or ShippedMasters(None, "")
        self._has_served = False
        """A shipped master has served somebody."""
        self._new_pipeline = new_pipeline
        self._lock = RLock()
        self._mergers: dict[str, Merger] = {}
        """By their masters' names in the cache, the last used at the end."""
        self._made: set[str] = set()
        """The names of the masters that this process has made."""
        self._requests: Counter[str] = Counter()
        """How often a master was missing since one was last made, by the digest of the pages."""
        self._refusals: dict[bool | str, Refusal] = {}
        """Why no master can be made for participants whose texts overflow (True), and for others (False).

        Or only for those with the same pages, by the digest of these, if the reason was in the texts of several."""
        self._own_refusals: Counter[str] = Counter()
        """How often the reason was in a participant's texts, by the digest of the pages."""
        self._builder: MasterBuilder | None = None
        self._builds = 0
        self._asked_for = False
        """A master has been lacking, as ``lacks`` noted."""

    @cached_property
    def cache(self) -> MasterCache:
        """Where masters are kept for other processes."""
        return self._new_cache()

    def open_cache(self) -> None:
        """Read which pages earlier processes asked for, before another process of the same run notes its own."""
        _ = self.cache

    @property
    def builds(self) -> int:
        """The number of masters that this process has begun to make."""
        return self._builds

    def page_data(self, participant: Participant) -> PageData:
        """Return what a participant's pages are filled with."""
        return self.edition.page_data(participant)

    def handout(self, participant: Participant, *, make: bool) -> bytes:
        """Return a participant's handout as a PDF; raise as ``merge`` does."""
        whole = self.merge(participant, make=make, whole=True).whole
        return whole.pdf if whole else b""

    def merge(
        self,
        participant: Participant,
        *,
        make: bool,
        whole: bool = False,
        asking: Mapping[str, int] | None = None,
    ) -> MergedHandout:
        """Merge a participant, whose texts are as they are printed; with ``whole``, into a whole PDF.

        With ``make``, a missing master is made if enough participants have asked for it. When they ask again,
        ``asking`` says how many do, as ``count`` does, and another process that makes the master is waited for. A
        master of an earlier process with which merging fails is deleted, and another takes its place. Raises
        NeedsTypesetterError when the handout has to be typeset.
        """
        data = self.page_data(participant)
        with self._lock:
            while True:  # It ends, since a master that was given up is not read again.
                served = self._served(participant, data, make=make, asking=asking)
                try:
                    return self._merged(served, data, whole=whole)
                except NeedsTypesetterError:
                    raise
                except Exception as error:  # noqa: BLE001 - a wrong master may raise anything
                    self._give_up(self._name(served.merger), error)

    def _merged(self, served: _Served, data: PageData, *, whole: bool) -> MergedHandout:
        merger = served.merger
        objects = merger.merge_texts(served.texts) if served.texts else merger.merge(data)
        name = self.cached_name(merger)
        return MergedHandout(merger, objects, name, merger.file(objects) if whole or not name else None)

    def _give_up(self, name: str, error: Exception) -> None:
        """Delete a master with which something failed.

        Raises NeedsTypesetterError for one that this process has made: then the program is wrong, and not the file.
        """
        if name in self._made:
            if isinstance(error, WorksheetsError):  # Something that the user can mend.
                raise error
            raise NeedsTypesetterError(Reason.MERGE_FAILED, repr(error)) from error
        self.discard(name)

    def discard(self, name: str) -> None:
        """Delete a master, given by its name, which turned out to be wrong; a shipped one is only not used again."""
        with self._lock:
            self._mergers.pop(name, None)
            if name not in self._shipped:
                self.cache.discard(name)

    def _name(self, merger: Merger) -> str:
        """Return the name of a merger's master, by which other processes know it; empty when it is not here."""
        return next((name for name, other in self._mergers.items() if other is merger), "")

    def cached_name(self, merger: Merger) -> str:
        """Return the name by which another process finds a master; empty when it cannot."""
        name = self._name(merger)
        return name if name in self._shipped or name in self.cache else ""

    def named(self, name: str) -> Merger | None:
        """Return the merger of a master that another process has used; None when the cache has it no more."""
        with self._lock:
            is_known = name in self._mergers or any(unread == name for unread in self._unread())
            return self._mergers[name] if is_known else None

    def serves(self, participant: Participant) -> bool:
        """Return True if a master serves a participant."""
        try:
            with self._lock:
                return self._serving(self.page_data(participant)) is not None
        except NeedsTypesetterError:
            return True  # A master that serves others with the same pages.

    def _served(
        self, participant: Participant, data: PageData, *, make: bool, asking: Mapping[str, int] | None
    ) -> _Served:
        if served := self._serving(data):
            return served
        refusal = self._refusals.get(_continues(data)) or self._refusals.get(self._pages_digest(data))
        if refusal:
            raise NeedsTypesetterError(refusal.reason, refusal.detail)
        if not make:
            raise NeedsTypesetterError(Reason.NO_MASTER)
        pages = self._pages_digest(data)
        if self._has_others() and not self._is_worth_a_master(pages, data, asking):
            raise NeedsTypesetterError(Reason.RARE_PAGES)
        with self.cache.alone(pages, wait=asking is not None) as is_alone:
            if served := self._serving(data):  # Another process has made the master meanwhile.
                return served
            if not is_alone:
                raise NeedsTypesetterError(Reason.MAKING_MASTER)
            return _Served(self._make(participant), None)

    def _has_others(self) -> bool:
        """Return True if there are masters for others; of those that are shipped, only if they serve anybody."""
        return self._has_served or any(name not in self._shipped for name in self._mergers)

    def _serving(self, data: PageData) -> _Served | None:
        # A master whose questions have other answers serves nobody here; to read all took a seventh of a cold start.
        wanted = self._unread(partial(_gives, data))
        for name in chain(list(reversed(self._mergers)), wanted, self._unread()):
            merger = self._mergers[name]
            if texts := self._texts_for(name, merger, data):
                self._use(name, merger)
                return _Served(merger, texts)
        return None

    def _texts_for(self, name: str, merger: Merger, data: PageData) -> ParticipantTexts | None:
        try:
            return merger.served(data)
        except NeedsTypesetterError:
            raise
        except Exception as error:  # noqa: BLE001 - a wrong master may raise anything
            self._give_up(name, error)
            return None

    def _use(self, name: str, merger: Merger) -> None:
        """Note that a master is used; the one that was used longest ago makes room for a new one."""
        if name in self._shipped:
            self._has_served = True
        elif name != next(reversed(self._mergers), ""):
            self.cache.used(name)
        self._mergers.pop(name, None)
        self._mergers[name] = merger
        if len(self._mergers) > KEPT:
            del self._mergers[next(iter(self._mergers))]

    def _is_worth_a_master(self, pages: str, data: PageData, asking: Mapping[str, int] | None) -> bool:
        """Return True if enough participants have asked for the same pages since a master for them was last made."""
        enough = _WORTH_A_LONGER_MASTER if _continues(data) else _WORTH_A_MASTER
        if asking is not None:
            return asking.get(pages, 0) >= enough or self.cache.asked_before(pages)
        is_known = pages not in self._requests and self.cache.asked_before(pages)
        if len(self._requests) >= _REQUESTS_COUNTED:
            self._requests.clear()
        self._requests[pages] += 1
        if self._requests[pages] < enough and not is_known:
            return False
        self._requests[pages] = 0
        return True

    def count(self, participants: Sequence[Participant]) -> Counter[str]:
        """Return how many participants whom no master serves ask for the same pages, by the digests of those."""
        with self._lock:
            lacking = [person for person in participants if not self.serves(person)]
            return Counter(self._pages_digest(self.page_data(person)) for person in lacking)

    def _pages_digest(self, data: PageData) -> str:
        """Return a digest of what tells these pages from others: the templates' answers, and which places overflow."""
        masters = [merger.master for merger in self._mergers.values()]
        questions = sorted({expected.question for master in masters for expected in master.asked})
        slots = {slot.key for master in masters for slot in master.slots}
        limited = [key for key in slots if data.layout.last_step(key.place)]
        overflowing = sorted({key.place for key in limited if data.fit(key.path, key.place).overflow})
        return _digest([[answer(data, question) for question in questions], overflowing])

    def _make(self, participant: Participant) -> Merger:
        try:
            from .build import MasterBuilder  # Here, since it loads WeasyPrint, which takes half a second.
        except NoTypesetterError as error:
            raise NeedsTypesetterError(Reason.NO_MASTER) from error
        if self._builds % KEPT == 0:  # A builder keeps what it has typeset: for pages of other people by now.
            self._builder = None
        self._builds += 1
        self._builder = self._builder or MasterBuilder(self.edition.pages, self._new_pipeline())
        try:
            master = self._builder.build(lambda: self.page_data(participant))
        except NeedsTypesetterError as error:
            self._remember(error.refusal, participant)
            raise
        except Exception as error:
            # A master only saves time, so a failure costs nobody a handout; it is reported apart, as a bug.
            self._refusals[self._builder.overflows] = Refusal(Reason.MASTER_FAILED, repr(error))
            raise NeedsTypesetterError(Reason.MASTER_FAILED, repr(error)) from error
        merger = Merger(master)
        name = master_name(master)
        self._made.add(name)
        self.cache.keep(name, master)
        self._use(name, merger)
        return merger

    def _remember(self, refusal: Refusal, participant: Participant) -> None:
        """Remember why no master can be made, so that it is not tried in vain for others again and again."""
        if self._builder and not refusal.reason.is_of_participant:
            self._refusals[self._builder.overflows] = refusal
            return
        pages = self._pages_digest(self.page_data(participant))
        self._own_refusals[pages] += 1
        if self._own_refusals[pages] >= _WORTH_A_MASTER:
            self._refusals[pages] = refusal

    def _unread(self, wanted: Wanted = every) -> Iterator[str]:
        """Read the wanted masters that this process does not know, first those that are shipped; yield their names."""
        for shipped in self._shipped.unread(wanted):
            self._mergers[shipped.name] = Merger(shipped.master)
            yield shipped.name
        for kept in self.cache.unread(wanted):
            if kept.name != master_name(kept.master):
                self.cache.discard(kept.name)
                continue
            self._mergers[kept.name] = Merger(kept.master)
            yield kept.name

    def lacks(self, participant: Participant) -> bool:
        """Return True if a participant has no master, and handouts of this edition were asked for before.

        The first handout is not worth a master, since nobody knows whether there will be another.
        """
        with self._lock:
            if self.serves(participant):
                return False
            was_asked_for = self._asked_for or self.cache.asked_before()
            self._asked_for = True
            return was_asked_for

    def prepare(self, participant: Participant) -> None:
        """Make the master that a participant's handout lacked, if that is possible."""
        with self._lock, suppress(NeedsTypesetterError):
            if not self._serving(self.page_data(participant)):
                self._make(participant)


def _gives(data: PageData, asked: Sequence[Answer]) -> bool:
    """Return True if a participant gives the answers that a master needs, as far as its questions are right."""
    try:
        return gives(data, asked)
    except NeedsTypesetterError:
        raise
    except Exception:  # noqa: BLE001 - a wrong master may ask anything; who reads it all gives it up
        return True


def _continues(data: PageData) -> bool:
    """Return True if a text of a participant, or a contact, does not fit in its place."""
    return bool(data.overflow or data.legend)


def master_name(master: Master) -> str:
    """Return the name of a master in the cache, which tells by what it serves."""
    continuations = [(c.keys, len(c.pages), c.notes, c.starts_page) for c in master.continuations]
    return _digest(
        [master.asked, continuations, [(page.heights, page.grid and page.bottom) for page in master.row_pages]]
    )


def _digest(values: object) -> str:
    return hashlib.sha256(repr(values).encode()).hexdigest()[:16]
