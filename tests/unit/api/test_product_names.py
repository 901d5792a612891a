"""What is made with a packet is asked for by names, and each wrong one is told with the nearest right one."""

import pytest

from worksheets import api
from worksheets.api.product_names import PRODUCT_NAMES
from worksheets.errors import OptionsError


def test_each_name_is_that_of_a_product() -> None:
    assert tuple(product.name for product in api.products_named(PRODUCT_NAMES)) == (
        "attendance",
        "groups",
        "badge",
        "tent",
        "label",
        "certificate",
    )


def test_a_name_stands_for_the_product_that_is_given() -> None:
    groups = api.GroupLists(groups=4)
    assert api.products_named([" groups", "badge", "groups", "", "label:oma.toml"], [groups]) == (
        groups,
        api.Cards(),
        api.Cards("label:oma.toml"),
    )


def test_all_wrong_names_are_told_at_once() -> None:
    with pytest.raises(OptionsError) as error:
        api.products_named(["atendance", "badge", "label", "label:", "x" * 300])
    first, second, third, fourth = error.value.problems
    assert first.endswith("certificate. Did you mean “attendance”?")
    assert second == "--with label: which sheet of labels? Write its maker's number, such as label:L7160"
    assert third.startswith("--with label:: which sheet of labels?")
    assert len(fourth) < 300
