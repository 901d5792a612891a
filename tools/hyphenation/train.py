"""Learns hyphenation patterns that know where a syllable can end.

Between two vowels of a word (or a vowel and the word's end) stands a *cluster* of k >= 0 consonants, and at most one
of its k + 1 gaps is a break. A pattern is a piece of a word around one cluster; it decides all the gaps of the cluster
at once: an odd digit at the break, even digits at the other gaps and at the gaps next to the break, for no letter may
stand alone. So patterns that disagree leave a word whole instead of breaking it twice.
Level 0 is the plain rule of Finnish, "break before a consonant and vowel"; each further level corrects the mistakes of
those below: short pieces of words come first, and each has to be right much more often than wrong.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from words import Breaks

Bytes: TypeAlias = NDArray[np.uint8]
Flags: TypeAlias = NDArray[np.bool_]
Indices: TypeAlias = NDArray[np.int64]
Keys: TypeAlias = NDArray[np.uint64]

LETTERS = ".abcdefghijklmnopqrstuvwxyzåäöšž"  # a word is learned from if it has no others; "." is its border
VOWELS = "aeiouyåäö"
CONSONANTS = "".join(sorted(set(LETTERS) - set(VOWELS) - {"."}))
MIN_PART = 2
LONGEST_CLUSTER = 7  # consonants
NONE = 15  # the class of a cluster without a break; the others are the gap's number, 0 before the first consonant
FOLDS = 4  # trial runs to find the places patterns get wrong in words they have not seen
ANY = 0xFFFF  # the bit set of every class
TABLE_BITS = 26  # of the quick filter for keys


class Rule(NamedTuple):
    """How the patterns of one level are chosen: weight of places right - bad * weight of places wrong >= a limit."""

    longest: int  # letters of a pattern beside the cluster, both sides together
    bad: float
    breaking: float  # the limit for a pattern with a break
    forbidding: float  # the limit for a pattern without

    def limits(self, classes: Indices) -> NDArray[np.float64]:
        """Return the limit for patterns of ``classes``."""
        return np.where(classes == NONE, self.forbidding, self.breaking)


class Example(NamedTuple):
    """A word to learn from."""

    word: str
    breaks: Breaks
    weight: float
    folds: frozenset[int]  # the trial runs that do not learn from it


class Corpus:
    """Words in one row of letters, their clusters, and how the patterns chosen so far break them.

    Per letter: ``letters`` (index into LETTERS), ``truth`` and ``usable`` (of the gap before the letter), ``values``
    (the digit the patterns give that gap). Per cluster: ``start`` (index of its first letter), ``size`` (consonants),
    ``left`` and ``right`` (letters up to the word's ends, borders included), ``allowed`` (bit set of the classes that
    agree with Voikko), ``target`` (the class to learn) and ``weight``.
    """

    def __init__(self, words: Sequence[tuple[str, Breaks]], weights: Sequence[float]) -> None:
        """Lay out ``words`` with their true breaks; a word counts by its weight."""
        row = np.frombuffer("".join(f".{word}." for word, _ in words).encode("utf-32-le"), np.uint32)
        codes = np.zeros(row.max() + 1, np.uint8)
        codes[[ord(letter) for letter in LETTERS]] = range(len(LETTERS))
        self.letters: Bytes = codes[row]
        lengths = np.array([len(word) + 2 for word, _ in words])
        self.ends = np.cumsum(lengths)
        self.truth = np.zeros(len(row), bool)
        counts = np.array([len(breaks) for _, breaks in words])
        offsets = np.fromiter((at for _, breaks in words for at in breaks), np.int64, int(counts.sum()))
        self.truth[np.repeat(self.ends - lengths + 1, counts) + offsets] = True
        self._find_clusters(lengths, np.asarray(weights, np.float32))
        self._classify()
        self._hash()
        self.values: Bytes = np.zeros(len(row), np.uint8)

    def _find_clusters(self, lengths: Indices, weights: NDArray[np.float32]) -> None:
        is_vowel = np.isin(self.letters, [LETTERS.index(v) for v in VOWELS + "."])
        posts = np.flatnonzero(is_vowel)
        start, stop = posts[:-1] + 1, posts[1:]
        word = np.searchsorted(self.ends, start, side="right")
        inside = (word == np.searchsorted(self.ends, stop, side="right")) & (stop - start <= LONGEST_CLUSTER)
        place = np.arange(len(self.letters)) - np.repeat(self.ends - lengths, lengths)
        self.usable: Flags = (place > MIN_PART) & (place < np.repeat(lengths, lengths) - MIN_PART)
        before = np.concatenate([[0], np.cumsum(self.usable)])
        inside &= before[stop + 1] > before[start]
        self.start, word = start[inside], word[inside]
        self.size = (stop - start)[inside]
        self.left = self.start - (self.ends - lengths)[word]
        self.right = self.ends[word] - self.start - self.size
        self.weight = weights[word]

    def _classify(self) -> None:
        self.allowed = np.zeros(len(self.start), np.uint16)
        broken = np.zeros(len(self.start), np.int64)
        self.target = np.full(len(self.start), NONE)
        for gap in range(LONGEST_CLUSTER + 1):
            place = np.minimum(self.start + gap, len(self.letters) - 1)
            real = gap <= self.size
            hit = real & self.truth[place]
            broken += hit
            self.target[hit] = gap
            self.allowed[real & ~self.usable[place]] |= np.uint16(1 << gap)
        self.allowed[broken > 0] = 0
        self.allowed[broken <= 1] |= (1 << self.target[broken <= 1]).astype(np.uint16)

    def _hash(self) -> None:
        """Sum the letters up so that any piece of the row has a key in two look-ups."""
        codes = np.random.default_rng(1).integers(1, 2**63, len(LETTERS), np.uint64)[self.letters]
        base = np.uint64(0x9E3779B97F4A7C15)
        powers = np.ones(len(codes) + 1, np.uint64)
        powers[1:] = np.cumprod(np.full(len(codes), base, np.uint64), dtype=np.uint64)
        self.sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(codes * powers[1:], dtype=np.uint64)])
        inverse = np.uint64(pow(int(base), -1, 2**64))
        self.shifts = np.ones(len(codes) + 1, np.uint64)
        self.shifts[1:] = np.cumprod(np.full(len(codes), inverse, np.uint64), dtype=np.uint64)

    def keys(self, which: Indices, before: int, after: int) -> Keys:
        """Return a key for the piece of the word from ``before`` letters before each cluster to ``after`` past it."""
        begin = self.start[which] - before
        end = self.start[which] + self.size[which] + after
        key = (self.sums[end] - self.sums[begin]) * self.shifts[begin]
        key ^= self.size[which].astype(np.uint64) * np.uint64(0xD6E8FEB86659FD93)
        return np.asarray((key ^ (key >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9), np.uint64)

    def any_gap(self, flags: Flags) -> Flags:
        """Return which clusters have a usable gap with its flag set."""
        sums = np.concatenate([[0], np.cumsum(flags & self.usable)])
        return np.asarray(sums[self.start + self.size + 1] > sums[self.start])

    def wrong(self) -> Flags:
        """Return which clusters the patterns so far do not break as Voikko does."""
        return self.any_gap((self.values % 2 == 1) != self.truth)

    def false(self) -> Flags:
        """Return which clusters have a break that Voikko does not have."""
        return self.any_gap((self.values % 2 == 1) & ~self.truth)

    def spread(self, flags: Flags) -> Flags:
        """Return flags of the clusters (last axis) for ``flags`` of the words."""
        return np.asarray(flags[..., np.searchsorted(self.ends, self.start, side="right")])

    def apply(self, which: Indices, classes: Indices, level: int) -> None:
        """Give the gaps of the clusters ``which`` the digits of a pattern of ``level`` that chose ``classes``."""
        for gap in range(-1, LONGEST_CLUSTER + 2):
            beside = np.abs(classes - gap) == 1
            within = (gap >= 0) & (gap <= self.size[which])
            for touched, digit in (((beside | within) & (classes != gap), 2 * level), (classes == gap, 2 * level - 1)):
                place = self.start[which[touched]] + gap
                self.values[place] = np.maximum(self.values[place], digit)

    def piece(self, cluster: int, before: int, after: int) -> str:
        """Return the letters around one cluster."""
        begin, end = self.start[cluster] - before, self.start[cluster] + self.size[cluster] + after
        return "".join(LETTERS[i] for i in self.letters[begin:end])


class Patterns:
    """Patterns by their letters; each holds one digit a gap, from before its first letter to after its last."""

    def __init__(self) -> None:
        """Start with the plain rule of Finnish."""
        self.digits: dict[str, list[int]] = {c + v: [1, 0, 0] for c in CONSONANTS for v in VOWELS}

    def add(self, piece: str, before: int, size: int, chosen: int, level: int) -> None:
        """Add the pattern that breaks ``piece`` at gap ``chosen`` of the cluster after ``before`` letters."""
        digits = self.digits.setdefault(piece, [0] * (len(piece) + 1))
        gaps = {*range(size + 1)} | ({chosen - 1, chosen + 1} if chosen != NONE else set())
        for gap in gaps:
            value = 2 * level - 1 if gap == chosen else 2 * level
            digits[before + gap] = max(digits[before + gap], value)

    def lines(self) -> list[str]:
        """Return the patterns as a dictionary spells them, in alphabetical order."""
        return sorted(spelled(piece, digits) for piece, digits in self.digits.items())


def spelled(piece: str, digits: Sequence[int]) -> str:
    """Return the letters of ``piece`` with its digits between them, a zero not written; none beyond a word's end."""
    kept = [
        0 if at in (0, len(piece)) and edge == "." else digit
        for at, (digit, edge) in enumerate(zip(digits, [piece[0], *piece[1:], piece[-1]], strict=True))
    ]
    return "".join(f"{digit or ''}{letter}" for digit, letter in zip(kept, [*piece, ""], strict=True))


def shapes(longest: int) -> Iterator[tuple[int, int]]:
    """Yield how many letters a pattern has before and after the cluster, short patterns first."""
    for total in range(2, longest + 1):
        for before in range(1, total):
            yield before, total - before


class Candidates(NamedTuple):
    """Patterns of one shape that may be worth choosing, in the order of their keys."""

    names: Keys
    example: Indices  # a cluster where the piece stands
    chosen: Indices  # the class most wanted there
    right: NDArray[np.float32]  # weight of the clusters that want it


class Task(NamedTuple):
    """What a sweep has to do, for each cluster; the sweep marks here what it has done."""

    todo: Flags  # a pattern is wanted
    target: Indices  # the class it should choose
    harmless: NDArray[np.uint16]  # bit set of the classes that do no harm


def candidates(corpus: Corpus, task: Task, fits: Flags, shape: tuple[int, int], rule: Rule) -> Candidates:
    """Return the pieces of ``shape`` around the clusters ``fits`` to do that stand there often enough."""
    sources = np.flatnonzero(task.todo & fits)
    names, example, group = np.unique(corpus.keys(sources, *shape), return_index=True, return_inverse=True)
    wanted = np.zeros((NONE + 1, len(names)), np.float32)
    np.add.at(wanted, (task.target[sources], group), corpus.weight[sources])
    chosen = wanted.argmax(axis=0) if len(names) else np.zeros(0, np.int64)
    right = wanted.max(axis=0)
    often = right >= rule.limits(chosen)
    return Candidates(names[often], sources[example[often]], chosen[often], right[often])


def lookup(corpus: Corpus, which: Indices, names: Keys, shape: tuple[int, int]) -> tuple[Indices, Indices]:
    """Return the clusters among ``which`` whose piece is one of the sorted ``names``, and the index of its name."""
    keys = corpus.keys(which, *shape)
    table = np.zeros(1 << TABLE_BITS, bool)
    table[names >> np.uint64(64 - TABLE_BITS)] = True
    near = np.flatnonzero(table[keys >> np.uint64(64 - TABLE_BITS)])
    at = np.minimum(np.searchsorted(names, keys[near]), len(names) - 1)
    same = names[at] == keys[near]
    return which[near[same]], at[same]


def sweep(corpus: Corpus, patterns: Patterns, level: int, rule: Rule, task: Task) -> None:
    """Choose the patterns of ``level`` for ``task``, shape by shape, and apply them to ``corpus``."""
    for shape in shapes(rule.longest):
        fits = (corpus.left >= shape[0]) & (corpus.right >= shape[1])
        options = candidates(corpus, task, fits, shape, rule)
        if not len(options.names):
            continue
        places, at = lookup(corpus, np.flatnonzero(fits), options.names, shape)
        harmed = (task.harmless[places] >> options.chosen[at]) & 1 == 0
        wrong = np.bincount(at[harmed], corpus.weight[places[harmed]], len(options.names))
        good = options.right - rule.bad * wrong >= rule.limits(options.chosen)
        for i in np.flatnonzero(good):
            cluster = int(options.example[i])
            piece, size = corpus.piece(cluster, *shape), int(corpus.size[cluster])
            patterns.add(piece, shape[0], size, int(options.chosen[i]), level)
        hit = good[at]
        corpus.apply(places[hit], options.chosen[at[hit]], level)
        task.todo[places[hit]] = False
        task.harmless[places[hit & harmed]] = ANY  # the harm is done: it is left to the next level


def plain(corpus: Corpus) -> None:
    """Apply level 0, the plain rule, to ``corpus``."""
    vowels = np.isin(corpus.letters, [LETTERS.index(v) for v in VOWELS])
    consonants = np.isin(corpus.letters, [LETTERS.index(c) for c in CONSONANTS])
    corpus.values[:] = 0
    corpus.values[:-1][consonants[:-1] & vowels[1:]] = 1


def climb(corpus: Corpus, rules: Sequence[Rule], used: Flags) -> Patterns:
    """Learn all the levels from the clusters ``used``, leaving what they do to every cluster in ``corpus.values``."""
    patterns = Patterns()
    plain(corpus)
    weight = corpus.weight
    corpus.weight = np.where(used, weight, 0).astype(np.float32)
    for level, rule in enumerate(rules, start=2):
        todo = corpus.wrong() & (corpus.allowed > 0) & (corpus.weight > 0)
        sweep(corpus, patterns, level, rule, Task(todo, corpus.target, corpus.allowed.copy()))
    corpus.weight = weight
    return patterns


def abstain(corpus: Corpus, patterns: Patterns, unsure: Flags, doubts: Sequence[Rule], level: int) -> None:
    """Forbid the breaks of places like the clusters ``unsure``, surest first: none is better than a wrong one."""
    for rule in doubts:
        broken = corpus.any_gap(corpus.values % 2 == 1)
        harmless = np.where(unsure | ~broken, ANY, 0).astype(np.uint16)
        target = np.full(len(unsure), NONE)
        sweep(corpus, patterns, level, rule, Task(unsure & broken, target, harmless))


def learn(words: Iterable[Example], rules: Sequence[Rule], doubts: Sequence[Rule]) -> Patterns:
    """Return patterns learned from ``words``, a level for each of ``rules``, and then those of ``doubts``."""
    kept = [entry for entry in words if set(entry.word) <= set(LETTERS)]
    corpus = Corpus([(entry.word, entry.breaks) for entry in kept], [entry.weight for entry in kept])
    folds = np.array([[fold in entry.folds for fold in range(FOLDS)] for entry in kept]).T
    unsure = np.zeros(len(corpus.start), bool)
    for out in corpus.spread(folds):
        climb(corpus, rules, ~out)
        unsure |= out & corpus.false()
    patterns = climb(corpus, rules, np.ones(len(corpus.start), bool))
    abstain(corpus, patterns, unsure, doubts, len(rules) + 1)
    return patterns
