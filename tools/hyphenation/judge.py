"""Judges the dictionary on words it was not learned from, the TeX patterns beside it: ``python judge.py [FILE]``.

Words of ``LEAST`` letters or more that Voikko knows: the tenth kept out of the word list, and the words of other texts
that the list does not know at all. ``--unseen FILE`` writes a sample of them, hyphenated by Voikko.
"""

import argparse
import hashlib
import itertools
import re
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from build import DICTIONARY, FETCHED, REQUIRED
from pyphen import LANGUAGES, HyphDict
from texts import TEST_PACKAGES, TEST_WHEELS, finnish_texts, unpack_debian, unpacked
from words import MIN_PART, TEST, breaks, marked, share, vocabulary, voikko, words_in

LEAST = 8  # letters
SAMPLE = 3000  # words
LOADS = 5  # the fastest counts
TEX = {"TeX hyph-fi": "hyph-fi.pat.txt", "TeX hyph-fi-x-school": "hyph-fi-x-school.pat.txt"}
PYPHEN = ("hu_HU", "en_US")
UNSEEN = ("kept-out tenth", "other texts")
HYPHENATED = re.compile(r"\b[^\W\d_]{2,}(?:[-'\u2019][^\W\d_]{2,})+\b")


@dataclass
class Score:
    """What a dictionary did with some words: counts of words and of breaks."""

    words: int = 0
    wrong: int = 0  # words with a break that Voikko does not have
    bad: int = 0  # words with a break that Voikko does not have even with ugly ones allowed
    breaks: int = 0
    hits: int = 0  # breaks that Voikko has too
    errors: list[str] = field(default_factory=list)

    def row(self) -> str:
        """Return the figures as the cells of a table row."""
        shares = f"{100 * self.wrong / self.words:.2f} | {self.bad} | {100 * self.bad / self.words:.2f}"
        return f"{self.words} | {self.wrong} | {shares} | {100 * self.hits / self.breaks:.2f}"


def truth(word: str) -> tuple[int, ...]:
    """Return Voikko's usable breaks, none of them less than the least part from a mark inside the word."""
    marks = [at for at, letter in enumerate(word) if not letter.isalpha()]
    return tuple(at for at in breaks(word) if all(at - mark > MIN_PART or mark - at >= MIN_PART for mark in marks))


def score(dictionary: HyphDict, words: Iterable[str]) -> Score:
    """Compare the breaks ``dictionary`` makes in ``words`` with Voikko's, at the usable places."""
    result = Score()
    for word in words:
        places = {int(at) for at in dictionary.positions(word) if MIN_PART <= at <= len(word) - MIN_PART}
        right = set(truth(word))
        result.words += 1
        result.breaks += len(right)
        result.hits += len(right & places)
        if places - right:
            result.wrong += 1
            result.bad += bool(places - set(breaks(word, ugly=True)))
            result.errors.append(f"{marked(word, tuple(sorted(places)))} ({marked(word, tuple(sorted(right)))})")
    return result


def load_time(path: Path) -> float:
    """Return how long Pyphen takes to read the dictionary at ``path``, in milliseconds."""
    times = []
    for _ in range(LOADS):
        begin = time.perf_counter()
        HyphDict(path)
        times.append(time.perf_counter() - begin)
    return 1000 * min(times)


def tex_dictionary(name: str) -> Path:
    """Return the TeX patterns in the file ``name`` as a dictionary Pyphen reads."""
    place = unpack_debian("texlive-lang-european", FETCHED)
    patterns = next(place.rglob(f"txt/{name}")).read_text("utf-8").split()
    path = FETCHED / f"{name}.dic"
    path.write_text("\n".join(["UTF-8", *patterns, ""]), "utf-8")
    return path


def hyphenated(texts: Iterable[str]) -> list[str]:
    """Return the words of ``texts`` with a hyphen or apostrophe in them that Voikko breaks, in alphabetical order."""
    candidates = {word for text in texts for word in HYPHENATED.findall(text)}
    return sorted(word for word in candidates if voikko().spell(word) and truth(word))


def word_sets() -> dict[str, list[str]]:
    """Return the words to judge by, in sets by where they come from."""
    programs = [t for place in unpacked(FETCHED, TEST_PACKAGES) for t in finnish_texts(place)]
    poems = [t for place in unpacked(FETCHED, (), TEST_WHEELS) for t in finnish_texts(place)]
    sets = {
        UNSEEN[0]: [word for word in vocabulary() if share(word) == TEST],
        UNSEEN[1]: words_in([*programs, *poems]),
        "- programs": words_in(programs),
        "- poetry": words_in(poems),
        "with hyphen or apostrophe": hyphenated([*programs, *poems]),
    }
    left_out = frozenset(REQUIRED)
    return {name: [w for w in words if len(w) >= LEAST and w not in left_out] for name, words in sets.items()}


def sample(words: Sequence[str]) -> list[str]:
    """Return a stable random sample of ``words``, hyphenated by Voikko, in alphabetical order."""
    by_hash = sorted(words, key=lambda word: hashlib.blake2b(word.encode(), salt=b"sample").digest())
    return [marked(word, breaks(word)) for word in sorted(by_hash[:SAMPLE])]


def word_table(files: Mapping[str, Path], sets: Mapping[str, list[str]], errors: int) -> Iterator[str]:
    """Yield the lines of the table by words, and up to ``errors`` errors of each set after it."""
    yield "| words | dictionary | n | wrong | % | wrong, ugly allowed | % | recall % |"
    yield "|---|---|---|---|---|---|---|---|"
    shown = []
    for words, (name, path) in itertools.product(sets, files.items()):
        result = score(HyphDict(path), sets[words])
        yield f"| {words} | {name} | {result.row()} |"
        if name == "ours" and errors:
            shown += ["", words, *result.errors[:: max(1, len(result.errors) // errors)]]
    yield from shown


def file_table(files: Mapping[str, Path]) -> Iterator[str]:
    """Yield the lines of the table of file sizes and load times, two dictionaries of Pyphen's own beside them."""
    yield "| dictionary | bytes | patterns | load ms |"
    yield "|---|---|---|---|"
    for name, path in {**files, **{name: LANGUAGES[name] for name in PYPHEN}}.items():
        yield f"| {name} | {path.stat().st_size} | {len(HyphDict(path).patterns)} | {load_time(path):.0f} |"


def main() -> None:
    """Print the figures of the dictionary and of the TeX patterns as two tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=DICTIONARY)
    parser.add_argument("--unseen", type=Path, help="write the sample of unseen words here")
    parser.add_argument("--errors", type=int, default=0, help="show so many errors of each set")
    options = parser.parse_args()
    files = {"ours": options.file, **{name: tex_dictionary(file) for name, file in TEX.items()}}
    sets = word_sets()
    sys.stdout.writelines(f"{line}\n" for line in [*word_table(files, sets, options.errors), "", *file_table(files)])
    if options.unseen:
        words = [word for name in UNSEEN for word in sets[name]]
        options.unseen.write_text("".join(f"{word}\n" for word in sample(words)), "utf-8")


if __name__ == "__main__":
    main()
