"""What the buttons of a slot say is one text, and what contradicts it is not lost."""

from collections.abc import Mapping

import pytest

from worksheets.course.mark_paths import MarkPath
from worksheets.course.marks import Marks
from worksheets.pdf.form_fields import FilledButton, FilledField
from worksheets.pdf.marked_answers import option_of, with_marks

ONE = Marks(("a", "b", "muu"), other=True)
MANY = Marks(("a", "b", "muu"), most=2, other=True)


def radio(number: int, value: str = "", state: str = "") -> FilledField:
    values = (value,) if value else ()
    return FilledField(("apu",), value, button=FilledButton(values, (str(number),), state))


def radios(value: str = "", *shown: int) -> dict[str, FilledField]:
    """Return three radio buttons: what their field says is chosen, and those that look chosen."""
    return {str(number): radio(number, value, str(number) if number in shown else "") for number in (1, 2, 3)}


def boxes(values: Mapping[int, str], *shown: int) -> dict[str, FilledField]:
    """Return three check boxes: the values that they have, by their numbers, and those that look chosen."""
    return {
        str(number): FilledField(
            (f"apu={number}",),
            values.get(number, ""),
            button=FilledButton(
                (values[number],) if number in values else (), (str(number),), str(number) if number in shown else ""
            ),
        )
        for number in (1, 2, 3)
    }


def words(text: str, *others: str) -> dict[str, FilledField]:
    return {"other": FilledField(("apu=other",), text, others)}


def answer(marks: Marks, *fields: Mapping[str, FilledField]) -> tuple[str, tuple[str, ...]]:
    together = with_marks(marks, {mark: field for group in fields for mark, field in group.items()})
    assert together.button is None
    return together.text, together.others


@pytest.mark.parametrize(
    ("fields", "text", "others"),
    [
        (radios(), "", ()),
        (radios("2", 2), "b", ()),
        (radios("2"), "b", ()),  # Only the value has been set.
        (radios("", 2), "b", ()),  # Only the button has.
        (radios("2", 3), "b", ("muu",)),
        (radios("", 1, 2), "a", ("b",)),
        (radios("b"), "b", ()),  # The value is the label.
        (radios("Valinta1", 1), "a", ()),  # The states have other names than the value.
        (radios("ehkä"), "ehkä", ()),  # Whoever reads it says that it is none of the options.
    ],
)
def test_one_of_several(fields: dict[str, FilledField], text: str, others: tuple[str, ...]) -> None:
    assert answer(ONE, fields) == (text, others)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        (boxes({}), ""),
        (boxes({2: "2"}, 2), "b"),
        (boxes({1: "1", 2: "2"}), "a; b"),
        (boxes({}, 1), "a"),
        (boxes({1: "Yes", 2: "On"}), "a; b"),
        (boxes({1: "0", 2: "No"}), ""),
        (boxes({1: "1", 2: "2", 3: "3"}), "a; b; muu"),  # Too many: that is said where texts are checked.
    ],
)
def test_several(fields: dict[str, FilledField], text: str) -> None:
    assert answer(MANY, fields) == (text, ())


@pytest.mark.parametrize(
    ("marks", "fields", "text", "others"),
    [
        (ONE, radios("3", 3), "muu: naapuri", ()),
        (ONE, radios(), "muu: naapuri", ()),
        (ONE, radios("1", 1), "a", ("muu: naapuri",)),
        (ONE, radios("1", 3), "a", ("muu: naapuri",)),
        (MANY, boxes({1: "1"}), "a; muu: naapuri", ()),
        (MANY, boxes({3: "3"}), "muu: naapuri", ()),
    ],
)
def test_words_beside_the_last_option_choose_it(
    marks: Marks, fields: dict[str, FilledField], text: str, others: tuple[str, ...]
) -> None:
    assert answer(marks, fields, words("naapuri\n")) == (text, others)
    assert answer(marks, fields, words("naapuri", "serkku")) == (text, (*others, "muu: serkku"))


def test_a_text_field_in_place_of_buttons_is_read_as_a_text() -> None:
    """Forms of an earlier version of the course may have one, and a line has its number in one."""
    assert answer(ONE, {"": FilledField(("apu",), "b", ("a",))}) == ("b", ("a",))
    assert answer(ONE, {"": FilledField(("apu",), "b")}, radios("1", 1)) == ("a", ("b",))
    assert answer(Marks(), {"": FilledField(("apu",), "72")}) == ("72", ())


def test_a_value_that_is_no_text_is_said() -> None:
    broken = {"2": FilledField(("apu",), "", is_text=False, button=FilledButton())}
    assert not with_marks(ONE, {**radios("1", 1), **broken}).is_text


@pytest.mark.parametrize(
    ("button", "number"),
    [
        (
            FilledButton(words=("b", "apu=1"), states=("3",)),
            2,
        ),  # The label: options may have moved.
        (FilledButton(words=("c", "apu=3"), states=("1",)), 3),
        (FilledButton(words=("muut=1",), states=("2",)), 2),
        (FilledButton(states=("Valinta", "3")), 3),
        (FilledButton(states=("Valinta",), order=2), 2),
        (FilledButton(states=("9",), order=5), 2),  # The second form in a file that was merged.
    ],
)
def test_which_option_a_button_stands_for(button: FilledButton, number: int) -> None:
    assert option_of(button, ONE, MarkPath("apu")) == number


def test_a_check_box_is_named_after_its_option() -> None:
    assert option_of(FilledButton(states=("Yes",)), MANY, MarkPath("apu", "3")) == 3


def test_the_only_box_of_a_slot() -> None:
    tick = Marks(("x",))
    box = FilledField(("v_1_tehty=1",), "1", button=FilledButton(("1",), ("1",), "1"))
    assert option_of(FilledButton(("1",), ("1",), "1"), tick, MarkPath("v.1.tehty", "1")) == 1
    assert with_marks(tick, {"1": box}).text == "x"
