"""Courses in several languages: the shipped one in another language, one in English, and a file of words for any."""

from pathlib import Path
from shutil import copytree

from worksheets.course.course import Course
from worksheets.course.reader import read_course
from worksheets.resources import COURSES, DEFAULT_COURSE, TEMPLATES

WORDS = TEMPLATES / "words"
ENGLISH_TOML = """
title = "Networks"
language = "en"
pages = ["start", "idea", "support", "lists", "map", "promise", "quote"]
[fields]
name = { label = "Name", role = "name" }
date = { label = "Date" }
place = { label = "Place" }
[exercises.support]
kind = "prompts"
label = "Support"
parts = [{ id = "boss", label = "From the boss" }, { id = "friends", label = "From friends" }]
[exercises.networks]
kind = "table"
label = "Network"
rows = 3
most = 40
parts = [{ id = "who", label = "Who" }, { id = "help", label = "Help" }]
[exercises.contacts]
kind = "map"
label = "Contacts"
parts = [{ id = "all", label = "Contact", rows = 4, most = 20, parts = [
  { id = "who", label = "Person" }, { id = "help", label = "Help" } ] }, { id = "new", label = "New contacts" }]
[exercises.sketch]
kind = "draw"
label = "A good day"
[exercises.promise]
kind = "signature"
label = "My promise"
"""
_PAGES = {
    "start": ("cover", "Networks", '{{ widget.fields([["name"], ["date", "place"]]) }}'),
    "idea": ("slide", "An idea", "<ul><li>Give before you take</li></ul>"),
    "support": ("exercise", "Your support", '{{ widget.prompts("support") }}'),
    "lists": ("exercise", "Your networks", '{{ widget.table("networks") }}'),
    "map": ("exercise", "Your map", '{{ widget.map("contacts.all", "ME", "You") }}{{ widget.text("contacts.new") }}'),
    "promise": ("exercise", "Promise", '{{ widget.exercise("sketch") }}{{ widget.exercise("promise") }}'),
    "quote": ("quote", "Words", "<blockquote><p>“People buy from people.”</p></blockquote>"),
}

ENGLISH_MARKS_TOML = """
title = "Marks"
language = "en"
pages = ["marks"]
[fields]
name = { label = "Name", role = "name" }
[exercises.help]
kind = "choice"
label = "What helps you?"
options = ["colleagues", "my boss", "something else: ____"]
[exercises.ways]
kind = "choices"
label = "How do you learn?"
options = ["reading", "doing"]
[exercises.reasons]
kind = "choices"
label = "Why?"
options = ["work", "joy", "habit"]
most = 2
[exercises.sure]
kind = "scale"
label = "How sure are you?"
left = "hardly"
right = "fully"
[exercises.often]
kind = "scale"
label = "How often?"
[exercises.now]
kind = "scale"
label = "Where are you?"
line = true
left = "at the start"
right = "there"
[exercises.then]
kind = "scale"
label = "And later?"
line = true
[exercises.true]
kind = "statements"
label = "Before the course"
options = ["no", "partly", "yes"]
parts = [{ id = "know", label = "I know what I can." }, { id = "ask", label = "I ask for help." }]
"""


def english_marks_course(folder: Path) -> Course:
    """Return a course in English, made in a new folder, on whose page there is each question with marks."""
    (folder / "pages").mkdir(parents=True)
    (folder / "course.toml").write_text(ENGLISH_MARKS_TOML, "utf-8")
    names = ("help", "ways", "reasons", "sure", "often", "now", "then", "true")
    body = "".join(f'{{{{ widget.exercise("{name}") }}}}' for name in names)
    page = f"{{% block title %}}Marks{{% endblock %}}{{% block body %}}{body}{{% endblock %}}"
    (folder / "pages" / "marks.html.j2").write_text(f'{{% extends "kinds/exercise.html.j2" %}}{page}', "utf-8")
    return read_course(str(folder))


def english_course(folder: Path) -> Course:
    """Return a course with a page of each kind, whose own text is English, made in a new folder."""
    (folder / "pages").mkdir(parents=True)
    (folder / "course.toml").write_text(ENGLISH_TOML, "utf-8")
    for name, (kind, title, body) in _PAGES.items():
        page = f'{{% extends "kinds/{kind}.html.j2" %}}{{% block title %}}{title}{{% endblock %}}'
        (folder / "pages" / f"{name}.html.j2").write_text(f"{page}{{% block body %}}{body}{{% endblock %}}", "utf-8")
    return read_course(str(folder))


def shipped_course_in(language: str, folder: Path, words: str = "") -> Course:
    """Return the shipped course with another language, and with a file of words if there are any."""
    copytree(COURSES / DEFAULT_COURSE, folder)
    toml = (folder / "course.toml").read_text("utf-8")
    (folder / "course.toml").write_text(toml.replace('language = "fi"', f'language = "{language}"'), "utf-8")
    if words:
        (folder / "words").mkdir()
        (folder / "words" / f"{language}.toml").write_text(words, "utf-8")
    return read_course(str(folder))
