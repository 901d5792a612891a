"""The keys that ``course.toml`` and pages in Markdown can have, with what each means.

The reader checks by them; the reference in the documentation and the JSON Schema of ``course.toml`` are made from them.
"""

from worksheets.messages import marked

from .types.exercise_type import Key

COURSE_KEYS = (
    Key("title", "otsikko", meaning=marked("the course's title, on the cover and at the top of pages")),
    Key("subtitle", "alaotsikko", meaning=marked("a line below the title on the cover")),
    Key("language", "kieli", meaning=marked("the papers' language: fi (the default), sv, en, or another code")),
    Key("pages", "sivut", tuple, marked("the names of the pages' files without .md or .html.j2, in their order")),
    Key("fields", "kentät", dict, marked("what is known of the person and the group, a table for each field")),
    Key("exercises", "tehtävät", dict, marked("the exercises of pages that are templates, a table for each")),
)
"""The keys at the top of ``course.toml``; their Finnish names are only words in the reference."""
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
    Key("role", "rooli", meaning=marked("name: the participant's name; email: their address, which is never printed")),
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
