"""How often a thief who guesses is right, and how often one who guesses blindly would be."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import comb
from typing import Any

from madang.core.leak_check import tables

from .copies import ACCOUNTS, SESSIONS, Change, Thief
from .society import Act, Society

TEXTS = ("post", "comment")
MARKS = ("boards_recommendation", "boards_scrap")
# Three standard errors, one-sided.
ONCE_IN_A_THOUSAND = 0.00135


@dataclass(frozen=True)
class Figure:
    """One attack: how many guesses it makes, which share is right, and which is by chance."""

    what: str
    copies: str
    guesses: int
    right: float
    chance: float

    @property
    def error(self) -> float:
        """The standard error of a share, if chance alone were at work."""
        return (self.chance * (1 - self.chance) / self.guesses) ** 0.5 if self.guesses else 0.0

    @property
    def is_at_chance(self) -> bool:
        """Tell whether so many or more would be right by chance once in a thousand times."""
        right = round(self.right * self.guesses)
        terms = (
            comb(self.guesses, n) * self.chance**n * (1 - self.chance) ** (self.guesses - n)
            for n in range(right)
        )
        return not self.guesses or 1 - sum(terms) > ONCE_IN_A_THOUSAND

    def __str__(self) -> str:
        shown = f"{self.right:.3f}" if self.guesses else "–"
        verdict = "at chance" if self.is_at_chance else "LINKED"
        return (
            f"{self.what:44} {self.copies:12} {self.guesses:6} {shown:>7} {self.chance:7.3f} "
            f"±{self.error:.3f}  {verdict}"
        )


def of_pairs(
    what: str, copies: str, pairs: Iterable[tuple[Act, Act]], acts: Sequence[Act]
) -> Figure:
    """Return how many pairs are of one member, beside pairs of any two acts."""
    found = list(pairs)
    right = sum(a.member == b.member for a, b in found)
    counts: dict[str, int] = defaultdict(int)
    for act in acts:
        counts[act.member] += 1
    chance = sum((count / len(acts)) ** 2 for count in counts.values())
    return Figure(what, copies, len(found), right / len(found) if found else 0.0, chance)


def rewritten_rows(acts: Sequence[Act], changes: Sequence[Change]) -> list[tuple[int, int]]:
    """Return pairs of acts that touched one row of what is about people, and is no text."""
    touched: dict[tuple[str, Any], list[int]] = defaultdict(list)
    for number, change in enumerate(changes):
        for key in (*change.new, *change.again, *change.gone):
            if is_about_people(key[0]):
                touched[key].append(number)
    return [pair for rows in touched.values() for pair in combinations(sorted(set(rows)), 2)]


def is_about_people(table: str) -> bool:
    """Tell whether a table is about people, rather than about what a thread shows anyway."""
    known = tables().get(table)
    return known is not None and known.about_people and table != "identity_voice"


def with_logs(society: Society, changes: Sequence[Change]) -> list[Figure]:
    """Return the figures of a thief who has every copy with its log."""
    acts = society.acts
    pairs = rewritten_rows(acts, changes)
    linked = [(acts[a], acts[b]) for a, b in pairs]
    texts = [(_next_text(acts, a), _next_text(acts, b)) for a, b in pairs]
    two_texts = [
        (one, two) for one, two in texts if one and two and one.post != two.post and one is not two
    ]
    reads = [
        (acts[a], acts[b]) for a, b in pairs if "read" in acts[a].kind and "read" in acts[b].kind
    ]
    follows = [
        (acts[n], acts[n + 1])
        for n in range(len(acts) - 1)
        if acts[n].kind == "sign in" and acts[n + 1].kind in TEXTS
    ]
    joins = [
        (acts[n], acts[n + 1])
        for n in range(len(acts) - 1)
        if acts[n].kind == "sign up" and acts[n + 1].kind in TEXTS
    ]
    return [
        of_pairs("two acts, by a row written again", "all, logs", linked, acts),
        of_pairs("two texts in two threads, by such a row", "all, logs", two_texts, acts),
        of_pairs("two readings of calls, by such a row", "all, logs", reads, acts),
        of_pairs("a sign-in and the text next in the log", "all, logs", follows, acts),
        of_pairs("a sign-up and the text next in the log", "all, logs", joins, acts),
    ]


def _next_text(acts: Sequence[Act], number: int) -> Act | None:
    return next((act for act in acts[number : number + 3] if act.kind in TEXTS), None)


def by_values(thief: Thief) -> Figure:
    """Return how many values two rows about people share that none should."""
    seen: dict[tuple[str, Any], set[tuple[str, Any]]] = defaultdict(set)
    for (table, key), values in thief.rows().items():
        if not is_about_people(table):
            continue
        for value in values:
            if isinstance(value, bytes | str) and len(value) >= 16:
                seen[table, value].add((table, key))
    shared = sum(len(keys) - 1 for keys in seen.values())
    return Figure("values that rows about people share", "one", shared, 1.0 if shared else 0.0, 0.0)


def in_order(what: str, copies: str, guessed: Sequence[str], truth: Sequence[str]) -> Figure:
    """Return the share of pairs that stand in the true order, or in the opposite one.

    A thief who knows the format knows which way round; pairs hang together, so that the share
    varies like that of so many independent pairs as there are things, about.
    """
    place = {name: number for number, name in enumerate(guessed)}
    known = [name for name in truth if name in place]
    pairs = list(combinations(known, 2))
    right = sum(place[a] < place[b] for a, b in pairs) / max(1, len(pairs))
    # The variance of Kendall's tau without ties, as a number of independent guesses.
    n = len(known)
    independent = round(9 * n * (n - 1) / (2 * (2 * n + 5))) if n > 1 else 0
    return Figure(what, copies, independent, max(right, 1 - right), 0.5)


def order_of_sign_up(society: Society, thief: Thief, copies: str = "one") -> list[Figure]:
    truth = [act.member for act in society.acts if act.kind == "sign up"]
    names = thief.column(ACCOUNTS, "id", "login_name")
    by_place = [names[key] for key in thief.keys_by_place(ACCOUNTS, "id") if key in names]
    by_key = [names[key] for key in sorted(names)]
    raw = b"".join(thief.raw())
    last = sorted(names.values(), key=lambda name: raw.rfind(name.encode()))
    first = sorted(names.values(), key=lambda name: raw.find(name.encode()))
    written = thief.writings(ACCOUNTS, "id")
    by_writing = [names[key] for key in sorted(written, key=written.__getitem__) if key in names]
    if len(set(written.values())) == 1:
        by_writing = by_key
    return [
        in_order("order of signing up, by place in the table", copies, by_place, truth),
        in_order("order of signing up, by the accounts' numbers", copies, by_key, truth),
        in_order("order of signing up, by the first place in the file", copies, first, truth),
        in_order("order of signing up, by the last place in the file", copies, last, truth),
        in_order("order of signing up, by what wrote the rows", copies, by_writing, truth),
    ]


def sessions_and_names(society: Society, thief: Thief) -> Figure:
    """Match sessions to login names by rank: the nth session of the file to the nth account."""
    names = thief.column(ACCOUNTS, "id", "login_name")
    accounts = [names[key] for key in thief.keys_by_place(ACCOUNTS, "id") if key in names]
    sessions = thief.keys_by_place(SESSIONS, "id")
    owners = {}
    for member in society.members:
        cookie = member.cookies.get("sessionid", "")
        if cookie:
            owners[int(cookie[:16], 16)] = member.name
    truth = [owners[number] for number in sessions if number in owners]
    guesses = [name for name in accounts if name in set(truth)]
    right = sum(a == b for a, b in zip(guesses, truth, strict=False))
    count = len(truth)
    return Figure(
        "a session and its login name, by rank",
        "one",
        count,
        right / max(1, count),
        1 / max(1, count),
    )


def deleted_words(society: Society, thief: Thief, copies: str) -> Figure:
    """Return of how many deleted posts something can be read in the raw bytes."""
    raw = b"\0".join(thief.raw())
    there = {
        pair
        for post, words in society.words.items()
        if post not in society.deleted
        for pair in _pairs(words)
    }
    found = sum(
        any(pair.encode() in raw for pair in _pairs(society.words[post]) - there)
        for post in society.deleted
    )
    count = len(society.deleted)
    return Figure("deleted words that can be read", copies, count, found / max(1, count), 0.0)


def _pairs(words: str) -> set[str]:
    """Return the pairs of syllables of a text, as the search index has them."""
    return {words[at : at + 2] for at in range(len(words) - 1)}


def marks_next_to_each_other(society: Society, thief: Thief, copies: str) -> Figure:
    """Return of how many marks with neighbouring numbers, of two posts, one member made both."""
    right = guesses = 0
    for table in MARKS:
        posts, tags = thief.column(table, "id", "post_id"), thief.column(table, "id", "tag")
        whose = [
            (posts[key], society.tags.get(bytes(tags[key])), key)
            for key in sorted(tags)
            if bytes(tags[key]) in society.tags
        ]
        for one, two in pairwise(whose):
            if one[0] != two[0] and two[2] == one[2] + 1:
                guesses += 1
                right += one[1] == two[1]
    counts = Counter(society.tags.values())
    chance = sum((count / max(1, len(society.tags))) ** 2 for count in counts.values())
    share = right / max(1, guesses)
    return Figure("two marks next to each other are one's", copies, guesses, share, chance)


def leavers_together(society: Society, thief: Thief, copies: str) -> list[Figure]:
    """Tell pairs of one leaver's deleted posts from other pairs, by what differs least."""
    gone = set(society.deleted)
    of_leaver = {post: name for name, posts in society.leavers.items() for post in posts}
    pairs = list(combinations(sorted(gone), 2))
    same = [pair for pair in pairs if of_leaver.get(pair[0], 1) == of_leaver.get(pair[1], 2)]
    others = [pair for pair in pairs if pair not in set(same)]
    places = {key: n for n, key in enumerate(thief.keys_by_place("boards_post", "id"))}
    texts = {key: n for n, key in enumerate(thief.keys_by_place("boards_posttext", "post_id"))}
    wrote = thief.writings("boards_post", "id")
    wrote_text = thief.writings("boards_posttext", "post_id")
    features: dict[str, Callable[[int], float]] = {
        "what wrote the row": lambda post: wrote.get(post, 0),
        "what wrote the text": lambda post: wrote_text.get(post, 0),
        "place in the table": lambda post: places.get(post, 0),
        "place of the text": lambda post: texts.get(post, 0),
    }
    for column in ("views", "recommends", "comment_count", "last_seq", "epoch", "reservations"):
        values = thief.column("boards_post", "id", column)
        features[column] = lambda post, values=values: values.get(post) or 0
    found = []
    for name, feature in features.items():
        closeness = {pair: -abs(feature(pair[0]) - feature(pair[1])) for pair in pairs}
        found.append(
            _auc(
                f"a leaver's posts together, by {name}", copies, closeness, same, others, len(gone)
            )
        )
    return found


def _auc(
    what: str,
    copies: str,
    score: dict[tuple[int, int], float],
    same: Sequence[tuple[int, int]],
    others: Sequence[tuple[int, int]],
    things: int,
) -> Figure:
    """Return how often a true pair scores above another (the area under the curve)."""
    wins = sum((score[a] > score[b]) + 0.5 * (score[a] == score[b]) for a in same for b in others)
    auc = wins / max(1, len(same) * len(others))
    return Figure(what, copies, things, auc, 0.5)
