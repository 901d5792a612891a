"""Sign-in sheets and groups as the library makes them: what is wrong is said before anything is made."""

from pathlib import Path

import pytest

from tests.helpers.course import the_course
from worksheets import api
from worksheets.api.products import in_order_of
from worksheets.errors import OptionsError

PRINTING = api.Printing(the_course(), given={"paikka": "Tampere"})


def test_people_who_have_been_sorted_by_a_field_keep_their_order() -> None:
    by_last_name = api.Attendance(by_last_name=True)
    assert in_order_of(by_last_name, api.Selection()) == by_last_name
    in_order = api.Attendance(by_last_name=True, in_given_order=True)
    assert in_order_of(by_last_name, api.Selection(sort="organisaatio")) == in_order
    assert in_order_of(api.Cards(), api.Selection(sort="organisaatio")) == api.Cards()


@pytest.mark.parametrize(
    ("product", "problem"),
    [
        (api.Attendance("huomenna"), "--dates: “huomenna” is not a date"),
        (api.GroupLists(groups=2), "nobody to deal"),
        (api.GroupLists(), "how many groups"),
    ],
)
def test_what_cannot_be_made_is_said_before_anything_is_made(product: api.Product, problem: str) -> None:
    with pytest.raises(OptionsError, match=problem):
        api.product(product, PRINTING)


def test_what_could_not_be_kept_apart_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "ryhma.csv"
    path.write_text("nimi;organisaatio\nVille Mallikas;Kirjasto\nAino Koe;Kirjasto\nOona Koe;Kirjasto\n", "utf-8")
    group = api.choose_group(path, the_course())
    assert api.product(api.GroupLists(groups=3, apart="organisaatio"), PRINTING, group).warnings == ()
    (warning,) = api.product(api.GroupLists(groups=2, apart="organisaatio"), PRINTING, group).warnings
    assert "3 people have “Kirjasto”" in warning


def test_the_label_sheets_are_known_by_their_makers_numbers() -> None:
    sheets = api.label_sheets()
    assert [(sheets[number].width, sheets[number].height, sheets[number].places) for number in ("L7160", "L7163")] == [
        (63.5, 38.1, 21),
        (99.06, 38.1, 14),
    ]
