"""The names of people as lists show them: in alphabetical order, and told apart where two are the same."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from worksheets.compose.wording import language_of
from worksheets.course.course import Course
from worksheets.course.slots import GROUP, ORGANIZATION
from worksheets.course.words import Words
from worksheets.people.fields import Field, folded_text
from worksheets.people.names import FIRST_NAME, LAST_NAME
from worksheets.people.participant import Participant
from worksheets.text.collation import SortKey, last_name_key, sort_key
from worksheets.text.typography import typography

_FIRST, _LAST = Field(column=FIRST_NAME), Field(column=LAST_NAME)


@dataclass(frozen=True, slots=True)
class ListedName:
    """A name as it stands in a list."""

    text: str
    note: str = ""
    """What tells this person from another of the same name; empty where nothing needs to, or can."""

    @property
    def language(self) -> str:
        """The language of the name if its script tells it; otherwise empty."""
        return language_of(self.text)


def in_order(people: Sequence[Participant], *, by_last_name: bool = False) -> list[Participant]:
    """Return people by their names as they are printed, or by their last names and then their first names."""
    return sorted(people, key=_by_last_name if by_last_name else lambda person: sort_key(person.name))


def _by_last_name(person: Participant) -> tuple[SortKey, SortKey]:
    return last_name_key(_LAST.text(person)), sort_key(_FIRST.text(person))


def listed_names(
    people: Sequence[Participant], course: Course, words: Words, *, last_name_first: bool = False
) -> list[ListedName]:
    """Return the names of people, in their order."""
    count = Counter(folded_text(person.name) for person in people)
    alike: dict[str, dict[int, Participant]] = {}
    for index, person in enumerate(people):
        if count[folded_text(person.name)] > 1:
            alike.setdefault(folded_text(person.name), {})[index] = person
    notes = {
        index: note
        for same in alike.values()
        for index, note in zip(same, _notes([*same.values()], course, words), strict=True)
    }
    text = (lambda person: turned(person, words.language)) if last_name_first else (lambda person: person.name)
    return [ListedName(text(person), notes.get(index, "")) for index, person in enumerate(people)]


def _notes(same: Sequence[Participant], course: Course, words: Words) -> list[str]:
    """Return what tells people of one name apart: the organization, the group, or their numbers in the list."""
    for role in (ORGANIZATION, GROUP):
        path = course.field_with_role(role)
        texts = [person.text(path) for person in same] if path else []
        if texts and all(texts) and len(set(map(folded_text, texts))) == len(same):
            return texts
    numbers = [person.number for person in same]
    if all(numbers) and len(set(numbers)) == len(same):
        return [words.text("number_in_list", number=number) for number in numbers]
    return [""] * len(same)


def turned(person: Participant, language: str) -> str:
    """Return a name with the last name first: ``von Wright Georg``; titles and notes come after a comma."""
    last, first = (typography(field.text(person), language) for field in (_LAST, _FIRST))
    parts = [last] if folded_text(first) == folded_text(last) else [last, first]
    left = Counter(part for text in parts for part in text.split())
    others = []
    for word in person.name.split():
        if left[word] or left[word.rstrip(",")]:
            left[word if left[word] else word.rstrip(",")] -= 1
        else:
            others.append(word.rstrip(","))
    return ", ".join(filter(None, (" ".join(filter(None, parts)), " ".join(others))))
