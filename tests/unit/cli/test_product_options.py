"""The options of ``list``: what they make, and those that do not go with what is made."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from worksheets import api
from worksheets.cli import names
from worksheets.cli.commands import main
from worksheets.cli.typed_products import TypedList
from worksheets.errors import OptionsError

NONE = dict.fromkeys(["dates", "by_last_name", "groups", "size", "apart", "seed", "signs", "title"])


def test_options_make_a_sign_in_sheet() -> None:
    assert TypedList("attendance", **NONE).product() == api.Attendance()
    typed = TypedList("attendance", **{**NONE, "dates": "4", "by_last_name": True, "title": "Ilta"})  # type: ignore[arg-type]
    assert typed.product() == api.Attendance("4", by_last_name=True, title="Ilta")


def test_options_make_groups() -> None:
    typed = TypedList("groups", **{**NONE, "size": 5, "apart": "ryhma", "seed": 0, "signs": True})  # type: ignore[arg-type]
    assert typed.product() == api.GroupLists(size=5, apart="ryhma", seed=0, signs=True)


@pytest.mark.parametrize(
    ("kind", "options", "wrong"),
    [
        ("attendance", {"seed": 1, "signs": True}, ["--seed", "--signs"]),
        ("groups", {"dates": "4", "by_last_name": True, "groups": 2}, ["--dates", "--by-last-name"]),
    ],
)
def test_options_of_the_other_list_are_refused(kind: str, options: dict[str, object], wrong: list[str]) -> None:
    with pytest.raises(OptionsError) as raised:
        TypedList(kind, **{**NONE, **options}).product()  # type: ignore[arg-type]
    assert [problem.split(":")[0] for problem in raised.value.problems] == wrong
    other = "groups" if kind == "attendance" else "attendance"
    assert all(f"only for --as {other}; leave it out, or write --as {other}" in each for each in raised.value.problems)


def test_groups_without_a_list_are_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["list", "--as", "groups", "--groups", "3"])
    assert result.exit_code == 2
    assert "name a list, such as “worksheets list ryhma.xlsx --as groups --groups 3”" in result.output
    assert list(tmp_path.iterdir()) == []


def test_products_have_the_names_that_options_take() -> None:
    assert (api.Attendance.name, api.GroupLists.name) == (names.ATTENDANCE, names.GROUPS)
    assert api.Certificate.name == names.CERTIFICATE
