"""Mutations of lists: pure functions from a file's bytes and a source of chance to the bytes of another file.

Each makes a file that a stranger could send, by chance or on purpose: bits turned, pieces cut out, doubled, moved and
put in, tokens of the format in wrong places, and all of these in the unpacked parts of a workbook, too. ``mutated``
chooses one. The same seed gives the same file.
"""

import warnings
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from random import Random

from tests.helpers.workbooks import SPACES, cell, excel, libre, old_excel, row

Mutation = Callable[[bytes, Random], bytes]

_TOKENS = (
    *(b"", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\x1b[2J", b"\xe2\x80\xae", b"\xcc\x81" * 50, b"\r"),
    *(b'"', b"'", b'""', b"\n" * 50, b"\t", b";" * 50, b"," * 50, b"|", b"sep=;\n", b"=A1", b"#N/A", b"####", b"1E+15"),
    *(
        b"- ",
        b"? ",
        b": ",
        b"{",
        b"[" * 500,
        b"]",
        b"}",
        b"&a ",
        b"*a",
        b"!!python/object:x ",
        b"<<: ",
        b"|\n",
        b"---\n",
    ),
    *(b"%YAML 9.9\n", b"\\ud83d", b"\\ud8zz\\udczz", b"\\", b"null", b"NaN", b"~", b"1e999", b"-0", b"9" * 5_000),
    *(
        b"<",
        b">",
        b"&",
        b"&#x0;",
        b"&#99999999999;",
        b"&lol;",
        b"<![CDATA[",
        b"]]>",
        b"<!--",
        b"<!DOCTYPE a>",
        b"_xD800_",
    ),
    *(
        b'r="XFD1048576"',
        b'r="A99999999"',
        b't="s"',
        b"<v>-1</v>",
        b's="99999"',
        b'hidden="1"',
        b"<a>" * 300,
        b"</row>",
    ),
    *(b'number-rows-repeated="1048576"', b'number-columns-repeated="99999999"', b'date-value="9999-12-31T23:59:59.9"'),
    *(
        b'office:value="nan"',
        b'office:value="1e308"',
        b"PT99999999999H",
        b"PK\x01\x02",
        b"PK\x03\x04",
        b"\x09\x08\x10\0",
    ),
)
"""Pieces that have a meaning in some format, and numbers that are too large."""


# Bytes


def flipped(data: bytes, random: Random) -> bytes:
    """Return a file with some bits turned over."""
    changed = bytearray(data)
    for _time in range(random.randint(1, 20)):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def cut(data: bytes, random: Random) -> bytes:
    """Return a file without its end, or without a piece of it."""
    first, last = sorted(random.randrange(len(data)) for _end in range(2))
    return random.choice((data[:last], data[:first] + data[last:]))


def doubled(data: bytes, random: Random) -> bytes:
    """Return a file in which a piece stands several times."""
    first = random.randrange(len(data))
    piece = data[first : first + random.choice((1, 8, 100, 2_000))]
    return data[:first] + piece * random.choice((2, 3, 50)) + data[first:]


def moved(data: bytes, random: Random) -> bytes:
    """Return a file in which a piece of it has been put over another."""
    source, target = random.randrange(len(data)), random.randrange(len(data))
    piece = data[source : source + random.choice((4, 40, 400))]
    return data[:target] + piece + data[target + len(piece) * random.randint(0, 1) :]


def with_token(data: bytes, random: Random) -> bytes:
    """Return a file with pieces that have a meaning somewhere, in places where they have none."""
    for _time in range(random.randint(1, 4)):
        place = random.randrange(len(data) + 1)
        token = random.choice(_TOKENS)
        data = data[:place] + token + data[place + random.choice((0, 0, len(token))) :]
    return data


def with_number(data: bytes, random: Random) -> bytes:
    """Return a file in which a number of four bytes is a very large one, zero, or that of another place."""
    place = random.randrange(max(1, len(data) - 4))
    number = random.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFF, random.randrange(len(data) + 1)))
    return data[:place] + number.to_bytes(4, "little") + data[place + 4 :]


_BYTES: tuple[Mutation, ...] = (flipped, cut, doubled, moved, with_token, with_number)


def bytes_mutated(data: bytes, random: Random) -> bytes:
    """Return a file that was mutated once or several times."""
    for _time in range(random.choice((1, 1, 1, 2, 5))):
        data = random.choice(_BYTES)(data or b"\0", random)
    return data


# Archives


def parts_mutated(data: bytes, random: Random) -> bytes:
    """Return a ZIP archive in which the content of a part is mutated, a part is missing, twice, or has another name."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    index = random.randrange(len(parts))
    name, content = parts[index]
    match random.randrange(12):
        case 0:
            del parts[index]
        case 1:
            parts.append((name, bytes_mutated(content, random)))
        case 2:
            other = random.choice(("../x", "/etc/x", "C:\\x", name.upper(), "x" * 60_000, "-", random.choice(parts)[0]))
            parts[index] = other, content
        case _:
            parts[index] = name, bytes_mutated(content, random)
    return _zipped(parts)


def _zipped(parts: list[tuple[str, bytes]]) -> bytes:
    file = BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Of parts that are there twice.
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts:
                archive.writestr(name, content)
    return file.getvalue()


def mutated(data: bytes, random: Random) -> bytes:
    """Return a file that was mutated; of an archive, in most cases the content of a part."""
    if data.startswith(b"PK") and random.randrange(4):
        return parts_mutated(data, random)
    return bytes_mutated(data, random)


# Lists to begin with


@dataclass(frozen=True, slots=True)
class Original:
    """A right list that is mutated."""

    suffix: str
    data: bytes


_TABLE = (
    'Nro;Nimi;Ryhmä;Kontakti;"Mitä saanut\n1"\n1;Aino Esimerkki;A;"Marja; Ville";"Iloa, \'ja\' ""muuta"""\n'
    "2;Ville Mallikas;B;;Vinkki\n;Yhteensä;2;;\n"
)
_TREE = """\
- nimi: Aino Esimerkki
  ryhma: "A"
  tukiverkosto: {esimies: Palaute työstä, ystavat: 'Vertaistuki'}
  omat-verkostot:
    - nimi: Entiset työtoverit
      saanut: |
        Vinkki
        avoimesta paikasta
- nimi: Ville Mallikas
  verkostokartta: {kontaktit: [{nimi: Marja, apu: kyyti}]}
"""
_JSON = """\
[{"nimi": "Aino \\u00c4 \\ud83d\\ude00", "ryhma": null, "omat-verkostot": [{"nimi": "Kuoro", "saanut": "a\\nb"}]},
 {"nimi": "Ville Mallikas", "tukiverkosto": {"esimies": "x"}}]
"""


def originals(folder: Path) -> Mapping[str, Original]:
    """Return a right list of each format, by the format's name; ``folder`` is for files that are made on the way."""
    table = f"<table:table>{row(cell('Nimi') + cell('Ryhmä'))}{row(cell('Aino Esimerkki') + cell('A'))}</table:table>"
    fods = f'<office:document {SPACES} office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body>'
    fods += f"<office:spreadsheet>{table}</office:spreadsheet></office:body></office:document>"
    return {
        "xlsx": Original(".xlsx", excel(folder / "a.xlsx").read_bytes()),
        "ods": Original(".ods", libre(folder / "a.ods").read_bytes()),
        "fods": Original(".fods", fods.encode()),
        "xls": Original(".xls", old_excel(folder / "a.xls").read_bytes()),
        "csv": Original(".csv", _TABLE.encode()),
        "one-byte csv": Original(".csv", _TABLE.encode("cp1252")),
        "tsv": Original(".tsv", _TABLE.replace(";", "\t").encode("utf-16")),
        "yaml": Original(".yaml", _TREE.encode()),
        "json": Original(".json", _JSON.encode()),
    }
