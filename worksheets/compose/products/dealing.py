"""People dealt into groups: by chance, but the same list and seed give the same groups on every machine."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

from worksheets.people.fields import folded_text
from worksheets.people.participant import Participant


def dealt(
    people: Sequence[Participant], count: int, seed: int, texts: Mapping[int, str] | None = None
) -> list[list[Participant]]:
    """Return people in so many groups, whose sizes differ by one at most.

    The order of the list does not matter where people can be told apart. ``texts`` are what people are kept apart by,
    by their places in the list: of people with the same text, no group gets two while another has none. Those without
    a text are dealt last.
    """
    lots = _lots(people, seed)
    values = [folded_text(texts[index]) if texts else "" for index in range(len(people))]
    sizes = Counter(values)

    def turn(index: int) -> tuple[bool, int, bytes, bytes]:
        value = values[index]
        return not value, -sizes[value], _digest(seed, value), lots[index]

    groups: list[list[Participant]] = [[] for _number in range(count)]
    for place, index in enumerate(sorted(range(len(people)), key=turn)):
        groups[place % count].append(people[index])
    return groups


def not_apart(texts: Sequence[str], count: int) -> list[tuple[str, int]]:
    """Return each text that more people have than there are groups, as it is first written, and how many have it."""
    sizes = Counter(folded_text(text) for text in texts if text)
    written = {folded_text(text): text for text in reversed(texts)}
    return [(written[value], size) for value, size in sizes.items() if size > count]


def _lots(people: Sequence[Participant], seed: int) -> list[bytes]:
    """Return what each person's turn is drawn by: their name, and whatever tells them from others of the name.

    SHA-256, since the generators of random numbers of Python's library may change their order with any version.
    """
    known = [(person.name, person.key) for person in people]
    count = Counter(known)
    drawn: Counter[str] = Counter()
    lots = []
    for person, identity in zip(people, known, strict=True):
        more = sorted(person.values.items()) if count[identity] > 1 else []
        text = repr((*identity, more))
        drawn[text] += 1
        lots.append(_digest(seed, f"{text} {drawn[text]}"))
    return lots


def _digest(seed: int, text: str) -> bytes:
    return hashlib.sha256(f"{seed} {text}".encode(errors="surrogatepass")).digest()
