"""Places know where they are, and problems know their place."""

import pickle
import re

import pytest

from tests.helpers.catalogues import forms
from tools import translations
from worksheets.people.places import ListProblem, Place

PLACE = re.compile(r"\{(?:location|source|rows)\}: ")
CELL = Place("ryhma.csv, row 2, column B: x", 1, 2, 3, slot="ryhma", line=4)


def test_a_place_is_its_text_and_knows_where_it_is() -> None:
    assert CELL == "ryhma.csv, row 2, column B: x"
    assert (CELL.sheet, CELL.row, CELL.column, CELL.slot, CELL.line) == (1, 2, 3, "ryhma", 4)
    about = CELL.about("paikka")
    assert (about, about.row, about.slot, about.line) == (CELL, 2, "paikka", 4)


def test_a_problem_knows_its_place_and_its_reason() -> None:
    problem = CELL.problem("{location}: “{text}”: wrong", text="a: b")
    assert problem == f"{CELL}: “a: b”: wrong"
    assert problem.reason == "“a: b”: wrong"
    assert CELL.reason("wrong").reason == "wrong"
    assert ListProblem("something else", CELL).reason == "something else"


def test_problems_come_out_of_another_process() -> None:
    problem = pickle.loads(pickle.dumps(CELL.reason("wrong")))  # noqa: S301 - our own
    assert (problem, problem.reason) == (f"{CELL}: wrong", "wrong")
    assert (problem.place, problem.place.sheet, problem.place.row, problem.place.column) == (CELL, 1, 2, 3)
    assert (problem.place.slot, problem.place.line) == ("ryhma", 4)


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_messages_begin_with_their_place_in_every_language(language: str) -> None:
    count = 0
    for message in translations.read(language):
        for text in forms(message.id):
            if message.id and (place := PLACE.match(text)):
                count += 1
                assert all(each.startswith(place[0]) for each in forms(message.string) if each)
    assert count > 50
