"""What is chosen for the papers of a course day, and what the library makes of it."""

import pytest
from starlette.datastructures import FormData

from worksheets import api
from worksheets.web.papers import USUAL, FieldsError, Paper, PaperChoices, faults_of


def chosen(paper: Paper, **fields: str) -> PaperChoices:
    """Return choices after a paper's form was sent with these fields."""
    form = FormData([(f"{paper.value}.{name}", text) for name, text in fields.items()])
    return PaperChoices().changed(paper, form)


def test_what_nobody_has_chosen_is_as_the_library_has_it() -> None:
    choices = PaperChoices()
    assert choices.product(Paper.ATTENDANCE) == api.Attendance()
    assert choices.product(Paper.BADGE) == api.Cards("badge")
    assert choices.product(Paper.TENT) == api.Cards("tent")
    assert choices.product(Paper.LABEL) == api.Cards("label:L7160")
    assert choices.product(Paper.GROUPS) == api.GroupLists(groups=4)
    assert choices.product(Paper.CALIBRATION) == api.Calibration()
    assert choices.product(Paper.CERTIFICATE) == api.Certificate()


def test_there_are_no_more_groups_than_people_unless_somebody_has_said_so() -> None:
    assert PaperChoices().for_people(3).product(Paper.GROUPS) == api.GroupLists(groups=3)
    assert PaperChoices().for_people(23).product(Paper.GROUPS) == api.GroupLists(groups=4)
    assert chosen(Paper.GROUPS, number="6").for_people(3).product(Paper.GROUPS) == api.GroupLists(groups=6)


def test_every_field_belongs_to_a_paper() -> None:
    assert {name.partition(".")[0] for name in USUAL} <= {paper.value for paper in Paper}


def test_choices_become_options() -> None:
    sign_in = chosen(Paper.ATTENDANCE, dates="12.1., 19.1.", order="last")
    assert sign_in.product(Paper.ATTENDANCE) == api.Attendance("12.1., 19.1.", by_last_name=True)
    labels = chosen(Paper.LABEL, sheet="L7163", line="ryhma", start="5", right="1,5 mm", down="\N{MINUS SIGN}0.5")
    assert labels.product(Paper.LABEL) == api.Cards("label:L7163", "ryhma", 5, (1.5, -0.5))
    topics = f"verkostot\n\n  tavoitteet ja\tsuunnitelma\n{'x' * 900}"
    certificate = chosen(Paper.CERTIFICATE, dates="12.1.–2.2.2026", hours="22", contact="16", topics=topics)
    assert certificate.product(Paper.CERTIFICATE) == api.Certificate(
        dates="12.1.–2.2.2026",
        hours="22",
        contact_hours="16",
        topics=("verkostot", "tavoitteet ja suunnitelma", "x" * 400),
    )
    groups = chosen(Paper.GROUPS, by="size", number="5", apart="ryhma", signs="1", seed="7")
    assert groups.product(Paper.GROUPS) == api.GroupLists(size=5, seed=7, apart="ryhma", signs=True)


def test_a_box_that_is_not_ticked_sends_nothing_and_other_fields_stay() -> None:
    ticked = chosen(Paper.GROUPS, signs="1", number="3")
    again = ticked.changed(Paper.GROUPS, FormData([("groups.by", "count")]))
    assert again.product(Paper.GROUPS) == api.GroupLists(groups=3)


def test_each_fault_stands_at_its_field() -> None:
    labels = chosen(Paper.LABEL, start="first", right="far", down="")
    with pytest.raises(FieldsError) as raised:
        labels.product(Paper.LABEL)
    assert raised.value.faults == {
        "label.start": "Write a whole number, such as 1.",
        "label.right": "Write millimetres, such as 1.5 or -0.5.",
    }


@pytest.mark.parametrize("sheet", ["/etc/passwd", "../oma.toml", "oma.toml", "", "l7160"])
def test_a_sheet_is_one_that_is_shipped_and_never_a_file(sheet: str) -> None:
    product = chosen(Paper.LABEL, sheet=sheet).product(Paper.LABEL)
    assert isinstance(product, api.Cards)
    assert product.kind == "label:L7160"
    assert product.label_file is None


def test_the_shipped_sheets_are_offered() -> None:
    assert chosen(Paper.LABEL, sheet="L7163").product(Paper.LABEL) == api.Cards("label:L7163")


def test_people_are_dealt_in_another_way_each_time() -> None:
    once = PaperChoices().dealt_again()
    seeds = {choices.text("groups.seed") for choices in (PaperChoices(), once, once.dealt_again())}
    assert len(seeds) == 3


def test_problems_of_the_library_are_said_at_their_fields_without_the_options_name() -> None:
    problems = ("--dates: “32.1.”: there is no such day", "--dates: “x” is not a date", "no room for Aino")
    faults = faults_of(Paper.ATTENDANCE, problems)
    assert faults.fields == {"attendance.dates": "“32.1.”: there is no such day\n“x” is not a date"}
    assert faults.others == ("no room for Aino",)
    assert faults_of(Paper.LABEL, ["--start 99: the sheet has 21"]).fields == {"label.start": "The sheet has 21"}
    groups = ["--groups 9: more groups than people; there are 3 people, so write at most --groups 3"]
    cure = "More groups than people; there are 3 people, so write at most 3"
    assert faults_of(Paper.GROUPS, groups).fields == {"groups.number": cure}
    assert faults_of(Paper.BADGE, ["--start 99: the sheet has 8"]).others, "badges have no such field"


def test_what_is_made_with_the_handouts_is_ticked() -> None:
    form = FormData([("with-ticks", "1"), ("with", "badge"), ("with", "attendance"), ("with", "cake")])
    choices = PaperChoices().with_papers(form)
    assert choices.with_packet == (Paper.ATTENDANCE, Paper.BADGE)
    assert choices.with_papers(FormData()) == choices, "a form without the boxes changes nothing"
    assert choices.with_papers(FormData([("with-ticks", "1")])).with_packet == ()
