"""TOML that no program has to read is refused with its line, whatever its numbers are."""

import pytest

from worksheets.course.toml_file import TomlSlipError, parse_toml

LARGEST = 2**63 - 1


def test_numbers_of_64_bits_are_read() -> None:
    assert parse_toml(f"a = {LARGEST}\nb = [-{LARGEST}]") == {"a": LARGEST, "b": [-LARGEST]}


@pytest.mark.parametrize("number", ["0x" + "F" * 5000, "1" * 30, "-" + "1_0" * 20, "0b" + "1" * 65])
def test_a_longer_number_is_refused_with_its_line(number: str) -> None:
    with pytest.raises(TomlSlipError, match=r"line 2: no value that TOML knows") as caught:
        parse_toml(f'title = "1"\na = {{ b = [[{number}]] }}\n')
    assert caught.value.line == 2


def test_a_long_number_in_a_text_is_none() -> None:
    assert parse_toml(f'a = "{"1" * 30}"') == {"a": "1" * 30}
