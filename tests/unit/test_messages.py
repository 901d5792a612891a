"""The language of messages: how it is chosen, and what it gives."""

import pytest

from worksheets import messages
from worksheets.messages import _, decimal, in_language, language, marked, ngettext, typed

VARIABLES = (messages.VARIABLE, "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"WORKSHEETS_LANG": "fi"}, "fi"),
        ({"WORKSHEETS_LANG": "sv", "LC_ALL": "fi_FI.UTF-8"}, "sv"),
        ({"WORKSHEETS_LANG": "FI"}, "fi"),
        ({"WORKSHEETS_LANG": "", "LANG": "fi_FI.UTF-8"}, "fi"),
        ({"WORKSHEETS_LANG": "en", "LANG": "fi_FI.UTF-8"}, "en"),
        ({"LANG": "sv_FI"}, "sv"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "fi_FI.UTF-8", "LC_MESSAGES": "sv_SE", "LANG": "en_US"}, "fi"),
        ({"LC_MESSAGES": "sv_SE", "LANG": "en_US"}, "sv"),
        ({"LANGUAGE": "sv:fi", "LANG": "en_US.UTF-8"}, "sv"),
        ({"LANGUAGE": "fi", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LC_ALL": "POSIX", "LANG": "fi_FI"}, "en"),
    ],
)
def test_the_language_is_the_one_asked_for(
    environment: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    assert language() == expected


def test_a_message_is_in_the_language_of_its_context() -> None:
    assert _("Options") == "Options"
    with in_language("fi"):
        assert language() == "fi"
        assert _("Options") == "Valinnat"
        with in_language("sv"):
            assert _("Options") == "Alternativ"
        assert _("Options") == "Valinnat"
    assert language() == "en"


def test_a_marked_message_is_translated_when_it_is_shown() -> None:
    with in_language("fi"):
        assert marked("Options") == "Options"
        assert _(marked("Options")) == "Valinnat"


def test_a_number_chooses_the_form() -> None:
    forms = ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments.")
    assert ngettext(*forms, 1) == forms[0]
    assert ngettext(*forms, 2) == forms[1]
    with in_language("fi"):
        assert ngettext(*forms, 1) == "Valinta {name!r} tarvitsee arvon."
        assert ngettext(*forms, 0) == "Valinta {name!r} tarvitsee {nargs} arvoa."


def test_what_is_not_in_a_catalogue_stays_as_it_is() -> None:
    with in_language("fi"):
        assert _("not in any catalogue") == "not in any catalogue"


@pytest.mark.parametrize(
    ("environment", "setting"),
    [
        ({}, ""),
        ({"WORKSHEETS_LANG": "", "LANG": "fi_FI.UTF-8"}, "LANG=fi_FI.UTF-8"),
        ({"WORKSHEETS_LANG": "sv", "LANG": "fi_FI.UTF-8"}, "WORKSHEETS_LANG=sv"),
        ({"LC_ALL": "sv_FI", "LANG": "fi_FI.UTF-8"}, "LC_ALL=sv_FI"),
        ({"LANGUAGE": "fi", "LANG": "en_US.UTF-8"}, "LANG=en_US.UTF-8"),
    ],
)
def test_it_is_told_what_has_chosen_the_language(
    environment: dict[str, str], setting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command itself sets LANGUAGE, for Click; what counts is what the user has set before."""
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    monkeypatch.setattr(messages, "_LANGUAGE_AT_START", "")
    assert messages.system_setting() == setting


def test_the_users_list_of_languages_is_told_as_it_was_before(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, value in {"WORKSHEETS_LANG": "", "LANGUAGE": "sv", "LANG": "en_US.UTF-8"}.items():
        monkeypatch.setenv(variable, value)
    monkeypatch.setattr(messages, "_LANGUAGE_AT_START", "sv:fi")
    assert messages.system_setting() == "LANGUAGE=sv:fi"


def test_a_decimal_has_the_mark_of_the_language() -> None:
    with in_language("fi"):
        assert decimal(6.54) == "6,5"
    with in_language("en"):
        assert decimal(6.54) == "6.5"


@pytest.mark.parametrize(
    ("environment", "name"),
    [
        ({}, "worksheets"),
        ({"WORKSHEETS_STARTED_AS": "./run"}, "./run"),
        ({"WORKSHEETS_STARTED_AS": "a b/run"}, '"a b/run"'),
    ],
)
def test_a_command_is_told_as_it_is_typed(
    environment: dict[str, str], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(messages.STARTED_AS, raising=False)
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    words = ("packet", "kevään ryhmä.xlsx", "--map", "Oma esimies=-", "--course", "omat/kurssini")
    assert typed(*words) == f'{name} packet "kevään ryhmä.xlsx" --map "Oma esimies=-" --course omat/kurssini'
