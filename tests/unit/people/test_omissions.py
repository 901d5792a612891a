"""Every reason to leave something out has its words, and says whether it concerns a person."""

from worksheets.people.omissions import LeftOutReason, Omission


def test_every_reason_is_explained_in_words_of_its_own() -> None:
    explanations = [reason.explanation for reason in LeftOutReason]
    assert all(explanations)
    assert len(set(explanations)) == len(explanations)


def test_only_two_reasons_are_of_people() -> None:
    people = {reason for reason in LeftOutReason if reason.is_of_a_person}
    assert people == {LeftOutReason.PROBLEMS, LeftOutReason.HIDDEN}


def test_an_omission_says_where_and_why() -> None:
    line = str(Omission("ryhma.csv, row 7", LeftOutReason.TOTAL, "Yhteensä 12"))
    assert line.startswith("ryhma.csv, row 7: ")
    assert "“Yhteensä 12”" in line
    assert line.endswith("a total or a count, not a participant")
