"""A stranger's pages that would take all the time or memory of the machine end by themselves, in one clear line."""

from pathlib import Path

import pytest

from tests.helpers.course import HEAD, page_of
from worksheets import api
from worksheets.errors import WorksheetsError

pytestmark = pytest.mark.long
_REPEATED = "".join(f'<g id="a{n}">' + f'<use xlink:href="#a{n - 1}"/>' * 9 + "</g>" for n in range(1, 9))

BOMBS = {
    "loops": "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "a wide text": "{{ 'x'.center(2000000000) }}",
    "a repeated text": "{{ 'x' * 10**10 }}",
    "a large power": "{{ 10 ** (10 ** 9) }}",
    "filler": "{{ lipsum(n=1000000) }}",
    "replaced letters": "{{ ('x' * 9999)|replace('', 'y' * 99999) }}",
    "joined texts": "{{ range(99999)|join('x' * 99999) }}",
    "a formatted number": "{{ '%2000000000d' % 1 }}",
    "a doubled list": "{% set ns = namespace(a=[1]) %}{% for n in range(99) %}{% set ns.a = ns.a + ns.a %}{% endfor %}",
    "doubled text": "{% set ns = namespace(a='x') %}{% for n in range(99) %}{% set ns.a = ns.a ~ ns.a %}{% endfor %}",
    "many texts": "{% for x in ['a' * 9999999] * 9999 %}{{ x|upper|length }}{% endfor %}",
    "doubled calls": "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "a wide cell": '<table><tr><td colspan="1000000">x</td></tr></table>',
    "a high cell": '<table><tr><td rowspan="1000000">x</td><td>y</td></tr></table>',
    "a drawing's uses": f'<svg role="img"><title>x</title><rect id="a0" width="1" height="1"/>{_REPEATED}</svg>',
    "a long word": "<p>" + "x" * 200_000,
    "a wide grid": '<div style="display: grid; grid-template-columns: repeat(1000000, 1fr)"><p>x</p></div>',
    "many attributes": "<p " + " ".join(f"a{n}=1" for n in range(40_000)) + ">x",
    "many fields": '<input name="x">' * 9000,
    "many elements": "<b>x</b>" * 100_000,
}


@pytest.mark.parametrize("body", BOMBS.values(), ids=BOMBS)
def test_a_page_that_would_not_end_is_ended(tmp_path: Path, body: str) -> None:
    course = page_of(tmp_path / "kurssi", f"{HEAD}{{% block body %}}{body}{{% endblock %}}")
    with api.Session(tmp_path / "masters") as session, pytest.raises(WorksheetsError) as caught:
        api.blank(api.Printing(course), session).make()
    (problem,) = caught.value.problems
    assert problem.startswith(str(course.folder))
    assert "\n" not in problem
    assert "Error" not in problem
