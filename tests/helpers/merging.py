"""Handouts of the shipped course, merged and typeset; a process makes each master once.

They are of all pages in a layout, such as ``slides``; or of some: ``slides: tukiverkosto, omat-verkostot``. Of one
page, a master is made in a fifth of the time.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from tests.helpers.course import example_group, the_course
from tests.helpers.making import master_builder, typeset_handout
from tests.helpers.strategies import PROSE
from worksheets.compose.edition import Edition
from worksheets.compose.page_data import PageData
from worksheets.compose.wording import AS_USUAL, printed
from worksheets.course.layout import read_layout
from worksheets.errors import NeedsTypesetterError
from worksheets.master.build import MasterBuilder
from worksheets.merge.consistency import is_consistent
from worksheets.merge.merger import Merger
from worksheets.people.participant import Participant

MERGERS: defaultdict[str, list[Merger]] = defaultdict(list)
"""The mergers of this process, by the layout and the pages."""


@cache
def edition_of(layout: str) -> Edition:
    """Return all pages of the shipped course in a layout, or those that are named after it."""
    course = the_course()
    name, _colon, pages = layout.partition(":")
    return Edition(course, course.choose(pages), read_layout(name, course.folder))


@cache
def builder_of(layout: str) -> MasterBuilder:
    return master_builder(edition_of(layout))


def as_printed(participant: Participant) -> Participant:
    """Return a participant with their texts as they are printed."""
    return printed(participant, the_course(), AS_USUAL)


def page_data(layout: str, participant: Participant) -> PageData:
    return edition_of(layout).page_data(participant)


def merger_for(layout: str, participant: Participant) -> Merger:
    """Return a merger that serves a participant; a new master is built when no other serves them.

    Raises NeedsTypesetterError when no master can be built.
    """
    for merger in MERGERS[layout]:
        if merger.serves(page_data(layout, participant)):
            return merger
    master = builder_of(layout).build(lambda: page_data(layout, participant))
    assert is_consistent(master), "otherwise it would be made again each time that it is read"
    MERGERS[layout].append(Merger(master))
    return MERGERS[layout][-1]


def merged(layout: str, participant: Participant) -> bytes | None:
    """Return a participant's merged handout; None when it must be typeset."""
    try:
        return merger_for(layout, participant).handout(page_data(layout, participant))
    except NeedsTypesetterError:
        return None


def surely_merged(layout: str, participant: Participant) -> bytes:
    """Return a participant's merged handout; the test fails when it must be typeset."""
    pdf = merged(layout, participant)
    assert pdf is not None
    return pdf


def typeset(layout: str, participant: Participant) -> bytes:
    """Return a participant's handout as the typesetter makes it."""
    return typeset_handout(edition_of(layout), participant)


@cache
def merged_and_typeset(layout: str, number: int) -> tuple[bytes, bytes]:
    """Return the handout of a participant of the example group, merged and typeset."""
    participant = as_printed(example_group()[number])
    return surely_merged(layout, participant), typeset(layout, participant)


def talkative(lengths: Iterable[int]) -> Participant:
    """Return a participant with so many words for each prompt, and last for the text on the map's page."""
    paths = [f"tukiverkosto.{part.id}" for part in the_course().part("tukiverkosto").parts]
    paths.append("verkostokartta.uudet-kontaktit")
    texts = {path: " ".join(PROSE[:count]) for path, count in zip(paths, lengths, strict=False)}
    return as_printed(Participant({"nimi": "Aino", **texts}))
