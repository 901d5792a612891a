"""Finnish words with their breaks, as Voikko gives them.

A break is the number of letters before it; only breaks with at least ``MIN_PART`` letters on both sides count.
Voikko runs with "no ugly hyphenation" (no syllable of a lone vowel, no break between two vowels other than at a
compound border) and without guesses for words it does not know.
Words come from PyPI ``wordfreq`` (list "large", lower case); compounds are joined from the parts of its compounds, and
words take endings from other words like them; what Voikko does not know of these is dropped.
"""

import hashlib
import itertools
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TypeAlias

import wordfreq
from libvoikko import Voikko

Breaks: TypeAlias = tuple[int, ...]

MIN_PART = 2
ALPHABET = "abcdefghijklmnopqrstuvwxyzåäöšžáàâãçéèêëíîïñóôõøúûüýæß"
VOWELS = frozenset("aeiouyåäöáàâãéèêëíîïóôõøúûüýæ")
WORD = re.compile(rf"[{ALPHABET}]{{2,40}}")
LEAST_STEM, LONGEST_ENDING, LIKE = 3, 6, 2  # letters: of a stem, of an ending, and those that make stems alike
SHARES = 10  # the words are split in so many parts by their hash
TEST, DEVELOPMENT = 0, 1  # the shares kept out of training
# How often each kind of border is tried: what would be one syllable or another without the border is the hard part.
BORDER_SHARES = {
    "consonant-vowel": 0.3,
    "vowel-vowel": 0.15,
    "vowel-consonant": 0.3,
    "vowel-cluster": 0.1,
    "consonants": 0.15,
}


@cache
def voikko(*, ugly: bool = False) -> Voikko:
    """Open Voikko; ``ugly`` allows breaks between vowels and at lone vowels as well."""
    speller = Voikko("fi")
    speller.setHyphenateUnknownWords(value=False)
    speller.setNoUglyHyphenation(value=not ugly)
    return speller


def known(word: str) -> bool:
    """Return whether Voikko knows the lower-case ``word``, as such or as a proper name."""
    speller = voikko()
    return bool(speller.spell(word) or speller.spell(word.capitalize()))


def breaks(word: str, *, ugly: bool = False) -> Breaks:
    """Return the usable breaks Voikko has in ``word``."""
    marks = voikko(ugly=ugly).getHyphenationPattern(word)
    return tuple(i for i in range(MIN_PART, len(word) - MIN_PART + 1) if marks[i] == "-")


def share(word: str) -> int:
    """Return which of the ``SHARES`` parts ``word`` belongs to; the same on every machine."""
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest()) % SHARES


@cache
def listed() -> frozenset[str]:
    """Return every word of the frequency list, known to Voikko or not."""
    return frozenset(wordfreq.iter_wordlist("fi", "large"))


@cache
def vocabulary() -> tuple[str, ...]:
    """Return the listed words that Voikko knows and the patterns can spell, in alphabetical order."""
    return tuple(word for word in sorted(listed()) if WORD.fullmatch(word) and known(word))


def words_in(texts: Iterable[str]) -> list[str]:
    """Return the words of ``texts`` that Voikko knows and the frequency list does not, in alphabetical order."""
    words = {word for text in texts for word in re.findall(r"[^\W\d_]+", text.lower())}
    return sorted(word for word in words - listed() if WORD.fullmatch(word) and known(word))


def parts(word: str) -> list[str]:
    """Return the parts Voikko's first analysis divides ``word`` into (one part if it is no compound)."""
    speller = voikko()
    analyses = speller.analyze(word) or speller.analyze(word.capitalize())
    lengths = [len(part) for part in analyses[0]["STRUCTURE"].split("=")[1:]] if analyses else []
    ends = list(itertools.accumulate(lengths))
    if not ends or ends[-1] != len(word):
        return [word]
    return [word[end - length : end] for length, end in zip(lengths, ends, strict=True)]


def border_kind(first: str, second: str) -> str:
    """Name what meets where ``first`` is joined to ``second``, one of ``BORDER_SHARES``."""
    if second[0] in VOWELS:
        return "vowel-vowel" if first[-1] in VOWELS else "consonant-vowel"
    if first[-1] not in VOWELS:
        return "consonants"
    return "vowel-consonant" if second[1] in VOWELS else "vowel-cluster"


class Joiner:
    """Joins compounds at random out of first and last parts, each about as often as the training words hold it."""

    def __init__(self, training: Iterable[str], unseen: frozenset[str], seed: int) -> None:
        """Take the parts of ``training`` words; nothing in ``unseen`` is used as a part or as a compound."""
        self.unseen = unseen
        self.random = random.Random(seed)  # noqa: S311 - a sample, not a secret
        self.joined: set[str] = set()
        firsts: Counter[str] = Counter()
        lasts: Counter[str] = Counter()
        for word in training:
            pieces = parts(word)
            borders = list(itertools.accumulate(map(len, pieces)))[:-1]
            firsts.update(word[:end] for end in borders)
            lasts.update([word[end:] for end in borders] or [word])
        self.firsts = self._kept(firsts)
        self.lasts = self._kept(lasts)

    def _kept(self, counts: Counter[str]) -> dict[str, int]:
        return {part: n for part, n in sorted(counts.items()) if len(part) > 1 and part not in self.unseen}

    def _pools(self, kind: str) -> list[tuple[list[str], list[int], list[str], list[int]]]:
        """Return the first and last parts, with cumulated weights, that can meet in a border of ``kind``."""
        pools = []
        for vowel in (False, True):
            end = "a" if vowel else "n"
            fits = {p: n for p, n in self.firsts.items() if (p[-1] in VOWELS) == vowel}
            heads = {p: n for p, n in self.lasts.items() if border_kind(end, p) == kind}
            if fits and heads:
                weights = [list(itertools.accumulate(x.values())) for x in (fits, heads)]
                pools.append((list(fits), weights[0], list(heads), weights[1]))
        return pools

    def _tries(self, kind: str, count: int) -> Iterator[str]:
        """Yield ``count`` joined strings with borders of ``kind``, compounds or not."""
        pools = self._pools(kind)
        for firsts, first_weights, lasts, last_weights in pools:
            k = count // len(pools)
            heads = self.random.choices(firsts, cum_weights=first_weights, k=k)
            tails = self.random.choices(lasts, cum_weights=last_weights, k=k)
            yield from map(str.__add__, heads, tails)

    def compounds(self, count: int) -> Iterator[str]:
        """Try ``count`` joins in the proportions of ``BORDER_SHARES`` and yield the new ones that Voikko knows."""
        for kind, portion in BORDER_SHARES.items():
            for word in self._tries(kind, round(count * portion)):
                if word not in self.joined and word not in self.unseen and WORD.fullmatch(word) and known(word):
                    self.joined.add(word)
                    yield word


class Inflector:
    """Makes new forms of words at random: a word takes an ending that a word like it has beside the same ending."""

    def __init__(self, training: Sequence[str], unseen: frozenset[str], seed: int) -> None:
        """Take the stems and endings of ``training``; nothing in ``unseen`` becomes a form."""
        self.training, self.unseen = training, unseen
        self.random = random.Random(seed)  # noqa: S311 - a sample, not a secret
        self.endings: dict[str, list[str]] = defaultdict(list)  # of a stem
        self.stems: dict[tuple[str, str], list[str]] = defaultdict(list)  # by their last letters and an ending
        for word in training:
            for cut in range(max(LEAST_STEM, len(word) - LONGEST_ENDING), len(word) + 1):
                self.endings[word[:cut]].append(word[cut:])
        for stem, endings in self.endings.items():
            if len(endings) > 1:
                for ending in endings:
                    self.stems[stem[-LIKE:], ending].append(stem)

    def forms(self, count: int) -> Iterator[str]:
        """Try ``count`` forms and yield the new ones that Voikko knows."""
        taken = set(self.training)
        for word in self.random.choices(self.training, k=count):
            cut = self.random.randint(min(len(word), max(LEAST_STEM, len(word) - LONGEST_ENDING)), len(word))
            like = self.stems.get((word[:cut][-LIKE:], word[cut:]))
            if not like:
                continue
            form = word[:cut] + self.random.choice(self.endings[self.random.choice(like)])
            if form not in taken and form not in self.unseen and WORD.fullmatch(form) and known(form):
                taken.add(form)
                yield form


def marked(word: str, breaks: Breaks) -> str:
    """Return ``word`` with a hyphen at each of its breaks."""
    ends = (0, *breaks, len(word))
    return "-".join(word[start:end] for start, end in itertools.pairwise(ends))
