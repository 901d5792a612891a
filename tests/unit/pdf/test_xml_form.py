"""The values of an XML form, in one stream or in parts."""

from collections.abc import Callable, Iterator

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Object, String

from worksheets.pdf.bounded_stream import TooLargeError
from worksheets.pdf.xml_form import xml_values

DATASETS = (
    '<xfa:datasets xmlns:xfa="http://www.xfa.org/schema/xfa-data/1.0/"><xfa:data><lomake><nimi>Väinö &amp; Åsa</nimi>'
    "<sivu><tukiverkosto_esimies>\n Apua </tukiverkosto_esimies><kurssi/></sivu></lomake></xfa:data></xfa:datasets>"
).encode()
TEMPLATE = b"<template><subform name='lomake'><field name='nimi'>ei arvo</field></subform></template>"
VALUES = [(("lomake", "nimi"), "Väinö & Åsa"), (("lomake", "sivu", "tukiverkosto_esimies"), "Apua")]


Made = Callable[..., Object]


@pytest.fixture
def form() -> Iterator[Made]:
    """Return a function that makes an interactive form with the parts of an XML form."""
    with pikepdf.new() as book:

        def make(*parts: bytes) -> Object:
            streams = [book.make_stream(part) for part in parts]
            if len(streams) == 1:
                return Dictionary(XFA=streams[0])
            return Dictionary(XFA=Array([item for stream in streams for item in (String("osa"), stream)]))

        yield make


def test_the_values_by_the_names_of_their_elements(form: Made) -> None:
    assert xml_values(form(b"<xdp>" + TEMPLATE + DATASETS + b"</xdp>")) == VALUES


def test_a_form_in_parts(form: Made) -> None:
    assert xml_values(form(b"<xdp>", TEMPLATE, DATASETS, b"</xdp>")) == VALUES


def test_a_form_in_utf_16(form: Made) -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?>' + DATASETS.decode()
    assert xml_values(form(text.encode("utf-16"))) == VALUES


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"ei xml",
        b"<xdp>",
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><data><x>&b;</x></data>',
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><data><x/></data>',
    ],
)
def test_what_is_no_form_is_an_error(form: Made, data: bytes) -> None:
    with pytest.raises(ValueError, match="no XML form"):
        xml_values(form(data))


def test_a_form_that_is_too_large_is_refused(form: Made) -> None:
    with pytest.raises(TooLargeError):
        xml_values(form(b" " * (5 << 20)))


@pytest.mark.parametrize(
    "data",
    [
        b"<data>" + b"<a>" * 64 + b"x" + b"</a>x" * 64 + b"</data>",
        b"<data>" + b"<a>x</a>" * 20_001 + b"</data>",
        b"<data>" + b"<a>" * 400_000,
    ],
)
def test_deeper_or_more_than_any_form(form: Made, data: bytes) -> None:
    with pytest.raises(TooLargeError):
        xml_values(form(data))


def test_many_parts_together_are_bounded(form: Made) -> None:
    with pytest.raises(TooLargeError):
        xml_values(form(*[b"<data>" + b" " * (1 << 20)] * 5))
