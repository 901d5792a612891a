"""What can be filled in is a tree of parts; slots and lists are found in it by their paths."""

import pytest

from tests.helpers.values import replace
from worksheets.course.slots import LIMIT, MAP, PROMPTS, TABLE, TEXT, Part, Slot, lists, slots

NAME = Part("nimi", "Nimi", limit=80)
DATE = Part("aika", "Aika", date=True)
PASSWORD = Part("salasana", "Salasana", secret=True)
NETWORKS = Part("verkostot", "Verkosto", rows=2, most=3, parts=(NAME, DATE))
GROUP = Part("kartta", "Kartta", parts=(NETWORKS, PASSWORD))
ROOT = Part("", "", parts=(NAME, GROUP))


def paths(part: Part, *, all_entries: bool = True) -> list[str]:
    return [slot.path for slot in slots(part, all_entries=all_entries)]


@pytest.mark.parametrize(("part", "is_slot"), [(NAME, True), (NETWORKS, False), (GROUP, False)])
def test_a_part_without_parts_and_rows_is_a_slot(part: Part, *, is_slot: bool) -> None:
    assert part.is_slot is is_slot


def test_a_list_without_parts_is_no_slot() -> None:
    assert not Part("a", "A", rows=1).is_slot


def test_a_part_has_its_parts_by_their_ids() -> None:
    assert GROUP.part("salasana") is PASSWORD
    with pytest.raises(KeyError, match="nimi"):
        GROUP.part("nimi")


def test_a_part_does_not_change() -> None:
    with pytest.raises(AttributeError):
        NAME.limit = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("part", "slot"),
    [
        (NAME, Slot("nimi", "Nimi", 80, one_line=True)),
        (DATE, Slot("aika", "Aika", LIMIT, date=True, one_line=True)),
        (PASSWORD, Slot("salasana", "Salasana", LIMIT, secret=True, one_line=True)),
    ],
)
def test_a_slot_is_as_its_part_is_declared(part: Part, slot: Slot) -> None:
    assert list(slots(part)) == [slot]


def test_a_slot_has_its_role() -> None:
    assert next(slots(Part("nimi", "Nimi", role="name"))).role == "name"


@pytest.mark.parametrize("kind", [PROMPTS, TABLE, MAP, TEXT, ""])
def test_the_texts_of_fields_are_of_one_line_and_those_of_exercises_are_not(kind: str) -> None:
    parts = [NAME, Part("tehtava", "Tehtävä", parts=(NETWORKS, NAME))]
    for part in parts:
        assert {slot.one_line for slot in slots(replace(part, type=kind))} == {kind == ""}


def test_a_group_gives_the_slots_of_its_parts_in_their_order() -> None:
    group = Part("ryhma", "Ryhmä", parts=(PASSWORD, NAME))
    assert [(slot.path, slot.label) for slot in slots(group)] == [
        ("ryhma.salasana", "Salasana"),
        ("ryhma.nimi", "Nimi"),
    ]


def test_a_list_gives_the_slots_of_each_entry() -> None:
    assert [(slot.path, slot.label) for slot in slots(NETWORKS)] == [
        ("verkostot.1.nimi", "Verkosto 1: Nimi"),
        ("verkostot.1.aika", "Verkosto 1: Aika"),
        ("verkostot.2.nimi", "Verkosto 2: Nimi"),
        ("verkostot.2.aika", "Verkosto 2: Aika"),
        ("verkostot.3.nimi", "Verkosto 3: Nimi"),
        ("verkostot.3.aika", "Verkosto 3: Aika"),
    ]


def test_a_blank_page_has_room_for_fewer_entries() -> None:
    assert paths(NETWORKS, all_entries=False) == paths(NETWORKS)[:4]
    assert paths(GROUP, all_entries=False) == [f"kartta.{path}" for path in paths(NETWORKS)[:4]] + ["kartta.salasana"]
    nested = Part("ulompi", "Ulompi", rows=1, most=1, parts=(NETWORKS,))
    assert len(paths(nested, all_entries=False)) == 4


def test_a_slot_in_a_nested_list_has_the_label_of_the_inner_list() -> None:
    nested = Part("ulompi", "Ulompi", rows=1, most=1, parts=(NETWORKS,))
    assert next(slots(nested)) == Slot("ulompi.1.verkostot.1.nimi", "Verkosto 1: Nimi", 80, one_line=True)


def test_lists_are_found_with_their_paths() -> None:
    assert list(lists(ROOT)) == [("kartta.verkostot", NETWORKS)]
    assert list(lists(NETWORKS)) == [("verkostot", NETWORKS)]
    assert list(lists(NETWORKS, "kartta.")) == [("kartta.verkostot", NETWORKS)]
    assert list(lists(NAME)) == []


def test_lists_are_in_their_order() -> None:
    other = Part("kontaktit", "Kontaktit", rows=1, most=1, parts=(NAME,))
    assert [path for path, _part in lists(Part("", "", parts=(other, NETWORKS)))] == ["kontaktit", "verkostot"]
