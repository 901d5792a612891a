"""The keys that ``course.toml`` and pages in Markdown can have, with what each means.

The reader checks by them; the reference in the documentation and the JSON Schema of ``course.toml`` are made from them.
"""

from collections.abc import Collection

from worksheets.errors import nearest, shortened
from worksheets.messages import _, marked

from .types.exercise_type import Key

COURSE_KEYS = (
    Key("title", "otsikko", meaning=marked("the course's title, on the cover and at the top of pages")),
    Key("subtitle", "alaotsikko", meaning=marked("a line below the title on the cover")),
    Key("language", "kieli", meaning=marked("the papers' language: fi (the default), sv, en, or another code")),
    Key("pages", "sivut", tuple, marked("the names of the pages' files without .md or .html.j2, in their order")),
    Key("fields", "kentät", dict, marked("what is known of the person and the group, a table for each field")),
    Key("exercises", "tehtävät", dict, marked("the exercises of pages that are templates, a table for each")),
    Key("brand", "ilme", dict, marked("your own logo, colours and font; or the path of a file with them")),
)
"""The keys at the top of ``course.toml``; their Finnish names are only words in the reference."""
BRAND_KEYS = (
    Key("logo", "logo", meaning=marked("the path of your logo, SVG or PNG; on the cover and at the top of pages")),
    Key("logo-description", "logon kuvaus", meaning=marked("what the logo says, for those who do not see it")),
    Key("colours", "värit", dict, marked("colours such as #0b3c49, by their names")),
    Key("font", "kirjasin", meaning=marked("a package such as fontpkg-inter, the path of a file, or files by weight")),
    Key("foot", "alatunniste", meaning=marked("a text at the left of each page’s foot, at most 80 characters")),
    Key("theme", "teema", meaning=marked("colours and strokes: verkosto, mustavalko, or a theme of the course")),
    Key("cover", "kansi", meaning=marked("none for no drawing, or { picture = …, description = … }")),
)
"""The keys of ``[brand]`` in ``course.toml``, and of a file ``brand.toml``."""
COLOUR_KEYS = (
    Key("ink", "muste", meaning=marked("titles, labels and frames")),
    Key("text", "teksti", meaning=marked("running text and answers")),
    Key("quiet", "hillitty", meaning=marked("small labels, heads and feet")),
    Key("accent", "korostus", meaning=marked("small headings and what stands out")),
    Key("rule", "viiva", meaning=marked("lines to write on")),
    Key("accent-shape", "korostuskuvio", meaning=marked("bullets and coloured shapes; the accent unless it is given")),
)
"""The colours of a brand."""
FONT_KEYS = (
    Key("regular", "tavallinen", meaning=marked("the font file for running text")),
    Key("bold", "lihava", meaning=marked("the font file for titles and names")),
    Key("italic", "kursiivi", meaning=marked("the font file for emphasis")),
    Key("bold-italic", "lihava kursiivi", meaning=marked("the font file for emphasis in bold text")),
)
"""The files of a brand's font."""
COVER_KEYS = (
    Key("picture", "kuva", meaning=marked("the path of the picture on the cover")),
    Key("description", "kuvaus", meaning=marked("what the picture shows, for those who do not see it")),
)
"""The picture on a brand's cover."""
LABEL_KEYS = (
    Key("label", "nimi", meaning=marked("what is asked, as it is printed")),
    Key("hint", "vihje", meaning=marked("a short hint, printed after the label")),
    Key("also", "myös", tuple, marked("other headings by which a list's column is recognised")),
    Key("limit", "merkkejä", int, marked("the most characters of an answer")),
    Key("date", "päivä", bool, marked("the answer is a date or a time")),
)
"""What anything to be filled in can have."""
FIELD_KEYS = (
    *LABEL_KEYS,
    Key(
        "role",
        "rooli",
        meaning=marked(
            "name: the participant's name; email: their address, which is never printed; group, course, trainer, time, "
            "place, organization: what sign-in sheets, badges and certificates print"
        ),
    ),
    Key("secret", "salainen", bool, marked("the password that opens the participant's PDF; it is never printed")),
)
"""The keys of a field of the person or the group."""
LIST_KEYS = (
    Key("id", "id", meaning=marked("the name in lists and files: small letters, digits, hyphens; #id in Markdown")),
    Key("rows", "rivit", int, marked("the rows on a blank page, if the part is a list")),
    Key("most", "enintään", int, marked("the most rows that a participant can have")),
    Key("parts", "osat", list, marked("the parts: the columns of a list, the prompts, the texts")),
)
"""What a part of an exercise can have besides ``LABEL_KEYS``, in ``course.toml``."""


def likely_key(word: str, keys: Collection[str]) -> str:
    """Return a sentence that suggests the key that a wrong one may be: its name in Finnish, or one like it, or none."""
    every_key = (*COURSE_KEYS, *BRAND_KEYS, *COLOUR_KEYS, *FONT_KEYS, *COVER_KEYS, *FIELD_KEYS)
    finnish = {key.finnish: key.name for key in every_key if key.name in keys}
    if name := finnish.get(word.casefold()):
        return " " + _("Did you mean “{name}”?").format(name=shortened(name))
    return nearest(word, keys)
