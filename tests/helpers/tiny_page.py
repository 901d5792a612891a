"""Pages of a slot and a line, typeset with placeholders in a hundredth of a second each; fonts are read once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from worksheets.compose.edition import Edition
from worksheets.compose.page_data import PageData
from worksheets.course.layout import read_layout
from worksheets.course.reader import read_course
from worksheets.master.build import MasterBuilder
from worksheets.master.compare import Comparison, PageVariant, PlaceholderPlan, compare, placeholder_plan
from worksheets.master.form_objects import different_drawings
from worksheets.master.objects import master_of
from worksheets.master.placeholders import ONE_LINE, PageDataFactory, PlaceholderChoice, PlaceholderData, in_states
from worksheets.master.renderings import Rendering, lay_out_specimen, render, render_appearances
from worksheets.merge.model import Master, SlotKey
from worksheets.people.participant import Participant
from worksheets.pipeline import Pipeline
from worksheets.text.fonts import text_font
from worksheets.text.hyphenation import HYPHEN
from worksheets.text.merged_fonts import MergedFont

LETTERS = f"abcABC xyzäö12{HYPHEN}"
FONT = MergedFont(text_font(), LETTERS)
"""The letters that texts may have in the masters of these pages."""
PERSON = {"nimi": "Aino", "aika": "Tiistai", "kysely.oma": "Oma", "kysely.muu": "Muu"}
"""A participant who has filled every slot."""
NAME, TIME = '{{ widget.slot("nimi", "field") }}', '{{ widget.slot("aika", "field") }}'
"""Slots in a place of one size, in which a text may have any number of lines."""
OWN, OTHER = '{{ widget.slot("kysely.oma", "prompt") }}', '{{ widget.slot("kysely.muu", "prompt") }}'
"""Slots in a place of 2 lines, or 3 small ones; a longer text goes on on another page."""
CONTINUED = """
{% if filling.overflow %}
<section class="page"><p>Jatkoa</p>{{ widget.rests() }}<p style="height: 30px">Lopuksi</p></section>
{% endif %}
"""
"""The page where long texts go on; it has 14 lines: one before the texts, and one and a half after them."""
FILES = {
    # The smallest course, and the styles that its pages need.
    "course.toml": """
title = "Koe"
pages = []
[fields]
nimi = { label = "Nimi" }
aika = { label = "Aika" }
[exercises.kysely]
kind = "prompts"
label = "Kysely"
parts = [{ id = "oma", label = "Oma" }, { id = "muu", label = "Muu" }]
""",
    "kinds/document.html.j2": """
<!doctype html>
<html lang="fi">
<title>{{ course.title }}{% if filling.has("nimi") %}: {{ filling.text("nimi") }}{% endif %}</title>
<body>{% for section in sections %}{{ section }}{% endfor %}
""",
    "styles/base.css": """
@page { size: 300px 320px; margin: 20px }
html { font: 16px/20px "Source Sans 3"; hyphens: auto; hyphenate-character: "-"; overflow-wrap: anywhere }
html { orphans: 2; widows: 2 }
body, p, h2 { margin: 0; font-size: 16px; bookmark-level: none }
.page { break-before: page }
""",
    "styles/kinds.css": "",
    "styles/widgets.css": """
.slot { white-space: pre-line; hyphenate-limit-chars: 8 4 4 }
.slot.whole { hyphens: manual }
.small { font-size: 10px; line-height: 13px }
.in-prompt { display: block }
.prompt { position: relative; height: 40px }
.more { display: block; font: 10px/12px "Source Sans 3" }
.fillable { appearance: auto; font-family: "Noto Sans Thai"; display: block; width: 100px; height: 40px }
.fillable { margin: 0; padding: 0; border: 0 }
.in-field.fillable { font-weight: 700 }
""",
    "styles/themes/verkosto.css": ":root { --ink: #000000 }",
    "styles/layouts/handout.css": """
:root {
  --head-width: 60mm; --head-size: 9pt; --head-lines: none;
  --field-width: 60mm; --field-size: 12pt; --field-lines: none;
  --prompt-width: 60mm; --prompt-size: 12pt; --prompt-lines: 2; --prompt-small: 7.5pt; --prompt-small-lines: 3;
}
""",
}
_FOLDER = TemporaryDirectory(prefix="worksheets-tests-")


@cache
def tiny_pipeline() -> Pipeline:
    """Return the pipeline of all these pages, whose templates are written later, and read when they are first used."""
    folder = Path(_FOLDER.name)
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    (folder / "pages").mkdir()
    return Pipeline(read_course(str(folder)), read_layout("handout", folder))


@dataclass(frozen=True)
class TinyPage:
    """A page in a course without any other."""

    name: str
    values: Mapping[str, str]
    """What the participant has filled, by slot."""
    fillable: bool = False
    keys: list[SlotKey] = field(default_factory=list)
    """What the placeholders stand for, by number, in all renderings."""

    def edition(self) -> Edition:
        pipeline = tiny_pipeline()
        return Edition(pipeline.course, (self.name,), pipeline.layout, fillable=self.fillable)

    def data_of(self, values: Mapping[str, str]) -> PageDataFactory:
        """Return what makes the data of a participant."""
        return lambda: self.edition().page_data(Participant(dict(values)))

    def data(self) -> PageData:
        return self.data_of(self.values)()

    def typeset(self, values: Mapping[str, str]) -> bytes:
        """Return a participant's handout as the typesetter makes it."""
        return tiny_pipeline().handout(self.edition(), Participant(dict(values)))

    def render(
        self,
        choose: PlaceholderChoice = ONE_LINE,
        letters: str = "",
        overflow_lines: Mapping[SlotKey, int] | None = None,
    ) -> Rendering:
        """Return the page typeset with placeholders."""
        placeholders = PlaceholderData(self.data, choose, self.keys, overflow_lines=overflow_lines or {})
        specimen = lay_out_specimen(letters, tiny_pipeline()) if letters else None
        return render([self.name], placeholders, tiny_pipeline(), specimen)

    def render_overflow(self, lines: int) -> Rendering:
        """Return the page typeset with so many lines of overflow for its first text that may have some."""
        self.render()
        key = next(key for key in self.keys if key.place == "prompt")
        return self.render(overflow_lines={key: lines})

    def plan(self, first: Rendering) -> PlaceholderPlan:
        return placeholder_plan(first, tiny_pipeline().layout)

    def compared(self, letters: str = "") -> Comparison:
        """Return the comparison of the page typeset twice, as ``MasterBuilder`` typesets it, but without overflow."""
        first = self.render(letters=letters)
        plan = self.plan(first)
        second = self.render(in_states(plan.states.__getitem__))
        variant = PageVariant((self.name,), frozenset(first.placeholders.numbers_by_page[0]), second)
        return compare(first, [variant], plan)

    def master(self) -> Master:
        """Return the master that the comparison gives, without testing it."""
        comparison = self.compared(LETTERS)
        boxes = different_drawings(comparison.first.field_boxes)
        appearances = render_appearances(boxes, tiny_pipeline()) if boxes else ()
        return master_of(comparison, appearances, "fi", FONT)

    def builder(self) -> MasterBuilder:
        return MasterBuilder([self.name], tiny_pipeline())


def tiny_page(
    body: str,
    style: str = "",
    values: Mapping[str, str] = PERSON,
    *,
    fillable: bool = False,
    continued: str = CONTINUED,
) -> TinyPage:
    """Return a page with a body, with a style sheet of its own, and with what follows where a text is too long."""
    template = f'<section class="page" id="{{{{ page }}}}"><style>{style}</style>{body}</section>{continued}'
    name = sha256(template.encode()).hexdigest()[:16]
    (tiny_pipeline().course.folder / "pages" / f"{name}.html.j2").write_text(template, "utf-8")
    return TinyPage(name, values, fillable)
