"""Hostile HTML, style sheets, drawings, pictures and fonts of a course; ``OUTSIDE`` stands for a folder beside it.

In that folder, ``salaisuus`` with many endings has the text MARKER. In the course's, there are ``ulos``, a link to it,
``linkki`` with many endings, links to files there, ``putki.png``, a pipe, and ``kansio.svg``, a folder.
"""

# ruff: noqa: E501 - each input is on one line, so that it can be copied

import struct
import zlib
from io import BytesIO

from PIL import Image

from tests.helpers.hostile_templates import OUTSIDE

_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">{}</svg>'
)
_URLS = (
    f"file://{OUTSIDE}/salaisuus.svg",
    "../outside/salaisuus.svg",
    "ulos/salaisuus.svg",
    "linkki.svg",
    f"{OUTSIDE}/salaisuus.svg",
    "%2e%2e/outside/salaisuus.svg",
    "..%2Foutside%2Fsalaisuus.svg",
    "pages/../../outside/salaisuus.svg",
    "FILE:///etc/passwd",
    "file:/etc/passwd",
    "file:etc/passwd",
    "file://localhost/etc/passwd",
    "file://kone/jako/x.svg",
    "//kone/jako/x.svg",
    "\\\\\\\\kone\\\\jako\\\\x.svg",
    "http://127.0.0.1:1/x.svg",
    "https://kone.example/x.svg",
    "ftp://kone.example/x.svg",
    "HTTP://kone.example/x.svg",
    "jar:file:///x.jar!/x.svg",
    "gopher://kone.example/x",
    "javascript:alert(1)",
    "about:blank",
    "blob:x",
    "x" * 5000 + ".svg",
    "x%00.svg",
    "http://[",
    "file://[/x.svg",
    "kansio.svg",
    "putki.png",
    "lista.csv",
    "course.toml",
    "/dev/zero",
    "file:///dev/zero",
    "file:///proc/self/environ",
    "data:",
    "data:image/png;base64,AAAA",
    "data:image/png;base64,!",
    "data:text/plain,x",
    "data:image/svg+xml,<svg",
    "data:;base64,%%%",
    "",
)
"""URLs that must be refused as pictures."""

REQUESTS = {
    "img": '<img alt="x" src="{}">',
    "object": '<object data="{}" type="image/svg+xml"></object>',
    "embed": '<embed src="{}" type="image/svg+xml">',
    "svg image": '<svg role="img" width="9" height="9"><title>x</title><image href="{}"/></svg>',
    "background": "<p style=\"background: url('{}')\">x</p>",
    "list-style": "<ul style=\"list-style-image: url('{}')\"><li>x</li></ul>",
    "content": "<style>p::before {{ content: url('{}') }}</style><p>x</p>",
    "link": '<link rel="stylesheet" href="{}">',
    "import": "<style>@import url('{}');</style>",
    "font": "<style>@font-face {{ font-family: A; src: url('{}') }} p {{ font-family: A }}</style><p>x</p>",
    "attachment": '<link rel="attachment" href="{}">',
    "attachment link": '<a rel="attachment" href="{}">x</a>',
    "border-image": "<p style=\"border: 1px solid; border-image: url('{}') 1\">x</p>",
}
PICTURE_URLS = tuple(url for url in _URLS if url)
OTHER_URLS = (_URLS[0], _URLS[2], _URLS[15], "lista.csv")


def requests() -> dict[str, str]:
    """Return bodies of pages that ask for what they must not have."""
    bodies = {f"img {url[:60]}": REQUESTS["img"].format(url) for url in PICTURE_URLS}
    for name, tag in REQUESTS.items():
        bodies |= {f"{name} {url[:60]}": tag.format(url) for url in OTHER_URLS}
    return bodies


ACTIONS = {
    "an attachment": '<link rel="attachment" href="kuva.svg">',
    "a linked attachment": '<a rel="attachment" href="kuva.svg">x</a>',
    "an attached list": '<a rel="attachment" href="lista.csv">x</a>',
    "a file": '<a href="lista.csv">x</a>',
    "a file outside": f'<a href="file://{OUTSIDE}/salaisuus.svg">x</a>',
    "a script": '<a href="javascript:app.alert(1)">x</a>',
    "another scheme": '<a href="ms-word:ofe|u|x">x</a>',
    "a map": '<p style="-weasy-link: url(file:///etc/passwd)">x</p>',
    "a form": '<form action="http://kone.example/"><input name="nimi"><input type="submit" value="Lähetä"></form>',
    "a form without address": '<form action=""><input name="nimi"></form>',
    "a base for links": '<base href="file:///etc/"><a href="passwd">x</a>',
}
"""Bodies that would let the PDF do something."""

HTML = {
    "script": "<script>document.write(1)</script><p>x</p>",
    "refresh": '<meta http-equiv="refresh" content="0; url=http://kone.example/"><p>x</p>',
    "iframe": '<iframe src="file:///etc/passwd"></iframe>',
    "srcset": '<img alt="x" src="kuva.svg" srcset="http://kone.example/x.png 2x">',
    "picture": '<picture><source srcset="http://kone.example/x.png"><img alt="x" src="kuva.svg"></picture>',
    "video": '<video src="http://kone.example/x.mp4" poster="http://kone.example/x.png"></video>',
    "audio": '<audio src="http://kone.example/x.mp3" controls></audio>',
    "manifest": '<link rel="manifest" href="http://kone.example/x"><link rel="icon" href="http://kone.example/x.ico">',
    "preload": '<link rel="preload" href="http://kone.example/x.css" as="style">',
    "entities": "<p>" + "&amp;&#x110000;&nosuch;&#0;" * 9 + "</p>",
    "colspan": '<table><tr><td colspan="99999999999999999999">x</td></tr></table>',
    "rowspan": '<table><tr><td rowspan="99999999999999999999">x</td></tr></table>',
    "negative colspan": '<table><tr><td colspan="-5" rowspan="-1">x</td></tr></table>',
    "start": '<ol start="99999999999999999999999"><li value="-99999999999999999999">x</li></ol>',
    "start nan": '<ol start="nan"><li value="inf">x</li></ol>',
    "width": '<img alt="x" src="kuva.svg" width="1e400" height="-5">',
    "nested": "<div>" * 300,
    "nested inline": "<b>" * 300 + "x",
    "nested lists": "<ul><li>" * 100 + "x",
    "nested tables": "<table><tr><td>" * 60 + "x",
    "nested svg": "<svg>" * 300,
    "attributes": "<p " + " ".join(f"a{n}=1" for n in range(300)) + ">x",
    "controls": "<p>\x01\x02\x0b\ufffe\uffff</p>",
    "bidi": "<p>" + "\u202e\u2066" * 5000 + "x</p>",
    "marks": "<p>a" + "\u0301" * 5000 + "</p>",
    "form": '<input name="nimi"><textarea name="x">y</textarea><select name="z"><option>1</select>',
    "many fields": "".join(f'<input name="n{n}">' for n in range(9)),
    "same names": '<input name="nimi"><input name="nimi"><input type="radio" name="nimi">',
    "a strange name": '<input name="a.b.c"><input name=""><input>',
    "a password": '<input type="password" name="x"><input type="file" name="y"><input type="hidden" name="z" value="1">',
    "maxlength": '<input name="x" maxlength="99999999999999999999"><input name="y" maxlength="-1"><input name="z" maxlength="x">',
    "template": "<template><p>x</p></template><noscript>x</noscript><plaintext>",
    "comments": "<!--" + "-" * 5000 + "<p>x",
    "a doctype": "<!DOCTYPE html SYSTEM 'file:///etc/passwd'><p>x",
    "frames": "<frameset><frame src='file:///etc/passwd'></frameset>",
    "title": "<title>" + "x" * 50_000 + "</title>",
    "lang": '<p lang="' + "x-" * 5000 + '">x</p>',
    "a lang that is a path": '<p lang="../../../etc/passwd" style="hyphens: auto">Kokonaisvaltainen</p>',
    "ids": '<p id="">x</p><a href="#">x</a><a href="#nowhere">x</a>',
    "math": "<math><mtext>x</mtext></math>",
}
"""Bodies that may be drawn or refused, and end by themselves."""

STYLES = {
    "huge": "p { margin: 1e308mm; width: 1e308mm; padding: 1e38em; font-size: 1e30pt }",
    "huge font": "p { font-size: 1e9pt }",
    "negative": "p { margin: -1e30mm; text-indent: -1e30px; letter-spacing: -1e9px; word-spacing: -1e9px }",
    "nan": "p { width: calc(NaN * 1mm); height: calc(infinity * 1px); margin: calc(-infinity * 1px) }",
    "division": "p { width: calc(1mm / 0); height: calc(0 / 0) }",
    "a page of no size": "@page { size: 0 0 }",
    "a negative page": "@page { size: -5mm 5mm }",
    "a huge page": "@page { size: 1e30mm 1e30mm }",
    "a page of margins": "@page { margin: 1e6mm }",
    "nan page": "@page { size: calc(NaN * 1mm) 5mm }",
    "columns": "p { columns: 99999999; column-gap: -1mm }",
    "narrow columns": "body { column-width: 0.0001px }",
    "a line of no height": "p { line-height: 0; font-size: 0 }",
    "huge lines": "p { line-height: 1e30 }",
    "deep calc": "p { width: " + "calc(" * 40 + "1mm" + ")" * 40 + " }",
    "long calc": "p { width: calc(" + "1mm + " * 500 + "1mm) }",
    "a value that uses itself": ":root { --a: var(--b); --b: var(--a) } p { width: var(--a) }",
    "a property that is not there": "p { color: var(--nothing) }",
    "a long selector": ", ".join(f".a{n}" for n in range(500)) + " { color: red }",
    "a deep selector": "a " * 300 + "{ color: red }",
    ":is in :is": ":is(" * 40 + "a" + ")" * 40 + " { color: red }",
    ":not in :not": ":not(" * 40 + "a" + ")" * 40 + " { color: red }",
    "nth": "p:nth-child(99999999999999999999n + 99999999999999999999) { color: red }",
    "nested rules": "p { " * 40 + "color: red" + "}" * 40,
    "nested media": "@media print { " * 40 + "p { color: red }" + "}" * 40,
    "supports": "@supports (display: grid) { p { color: red } }",
    "counters": "p { counter-reset: a 99999999999; counter-increment: a 99999999999 } p::before { content: counter(a) }",
    "roman": "p { counter-reset: a 999999 } p::before { content: counter(a, upper-roman) counter(a, hebrew) }",
    "a counter style": "@counter-style a { system: extends a; symbols: 'x'; range: -99999999999 99999999999; pad: 99 '0' } p::before { content: counter(p, a) }",
    "attr": "p::before { content: attr(data-slot) attr(x url) }",
    "string-set": "p { string-set: a content() } @page { @top-left { content: string(a) } }",
    "element": "p { position: running(a) } @page { @top-left { content: element(a) } }",
    "target": "p::before { content: target-counter(url(#x), page) target-text(url(http://kone.example/#x)) }",
    "leader": "p::after { content: leader('" + "x" * 500 + "') }",
    "leader of nothing": "p::after { content: leader('') }",
    "quotes": "p { quotes: '«' '»' } p::before { content: open-quote open-quote close-quote close-quote close-quote }",
    "grid": "p { display: grid; grid-template-columns: repeat(50, 1fr) }",
    "grid of nothing": "p { display: grid; grid-template-columns: repeat(0, 1fr) }",
    "grid area": "p { display: grid; grid-template-areas: 'a a' 'b' }",
    "grid lines": "body { display: grid } p { grid-column: 5 / span 9; grid-row: -3 }",
    "flex": "p { display: flex; flex: 1e30 1e30 1e30px; order: -99999999999 }",
    "table": "p { display: table-cell; vertical-align: 1e30px; border-spacing: 1e30px }",
    "a table's column": "p { display: table-column } section { display: table-row }",
    "transform": "p { transform: matrix(0, 0, 0, 0, 0, 0) }",
    "transforms": "p { transform: rotate(1e30deg) scale(1e308) skew(90deg) translate(1e308px) }",
    "a gradient": "p { background: linear-gradient(1e30deg, red 1e30px, blue -1e30px) }",
    "a radial gradient": "p { background: radial-gradient(circle 0px at 1e30px 0, red, blue) }",
    "a repeating gradient": "p { background: repeating-linear-gradient(red 0px, blue 0px) }",
    "stops": "p { background: linear-gradient(" + ",".join(["red"] * 2000) + ") }",
    "background size": "p { background: url(kuva.svg) repeat 0 0 / 1e30px 1e30px }",
    "background of nothing": "p { background: url(kuva.svg) repeat 0 0 / 0px 0px }",
    "border radius": "p { border: 1e30px dotted red; border-radius: 1e30px / -5px }",
    "outline": "p { outline: 1e30px dashed red; outline-offset: -1e30px }",
    "opacity": "p { opacity: 1e30 } section { opacity: -5 }",
    "colours": "p { color: rgb(1e308, NaN, -5); background: color(srgb 1e30 2 3 / 4) }",
    "colour functions": "p { color: color-mix(in srgb, red, blue); background: oklch(1e30 1e30 1e30) }",
    "z-index": "p { position: relative; z-index: 99999999999999999999999 }",
    "floats": "p { float: left; width: 1e30px; clear: both }",
    "a footnote": "p { float: footnote }",
    "orphans": "p { orphans: 99999999999; widows: 99999999999; break-inside: avoid }",
    "a font's size": "p { font: 1e30px/1e30 serif; font-stretch: 1e30%; font-weight: 99999 }",
    "font features": "p { font-feature-settings: 'abcd' 99999999999; font-variation-settings: 'wght' 1e30 }",
    "tabs": "p { tab-size: 99999999; white-space: pre }",
    "hyphenation": "p { hyphens: auto; hyphenate-limit-chars: 99999 -1 0; hyphenate-character: 'xxxxxxxx' }",
    "bookmarks": "p { bookmark-level: 99999999; bookmark-label: content() }",
    "image rendering": "p { image-resolution: 0dpi; image-orientation: 1e30deg }",
    "a charset": "@charset 'utf-7'; p { color: red }",
    "a namespace": "@namespace x url(http://kone.example/); x|p { color: red }",
    "a layer": "@layer a, a; @layer a { p { color: red } }",
    "a container": "@container (width > 1px) { p { color: red } }",
    "a property": "@property --x { syntax: '*'; inherits: false }",
    "marks": "@page { marks: crop cross; bleed: 1e30mm }",
    "margin boxes": "@page { @top-left { content: 'x'; width: 1e30mm } @top-center { content: 'y' } @nowhere { content: 'z' } }",
    "a page of its own": "@page x:nth(99999999999n) { size: a4 } p { page: x }",
    "comments": "/*" * 5000 + "*/",
    "no end": "p { color: red; content: '",
    "escapes": r"p { content: '\0\110000\ffffff\d800' }",
    "controls": "p { color: red\x01\x0b }",
    "a font of ours": "@font-face { font-family: 'Source Sans 3'; src: url(oma.ttf) }",
    "a local font": "@font-face { font-family: A; src: local('DejaVu Sans') } p { font-family: A }",
    "a font with no source": "@font-face { font-family: A } p { font-family: A }",
    "a font of many weights": "@font-face { font-family: A; font-weight: " + "9" * 5000 + "; src: url(oma.ttf) }",
    "unicode range": "@font-face { font-family: A; src: url(oma.ttf); unicode-range: U+0-FFFFFF } p { font-family: A }",
    "a font's name": "@font-face { font-family: '<x>&\"'; src: url(oma.ttf) } p { font-family: '<x>&\"' }",
    "import itself": "@import url(themes/verkosto.css); @import 'verkosto.css';",
    "many imports": "@import 'toinen.css';" * 30,
}
"""Style sheets that may be drawn or refused, and end by themselves."""


def drawings() -> dict[str, str]:
    """Return drawings that may be drawn or refused, and end by themselves."""
    doubled = "".join(f'<g id="a{n}">' + f'<use xlink:href="#a{n - 1}"/>' * 10 + "</g>" for n in range(1, 9))
    uses = f'<defs><rect id="a0" width="1" height="1"/>{doubled}</defs><use href="#a8"/>'
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    stops = '<stop offset="0" stop-color="red"/>' * 500
    path = "M0 0" + "L1 1" * 5000
    inner = {
        "nothing": "",
        "use of itself": '<g id="a"><use href="#a"/></g>',
        "uses of each other": '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>',
        "doubled uses": uses,
        "a use of the root": '<use href="#juuri"/>',
        "a use outside": f'<use href="file://{OUTSIDE}/salaisuus.svg#a"/>',
        "a use of another": '<use href="linkki.svg#a"/><use href="http://kone.example/x.svg#a"/>',
        "an image outside": f'<image href="file://{OUTSIDE}/salaisuus.svg" width="5" height="5"/>',
        "an image that is a link": '<image xlink:href="linkki.png" width="5" height="5"/>',
        "an image elsewhere": '<image href="http://kone.example/x.png" width="5" height="5"/>',
        "an image of itself": '<image href="kuva.svg" width="5" height="5"/>',
        "a base": f'<image xml:base="file://{OUTSIDE}/" href="salaisuus.svg" width="5" height="5"/>',
        "an image of no size": '<image href="hyva.png" width="0" height="1e400"/>',
        "imported style": f"<style>@import url(file://{OUTSIDE}/salaisuus.css);</style><rect/>",
        "style of a link": "<style>@import url(ulos/salaisuus.css); rect { fill: url(http://kone.example/#x) }</style><rect/>",
        "style sheet": '<?xml-stylesheet href="http://kone.example/x.css"?><rect/>',
        "a font outside": f"<style>@font-face {{ font-family: A; src: url(file://{OUTSIDE}/salaisuus.ttf) }}</style><text font-family='A' y='5'>x</text>",
        "script": "<script>alert(1)</script><rect onload='alert(1)'/>",
        "foreign": "<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' src='file:///etc/passwd'/></foreignObject>",
        "animation": '<rect><animate attributeName="x" values="0;1"/><set attributeName="href" to="file:///etc/passwd"/></rect>',
        "a filter": '<filter id="f"><feImage href="http://kone.example/x.png"/><feOffset dx="1e400"/></filter><rect filter="url(#f)" width="5" height="5"/>',
        "a filter of itself": '<filter id="f" href="#f"/><rect filter="url(#f)" width="5" height="5"/>',
        "a pattern of itself": '<pattern id="p" width="1" height="1"><rect width="1" height="1" fill="url(#p)"/></pattern><rect width="5" height="5" fill="url(#p)"/>',
        "a pattern of no size": '<pattern id="p" width="0" height="0"><rect width="1" height="1"/></pattern><rect width="5" height="5" fill="url(#p)"/>',
        "a mask of itself": '<mask id="m"><rect width="5" height="5" mask="url(#m)"/></mask><rect width="5" height="5" mask="url(#m)"/>',
        "a clip path of itself": '<clipPath id="c"><rect width="5" height="5" clip-path="url(#c)"/></clipPath><rect width="5" height="5" clip-path="url(#c)"/>',
        "a marker of itself": '<marker id="k"><path d="M0 0L1 1" marker-start="url(#k)"/></marker><path d="M0 0L5 5" marker-start="url(#k)"/>',
        "a gradient of itself": '<linearGradient id="g" href="#g"/><rect width="5" height="5" fill="url(#g)"/>',
        "gradients of each other": '<linearGradient id="g" href="#h"/><linearGradient id="h" href="#g"/><rect width="5" height="5" fill="url(#g)"/>',
        "stops": f'<linearGradient id="g">{stops}</linearGradient><rect width="5" height="5" fill="url(#g)"/>',
        "a repeated gradient": '<linearGradient id="g" spreadMethod="repeat" x2="0.01"><stop offset="0"/><stop offset="1"/></linearGradient><rect width="5" height="5" fill="url(#g)"/>',
        "a radial gradient": '<radialGradient id="g" r="0" fx="9" spreadMethod="reflect"><stop offset="0"/><stop offset="1"/></radialGradient><rect width="5" height="5" fill="url(#g)"/>',
        "a fill elsewhere": '<rect width="5" height="5" fill="url(http://kone.example/x.svg#g)"/>',
        "a long path": f'<path d="{path}"/>',
        "a wrong path": '<path d="M0 0 Q 1 a A 5 5 0 2 2 z C 1e400 NaN"/>',
        "an arc": '<path d="M0 0A0 0 0 0 0 0 0A1e308 1e308 1e308 1 1 5 5"/>',
        "points": '<polygon points="1,2 3 x"/><polyline points="' + "1 " * 9999 + '"/>',
        "deep": "<g>" * 90 + "</g>" * 90,
        "too deep": "<g>" * 5000 + "</g>" * 5000,
        "text": "<text y='5' textLength='1e400' rotate='1 2 3' dx='x'>x<tspan x='NaN'>y</tspan></text>",
        "much text": "<text>" + "x" * 500 + "</text>",
        "a text path": "<text><textPath href='#p'>x</textPath></text><path id='p' d='M0 0L5 5'/>",
        "transform": "<rect width='5' height='5' transform='scale(0) rotate(1e400) matrix(1 2) skewX(90) nonsense(1)'/>",
        "dashes": "<path d='M0 0L5 5' stroke='red' stroke-dasharray='0 0' stroke-width='1e400'/>",
        "many dashes": "<path d='M0 0L1e9 1e9' stroke='red' stroke-dasharray='0.000001'/>",
        "rect": "<rect width='-5' height='NaN' rx='1e400'/><circle r='-1'/><ellipse rx='inf' ry='x'/>",
        "colours": "<rect width='5' height='5' fill='nonsense' stroke='rgb(1e400,2,3)' opacity='x'/>",
        "units": "<rect width='5furlong' height='5%' x='1e400em'/>",
        "ids": "<g id='a'/><g id='a'/><use href='#a'/><use href='#'/><use href=''/><use/>",
        "a link": "<a href='javascript:alert(1)'><rect width='5' height='5'/></a>",
        "a switch": "<switch><rect systemLanguage='fi' width='5' height='5'/></switch>",
        "an inner svg": "<svg width='0' height='0' viewBox='0 0 0 0'><rect width='5' height='5'/></svg>",
        "a symbol": "<symbol id='s' viewBox='0 0 NaN 5'><rect width='5' height='5'/></symbol><use href='#s' width='5'/>",
        "namespaces": "<x:rect xmlns:x='http://kone.example/'/><rect width='5' height='5'/>",
    }
    whole = {
        "no size": '<svg xmlns="http://www.w3.org/2000/svg"/>',
        "viewBox of 0": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 0"><rect width="5" height="5"/></svg>',
        "viewBox of NaN": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="NaN NaN NaN NaN"><rect width="5" height="5"/></svg>',
        "viewBox of text": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="a b c"><rect width="5" height="5"/></svg>',
        "viewBox of infinity": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1e400 1e-400" width="1e400"><rect width="5" height="5"/></svg>',
        "negative": '<svg xmlns="http://www.w3.org/2000/svg" width="-5" height="-5"/>',
        "percent": '<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="1e30%"/>',
        "aspect": '<svg xmlns="http://www.w3.org/2000/svg" width="5" height="5" viewBox="0 0 1 0" preserveAspectRatio="xMidYMid nonsense"/>',
        "many laughs": f'<!DOCTYPE svg [<!ENTITY a0 "haha">{entities}]>' + _SVG.format("<text>&a8;</text>"),
        "an outer entity": f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file://{OUTSIDE}/salaisuus.txt">]>'
        + _SVG.format("<text>&x;</text>"),
        "a parameter entity": f'<!DOCTYPE svg [<!ENTITY % x SYSTEM "file://{OUTSIDE}/salaisuus.txt"> %x;]>'
        + _SVG.format(""),
        "a DTD outside": f'<!DOCTYPE svg SYSTEM "file://{OUTSIDE}/salaisuus.txt">' + _SVG.format("<text>&x;</text>"),
        "a DTD elsewhere": '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
        + _SVG.format("<rect/>"),
        "a drawing program's entities": '<!DOCTYPE svg [<!ENTITY ns_svg "http://www.w3.org/2000/svg">]><svg xmlns="&ns_svg;" width="5" height="5"/>',
        "xinclude": _SVG.format(
            '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
        ),
        "no end": "<svg xmlns='http://www.w3.org/2000/svg'><rect",
        "no svg": "<html><body>x</body></html>",
        "another encoding": '<?xml version="1.0" encoding="utf-7"?>' + _SVG.format("+ADw-rect/+AD4-"),
        "no text": "",
        "the root's use": _SVG.replace("<svg ", '<svg id="juuri" ').format('<use href="#juuri"/>'),
    }
    return {name: _SVG.format(text) for name, text in inner.items()} | whole


def _png(width: int, height: int, data: bytes = b"", colours: int = 2) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, colours, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + data
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def picture(kind: str, size: tuple[int, int] = (8, 8), **options: object) -> bytes:
    """Return a small picture in a format of Pillow's."""
    out = BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **options)
    return out.getvalue()


def pictures() -> dict[str, bytes]:
    """Return files by their names; all but those that begin with ``hyva`` must be refused as pictures."""
    text = b"zTXtComment\0\0" + zlib.compress(b"x" * 50_000_000)
    bomb = struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text))
    frames = BytesIO()
    Image.new("P", (8, 8)).save(
        frames, "GIF", save_all=True, append_images=[Image.new("P", (8, 8), n) for n in range(1, 200)]
    )
    gif = picture("GIF")
    return {
        "pommi.png": _png(50_000, 50_000),
        "levea.png": _png(2**31 - 1, 1),
        "korkea.png": _png(1, 2**31 - 1),
        "nolla.png": _png(0, 5),
        "teksti.png": _png(8, 8, bomb),
        "katkaistu.png": noise("PNG")[:-200],
        "alku.png": picture("PNG")[:20],
        "tyhja.png": b"",
        "katkaistu.jpg": noise("JPEG")[:-500],
        "katkaistu.webp": noise("WEBP")[:-200],
        "katkaistu.gif": gif[:-8],
        "pommi.gif": gif[:6] + struct.pack("<HH", 65535, 65535) + gif[10:],
        "kuva.tiff": picture("TIFF"),
        "tiff.png": picture("TIFF"),
        "kuva.bmp": picture("BMP"),
        "bmp.png": picture("BMP"),
        "kuva.ico": picture("ICO"),
        "ico.png": picture("ICO"),
        "icns.png": picture("ICNS"),
        "kuva.eps": picture("EPS"),
        "eps.png": picture("EPS"),
        "eps.svg": picture("EPS"),
        "eps.css": picture("EPS"),
        "psd.png": b"8BPS\0\1" + b"\0" * 40,
        "jpeg2000.png": picture("JPEG2000"),
        "kuva.jp2": picture("JPEG2000"),
        "ppm.png": picture("PPM"),
        "ppm.css": b"P3 40000 40000 255 " + b"1 " * 99,
        "tga.png": picture("TGA"),
        "pcx.jpg": picture("PCX"),
        "dds.png": b"DDS \x7c" + b"\0" * 200,
        "fli.gif": b"\0\0\0\0\x11\xaf" + b"\0" * 200,
        "avif.png": b"\0\0\0\x1cftypavif" + b"\0" * 50,
        "pdf.png": b"%PDF-1.4\n",
        "skripti.png": b"#!/bin/sh\nid\n",
        "zip.png": b"PK\3\4" + b"\0" * 50,
        "sivu.png": b"<html>x</html>",
        "wmf.png": b"\xd7\xcd\xc6\x9a" + b"\0" * 50,
        "xbm.png": b"#define x_width 9\n",
        "fonts.png": b"\0\1\0\0" + b"\0" * 50,
        "hyva.png": picture("PNG"),
        "hyva.jpg": picture("JPEG"),
        "hyva.gif": gif,
        "hyva.webp": picture("WEBP"),
        "hyva-kaikki.gif": frames.getvalue(),
        "hyva-nimi.jpg": picture("PNG"),
        "hyva.mpo.jpg": picture("MPO"),
        "HYVA.PNG": picture("PNG"),
    }


def noise(kind: str) -> bytes:
    out = BytesIO()
    Image.effect_noise((64, 64), 50).convert("RGB").save(out, kind)
    return out.getvalue()
