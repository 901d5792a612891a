"""The charts of an overview: the height of rows, which of them stand on which page, and the scale."""

from itertools import pairwise

import pytest

from worksheets.compose.charts import Bar, Chart, ChartPage, HeadedChart, OverviewPages, Scale, overview_pages

LONG = "kokonaista kahdeksankymmentä merkkiä pitkä nimi, joka ei mahdu yhdelle riville ei"


def chart(count: int, label: str = "kohta", length: int = 3) -> HeadedChart:
    return Chart(tuple(Bar(f"{label} {n}", (length,)) for n in range(count))).headed("Otsikko", "vastanneita")


def pages(*charts: HeadedChart, lines: int = 0) -> tuple[ChartPage, ...]:
    """Return charts on pages; so many answers of a line stand after them."""
    return overview_pages(charts, "Ryhmä", ["6 osallistujaa."], [("Toive", [("vastaus", 1)] * lines)]).pages


def counts(chart_pages: tuple[ChartPage, ...]) -> list[list[int]]:
    return [[len(part.rows) for part in page.charts] for page in chart_pages]


def scale_of(*lengths: int) -> Scale:
    bars = Chart((Bar("a", lengths),)).headed("Otsikko", "")
    return overview_pages([bars], "", [""], []).scale


def test_a_row_is_as_high_as_its_label() -> None:
    rows = Chart((Bar("lyhyt", (1,)), Bar(LONG, (2,)), Bar(None, (3,)))).headed("", "", "muuta", " kpl").rows
    assert [(row.label[-5:], row.height) for row in rows] == [("t kpl", 5.9), ("i kpl", 10.7), ("muuta", 5.9)]


def test_a_word_wider_than_the_column_is_broken_anywhere() -> None:
    (row,) = Chart((Bar("x" * 200, (1,)),)).headed("", "").rows
    assert row.height == pytest.approx(5.9 + 4 * 4.8, abs=4.9)


def test_a_long_heading_needs_more_room() -> None:
    bars = Chart((Bar("a", (1,)),))
    assert bars.headed(LONG, "").height == pytest.approx(bars.headed("Otsikko", "").height + 2 * 4.8)
    assert bars.headed("Otsikko", LONG).height == pytest.approx(bars.headed("Otsikko", "").height + 4.8)


def test_names_of_series_stand_under_one_another_if_they_are_long() -> None:
    short, long = (Chart((Bar("1", (1, 2)),), (name, "kontaktit")).headed("Otsikko", "") for name in ("omat", LONG))
    assert (short.is_stacked, long.is_stacked) == (False, True)
    assert long.head_height == pytest.approx(short.head_height + 2 * 4.8)


def test_the_number_of_other_kinds_is_no_bar() -> None:
    with_others = Chart((Bar("suositus", (2,)), Bar(None, (90,))))
    assert with_others.longest == 2
    rows = with_others.headed("", "", "muuta").rows
    assert [(row.has_bars, row.longest) for row in rows] == [(True, 2), (False, 0)]
    assert overview_pages([with_others.headed("", "", "muuta")], "", [""], []).scale == Scale(3, 1)


def test_bars_of_several_lists_lie_under_one_another_in_their_row() -> None:
    for count in (1, 2, 3, 6):
        (row,) = Chart((Bar("1", (1,) * count),)).headed("", "").rows
        edges = [(row.top(n), row.top(n) + row.thickness) for n in range(count)]
        assert edges[0][0] > 0.4
        assert edges[-1][1] < 5.5
        assert edges[0][0] + edges[-1][1] == pytest.approx(5.9)
        assert all(above[1] < below[0] for above, below in pairwise(edges))
    assert row.thickness > 0.5


@pytest.mark.parametrize(
    ("lengths", "end", "step"),
    [((0,), 2, 1), ((1,), 2, 1), ((2,), 3, 1), ((7, 11), 14, 2), ((18,), 20, 5), ((23,), 25, 5), ((300,), 350, 50)],
)
def test_a_scale_is_round_and_leaves_room_for_the_longest_bars_number(
    lengths: tuple[int, ...], end: int, step: int
) -> None:
    scale = scale_of(*lengths)
    assert scale == Scale(end, step)
    assert scale.ticks[-1] == end
    assert scale.length(end) == 96


def test_a_scale_has_few_steps_and_uses_the_width() -> None:
    for longest in (*range(1, 200), 999, 12_345, 700_000):
        scale = scale_of(longest)
        assert 2 <= len(scale.ticks) - 1 <= 7, longest
        assert scale.length(longest) < 96 - 2, longest
        assert scale.length(longest) > 96 * (0.6 if longest > 1 else 0.49), longest


def test_charts_that_fit_stand_on_one_page() -> None:
    assert counts(pages(chart(10), chart(13), chart(3))) == [[10, 13, 3]]


def test_a_short_chart_is_not_divided() -> None:
    assert counts(pages(chart(13), chart(13), chart(13))) == [[13, 13], [13]]


def test_a_long_chart_is_divided_and_no_part_is_a_scrap() -> None:
    for count in range(14, 120):
        parts = [part for page in pages(chart(10), chart(count)) for part in page.charts if part.heading]
        assert [row.label for part in parts[1:] for row in part.rows] == [f"kohta {n}" for n in range(count)]
        assert [part.goes_on for part in parts] == [False, False, *[True] * (len(parts) - 2)]
        assert all(len(part.rows) >= 4 for part in parts)


def test_no_page_holds_more_than_it_has_room_for() -> None:
    first, *others = pages(*(chart(n, LONG if n % 5 == 0 else "kohta") for n in range(1, 60)))
    assert first.height < 243 - 28 - 7.4
    assert all(120 < page.height < 243 - 7.4 for page in others[:-1])


def test_a_row_higher_than_a_page_has_one_of_its_own() -> None:
    assert counts(pages(chart(3, "sana " * 800))) == [[1], [1], [1]]


def test_the_last_page_is_not_nearly_empty() -> None:
    alone = pages(chart(10), chart(13), chart(6))
    assert counts(alone) == [[10, 13, 6]]
    with_answers = pages(chart(10), chart(13), chart(6), lines=3)
    assert counts(with_answers) == [[10, 13], [6]], "the answers would have been alone"
    for count in range(14, 60):
        divided = pages(chart(20), chart(count))
        assert len(divided) == 1 or divided[-1].height > 60


def test_a_page_is_filled_if_enough_follows() -> None:
    first, last = pages(chart(10), chart(5), chart(23), lines=20)
    assert 200 < first.height < 208
    assert len(last.charts[0].rows) < 10


def test_no_charts_have_no_pages() -> None:
    assert overview_pages([], "Ryhmä", ["6 osallistujaa."], []) == OverviewPages((), Scale(2, 1), ())


def test_bars_that_add_up_stand_one_behind_another() -> None:
    headed = Chart((Bar("väite", (1, 0, 30)),), ("ei", "vähän", "täysin"), adds_up=True).headed("Väitteet", "")
    (row,) = headed.rows
    scale = Scale(48, 12)
    shares = list(row.shares(scale))
    assert [(share.left, share.width, share.count, share.shade) for share in shares] == [
        (0, 2, 1, 1),
        (2, 0, 0, 3),
        (2, 60, 30, 5),
    ]
    assert [share.has_room for share in shares] == [False, False, True]
    assert (headed.shades, row.longest, row.thickness) == ((1, 3, 5), 31, 3.9)
    assert row.top(0) == pytest.approx(1)


def test_the_scale_of_bars_that_add_up_ends_where_the_longest_does() -> None:
    charts = [Chart((Bar("väite", (20, 15, 25)),), ("ei", "vähän", "täysin"), adds_up=True).headed("Väitteet", "")]
    assert overview_pages(charts, "Ryhmä", [], []).scale == Scale(60, 10)
