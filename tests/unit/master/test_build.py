"""A master that is built draws what the typesetter draws; one that would not is refused."""

from collections.abc import Mapping, Sequence
from functools import partial
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from tests.helpers.alike import assert_alike, assert_drawn_alike
from tests.helpers.tiny_page import NAME, OTHER, OWN, PERSON, TIME, TinyPage, tiny_page, tiny_pipeline
from tests.helpers.values import replace
from worksheets.errors import NeedsTypesetterError, PageError, Reason
from worksheets.master import build as build_module
from worksheets.master.build import MasterBuilder, _compare_pages, _is_near
from worksheets.master.renderings import Rendering, render
from worksheets.merge.merger import Merger
from worksheets.pdf.content_stream import ContentStream, TextRun
from worksheets.pdf.typeset import Document, page_numbers
from worksheets.people.participant import Participant

COMMON = "<p>Kaikille</p>"
BOX, OTHER_BOX = f'<div class="prompt">{OWN}</div>', f'<div class="prompt">{OTHER}</div>'


def long_text(sentences: int) -> dict[str, str]:
    """Return a participant one of whose texts has so many sentences of half a line."""
    return {**PERSON, "kysely.oma": "Ystävä on apuna. " * sentences}


def merged(page: TinyPage, builder: MasterBuilder, values: Mapping[str, str]) -> bytes:
    data = page.data_of(values)
    return Merger(builder.build(data)).handout(data())


def fields_of(pdf: bytes) -> list[str]:
    """Return the fields of a form, without the objects that they refer to."""
    with pikepdf.open(BytesIO(pdf)) as book:
        left_out = ("/AP", "/P", "/StructParent")
        fields = book.Root.AcroForm.Fields
        return [repr({key: value for key, value in field.items() if key not in left_out}) for field in fields]


def refusal(page: TinyPage) -> Reason:
    with pytest.raises(NeedsTypesetterError) as error:
        page.builder().build(page.data)
    return error.value.refusal.reason


@pytest.fixture
def renderings(monkeypatch: pytest.MonkeyPatch) -> list[Rendering]:
    """Return a list of the renderings that builders make from now on."""
    kept: list[Rendering] = []

    def kept_rendering(*arguments: Any) -> Rendering:  # noqa: ANN401 - as ``render`` takes them
        kept.append(render(*arguments))
        return kept[-1]

    monkeypatch.setattr(build_module, "render", kept_rendering)
    return kept


@pytest.mark.parametrize(
    "own",
    [
        "abc",
        "Ystävät ja tuttavat auttavat. " * 3,
        pytest.param("Ystävät ja tuttavat auttavat. " * 2, marks=pytest.mark.long),
    ],
)
def test_texts_of_each_size_are_merged_as_they_are_typeset(own: str) -> None:
    page = tiny_page(COMMON + BOX + f"<p>{NAME}, {TIME}!</p>")
    values = {"nimi": "Väinö Åberg", "aika": "Ti klo 9", "kysely.oma": own}
    assert_alike(merged(page, page.builder(), values), page.typeset(values))


@pytest.fixture(scope="module")
def two_texts() -> TinyPage:
    return tiny_page(COMMON + BOX + OTHER_BOX)


@pytest.fixture(scope="module")
def two_texts_builder(two_texts: TinyPage) -> MasterBuilder:
    return two_texts.builder()


@pytest.mark.parametrize(("sentences", "pages"), [(38, 3), pytest.param(12, 2, marks=pytest.mark.long)])
def test_texts_that_overflow_are_merged_as_they_are_typeset(
    two_texts: TinyPage, two_texts_builder: MasterBuilder, sentences: int, pages: int
) -> None:
    page, builder, values = two_texts, two_texts_builder, long_text(sentences)
    merger = Merger(builder.build(page.data_of(values)))
    assert builder.overflows
    assert merger.master.pages == pages
    pdf = merger.handout(page.data_of(values)())
    assert_alike(pdf, page.typeset(values))
    other = {**PERSON, "kysely.muu": values["kysely.oma"]}
    assert merger.serves(page.data_of(other)())
    assert_alike(merger.handout(page.data_of(other)()), page.typeset(other))
    assert not merger.serves(page.data_of(PERSON)())


def test_overflow_that_has_no_master_is_told_from_texts_that_have_one() -> None:
    page = tiny_page(COMMON + BOX, continued="")
    builder = page.builder()
    with pytest.raises(NeedsTypesetterError) as error:
        builder.build(page.data_of(long_text(20)))
    assert error.value.refusal.reason is Reason.TEXT_USED_IN_HTML, "a template that leaves text out cannot be filled"
    with pytest.raises(PageError, match=r"kinds/document.html.j2: add {{ widget.continuation\(\) }}"):
        page.typeset(long_text(20))
    assert builder.overflows
    assert builder.build(page.data).slots
    assert not builder.overflows


def test_how_overflow_is_drawn_is_measured_once(renderings: list[Rendering]) -> None:
    page = tiny_page(COMMON + BOX)
    builder = page.builder()
    builder.build(page.data_of(long_text(12)))
    first_count = len(renderings)
    renderings.clear()
    builder.build(page.data_of(long_text(13)))
    assert (first_count, len(renderings)) == (4, 1), "the page with overflow everywhere is typeset once, too"
    builder.build(page.data_of(PERSON))
    assert not builder.overflows


@pytest.mark.parametrize(("breaks", "count"), [("auto", 0), ("page", 1)], ids=["one sheet", "several sheets"])
def test_pages_are_laid_out_for_their_numbers_only_where_one_before_takes_several_sheets(
    two_texts: TinyPage, monkeypatch: pytest.MonkeyPatch, breaks: str, count: int
) -> None:
    laid_out = []

    def noted(document: Document, names: Sequence[str]) -> dict[str, int]:
        laid_out.append(page_numbers(document, names))
        return laid_out[-1]

    monkeypatch.setattr(build_module, "page_numbers", noted)
    first = tiny_page(f'<p>Ensin</p><p style="break-before: {breaks}">ja sitten</p>', continued="")
    pages = first.name, two_texts.name
    edition = replace(two_texts.edition(), pages=pages)
    builder = MasterBuilder(pages, tiny_pipeline())
    for sentences in (38, 39):
        person = Participant(long_text(sentences))
        merger = Merger(builder.build(partial(edition.page_data, person)))
        assert_alike(merger.handout(edition.page_data(person)), tiny_pipeline().handout(edition, person))
    assert laid_out == [{first.name: 1, two_texts.name: 3}] * count


def test_a_form_is_merged_as_it_is_typeset() -> None:
    page = tiny_page(COMMON + BOX, fillable=True)
    merger = Merger(page.builder().build(page.data))
    assert merger.master.form
    assert [field.path for field in merger.master.form.fields] == ["kysely.oma"]
    pdf, typeset = merger.handout(page.data()), page.typeset(PERSON)
    assert_drawn_alike(pdf, typeset)
    assert fields_of(pdf) == fields_of(typeset)
    assert "Oma" in fields_of(pdf)[0]


def test_a_master_serves_those_who_give_the_same_answers() -> None:
    page = tiny_page(f"{COMMON}{{% if filling.has('aika') %}}<p>{TIME}</p>{{% endif %}}<p>{NAME}</p>")
    merger = Merger(page.builder().build(page.data))
    assert merger.serves(page.data_of({"nimi": "Ben", "aika": "Ti"})())
    assert not merger.serves(page.data_of({"nimi": "Ben"})())


def test_a_page_is_typeset_again_and_tested_only_if_its_answers_differ(renderings: list[Rendering]) -> None:
    page = tiny_page(f"{COMMON}{{% if filling.has('aika') %}}<p>Aika</p>{{% endif %}}<p>{NAME}</p>")
    builder, counts = page.builder(), []
    for values in (PERSON, {"nimi": "Ben", "aika": "Ti"}, {"nimi": "Ben"}, PERSON):
        renderings.clear()
        builder.build(page.data_of(values))
        counts.append(len(renderings))
    assert counts == [3, 1, 3, 1], "the handout; and for a new page its second state and the sample texts"


def test_a_page_without_slots_is_typeset_once(renderings: list[Rendering]) -> None:
    page = tiny_page(COMMON)
    assert page.builder().build(page.data).slots == ()
    assert len(renderings) == 1


def test_a_text_drawn_twice_in_a_row_does_not_pass_the_self_test() -> None:
    """The comparison takes both for lines of one text."""
    assert refusal(tiny_page(f"<p>{NAME}</p><p>{NAME}</p>")) is Reason.SELF_TEST


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (f"{OWN}<p>Perässä</p>", Reason.SIZE_MOVES_OTHERS),
        ('<p>{{ filling.text("nimi") | upper }}</p>', Reason.TEXT_USED_IN_HTML),
    ],
)
def test_there_is_no_master_where_a_text_changes_more_than_its_place(body: str, reason: Reason) -> None:
    assert refusal(tiny_page(body)) is reason


def page_of(data: bytes, *, x: float = 1.0, glyphs: bytes = b"[<0001>]") -> list[ContentStream]:
    """Return a page of one content stream with one text run, in brackets."""
    start, end = data.index(b"["), data.index(b"]") + 1
    run = TextRun(start, end, 3, b"", x, 1.0, (0, 0), "F", b"12", glyphs, "teksti")
    return [ContentStream(None, None, data, (run,))]  # type: ignore[arg-type]


def test_pages_are_compared_by_their_texts_and_by_what_is_between() -> None:
    page = page_of(b"q 1 w [1] Q")
    _compare_pages(page, page_of(b"q 1 w [2] Q", x=1.0005))
    empty = [ContentStream(None, None, b"q 1 w  Q", ())]  # type: ignore[arg-type]
    others = [
        page_of(b"q 1 w [1] Q", x=1.01),
        page_of(b"q 1 w [1] Q", glyphs=b"[<0002>]"),
        page_of(b"q 2 w [1] Q"),
        empty,
    ]
    for other in others:
        with pytest.raises(NeedsTypesetterError) as error:
            _compare_pages(page, other)
        assert error.value.refusal.reason is Reason.SELF_TEST


@pytest.mark.parametrize(
    ("other", "is_near"),
    [
        (b"1 0 0 1 10.5 20 cm q", True),
        (b"1 0 0 1 10.5004 20 cm q", True),
        (b"1 0 0 1 10.51 20 cm q", False),
        (b"1 0 0 1 10.5 20 cm Q", False),
        (b"1 0 0 1 10.5 20 cm q 1", False),
    ],
)
def test_content_is_compared_but_for_the_last_digits(other: bytes, is_near: bool) -> None:  # noqa: FBT001
    assert _is_near(b"1 0 0 1 10.5 20 cm q", other) is is_near
