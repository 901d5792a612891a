"""Mutations of forms: pure functions from a form's bytes and a source of chance to the bytes of another file.

Each makes a file that a stranger could send back, by chance or on purpose: bytes changed, objects changed, trees in
circles, names and values of every type, streams that inflate to much, tables that lie. ``mutated`` chooses one. The
same seed gives the same file.
"""

import re
import warnings
import zlib
from collections.abc import Callable, Sequence
from io import BytesIO
from random import Random

import pikepdf
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, Object, Pdf, String

from worksheets.pdf.fields import ATTACHED

Mutation = Callable[[bytes, Random], bytes]

SIZE = 2_000
"""How deep, and how many, where a test is to be quick; fuzzers that run by hand set it to 100,000."""
_HOSTILE_TEXTS = (
    *("", ".", "..", "nimi.nimi", "a.b.c", "\n", "\r\n", "\0", "\x1b[2J\x1b]0;x\x07", "\u202egnp", "\u2066x\u2069"),
    *("\ufffe", "\ufeff", "\U0010ffff", "x" * 32_767, "x" * 40_000, "nimi", "tukiverkosto_esimies", "nimi#1", "nimi_2"),
    *("=1+1", "@SUM(1)", "+358", "-1", "\t=1", "null", "nan", "~", "{x}", "%s", "<b>&amp;", "../../x", "C:\\x", "'=1"),
    *("e" + "\u0301" * 500, "\u200b" * 100, "\u00ad", "\ud7ff", "\ue000", "\u0378", "\ufffc", "\U0001f600" * 20_000),
    *("Nimi", "Yhteensä", "Ryhmä A:", "#N/A", "x,Nimi,Ryhmä,Aika,Paikka,Kurssi", "a;b;", "_x0041_", "\ufffd" * 9, "Ã¤"),
)
_HOSTILE_BYTES = (
    *(
        b"\xfe\xff",
        b"\xfe\xff\x00",
        b"\xfe\xff\xd8\x00",
        b"\xfe\xff\xdc\x00\xd8\x00",
        b"\xff\xfe\xff",
        b"\xef\xbb\xbf\xff",
    ),
    *(b"\xff" * 9, bytes(range(256)), b"\x80\x81\x9f", b"\xed\xa0\x80", b"\xfe\xff\x00\x1b\x00e\x00n", b"\xc0\x80"),
)


# Bytes


def flipped(data: bytes, random: Random) -> bytes:
    """Return a file with some bits turned over."""
    changed = bytearray(data)
    for _time in range(random.randint(1, 40)):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def cut(data: bytes, random: Random) -> bytes:
    """Return a file without its end, its beginning or its middle."""
    first, last = sorted(random.randrange(len(data)) for _end in range(2))
    return random.choice((data[:first], data[first:], data[:first] + data[last:]))


def spliced(data: bytes, random: Random) -> bytes:
    """Return a file with a piece of itself in another place."""
    first, last = sorted(random.randrange(len(data)) for _end in range(2))
    at = random.randrange(len(data))
    return data[:at] + data[first:last] + data[at + random.choice((0, last - first)) :]


def with_other_numbers(data: bytes, random: Random) -> bytes:
    """Return a file, its objects unpacked, in which some numbers are others."""
    plain = unpacked(data)
    places = list(re.finditer(rb"\d+", plain))
    for match in sorted(random.sample(places, min(len(places), random.randint(1, 8))), key=lambda m: -m.start()):
        number = random.choice((b"0", b"-1", b"1", b"4294967296", b"9" * 40, b"2147483647", b"1e9", b"."))
        plain = plain[: match.start()] + number + plain[match.end() :]
    return plain


def with_other_names(data: bytes, random: Random) -> bytes:
    """Return a file, its objects unpacked, in which some of PDF's names are others of them."""
    plain = unpacked(data)
    places = list(re.finditer(rb"/[A-Za-z]+", plain))
    for match in sorted(random.sample(places, min(len(places), random.randint(1, 8))), key=lambda m: -m.start()):
        plain = plain[: match.start()] + random.choice(places)[0] + plain[match.end() :]
    return plain


def unpacked(data: bytes) -> bytes:
    """Return a file with plain objects and streams."""
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as book:
        book.save(out, qdf=True, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


# Objects


def _changed(data: bytes, change: Callable[[Pdf], None]) -> bytes:
    """Return a form after a change; what may lead in circles is indirect, or the library's writer would fall."""
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as book, warnings.catch_warnings():
        for owner, key in ((book.Root, "/AcroForm"), (book.Root, "/Names"), (book.Root.Names, "/EmbeddedFiles")):
            owner[key] = book.make_indirect(owner[key])
        change(book)
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)  # Some fields are in no form on purpose.
        book.save(out, deterministic_id=True)
    return out.getvalue()


def hostile_value(book: Pdf, random: Random) -> object:
    """Return a value of any type: texts, numbers, names, arrays in arrays, streams, references to anything."""
    makers: Sequence[Callable[[], object]] = (
        lambda: String(random.choice(_HOSTILE_TEXTS)),
        lambda: String(random.choice(_HOSTILE_BYTES)),
        lambda: random.choice((0, -1, 2**31, 2**62, True, False)),
        lambda: Name("/" + random.choice(("Off", "Yes", "x" * 200, "Tx", "Widget"))),
        lambda: Array([String("a"), Array([String("b")]), 1, Name.X]),
        lambda: _nested(random.choice((3, 400))),
        lambda: Dictionary(A=1, V=String("x"), T=String("nimi")),
        lambda: book.make_stream(random.randbytes(200)),
        lambda: book.make_stream("ääkköset".encode("utf-16")),
        lambda: book.Root,
        lambda: book.pages[0].obj,
        lambda: _circle(book),
        lambda: random.choice([thing for thing in book.objects if thing is not None]),
    )
    return random.choice(makers)()


def _nested(depth: int) -> Object:
    value: Object = Array([])
    for _level in range(depth):
        value = Array([value])
    return value


def _circle(book: Pdf) -> Object:
    first, second = book.make_indirect(Array([])), book.make_indirect(Array([]))
    first.extend([second, second])
    second.extend([first, first])
    return first


def with_other_types(data: bytes, random: Random) -> bytes:
    """Return a form in which some values of some objects are something else."""

    def change(book: Pdf) -> None:
        owners = [thing for thing in book.objects if isinstance(thing, Dictionary) and len(thing.keys())]
        for owner in random.choices(owners, k=random.randint(1, 6)):
            owner[random.choice(list(owner.keys()))] = hostile_value(book, random)

    return _changed(data, change)


def with_other_fields(data: bytes, random: Random) -> bytes:
    """Return a form in which what fields are read by has hostile values."""
    keys = (
        "V",
        "RV",
        "T",
        "Opt",
        "AP",
        "MaxLen",
        "Ff",
        "FT",
        "Rect",
        "Kids",
        "Parent",
        "DA",
        "Subtype",
        "AS",
        "TU",
        "MK",
    )

    def change(book: Pdf) -> None:
        for field in book.pages[0].obj.Annots:
            for key in random.sample(keys, 3):
                field[f"/{key}"] = hostile_value(book, random)

    return _changed(data, change)


def with_hostile_names(data: bytes, random: Random) -> bytes:
    """Return a form with fields of hostile names and values beside its own."""

    def change(book: Pdf) -> None:
        for _number in range(random.randint(1, 30)):
            name, text = (random.choice((*_HOSTILE_TEXTS, *_HOSTILE_BYTES)) for _half in range(2))
            field = Dictionary(Subtype=Name.Widget, T=String(name), V=String(text), FT=Name.Tx, Rect=[0, 0, 9, 9])
            book.pages[0].obj.Annots.append(book.make_indirect(field))

    return _changed(data, change)


def with_hostile_texts(data: bytes, random: Random) -> bytes:
    """Return a form into whose own fields hostile texts have been typed."""

    def change(book: Pdf) -> None:
        for field in book.pages[0].obj.Annots:
            field.V = String(random.choice((*_HOSTILE_TEXTS, *_HOSTILE_BYTES)))

    return _changed(data, change)


def with_circles(data: bytes, random: Random) -> bytes:
    """Return a form whose trees of fields, pages, outlines or attachments lead back to where they began."""

    def change(book: Pdf) -> None:
        root, page, field = book.Root, book.pages[0].obj, book.pages[0].obj.Annots[0]
        links: Sequence[Callable[[], None]] = (
            lambda: setattr(field, "Kids", Array([field])),
            lambda: setattr(field, "Parent", field),
            lambda: setattr(root.AcroForm, "Fields", Array([root.AcroForm, root])),
            lambda: setattr(root.Pages, "Kids", Array([root.Pages])),
            lambda: setattr(page, "Parent", page),
            lambda: setattr(page, "Annots", book.make_indirect(_circle(book))),
            lambda: setattr(root.Names.EmbeddedFiles, "Kids", Array([root.Names.EmbeddedFiles])),
            lambda: setattr(field, "V", _circle(book)),
            lambda: setattr(field, "Opt", _circle(book)),
            lambda: setattr(field, "AP", field),
            lambda: setattr(root, "Outlines", book.make_indirect(Dictionary(First=root, Next=root))),
        )
        for link in random.sample(links, random.randint(1, 3)):
            link()

    return _changed(data, change)


def with_deep_fields(data: bytes, random: Random) -> bytes:
    """Return a form whose fields are under very many others, or that has very many."""

    def change(book: Pdf) -> None:
        form, node = book.Root.AcroForm, book.Root.AcroForm.Fields[0]
        if random.random() < 1 / 2:
            fields = [Dictionary(T=String(f"x{number}"), V=String("y")) for number in range(SIZE)]
            form.Fields = Array([*form.Fields, *map(book.make_indirect, fields)])
            return
        for _level in range(SIZE):
            above = book.make_indirect(Dictionary(T=String("x"), Kids=Array([node])))
            node.Parent = above
            node = above
        form.Fields = Array([node])

    return _changed(data, change)


def with_attachments(data: bytes, random: Random) -> bytes:
    """Return a form with hostile attachments, of which one may stand for the form's own description."""
    descriptions = (
        *(
            b"[" * 100_000,
            b"{}",
            b"[]",
            b"null",
            b"\xff\xfe",
            b'{"course": "x\\u001b[2J"}',
            b'{"participant": "\\ud800"}',
        ),
        *(
            b'{"participant": "' + b"x" * 50_000 + b'"}',
            b'{"participant": {"a": [1]}}',
            b'{"person": "a\\nb"}',
            b" " * 70_000,
        ),
        *(b'{"participant": ' + b"9" * 5_000 + b"}", b'{"values": 1e999}', b'{"participant": "a\\nb\\u0000"}'),
    )

    def change(book: Pdf) -> None:
        name = random.choice((ATTACHED, *_HOSTILE_TEXTS))
        book.attachments[name] = AttachedFileSpec(book, random.choice(descriptions), filename=name)

    return _changed(data, change)


def with_an_xml_form(data: bytes, random: Random) -> bytes:
    """Return a form with a hostile XML form beside its fields."""
    entities = b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>" + b"".join(
        b"<!ENTITY %c '%s'>" % (98 + level, b"&%c;" % (97 + level) * 10) for level in range(9)
    )
    documents = (
        entities + b"]><data><nimi>&j;</nimi></data>",
        b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><data><nimi>&e;</nimi></data>",
        b"<data>" + b"<a>" * SIZE + b"x" + b"</a>x" * SIZE + b"</data>",
        b"<data>" + b"<a>x</a>" * SIZE + b"</data>",
        b"<data><nimi>\xff\xfe</nimi></data>",
        b"<data><nimi>x</nimi>",
        b"<data a='" + b"x" * 10_000 + b"'><nimi>Aino &#27;[2J</nimi></data>",
        b"<?xml version='1.0' encoding='utf-7'?><data/>",
        b"<x xmlns:a='b'><a:data><a:nimi>Toinen</a:nimi></a:data></x>",
        b"",
    )

    def change(book: Pdf) -> None:
        part = book.make_stream(random.choice(documents))
        values = (part, Array([String("datasets"), part]), Array([part]), Array([String("x")] * 9), 7, _circle(book))
        book.Root.AcroForm["/XFA"] = random.choice(values)

    return _changed(data, change)


def with_hostile_drawings(data: bytes, random: Random) -> bytes:
    """Return a form on whose page something hostile has been put: notes, drawings in drawings, fonts, pictures."""

    def change(book: Pdf) -> None:
        page = book.pages[0].obj
        drawn = book.make_stream(b"/X Do " * 200, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
        drawn.Resources = Dictionary(XObject=Dictionary(X=drawn))
        cmap = b"1 beginbfrange <0000> <ffff> <" + b"0041" * 9_000 + b"> endbfrange"
        font = Dictionary(Type=Name.Font, Subtype=Name.Type0, ToUnicode=book.make_stream(cmap))
        page.Resources = Dictionary(XObject=Dictionary(X=drawn), Font=Dictionary(F=book.make_indirect(font)))
        content = random.choice(
            (b"/X Do", b"/F 9 Tf <00410042> Tj " * 99, b"q " * 9_999, b"(" * 999, b"BI ID EI", b"/F Tf Tj")
        )
        page.Contents = book.make_stream(b"/P BMC EMC " + content)
        for _number in range(random.randint(0, 9)):
            note = Dictionary(Subtype=Name("/" + random.choice(("Text", "FreeText", "Stamp", "FileAttachment", "Ink"))))
            for key in random.sample(("Contents", "RC", "FS", "AP", "Rect"), 3):
                note[f"/{key}"] = hostile_value(book, random)
            page.Annots.append(book.make_indirect(note))

    return _changed(data, change)


def with_odd_information(data: bytes, random: Random) -> bytes:
    """Return a form whose information, dates among it, is hostile."""
    dates = (
        "D:",
        "D:99999999999999",
        "D:20260230",
        "D:00000101",
        "D:20260101120000+99'99'",
        "x" * 9_000,
        "D:2026\x1b[2J",
    )

    def change(book: Pdf) -> None:
        book.docinfo["/ModDate"] = random.choice((String(random.choice(dates)), hostile_value(book, random)))
        book.docinfo["/Title"] = String(random.choice(_HOSTILE_TEXTS))

    return _changed(data, change)


# Streams


def with_odd_streams(data: bytes, random: Random) -> bytes:
    """Return a form with a value, a description, a drawing or a page in a stream with hostile filters."""
    bomb = zlib.compress(bytes(SIZE * 2_000), 9)
    streams: Sequence[tuple[bytes, object]] = (
        (bomb, Name.FlateDecode),
        (zlib.compress(bomb), Array([Name.FlateDecode, Name.FlateDecode])),
        (b"x", Array([Name.ASCIIHexDecode] * 1_000)),
        (zlib.compress(b"x"), Array([Name.FlateDecode] * 1_000)),
        (bytes([129, 65]) * 8_000, Name.RunLengthDecode),
        (bytes([129, 65]) * 8_000, Array([Name.RunLengthDecode] * 9)),
        (random.randbytes(9_000), Name.LZWDecode),
        (random.randbytes(9_000), Name.JBIG2Decode),
        (random.randbytes(9_000), Name.JPXDecode),
        (b"\xff\xd8\xff\xe0" + random.randbytes(900), Name.DCTDecode),
        (b"x", Name.Crypt),
        (b"x", Name("/NoSuchFilter")),
        (b"x", 7),
        (b"x", Array([7, String("x")])),
        (b"z" * 9_000, Name.ASCII85Decode),
        (b"abc~", Name.ASCII85Decode),
        (b"abcg", Name.ASCIIHexDecode),
        (b"\x78\x9c", Name.FlateDecode),
    )

    def change(book: Pdf) -> None:
        raw, filters = random.choice(streams)
        stream = book.make_stream(b"")
        stream.write(raw, filter=None)
        stream["/Filter"] = filters
        if random.random() < 1 / 4:
            stream["/DecodeParms"] = random.choice((7, Dictionary(Predictor=15, Columns=2**30), Array([Dictionary()])))
        page, field = book.pages[0].obj, book.pages[0].obj.Annots[0]
        places: Sequence[Callable[[], None]] = (
            lambda: setattr(field, "V", stream),
            lambda: setattr(field, "RV", stream),
            lambda: setattr(field, "AP", Dictionary(N=stream)),
            lambda: setattr(page, "Contents", stream),
            lambda: setattr(book.Root.AcroForm, "XFA", stream),
            lambda: _attach_stream(book, stream),
        )
        random.choice(places)()

    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as book:
        change(book)
        book.save(
            out, deterministic_id=True, stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False
        )
    return out.getvalue()


def _attach_stream(book: Pdf, stream: Object) -> None:
    file = Dictionary(Type=Name.Filespec, F=String(ATTACHED), UF=String(ATTACHED), EF=Dictionary(F=stream))
    names = Array([String(ATTACHED), book.make_indirect(file)])
    book.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=names))


def with_lying_lengths(data: bytes, random: Random) -> bytes:
    """Return a form whose streams say that they are longer, shorter or something else."""
    lies = (b"0", b"1", b"99999999", b"-1", b"(x)", b"1 0 R", b"999 0 R", b"4294967297", b"/X")
    plain = unpacked(data)
    return re.sub(rb"/Length [\d ]+R?", lambda _match: b"/Length " + random.choice(lies), plain)


# The file's own tables


def with_lying_tables(data: bytes, random: Random) -> bytes:
    """Return a form with a hostile trailer: tables in circles, sizes that lie, encryption that is none."""
    plain = unpacked(data)
    start = int(plain.rsplit(b"startxref", 1)[1].split()[0])
    lies = (
        b"/Prev %d" % start,
        b"/Prev 99999999999",
        b"/Prev -1",
        b"/XRefStm %d" % start,
        b"/Size 10000000",
        b"/Size -1",
        b"/Size 99999999999999",
        b"/Encrypt << /Filter /Standard /V 5 /R 6 /O (x) /U (x) /P -1 /Length 99999999 >>",
        b"/Encrypt << /Filter /Standard /V 99 /R 99 >>",
        b"/Encrypt << /Filter /Other /V 1 >>",
        b"/Encrypt 1 0 R",
        b"/Root 999 0 R",
        b"/Root << /Pages 7 >>",
        b"/Info 1 0 R",
    )
    return plain.replace(b"trailer <<", b"trailer <<\n  " + random.choice(lies), 1)


def with_lying_object_streams(data: bytes, random: Random) -> bytes:
    """Return a form that ends in a cross-reference stream and an object stream that lie."""
    count = len(re.findall(rb"\d+ \d+ obj", unpacked(data))) + 1
    heads = (
        b"/N 10000000 /First 9",
        b"/N -1 /First -1",
        b"/N 2 /First 99999",
        b"/N 1 /First 4 /Extends %d 0 R" % count,
    )
    body = data + b"\n%d 0 obj << /Type /ObjStm %s /Length 6 >> stream\n%d 0 7\nendstream endobj\n" % (
        *(count, random.choice(heads)),
        random.choice((1, count)),
    )
    start = len(body)
    rows = random.choice((b"\x02" + count.to_bytes(4) + b"\0", random.randbytes(60), b""))
    index = random.choice((b"[1 1]", b"[0 10000000]", b"[-1 9]", b"[1]", b"7"))
    widths = random.choice((b"[1 4 1]", b"[9 9 9]", b"[0 0 0]", b"[-1 4 1]", b"[1 4 99999999]"))
    table = b"%d 0 obj << /Type /XRef /W %s /Index %s /Size %d /Root 1 0 R /Prev %s /Length %d >> stream\n%s\nendstream"
    previous = data.rsplit(b"startxref", 1)[1].split()[0]
    entry = table % (count + 1, widths, index, count + 2, previous, len(rows), rows)
    return body + entry + b" endobj\nstartxref\n%d\n%%%%EOF\n" % start


MUTATIONS: tuple[Mutation, ...] = (
    *(flipped, cut, spliced, with_other_numbers, with_other_names, with_other_types, with_other_fields),
    *(with_hostile_names, with_hostile_texts, with_circles, with_deep_fields, with_attachments, with_an_xml_form),
    *(with_hostile_drawings, with_odd_information, with_odd_streams, with_lying_lengths, with_lying_tables),
    with_lying_object_streams,
)
"""All mutations."""


def mutated(data: bytes, random: Random) -> bytes:
    """Return a form after one mutation, and now and then another, of bytes, after it."""
    changed = random.choice(MUTATIONS)(data, random)
    return random.choice((flipped, cut, spliced))(changed, random) if random.random() < 1 / 8 and changed else changed
