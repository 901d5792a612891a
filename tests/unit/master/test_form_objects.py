"""The form of a master has what is the same for everybody of its fields, and how values are drawn in each size."""

import pytest

from tests.helpers.tiny_page import NAME, OTHER, OWN, tiny_page, tiny_pipeline
from tests.helpers.values import replace
from worksheets.errors import NeedsTypesetterError, Reason
from worksheets.master.form_objects import _appearance, different_drawings, form_objects
from worksheets.master.renderings import AppearanceRendering, render_appearances
from worksheets.merge.model import Master, MasterForm

PAGE = f'<div class="prompt">{OWN}</div><div class="prompt">{OTHER}</div><p>{NAME}</p>'
"""A page with three fields, two of which are drawn alike."""


@pytest.fixture(scope="module")
def master() -> Master:
    return tiny_page(PAGE, fillable=True).master()


@pytest.fixture(scope="module")
def form(master: Master) -> MasterForm:
    assert master.form
    return master.form


@pytest.fixture(scope="module")
def rendering() -> AppearanceRendering:
    """Return how a value is drawn in the largest size of its field."""
    boxes = tiny_page(f'<div class="prompt">{OWN}</div>', fillable=True).render().field_boxes
    return render_appearances(boxes, tiny_pipeline())[0]


def test_fields_are_found_with_their_objects() -> None:
    first = tiny_page(PAGE, fillable=True).render()
    form = form_objects(first.book.Root, first.field_boxes)
    assert [field.box for field in form.fields] == first.field_boxes
    assert [str(field.field.T) for field in form.fields] == ["kysely_oma", "kysely_muu", "nimi"]
    assert form.attachment.Type == "/EmbeddedFile"
    objects = [*(field.field for field in form.fields), form.attachment]
    assert [obj.objgen for obj in form.variable] == [obj.objgen for obj in objects]


def test_fields_of_one_place_and_size_are_drawn_alike() -> None:
    own, other, name = tiny_page(PAGE, fillable=True).render().field_boxes
    assert [box.place for box in different_drawings([own, other, name])] == ["prompt", "field"]
    for change in ({"width": 9.0}, {"height": 9.0}, {"bold": True}, {"place": "field"}):
        changed = replace(own, **change)
        assert different_drawings([own, changed]) == [own, changed]


def test_a_field_is_left_open_where_it_depends_on_the_value(master: Master, form: MasterForm) -> None:
    own, other, name = form.fields
    assert [field.path for field in form.fields] == ["kysely.oma", "kysely.muu", "nimi"]
    assert (own.place, name.place) == ("prompt", "field")
    assert (own.bold, name.bold) == (False, True)
    assert [own.width, own.height] == pytest.approx([100 * 25.4 / 96, 40 * 25.4 / 96])
    fixed = {obj.number for obj in master.objects} | {stream.number for stream in master.streams}
    assert not {field.number for field in form.fields} & fixed
    assert form.attachment not in fixed
    assert b"/T(kysely_oma)" in own.entries
    assert b"/T(kysely_muu)" in other.entries
    for entry in (b"/V", b"/AP", b"/DA"):
        assert entry not in own.entries
    assert {field.empty_appearance for field in form.fields} <= {stream.number for stream in master.streams}


def test_the_resources_and_the_attachment_are_known(master: Master, form: MasterForm) -> None:
    (resources,) = (obj.body for obj in master.objects if obj.number == form.resources)
    assert b"/Font" in resources
    assert b"/Type/EmbeddedFile" in form.attachment_entries
    for entry in (b"/Params", b"/Length", b"/Filter"):
        assert entry not in form.attachment_entries


def test_a_value_is_drawn_in_each_size_of_its_field(form: MasterForm) -> None:
    own, other, name = form.fields
    boxes = tiny_page(PAGE, fillable=True).render().field_boxes
    assert [appearance.size_mm for appearance in own.appearances] == list(boxes[0].sizes)
    assert [appearance.size_mm for appearance in name.appearances] == list(boxes[2].sizes)
    assert own.appearances == other.appearances
    assert own.appearances[0].style.font != name.appearances[0].style.font


def test_an_appearance_has_its_lines_between_what_is_drawn_before_and_after(rendering: AppearanceRendering) -> None:
    appearance = _appearance(rendering)
    first, second = rendering.stream.runs
    assert appearance.before == rendering.stream.data[: first.start]
    assert appearance.after == rendering.stream.data[second.end :]
    assert [appearance.left, appearance.width, appearance.align] == pytest.approx([0.0, 100.0, 0.0])
    assert appearance.style.pitch == pytest.approx(second.y - first.y)
    assert appearance.style.y == first.y
    assert appearance.style.size == pytest.approx(float(first.font_size) * 1024, abs=1)
    left, bottom, right, top = map(float, appearance.box.strip(b"[ ]").split())
    page_height = rendering.appearance.page * 72 / 25.4
    assert [left, right, top - bottom] == pytest.approx([0.0, 75.0, 30.0], abs=1e-3)
    assert top == pytest.approx(page_height, abs=1e-3), "the top of the page"


def test_a_field_of_another_style_is_refused(rendering: AppearanceRendering) -> None:
    for line in (replace(rendering.line, supported=False), replace(rendering.line, inline=True)):
        with pytest.raises(NeedsTypesetterError) as error:
            _appearance(replace(rendering, line=line))
        assert error.value.refusal.reason is Reason.FIELD_STYLE
