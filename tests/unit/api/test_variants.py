"""Names tell every option that changes the pages, and no secret."""

from dataclasses import dataclass, field, fields, replace

import pytest

from worksheets import api
from worksheets.api.variants import LOCKED, NOT_IN_NAMES, variant_name
from worksheets.course.course import Course


@dataclass(frozen=True)
class Options:
    paper: str = "a4"
    folded: bool = False
    copies: int = 1
    secret: str = field(default="", metadata=LOCKED)
    speed: int = field(default=1, metadata=NOT_IN_NAMES)
    values: dict[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()


@pytest.mark.parametrize(
    ("options", "name"),
    [
        (Options(), "moniste"),
        (Options(paper="a5"), "moniste-a5"),
        (Options(folded=True, copies=2), "moniste-folded-2"),
        (Options(secret="auki"), "moniste-locked"),
        (Options(speed=9), "moniste"),
        (Options(values={"aika": "klo 9"}), "moniste-aika-klo-9"),
        (Options(words=("ryhma=A", "../B")), "moniste-ryhma-A-..-B"),
        (Options(paper="1,7-9"), "moniste-1-7-9"),
    ],
)
def test_an_option_is_in_the_name_unless_it_has_its_default(options: Options, name: str) -> None:
    assert variant_name("moniste", options) == name


def test_several_options_and_some_left_out() -> None:
    both = Options(folded=True, copies=3), Options(paper="a5")
    assert variant_name("m", *both) == "m-folded-3-a5"
    assert variant_name("m", *both, without=("copies", "paper")) == "m-folded"


def test_each_option_of_printing_gives_another_name(course: Course) -> None:
    """A new option is in names as soon as it exists, or it says in its declaration that it is not."""
    plain = api.Printing(course)
    others = {"pages": "1", "layout": "slides", "paper": "a4", "given": {"aika": "nyt"}, "password": "auki"}
    names = {}
    for option in fields(api.Printing):
        if option.metadata.get("in_names", True):
            changed = replace(plain, **{option.name: others.get(option.name, True)})  # type: ignore[arg-type]
            names[option.name] = variant_name("moniste", changed)
    assert len({"moniste", *names.values()}) == len(names) + 1
    assert names.keys() == {option.name for option in fields(api.Printing)} - {"course", "typeset_all"}
    assert not [name for name in names.values() if "auki" in name]
