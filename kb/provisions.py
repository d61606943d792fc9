"""Provisions that punish a breach, tied to the duties whose breach they punish.

A provision is itself a duty of an authority (由应急管理部门责令改正，处…罚款) under a condition that tells the breach.
It names the clause whose breach it punishes (违反本法第二十条规定的), or tells the breach in the words of the duty
(未按规定开展培训的). Words tie only what has the same sense: an omission (未, 不) breaks a duty to act, an act breaks a
prohibition.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from kb.names import number_key, title_key
from kb.tokens import grams
from policies.answers import TieBasis
from policies.documents import Citation, Document
from policies.duties import Duty, Modality
from policies.spans import Quote, Span
from policies.vocabulary.tables import alternation, table

__all__ = ["Provision", "Tie", "provisions"]

_LEAST = 0.6  # of the breach's words, by rarity, that a duty has to have
_NEAR = 0.9  # of the best score: what else is tied by words
_SHORTEST = 5  # characters that tell what was done or left undone
_MOST = 5  # duties tied by words to one breach
_NAMED = 0.25  # in a clause that is named, duties with so many of the words are meant rather than all of it
_NUMBER = "第[〇零一二三四五六七八九十百千0-9]+"
_ARTICLES = re.compile(f"的?((?:[、和及或与]|至|以及|{_NUMBER}[条款项](?:之[一二三四五六七八九十])?)+)")
_ARTICLE = re.compile(f"{_NUMBER}条(?:之[一二三四五六七八九十])?")
_PLAIN = re.compile(
    r"(?:未|没有|不|拒不|拒绝|逾期)?(?:依法|依照|按照?)[^，、；]{0,12}?(?:规定|要求)的?|(?:未|没有)(?:能|依法|及时)?"
)
_LEADING = re.compile(r"^(?:[，、；：,;:\s]|的)+")
_EDGES = "，、；：。,;: \u3000\n\t"


@dataclass(frozen=True, slots=True)
class Tie:
    """A duty (its place in the order of ``Document.duties`` then ``Document.derived``) whose breach is punished."""

    duty: int
    basis: TieBasis
    score: float


@dataclass(slots=True)
class Provision:
    """One breach with its penalty, told by ``duty`` of an authority (its place in ``Document.duties``).

    ``outer`` are clauses of other documents whose breach it is, as (title key, number key, article).
    """

    duty: int
    clause: int | None
    breach: Quote
    penalty: Quote
    ties: list[Tie] = field(default_factory=list)
    outer: list[tuple[str | None, str | None, str]] = field(default_factory=list)

    @property
    def pointed(self) -> bool:
        """Whether the breach is told by the clause that is broken."""
        return _ARTICLE.search(self.breach.text) is not None


def provisions(document: Document) -> list[Provision]:
    """The provisions of *document* that punish breaches, in order, each with the duties that it is tied to."""
    if not _search("penalties").search(document.text):
        return []
    duties = (*document.duties, *document.derived)
    punishing = [n for n, duty in enumerate(document.duties) if _punishes(duty)]
    found = [one for one in _read(document, punishing) if len(_told(one.breach.text)) >= _SHORTEST or one.pointed]
    if found:
        ids = {document.duties[n].id for n in punishing}
        candidates = _Candidates(duties, [n for n, duty in enumerate(duties) if _can_be_broken(duty, ids)])
        for provision in found:
            _tie(provision, document, candidates)
    return found


@cache
def _search(key: str) -> re.Pattern[str]:
    return re.compile(alternation(table("sanctions")[key]))


def _punishes(duty: Duty) -> bool:
    """Whether an act of *duty* is a penalty and its condition tells for what."""
    if duty.condition is None or duty.modality not in (Modality.MUST, Modality.MAY):
        return False
    return any(_search("penalties").search(action.quote.text) for action in duty.actions)


def _can_be_broken(duty: Duty, punishing: set[str]) -> bool:
    return (
        duty.modality in (Modality.MUST, Modality.MUST_NOT)
        and duty.id not in punishing
        and duty.derived_from not in punishing
    )


# Reading


def _read(document: Document, punishing: Sequence[int]) -> Iterator[Provision]:
    latest: list[Provision] = []  # what a further grade of the sanction adds to
    clause: int | None = None
    for number in punishing:
        duty = document.duties[number]
        assert duty.condition is not None
        if duty.clause != clause:
            latest, clause = [], duty.clause
        breach = duty.condition
        end = _sentence_end(document, duty)
        if latest and (_is_grade(breach.text) or latest[-1].breach.end >= breach.end):
            for provision in latest:
                if end > provision.penalty.end >= provision.penalty.start > provision.breach.end - 1:
                    provision.penalty = _quote(document, provision.penalty.start, end)
            continue
        penalty = _quote(document, breach.end if breach.end < end else duty.actions[0].quote.start, end)
        if _search("lists").search(breach.text):
            latest = [Provision(number, duty.clause, item, penalty) for item in _items(document, duty, penalty.end)]
        elif _is_breach(document, breach):
            latest = [Provision(number, duty.clause, breach, penalty)]
        else:
            latest = []
        yield from latest


def _is_breach(document: Document, condition: Quote) -> bool:
    """…的，: who does so is punished. 拘留后, 在…期间 only tell when something is done."""
    return condition.text.endswith("的") or document.text.startswith("的", condition.end)


def _is_grade(words: str) -> bool:
    plain = "".join(words.split()).lstrip("对凡其")
    return _search("grades").match(plain) is not None


def _sentence_end(document: Document, duty: Duty) -> int:
    """The end of the sentence in which the last act of *duty* stands."""
    last = max(action.quote.end for action in duty.actions)
    return next((s.span.end for s in document.sentences if s.span.start < last <= s.span.end), last)


def _items(document: Document, duty: Duty, after: int) -> Iterator[Quote]:
    """The breaches that a head lists: the units right below it."""
    for clause in document.clauses:
        if clause.parent == duty.clause and clause.span.start >= after - 1:
            own = document.quote(clause.span)
            start = own.find(clause.number) + len(clause.number) if clause.number else 0
            yield _quote(document, clause.span.start + start, clause.span.end)


def _quote(document: Document, start: int, end: int) -> Quote:
    """The words of [start, end) without the marks at their edges."""
    text = document.text[start:end]
    start += len(match[0]) if (match := _LEADING.match(text)) else 0
    text = document.text[start:end].rstrip(_EDGES)
    return Quote(start=start, end=start + len(text), text=text)


# Tying


class _Candidates:
    """The duties of a document that can be broken, found by the words of a breach."""

    def __init__(self, duties: Sequence[Duty], which: Sequence[int]) -> None:
        self.duties, self.which = duties, which
        self.grams = {n: frozenset(_pairs(duties[n].quote.text)) for n in which}
        counts = Counter(gram for found in self.grams.values() for gram in found)
        total = len(self.grams) + 1
        self._weight = {gram: math.log(total / count) + 0.1 for gram, count in counts.items()}
        self._rare = math.log(total) + 0.1  # what no duty says counts most

    def score(self, breach: frozenset[str], duty: int) -> float:
        whole = sum(self._weight.get(gram, self._rare) for gram in breach)
        return sum(self._weight[gram] for gram in breach & self.grams[duty]) / whole if whole else 0.0

    def within(self, span: Span) -> list[int]:
        return [n for n in self.which if span.start <= self.duties[n].quote.start < span.end]


def _pairs(text: str) -> Iterator[str]:
    return (gram for gram in grams(text) if len(gram) > 1)


def _tie(provision: Provision, document: Document, candidates: _Candidates) -> None:
    breach = provision.breach
    spans = [
        passage.span
        for reference in document.references
        if breach.start <= reference.quote.start < breach.end
        for passage in reference.passages
    ]
    provision.outer = list(_outer(document, breach))
    told = _told(breach.text)
    words = frozenset(_pairs(_PLAIN.sub("，", told)))
    named = list(dict.fromkeys(n for span in spans for n in candidates.within(span)))
    if named:
        meant = [n for n in named if words and candidates.score(words, n) >= _NAMED]
        provision.ties = [Tie(n, TieBasis.REFERENCE, 1.0) for n in meant or named]
    elif not spans and not provision.outer and len(words) > 2:
        provision.ties = list(_by_words(words, told, provision, candidates))


def _by_words(words: frozenset[str], told: str, provision: Provision, candidates: _Candidates) -> Iterable[Tie]:
    omitted = _search("omissions").search(told) is not None
    wanted = Modality.MUST if omitted else Modality.MUST_NOT
    scored = [
        (candidates.score(words, n), n)
        for n in candidates.which
        if candidates.duties[n].modality is wanted and candidates.duties[n].clause != provision.clause
    ]
    best = max(scored, default=(0.0, 0))[0]
    if best < _LEAST:
        return
    near = sorted((pair for pair in scored if pair[0] >= best * _NEAR), key=lambda pair: (-pair[0], pair[1]))
    yield from (Tie(n, TieBasis.WORDS, round(score, 3)) for score, n in near[:_MOST])


def _told(breach: str) -> str:
    """What was done or left undone, without the words that only point at the rule (违反本条例规定，)."""
    parts = [part for part in re.split(r"[，,]", breach) if part]
    kept = [part for part in parts if not _search("prefaces").match("".join(part.split()))]
    return "，".join(kept).removesuffix("的")


def _outer(document: Document, breach: Quote) -> Iterator[tuple[str | None, str | None, str]]:
    """Clauses of other documents that the breach names: 违反《安全生产法》第二十条."""
    for citation in document.citations:
        if not breach.start <= citation.quote.start < breach.end:
            continue
        behind = _ARTICLES.match(document.text, citation.quote.end, breach.end)
        for article in _ARTICLE.findall(behind[1]) if behind else ():
            yield *_keys(citation), article


def _keys(citation: Citation) -> tuple[str | None, str | None]:
    return title_key(citation.title), number_key(citation.doc_number)
