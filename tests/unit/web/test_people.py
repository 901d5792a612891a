"""The list of a visit: who is chosen, and the steps that can be undone."""

from functools import partial

import pytest

from worksheets import api
from worksheets.course.course import Course
from worksheets.people.judged_list import JudgedList
from worksheets.people.open_list import OpenList
from worksheets.web.people import Change, Judge, People, Spot

LIST = "Nimi\tRyhmä\nAino Esimerkki\tA\n\tB\nVille Mallikas\tA\nOlga Esimerkova\tB\n"
"""Four rows, of which the second has no name."""


@pytest.fixture(scope="module")
def course() -> Course:
    return api.read_course()


@pytest.fixture(scope="module")
def judge(course: Course) -> Judge:
    return partial(api.judge, course=course)


@pytest.fixture
def people(course: Course, judge: Judge) -> People:
    opened = api.list_of_names(LIST, course)
    return People(opened, judge(opened))


def mended(people: People, judge: Judge) -> People:
    opened = people.open_list.with_text(0, 3, 1, "Eero Esimerkki")
    return people.with_list(opened, judge, Change.TEXT, Spot(0, 3, 1, "Nimi"))


def test_who_is_chosen(people: People) -> None:
    assert [people.participant(number).name for number in people.chosen] == [  # type: ignore[union-attr]
        "Aino Esimerkki",
        "Ville Mallikas",
        "Olga Esimerkova",
    ]
    assert people.left_out == (3,)
    assert len(people.entries) == len(people.ticked) == 4
    assert people.selection() == api.Selection()


def test_the_selection_names_those_who_are_ticked(people: People) -> None:
    ville = people.with_unticked({(0, 4)})
    assert ville.selection("nimi") == api.Selection(rows="1,4", sort="nimi")
    assert ville.with_unticked(()).selection() == api.Selection()
    assert people.with_unticked({(0, 2)}).selection() == api.Selection(rows="3-4")


def test_nobody_is_not_everybody(people: People) -> None:
    nobody = people.with_unticked(people.entries)
    assert nobody.chosen == ()
    with pytest.raises(api.WorksheetsError):
        api.choose(nobody.roster.participants, api.read_course(), nobody.selection())


def test_a_fault_is_mended_and_the_step_undone(people: People, judge: Judge) -> None:
    assert people.errors
    assert people.is_at_fault((0, 3))
    whole = mended(people, judge)
    assert not whole.errors
    assert whole.mended == (Spot(0, 3, 1, "Nimi"),)
    assert len(whole.chosen) == 4
    again = whole.without_last_step(judge)
    assert again.open_list is people.open_list
    assert again.mended == ()
    assert again.judged.faults == people.judged.faults
    assert again.without_last_step(judge) == again


def test_ticks_are_steps_and_stay_with_their_rows(people: People, judge: Judge) -> None:
    some = people.with_unticked({(0, 4)})
    fewer = some.with_list(some.open_list.without_row(0, 2), judge, Change.ROW_DELETED, Spot(0, 2))
    assert [fewer.participant(number).name for number in fewer.chosen] == ["Olga Esimerkova"]  # type: ignore[union-attr]
    back = fewer.without_last_step(judge).without_last_step(judge)
    assert back.unticked == frozenset()
    assert len(back.chosen) == 3


def test_the_same_ticks_are_no_step(people: People) -> None:
    assert people.with_unticked(()) is people


def test_the_list_that_was_there_can_be_had_again(people: People, judge: Judge, course: Course) -> None:
    opened = api.list_of_names("Sari Mallila\n", course)
    other = People(opened, judge(opened)).after(people)
    assert len(other.chosen) == 1
    assert other.steps[-1].change is Change.LIST
    assert other.without_last_step(judge).open_list is people.open_list


def test_another_course_judges_the_list_again(people: People, judge: Judge) -> None:
    lists: list[object] = []

    def other(open_list: OpenList) -> JudgedList:
        lists.append(open_list)
        return judge(open_list)

    again = people.with_unticked({(0, 4)}).judged_again(other, "tavoitteet")
    assert lists == [people.open_list]
    assert again.course == "tavoitteet"
    assert again.unticked == {(0, 4)}


def test_nobody_of_a_number(people: People) -> None:
    assert people.participant(99) is None
    assert people.person(0) is None
