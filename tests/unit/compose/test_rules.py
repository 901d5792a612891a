"""The places of an exercise have as many rules as its texts need, within the room that the layout gives."""

from collections.abc import Mapping, Sequence
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.course import the_course
from tests.helpers.strategies import PROSE, some_examples
from tests.helpers.values import replace
from worksheets.compose.page_data import PageData
from worksheets.compose.rules import PromptColumns, prompt_columns, prompt_rows, prompt_width, rule_steps, rules_for
from worksheets.course.layout import Layout, Place, Step, read_layout
from worksheets.course.slots import PROMPTS, TEXT, Part
from worksheets.people.participant import Participant

PLACE = Place(78.0, (Step("normal", 4.2, 3), Step("small", 3.3, 6)))


def handout(**numbers: float) -> Layout:
    """Return the layout of a handout with some other numbers; those that are infinite are not declared."""
    layout = read_layout("handout", the_course().folder)
    declared = {**layout.numbers, **{name.replace("_", "-"): value for name, value in numbers.items()}}
    return replace(
        layout, numbers={name: value for name, value in declared.items() if value < inf or name in layout.numbers}
    )


def prompts(count: int, label: str = "Kysymys") -> Part:
    return Part("tuki", "Tuki", parts=tuple(Part(f"p{n}", label) for n in range(count)), type=PROMPTS)


@pytest.mark.parametrize(
    ("count", "steps"), [(10, (3,)), (9, (3,)), (8, (3, 4)), (6, (3, 5, 6)), (4, (3, 6, 9)), (2, (3, 6, 9)), (24, (3,))]
)
def test_fewer_prompts_have_room_for_more_rules(count: int, steps: Sequence[int]) -> None:
    assert rule_steps(prompts(count), "prompt", handout()) == steps


def test_long_labels_leave_less_room() -> None:
    two_lines = "Keneltä muilta voit saada tukea työnhakuun?"
    assert prompt_rows(prompts(10), handout()) == 5
    assert prompt_rows(prompts(10, two_lines), handout()) == 4
    assert rule_steps(prompts(6, two_lines), "prompt", handout()) == (3, 4, 5)
    assert [prompt_rows(prompts(10, "sana " * count), handout()) for count in (20, 60, 90)] == [3, 2, 1]


@pytest.mark.parametrize(
    ("boxes", "rules"), [("1x2", 10), ("2x1", 22), ("2x2", 10), ("2 × 2", 10), ("3X2", 10), ("2x3", 6)]
)
def test_fields_share_the_rules_of_a_page(boxes: str, rules: int) -> None:
    exercise = replace(prompts(4), settings=(("boxes", boxes),))
    assert rule_steps(exercise, "prompt", handout()) == (rules,)
    assert prompt_rows(exercise, handout()) == int(boxes[-1])


def test_a_head_of_two_lines_takes_a_rule_from_its_field() -> None:
    one, two = (Part("p", "Mahdollisuudet", hint=hint) for hint in ("mitä ympärilläni on auki", "mitä on auki " * 5))
    fields = replace(prompts(4), settings=(("boxes", "2x2"),))
    assert rule_steps(replace(fields, parts=(one,) * 4), "prompt", handout()) == (10,)
    assert rule_steps(replace(fields, parts=(one, two, one, one)), "prompt", handout()) == (9,)


def test_columns_are_as_wide_as_the_page_has_room_for_and_share_their_rules() -> None:
    columns = {count: replace(prompts(6), settings=(("columns", count),)) for count in (1, 2, 3)}
    assert [prompt_width(exercise, handout()) for exercise in columns.values()] == pytest.approx([168, 78, 48])
    assert prompt_columns(columns[2], handout()) == PromptColumns(2, 0.0, are_fields=False, fill_page=False)
    assert prompt_columns(columns[3], handout()) == PromptColumns(3, 48.0, are_fields=False, fill_page=False)
    steps = {count: rule_steps(exercise, "prompt", handout()) for count, exercise in columns.items()}
    assert steps == {1: (3,), 2: (3, 5, 6), 3: (3, 6, 9)}


def test_fields_of_a_layout_without_room_for_them_are_prompts_row_by_row() -> None:
    exercise, slides = replace(prompts(4), settings=(("boxes", "2x2"),)), read_layout("slides", the_course().folder)
    assert prompt_columns(exercise, slides) == PromptColumns(2, 0.0, are_fields=True, fill_page=False)
    assert rule_steps(exercise, "prompt", slides) == (2,)


def test_a_layout_that_declares_no_room_keeps_its_rules() -> None:
    layout = handout()
    old = replace(
        layout,
        numbers={name: value for name, value in layout.numbers.items() if "most" not in name and "room" not in name},
    )
    assert rule_steps(prompts(4), "prompt", old) == (3,)
    assert prompt_rows(prompts(10), old) == 5
    assert rule_steps(prompts(4), "prompt", handout(prompt_lines=inf)) == ()


def test_only_a_text_that_is_an_exercise_has_more_rules() -> None:
    layout = handout()
    assert rule_steps(Part("kirje", "Kirje", type=TEXT), "text", layout) == (4, 6, 8)
    assert rule_steps(Part("kirje", "Kirje", type=TEXT, lines=2), "text", layout) == (2,)
    assert rule_steps(None, "text", layout) == (4,)
    assert rule_steps(prompts(4), "text", layout) == (4,)
    assert rule_steps(prompts(4), "cell", layout) == ()


def test_as_many_rules_are_chosen_as_the_longest_text_needs() -> None:
    texts = {"": 3, "yksi": 3, "yksi\nkaksi\nkolme\nneljä": 5, "rivi\n" * 5 + "rivi": 6, "rivi\n" * 9: 6}
    for text, rules in texts.items():
        assert rules_for(["lyhyt", text], (3, 5, 6), PLACE) == rules


TEXT_LENGTHS = st.lists(st.integers(0, 60), min_size=1, max_size=10)


@some_examples(40)
@given(TEXT_LENGTHS, st.integers(0, 900))
def test_there_are_never_more_rules_than_room_and_no_text_shrinks_while_there_are_fewer(
    lengths: Sequence[int], start: int
) -> None:
    course, layout = the_course(), handout()
    exercise = prompts(len(lengths))
    words = [PROSE[(start + n) % len(PROSE)] for n in range(60)]
    values = {f"tuki.p{n}": " ".join(words[:length]) for n, length in enumerate(lengths)}
    changed = replace(course, root=replace(course.root, parts=(*course.root.parts, exercise)))
    data = PageData(changed, Participant(values), layout)
    rules, steps = data.rules("tuki", "prompt"), rule_steps(exercise, "prompt", layout)
    rows = min(-(-len(lengths) // 2), prompt_rows(exercise, layout))
    assert rules in steps
    assert rules == steps[0] or rows * (rules + 1) <= layout.number("prompt-room")
    fits = [data.fit(path, "prompt") for path in values]
    assert rules == steps[-1] or all(fitted.step == "normal" and not fitted.hyphenated for fitted in fits)
    assert steps_below(steps, rules) == [] or not all_fit(values, steps_below(steps, rules)[-1], layout)


def steps_below(steps: Sequence[int], rules: int) -> list[int]:
    return [step for step in steps if step < rules]


def all_fit(values: Mapping[str, str], rules: int, layout: Layout) -> bool:
    """Return whether all texts fit on so many rules with whole words."""
    return rules_for(list(values.values()), (rules, 99), layout.place("prompt")) == rules


def test_all_places_of_an_exercise_have_the_same_rules_in_any_order() -> None:
    course, layout = the_course(), handout(prompt_room=84)
    values = {"tukiverkosto.esimies": "tietoa ja tukea " * 12, "tukiverkosto.laheiset": "tuki"}
    data = PageData(course, Participant(values), layout)
    assert data.fit("tukiverkosto.laheiset", "prompt").step == "normal"
    assert data.rules("tukiverkosto", "prompt") == 6
    assert data.fit("tukiverkosto.esimies", "prompt").step == "normal"
    assert PageData(course, Participant({}), layout).rules("tukiverkosto", "prompt") == 3
    assert data.rules("verkostokartta.uudet-kontaktit", "text") == 4
