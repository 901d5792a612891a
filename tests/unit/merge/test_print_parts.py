"""A print file of merged handouts is the one that the finished files would give: pages, tags, bookmarks, labels."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Object

from tests.helpers.course import LAYOUTS
from tests.helpers.verapdf import failures
from worksheets.compose.edition import Edition
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.master.store import MasterStore
from worksheets.merge.merger import Merger
from worksheets.merge.variable_objects import VariableObjects
from worksheets.pdf.print_file import PrintFile
from worksheets.people.participant import BLANK, Participant

PEOPLE = (
    Participant({"nimi": "Aino Esimerkki", "tukiverkosto.esimies": "Palautetta (myös 100 %:n) työstä"}),
    Participant({"nimi": "Ää Öö", "omat-verkostot.1.nimi": "Kuoro", "omat-verkostot.2.luonut": "Harrastus\\seura"}),
    BLANK,
    Participant({"nimi": "Åsa %d", "omat-verkostot.6.nimi": "Kuudes", "verkostokartta.kontaktit.1.nimi": "Marja"}),
    Participant({"nimi": "Viides", "verkostokartta.kontaktit.2.apu": "tukea"}),
    Participant({"nimi": "Kuudes", "tukiverkosto.esimies": "Aina 5 % (tai 6 %) uutta. " * 20}),
)
Handouts = Sequence[tuple[str, Merger, VariableObjects]]


@pytest.fixture(scope="module", params=LAYOUTS)
def handouts(course: Course, request: pytest.FixtureRequest) -> Handouts:
    """Merger handouts from a master for each sort of them."""
    made = []
    for person in PEOPLE:
        edition = Edition(course, course.choose("1,2,7-9"), read_layout(request.param, course.folder))
        merger, merged = MasterStore(edition).merged(person, make=True)
        made.append((person.name, merger, merged))
    # Two of one master, too, one of them in the middle of others.
    edition = Edition(course, course.choose("1,2,7-9"), read_layout(request.param, course.folder))
    masters = MasterStore(edition)
    alike = [PEOPLE[0].given({"nimi": name}) for name in ("Eka", "Toka")]
    first, second = ((one.name, *masters.merged(one, make=True)) for one in alike)
    return [first, *made, second]


def printed(handouts: Handouts, *, parts: Sequence[int], two_sided: bool = True, password: str = "") -> bytes:
    """Return a print file, in which some of the handouts have come in parts."""
    out = BytesIO()
    print_file = PrintFile(out, "Työelämän verkostot", "fi", two_sided=two_sided, password=password)
    for number, (name, merger, merged) in enumerate(handouts):
        if number in parts:
            pages = print_file.add_merged(merger.master, merged, name)
        else:
            pages = print_file.add(merger.file(merged), name)
        assert pages == merger.master.pages
    print_file.finish()
    return out.getvalue()


def every(handouts: Handouts) -> range:
    return range(len(handouts))


def told(pdf: bytes) -> tuple[Any, ...]:
    """Return what a print file says of itself: its tags with their pages, its bookmarks, labels and settings."""
    with pikepdf.open(BytesIO(pdf)) as book:
        assert book.check_pdf_syntax() == []
        assert book.get_warnings() == []
        pages = {page.obj.objgen: number for number, page in enumerate(book.pages)}
        root = book.Root
        identified = root.StructTreeRoot.get("/IDTree", Dictionary(Kids=Array())).Kids
        names = [str(name) for kid in identified for name in list(kid.Names)[::2]]
        owners = [len(kid.Nums) for kid in root.StructTreeRoot.ParentTree.Kids]
        keys = [int(page.obj.get("/StructParents", -1)) for page in book.pages]
        return (
            elements(root.StructTreeRoot.K[0], pages),
            bookmarks(root.Outlines.get("/First"), pages),
            root.PageLabels.unparse(),
            root.ViewerPreferences.unparse(),
            (str(book.docinfo.Title), str(book.docinfo.Producer)),
            (names, owners, keys),
        )


def elements(element: Object, pages: dict[tuple[int, int], int]) -> tuple[Any, ...]:
    kids = element.get("/K", Array())
    inner = list(kids) if isinstance(kids, Array) else [kids]
    said = tuple(str(element.get(entry, "")) for entry in ("/S", "/T", "/Alt", "/ID"))
    headers = element.get("/A", Dictionary()).get("/Headers", Array()).unparse()
    page = pages[element.Pg.objgen] if "/Pg" in element else None
    return (*said, headers, page, [elements(kid, pages) if isinstance(kid, Dictionary) else "" for kid in inner])


def bookmarks(item: Object | None, pages: dict[tuple[int, int], int]) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    while item is not None:
        below = bookmarks(item.get("/First"), pages)
        found.append((str(item.Title), int(item.get("/Count", 0)), pages[item.Dest[0].objgen], below))
        item = item.get("/Next")
    return found


def pictures(pdf: bytes) -> list[tuple[bytes, str]]:
    with pypdfium2.PdfDocument(pdf) as book:
        return [(bytes(page.render(scale=1).buffer), page.get_textpage().get_text_bounded()) for page in book]


@pytest.mark.parametrize("two_sided", [True, False])
def test_it_is_the_same_from_parts(handouts: Handouts, *, two_sided: bool) -> None:
    from_files = printed(handouts, parts=(), two_sided=two_sided)
    from_parts = printed(handouts, parts=every(handouts), two_sided=two_sided)
    mixed = printed(handouts, parts=every(handouts)[::2], two_sided=two_sided)
    assert told(from_files) == told(from_parts) == told(mixed)
    assert pictures(from_files) == pictures(from_parts) == pictures(mixed)


@pytest.mark.parametrize("pages", range(1, 11))
def test_each_page_by_itself_is_the_same_from_parts(course: Course, pages: int) -> None:
    edition = Edition(course, course.choose(str(pages)), read_layout("handout", course.folder))
    masters = MasterStore(edition)
    people = [Participant({"nimi": name}) for name in ("Eka", "Toka")]
    handouts = [(one.name, *masters.merged(one, make=True)) for one in people]
    assert told(printed(handouts, parts=())) == told(printed(handouts, parts=every(handouts)))


def test_it_passes_and_is_the_same_every_time(handouts: Handouts, tmp_path: Path) -> None:
    pdf = printed(handouts, parts=every(handouts))
    assert pdf == printed(handouts, parts=every(handouts))
    path = tmp_path / "tulosta.pdf"
    path.write_bytes(pdf)
    assert failures(path) == []


def test_every_mark_belongs_to_an_element_of_its_own_handout(handouts: Handouts) -> None:
    with pikepdf.open(BytesIO(printed(handouts, parts=every(handouts)))) as book:
        owners: dict[int, Object] = {}
        for leaf in book.Root.StructTreeRoot.ParentTree.Kids:
            rows = list(leaf.Nums)
            owners |= {int(rows[at]): rows[at + 1] for at in range(0, len(rows), 2)}
        for page in book.pages:
            if "/StructParents" in page.obj:
                for owner in owners[int(page.obj.StructParents)]:
                    assert owner is None or owner.Pg.objgen == page.obj.objgen


def test_it_can_be_locked(handouts: Handouts) -> None:
    pdf = printed(handouts, parts=every(handouts), password="Avain")
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(pdf))
    with pikepdf.open(BytesIO(pdf), password="Avain") as book:
        assert len(book.pages) > len(handouts)
        unlocked = BytesIO()
        book.save(unlocked, encryption=False)
    assert pictures(unlocked.getvalue()) == pictures(printed(handouts, parts=every(handouts)))


def test_fonts_stand_in_it_once_for_each_plate(handouts: Handouts) -> None:
    first, second = handouts[0], handouts[-1]

    def fonts(pdf: bytes) -> int:
        with pikepdf.open(BytesIO(pdf)) as book:
            return sum(isinstance(thing, pikepdf.Stream) and "/Length1" in thing for thing in book.objects)

    assert fonts(printed([first, second] * 3, parts=range(6))) == fonts(printed([first], parts=[0]))
