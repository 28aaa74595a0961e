"""Questions: what is typed into the search box, read as words, phrases, exclusions and tags."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from madang.core.korean.particles import without_particles

from .matching import Field, Match, Phrase, Wanted, in_place, tag_place
from .terms import JOINT, PAIRED, folded, initials_of, terms_of

MAX_LENGTH, MAX_WORDS = 100, 16
_PARTS = re.compile(r'(-?)"([^"]+)"|(-?)(#?)(\S+)')
_INITIALS = re.compile("[ㄱ-ㅎ]{2,}")
# What parts words that are written together: 강화(성폭행).
_PARTING = re.compile(r"""[()\[\]{}<>“”‘’"…·,!?]+""")
_WORD = re.compile(r"[^\W_]{2,20}")
_HANGUL = re.compile("[가-힣]+")
# Words of a query that say nothing of what is asked for.
_QUESTIONS = (
    "무엇 무엇인가 누구 누구인가 어디 어디인가 언제 언제인가 어떤 무슨 어느 누가 얼마 몇 왜 어떻게 "
    "것 것은 수 중 때 년 이름 사람 가장 모두"
)
_ASKING = frozenset(_QUESTIONS.split())
# Endings of questions and of words that describe, besides the particles that `words` knows.
_ENDINGS = re.compile(
    "(?:이었던|했던|였던|에서의|으로의|이라는|하는|하던|되는|된|한|할|했을|인|이란|란|이며|며|이다|들)$"
)
# A word of so many syllables is also looked for with a space within.
SPACED = range(3, 9)
ASKING_WEIGHT, PARTICLE_WEIGHT = 0.1, 0.6


def stem_of(word: str) -> str:
    """Return what of a word is looked for; never less than two syllables of it."""
    stem = without_particles(word)
    if stem == word:
        cut = _ENDINGS.sub("", word)
        stem = cut if len(cut) >= 2 else word
    return stem


@dataclass(frozen=True, slots=True)
class Unit:
    """One word that is looked for, without its particles; `weight` is less for 무엇, 어디 …"""

    word: str
    stem: str
    weight: float

    def phrases(self) -> tuple[Phrase, ...]:
        """Return how it may stand in a text: as it is, or with a space within."""
        spelled = [self.stem]
        if _HANGUL.fullmatch(self.stem) and len(self.stem) in SPACED:
            cuts = range(1, len(self.stem))
            spelled += [f"{self.stem[:cut]} {self.stem[cut:]}" for cut in cuts]
        return tuple(filter(None, map(phrase_of, spelled)))

    def wanted(self, fields: tuple[Field, ...]) -> Wanted:
        if Field.TITLE in fields and _INITIALS.fullmatch(self.word):
            pairs = Phrase(tuple(initials_of(self.word)))
            return Wanted((pairs,), (*fields, Field.INITIALS))
        return Wanted(self.phrases(), fields)


@dataclass(frozen=True)
class Query:
    """What somebody looks for; nothing of it may be there (`is_empty`)."""

    units: tuple[Unit, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.units or self.phrases or self.tags)

    def match(self, fields: tuple[Field, ...], *, units: bool = True) -> Match:
        """Return what all that was typed asks of an index; `units`: the words too."""
        wanted = [unit.wanted(fields) for unit in self.units] if units else []
        wanted += [Wanted(_exactly(phrase), fields) for phrase in self.phrases]
        wanted += [in_place(tag_place(tag)) for tag in self.tags]
        # What is excluded may stand nowhere, whichever field is looked at.
        everywhere = tuple(dict.fromkeys((Field.TITLE, Field.BODY, *fields)))
        excluded = [Wanted(_exactly(word), everywhere) for word in self.without]
        # First consonants are of titles: elsewhere they ask for nothing.
        return Match(tuple(one for one in wanted if one.phrases), tuple(excluded))

    @cached_property
    def pairs(self) -> dict[str, float]:
        """Return the terms of the words, and what part of each term's weight counts.

        What a particle adds to a word counts for less than the word.
        """
        parts: dict[str, float] = {}
        for unit in self.units:
            inside = set(terms_of(unit.stem))
            for term in terms_of(unit.word):
                part = unit.weight * (1.0 if term in inside else PARTICLE_WEIGHT)
                parts[term] = max(part, parts.get(term, 0.0))
        for phrase in self.phrases:
            parts |= dict.fromkeys(terms_of(phrase), 1.0)
        return {term: part for term, part in parts.items() if len(term) > 1}

    @cached_property
    def own_pairs(self) -> list[str]:
        """Return the terms of the words alone, without those that a particle adds."""
        inside = {term for unit in self.units for term in terms_of(unit.stem)}
        return [term for term in self.pairs if term in inside]

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """Return what is marked where it stands in a text, the longest first."""
        words = {*self.phrases, *(unit.stem for unit in self.units)}
        return tuple(sorted(words, key=len, reverse=True))


def read_query(typed: str) -> Query:
    """Read what was typed; what holds no letter or digit asks for nothing."""
    units: dict[str, Unit] = {}
    phrases, without, tags = [], [], []
    for part in _PARTS.finditer(folded(typed[:MAX_LENGTH])):
        not_phrase, phrase, not_word, hash_sign, word = part.groups()
        said = phrase or word
        if hash_sign and not not_word:
            tags.append(word.strip("#"))
        elif word and not not_word:
            for piece in _PARTING.split(word):
                units |= {unit.stem: unit for unit in _units_of(piece)}
        elif phrase_of(said) is None:
            continue
        elif not_phrase or not_word:
            without.append(said)
        else:
            phrases.append(" ".join(phrase.split()))
    most = MAX_WORDS
    return Query(
        tuple(units.values())[:most],
        tuple(phrases)[:most],
        tuple(without)[:most],
        tuple(filter(None, tags))[:most],
    )


def stems_in(text: str) -> set[str]:
    """Return the words of a text, of two letters and more, without their particles."""
    return {stem_of(word) for word in _WORD.findall(folded(text))}


# Each match of a query asks for its words again.
@lru_cache(maxsize=2048)
def phrase_of(text: str) -> Phrase | None:
    """Return the terms that stand where a text stands; None if it has none.

    A syllable that begins a word (집 in 집은) is found by what begins so.
    """
    terms = terms_of(text)
    if not terms:
        return None
    runs = re.findall(f"[{PAIRED}]+", text)
    if runs and text.endswith(runs[-1]):
        is_alone = len(terms) == 1 or not terms[-2].endswith(JOINT + runs[-1])
        if len(runs[-1]) == 1 and is_alone:
            return Phrase(tuple(terms), is_open=True)
        # The last syllable by itself is a term only where the word ends.
        return Phrase(tuple(terms[:-1]))
    return Phrase(tuple(terms))


def _units_of(word: str) -> list[Unit]:
    bare = word.strip("""'`“”‘’.,!?~()[]{}<>…·:;/""")
    if phrase_of(bare) is None and not _INITIALS.fullmatch(bare):
        return []
    stem = stem_of(bare)
    if phrase_of(stem) is None:
        stem = bare
    asking = bare in _ASKING or stem in _ASKING
    return [Unit(bare, stem, ASKING_WEIGHT if asking else 1.0)]


def _exactly(text: str) -> tuple[Phrase, ...]:
    """Return a phrase as it was typed, and without its spaces."""
    spelled = dict.fromkeys((text, text.replace(" ", "")))
    return tuple(filter(None, map(phrase_of, spelled)))
