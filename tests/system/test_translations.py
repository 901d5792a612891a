"""The catalogues: every message has its translation, with the same placeholders, as the language writes."""

import io
import re
import string
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo

from tests.helpers.catalogues import forms
from tools import translations

pytestmark = pytest.mark.xdist_group("translations")  # One process looks through the modules for messages: 2 s.

LANGUAGES = pytest.mark.parametrize("language", translations.LANGUAGES)
PRINTF = re.compile(r"%\(\w+\)[sd]")
ENGLISH = re.compile(
    r"\b(the|and|of|is|are|with|from|cannot|file|this|that|not|was|were|its|only|print|more|than|has|have|page|list|row)\b",
    re.IGNORECASE,
)
CODE = re.compile(
    r"\{[^}]*\}|%\(\w+\)s|--?[\w-]+(?:[= ][\w.=\"-]+)?|`[^`]*`|<[^>]*>|“[^”]*”|”[^”]*”|@?[\w-]+\(|\w+\.\w+"
)
"""What is the same in every language: placeholders, options, tags, what is quoted, names of files."""


@pytest.fixture(scope="module")
def extracted() -> Catalog:
    return translations.extracted()


def messages_of(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def placeholders(text: str) -> list[str]:
    """Return the placeholders of a text, sorted; ``{name!r}`` is another than ``{name}``."""
    fields = [
        f"{name}!{conversion}:{spec}"
        for _text, name, spec, conversion in string.Formatter().parse(text)
        if name is not None
    ]
    return sorted([*fields, *PRINTF.findall(text)])


def identity(message: Message) -> tuple[object, object]:
    return message.id, message.context


def test_the_template_of_the_catalogues_is_up_to_date(extracted: Catalog) -> None:
    kept = translations.read_template()
    assert [identity(m) for m in messages_of(kept)] == [identity(m) for m in messages_of(extracted)], (
        "run “python tools/translations.py extract”, then “update”"
    )


@LANGUAGES
def test_every_message_is_translated(language: str, extracted: Catalog) -> None:
    catalog = translations.read(language)
    assert {identity(m) for m in messages_of(catalog)} == {identity(m) for m in messages_of(extracted)}
    assert [m.id for m in messages_of(catalog) if m.fuzzy or not all(forms(m.string))] == []
    assert [m.id for m in messages_of(catalog) if len(forms(m.string)) != (2 if m.pluralizable else 1)] == []


@LANGUAGES
def test_placeholders_are_the_same(language: str) -> None:
    for message in messages_of(translations.read(language)):
        expected = {tuple(placeholders(form)) for form in forms(message.id)}
        # A form for one may leave the number out, and Finnish may need it where English does not.
        everything = {name for form in expected for name in form}
        for form in forms(message.string):
            if message.pluralizable:
                assert set(placeholders(form)) <= everything, message.id
            else:
                assert tuple(placeholders(form)) in expected, message.id
        if message.pluralizable:
            assert placeholders(forms(message.string)[1]) == placeholders(forms(message.id)[1]), message.id


@LANGUAGES
def test_a_translation_begins_and_ends_as_its_message(language: str) -> None:
    for message in messages_of(translations.read(language)):
        for form in forms(message.string):
            original = forms(message.id)[-1]
            assert form == form.strip() or original != original.strip(), message.id
            assert form.endswith(".") == original.endswith(".") or "click" in str(message.locations), message.id
            assert form.count("\n") == original.count("\n"), message.id


@LANGUAGES
def test_quotation_marks_are_those_of_the_language(language: str) -> None:
    wrong = [form for m in messages_of(translations.read(language)) for form in forms(m.string) if "“" in form]
    assert wrong == []


@LANGUAGES
def test_no_english_is_left_in_a_translation(language: str) -> None:
    left = {
        form: ENGLISH.findall(CODE.sub(" ", form))
        for message in messages_of(translations.read(language))
        for form in forms(message.string)
        if ENGLISH.search(CODE.sub(" ", form))
    }
    assert left == {}


@pytest.mark.parametrize("language", ["en", *translations.LANGUAGES])
def test_every_message_can_be_filled(language: str, extracted: Catalog) -> None:
    catalog = extracted if language == "en" else translations.read(language)
    for message in messages_of(catalog):
        for form in forms(message.id if language == "en" else message.string):
            names = {name for _text, name, _spec, _conversion in string.Formatter().parse(form) if name}
            filled = form.format(*"abc", **{name: Number(7) for name in names if not name.isdigit()})
            assert "{" not in filled or "{{" in form, form


class Number(int):
    """A value for any placeholder: it can be formatted as a text, too."""

    def __format__(self, spec: str) -> str:
        return "7"


@LANGUAGES
def test_the_compiled_catalogue_is_up_to_date(language: str) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, translations.read(language))
    path = translations.po_file(language).with_suffix(".mo")
    assert path.read_bytes() == compiled.getvalue(), "run “python tools/translations.py compile”"
