"""Tests of saying whose answers are missing."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from worksheets.api import MissingAnswer, missing_answers
from worksheets.pdf.answers import Answer
from worksheets.pdf.form_reader import FormReading, Returned, ReturnedForm
from worksheets.people.listed_people import Person
from worksheets.people.participant import Participant
from worksheets.people.places import Place
from worksheets.people.roster import Roster


def roster(*names: str, hidden: str = "") -> Roster:
    people = [Person(Participant({"nimi": name}), Place("list"), (), hidden=name == hidden) for name in names]
    return Roster("list", tuple(people), ())


def answer(name: str, made_for: str = "") -> Answer:
    whole = named = True
    return Answer("a.pdf", datetime.now(UTC), whole, made_for, "", named, Participant({"nimi": name}))


def returned(*answers: Answer, unread: tuple[str, ...] = ()) -> Returned:
    forms = tuple(ReturnedForm(Path(name), FormReading(errors=(f"{name}: is damaged",))) for name in unread)
    return Returned((), (), (), answers=answers, forms=forms)


def test_those_without_a_form_are_missing_in_the_lists_order() -> None:
    missing = missing_answers(
        roster("Ville Mallikas", "Aino Esimerkki", "Sari Mallila"), returned(answer("aino  esimerkki"))
    )
    assert missing == (MissingAnswer("Ville Mallikas"), MissingAnswer("Sari Mallila"))


def test_a_form_counts_for_whom_it_was_made() -> None:
    assert missing_answers(roster("Aino Esimerkki"), returned(answer("Aino Uusinimi", "Aino Esimerkki"))) == ()


def test_a_form_for_somebody_of_another_list_counts_by_the_name_in_it() -> None:
    assert missing_answers(roster("Aino Uusinimi"), returned(answer("Aino Uusinimi", "Aino Esimerkki"))) == ()


def test_of_two_namesakes_one_is_missing_after_one_answer() -> None:
    missing = missing_answers(roster("Aino Esimerkki", "Aino Esimerkki"), returned(answer("Aino Esimerkki")))
    assert missing == (MissingAnswer("Aino Esimerkki"),)


def test_hidden_rows_and_rows_without_a_name_are_not_missing() -> None:
    assert missing_answers(roster("Aino Esimerkki", "", hidden="Aino Esimerkki"), returned()) == ()


@pytest.mark.parametrize("file", ["Liam-Esimerkki.pdf", "esimerkki_LIAM (2).pdf", "skannaus Liam Esimerkki 0412.pdf"])
def test_a_file_that_could_not_be_read_may_be_theirs(file: str) -> None:
    assert missing_answers(roster("Liam Esimerkki"), returned(unread=(file,)))[0].file == Path(file)


def test_a_file_with_part_of_a_name_is_nobodys() -> None:
    assert missing_answers(roster("Liam Esimerkki"), returned(unread=("Esimerkki.pdf",)))[0].file is None
