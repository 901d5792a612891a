"""Rows of one name: of one person, or of two."""

import pytest

from worksheets.people.marks import Marks, Relation, contradict, relation

NOTHING = Marks()


@pytest.mark.parametrize(
    ("earlier", "row", "in_a_list", "among_entries"),
    [
        (NOTHING, NOTHING, Relation.OTHER_PERSON, Relation.NOT_TOLD_APART),
        (Marks(number="1"), NOTHING, Relation.OTHER_PERSON, Relation.NOT_TOLD_APART),
        (Marks(number="1"), Marks(number="2"), Relation.OTHER_PERSON, Relation.OTHER_PERSON),
        (Marks(number="1"), Marks(number="1"), Relation.SAME_PERSON, Relation.SAME_PERSON),
        (Marks(number="1", answer="4"), Marks(number="1", answer="5"), Relation.LATER_ANSWER, Relation.LATER_ANSWER),
        (Marks(number="1", email="a@x"), Marks(number="1", email="b@x"), Relation.OTHER_PERSON, Relation.OTHER_PERSON),
        (Marks(email="a@x"), Marks(email="b@x"), Relation.OTHER_PERSON, Relation.OTHER_PERSON),
        (Marks(email="a@x"), Marks(email="a@x"), Relation.LATER_ANSWER, Relation.SAME_PERSON),
        (Marks(email="a@x"), NOTHING, Relation.OTHER_PERSON, Relation.NOT_TOLD_APART),
        (Marks(email="a@x", answer="1"), Marks(email="a@x", answer="2"), Relation.LATER_ANSWER, Relation.LATER_ANSWER),
        (Marks(email="a@x", number="1"), Marks(email="a@x", number="2"), Relation.LATER_ANSWER, Relation.LATER_ANSWER),
        (Marks(email="a@x", answer="1"), Marks(email="a@x", answer="1"), Relation.LATER_ANSWER, Relation.SAME_PERSON),
        (Marks(answer="1"), Marks(answer="2"), Relation.OTHER_PERSON, Relation.OTHER_PERSON),
        (Marks(answer="1"), Marks(answer="1"), Relation.SAME_PERSON, Relation.SAME_PERSON),
        (Marks(moment="9.00"), Marks(moment="9.10"), Relation.OTHER_PERSON, Relation.OTHER_PERSON),
        (Marks(moment="9.00"), Marks(moment="9.00"), Relation.OTHER_PERSON, Relation.NOT_TOLD_APART),
        (Marks(personal=("040",)), Marks(personal=("050",)), Relation.OTHER_PERSON, Relation.OTHER_PERSON),
        (Marks(personal=("040",)), Marks(personal=("040",)), Relation.OTHER_PERSON, Relation.NOT_TOLD_APART),
        (Marks(personal=("040", "")), Marks(personal=("", "50")), Relation.OTHER_PERSON, Relation.NOT_TOLD_APART),
        (
            Marks(personal=("040",), email="a@x"),
            Marks(personal=("050",), email="a@x"),
            Relation.LATER_ANSWER,
            Relation.SAME_PERSON,
        ),
    ],
)
def test_the_strongest_mark_decides(earlier: Marks, row: Marks, in_a_list: Relation, among_entries: Relation) -> None:
    assert relation(earlier, row, has_entries=False) is in_a_list
    assert relation(earlier, row, has_entries=True) is among_entries


@pytest.mark.parametrize("name", ["number", "email", "answer", "moment"])
def test_a_row_without_a_name_may_not_contradict_the_row_above(name: str) -> None:
    earlier, row = Marks(**{name: "a"}), Marks(**{name: "b"})  # type: ignore[arg-type]
    assert contradict(earlier, row)
    assert not contradict(earlier, earlier)
    assert not contradict(earlier, NOTHING)
    assert not contradict(NOTHING, row)


def test_the_key_is_what_survives_longest() -> None:
    assert Marks("1", ("040",), "a@x", "7", "9.00").key == "a@x"
    assert Marks("1", ("040",), "", "7", "9.00").key == "7"
    assert Marks("1", ("040",)).key == "1"
    assert Marks(personal=("040",), moment="9.00").key == ""


def test_what_a_row_does_not_say_is_taken_from_an_earlier_one() -> None:
    earlier = Marks("1", ("040",), "a@x", "7", "9.00")
    assert NOTHING.with_missing(earlier) == earlier
    assert Marks(answer="8", moment="9.10").with_missing(earlier) == Marks("1", ("040",), "a@x", "8", "9.10")
