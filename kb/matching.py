"""Which duties of two documents are about the same matter, how surely, and by which words.

The measure is the overlap of the words of two acts, each weighted by how few acts of the two documents have it
(inverse document frequency): half Dice's coefficient, half the share of the shorter act that the longer one covers,
since a lower document says more, or less, about the same thing. What speaks against it (other sectors, other kinds of
body, other named bearers) lowers the score; headings that agree raise it. The two documents alone decide, so a score
does not depend on what else a base holds.

Candidates come from an inverted index over the words: acts that share nothing are never looked at.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.matter import Act, Matter, forbids, weight_of
from policies.duties import AUTHORITIES
from policies.vocabulary import sectors

__all__ = ["THRESHOLD", "Match", "Pairing", "match", "match_within"]

THRESHOLD = 0.6
"""From here on two duties count as being of one matter: see tests/matter_pairs.yaml, which it was set on."""

_FEW = 1.6  # weight of shared words (of about 1 each, common ones less) below which an agreement may be chance


@dataclass(frozen=True, slots=True)
class Match:
    """Two duties of one matter: their places in the two lists, the acts that agree, and the words that they share."""

    upper: int
    lower: int
    upper_act: int  # number in Duty.actions
    lower_act: int
    score: float  # in [0, 1]
    words: tuple[str, ...]  # what tells most first


class Index:
    """The acts of one side, by their words."""

    def __init__(self, side: Sequence[Matter]) -> None:
        self.matters = side
        self.acts: list[tuple[int, Act]] = [(n, act) for n, matter in enumerate(side) for act in matter.acts]
        self.places = [place for place, _act in self.acts]
        self.postings: dict[str, list[int]] = defaultdict(list)
        self.frequency = Counter(word for matter in side for word in matter.whole)
        for number, (_place, act) in enumerate(self.acts):
            for word in act.words:
                self.postings[word].append(number)

    def candidates(self, words: frozenset[str]) -> list[int]:
        """Numbers of the acts that share one of *words*."""
        return sorted({number for word in words for number in self.postings.get(word, ())})


class Pairing:
    """Two documents held against each other: their duties, in document order (``kb.matter.matters``)."""

    def __init__(self, uppers: Sequence[Matter], lowers: Sequence[Matter]) -> None:
        self.above, self.below = Index(uppers), Index(lowers)
        self.weights = _weights(self.above, self.below)
        weighed = [{word: act.weight(word, self.weights) for word in act.words} for _place, act in self.above.acts]
        self._totals = [sum(one.values()) for one in weighed]
        self._weighed = {word: [(n, weighed[n][word]) for n in held] for word, held in self.above.postings.items()}

    def of_lower(self, place: int, threshold: float = THRESHOLD, before: int | None = None) -> list[Match]:
        """The matches of one lower duty, a pair of acts each, in the order of its acts, best first.

        Where both sides are one, *before* leaves the duty itself and those behind it out.
        """
        lower = self.below.matters[place]
        best: dict[tuple[int, int], Match] = {}
        for act in lower.acts:
            for number in self._near(act, threshold, before):
                other, upper = self.above.acts[number]
                score, words = score_of(self.above.matters[other], upper, lower, act, self.weights, threshold)
                held = best.get((act.number, other))
                if score >= threshold and (held is None or score > held.score):
                    best[act.number, other] = Match(other, place, upper.number, act.number, round(score, 3), words)
        return sorted(best.values(), key=lambda one: (one.lower_act, -one.score, one.upper))

    def _near(self, act: Act, least: float, before: int | None) -> list[int]:
        """Numbers of the upper acts that may be as much as *least* alike, by the weight of the words that they share.

        It is `score_of` without what can only lower the score, summed up word by word: most acts share too little.
        """
        common: dict[int, float] = defaultdict(float)
        own = 0.0
        end = len(self.above.acts) if before is None else bisect_left(self.above.places, before)
        for word in act.words:
            weight = act.weight(word, self.weights)
            own += weight
            for number, other in self._weighed.get(word, ()):
                if number >= end:
                    break  # in the order of the acts
                common[number] += min(weight, other)
        slack = 1e-9  # sums differ by their order
        return sorted(
            number for number, shared in common.items() if _most(shared, own, self._totals[number]) >= least - slack
        )

    def lowers_near(self, place: int) -> list[int]:
        """The lower duties that share a word with an act of this upper one."""
        words = frozenset[str]().union(*(act.words for act in self.above.matters[place].acts))
        return sorted({self.below.acts[number][0] for number in self.below.candidates(words)})


def match(uppers: Sequence[Matter], lowers: Sequence[Matter], threshold: float = THRESHOLD) -> list[Match]:
    """Pairs of duties of one matter, each with its best pair of acts; in the order of *lowers*, best first."""
    pairing = Pairing(uppers, lowers)
    return [one for place in range(len(lowers)) for one in _best(pairing.of_lower(place, threshold))]


def match_within(side: Sequence[Matter]) -> list[Match]:
    """The same for the duties of one document: each pair once, the earlier duty as the upper one."""
    pairing = Pairing(side, side)
    return [one for place in range(len(side)) for one in _best(pairing.of_lower(place, before=place))]


def _best(found: Iterable[Match]) -> list[Match]:
    """Of each upper duty the best pair of acts, best first."""
    best: dict[int, Match] = {}
    for one in found:
        if one.upper not in best or one.score > best[one.upper].score:
            best[one.upper] = one
    return sorted(best.values(), key=lambda one: (-one.score, one.upper))


def _weights(above: Index, below: Index) -> dict[str, float]:
    """How much each word tells: the rarer among the duties of both, the more; words of the titles are everybody's."""
    total = len(above.matters) + len(below.matters)
    theme = frozenset[str]().union(*(matter.title for side in (above, below) for matter in side.matters[:1]))
    found: dict[str, float] = {}
    for word, held in (above.frequency + below.frequency).items():
        rarity = min(1.0, math.log(2 * (total + 20) / (held + 1)) / math.log(total + 20)) ** 2
        found[word] = weight_of(word) * rarity * (0.6 if word in theme else 1.0)
    return found


def _alike(common: float, one: float, two: float) -> float:
    """Of two acts of these weights, which have words of the weight *common* together."""
    return 1.2 * common / (one + two) + 0.4 * common / min(one, two) if common else 0.0


def _most(common: float, one: float, two: float) -> float:
    """The best score that such acts can have: a frame that agrees raises it by no more."""
    score = _alike(common, one, two)
    return score + 0.15 * score * (1 - score)


def score_of(
    upper: Matter, upper_act: Act, lower: Matter, lower_act: Act, weights: Mapping[str, float], least: float = 0.0
) -> tuple[float, tuple[str, ...]]:
    """How surely two acts are of one matter, and the words that they share; nothing where that is surely below
    *least*."""
    shared = upper_act.words & lower_act.words
    common = sum(min(upper_act.weight(word, weights), lower_act.weight(word, weights)) for word in shared)
    one, two = (sum(act.weight(word, weights) for word in act.words) for act in (upper_act, lower_act))
    score = _alike(common, one, two)
    if _most(common, one, two) < least:
        return 0.0, ()
    telling = (word for word in shared if not any(word in other for other in shared if other != word))
    words = tuple(sorted(telling, key=lambda word: (-weights[word] * len(word), word)))
    if not common:
        return 0.0, words
    frame = _overlap(upper.frame | upper.bearers, lower.frame | lower.bearers)
    score *= min(1.0, (common + 0.5 * frame) / _FEW) ** 0.5
    if all(weight_of(word) < 1 for word in shared):  # 责令停产整顿: of whom, and for what, is the matter
        score *= 0.5 + 0.5 * frame
    # An act that is but the end of its sentence (…，并向社会公布) is known by the rest of it.
    score *= 0.5 + 0.5 * _covered(upper.whole, lower.whole, weights)
    score *= _bodies(upper, lower) * _fields(upper, lower)
    if forbids(upper.duty, upper_act.number) is not forbids(lower.duty, lower_act.number):
        score *= (
            0.8  # 不得超产 and 严格控制产量 may be one matter; 开展 and 不得开展 are for those who look for collisions
        )
    return score + 0.15 * frame * score * (1 - score), words


def _covered(one: frozenset[str], two: frozenset[str], weights: Mapping[str, float]) -> float:
    """The share of the lighter set that the other one has, by weight."""
    least = min(sum(weights[word] for word in words) for words in (one, two))
    return min(1.0, sum(weights[word] for word in one & two) / least) if least else 0.0


def _overlap(one: frozenset[str], two: frozenset[str]) -> float:
    """The share of the smaller set that the other one has; 0 where one is empty."""
    return len(one & two) / min(len(one), len(two)) if one and two else 0.0


def _bodies(upper: Matter, lower: Matter) -> float:
    """Whether the bearers can be the same, or one below the other."""
    if not upper.kinds & lower.kinds:
        return 0.95 if upper.kinds & AUTHORITIES and lower.kinds & AUTHORITIES else 0.7
    if upper.bearers and lower.bearers and not upper.bearers & lower.bearers:
        return 0.75
    return 1.0


def _fields(upper: Matter, lower: Matter) -> float:
    """Whether the sectors can be the same."""
    if not upper.sectors or not lower.sectors:
        return 1.0
    if any(sectors.is_within(a, b) or sectors.is_within(b, a) for a in upper.sectors for b in lower.sectors):
        return 1.0
    return 0.9 if any(sectors.may_overlap(a, b) for a in upper.sectors for b in lower.sectors) else 0.5
