"""What files to start from say of slots with marks: what they take, and what the example has chosen."""

from worksheets.course.marks import LINE_MOST, Chosen, Marks
from worksheets.course.words import Words

SHEET_OF_OPTIONS = "sheet_of_options"
"""The title of a workbook's sheet of options, among the papers' words."""
_FAR = 2 / 3
"""How far from the first option the one is that the example has chosen: there and on a line."""
_SOME = 2
"""The most options that the example has chosen."""
_ROOM = ": …"
"""After an option with room for words of one's own."""


def options_of(marks: Marks) -> list[str]:
    """Return the options as a note lists them, with room behind the last one if it has any."""
    return [*marks.options[:-1], *(f"{option}{_ROOM * marks.other}" for option in marks.options[-1:])]


def what_is_taken(marks: Marks, words: Words) -> str:
    """Return what a slot takes in the words of files to start from, such as: one of these: työtoverit; muu: …."""
    if marks.is_line or marks.is_scale:
        ends = marks.options or ("0", str(LINE_MOST))
        return words.text("number_between", first=ends[0], last=ends[-1])
    if marks.is_tick:
        return words.text("tick")
    options = "; ".join(options_of(marks))
    if marks.most == 1:
        return words.text("one_of", options=options)
    key = "some_of" if marks.most >= len(marks.options) else "most_of"
    return words.text(key, options=options, **({"most": marks.most} if key == "most_of" else {}))


def example_text(marks: Marks | None) -> str:
    """Return what the example of files to start from has chosen; nothing for a slot without marks."""
    if marks is None:
        return ""
    if marks.is_line:
        return str(round(LINE_MOST * _FAR))
    count = len(marks.options) - marks.other
    some = range(1, min(count, marks.most, _SOME) + 1)
    return marks.text(Chosen(tuple(some) if marks.most > 1 else (1 + round(_FAR * (count - 1)),)))
