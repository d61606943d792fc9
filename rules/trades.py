"""The trades of a part as a whole: 煤矿企业安全生产许可证实施办法 speaks of coal mines wherever it says 企业.

Only a title, or a clause on the scope, that names a sector directly with its bodies tells them (危险化学品企业, 煤矿);
one that also says 企业 or 生产经营单位 without a sector is about everybody.
"""

from __future__ import annotations

import re
from functools import cache

from policies.documents import Document, SentenceRole
from policies.vocabulary import scopes, sectors
from policies.vocabulary.tables import alternation
from rules.reasons import Reason
from rules.surfaces import plain, sector_words

__all__ = ["trades_of"]

_MARKED = re.compile(r"《([^《》]*)》")
_ABOUT = re.compile(r"^.*?关于")
_SCOPE = re.compile(r"本[^，。；]{1,8}适用于([^。；]*)|([^。；]*?)，?适用本")
_TRADE, _BODY = "\ue000", "\ue001"  # stand for a sector, and for one that is a body by itself (煤矿)


def trades_of(document: Document, part: int) -> tuple[tuple[str, ...], str]:
    """The sectors to one of which the enterprises of a part belong, and the reason; none: they may be of any."""
    inner = document.parts[part].metadata if part < len(document.parts) else document.metadata
    issued = document.parts[1:2] if part == 0 and inner.title is None else ()  # a notice that bears no title
    for metadata in (inner, document.metadata, *(one.metadata for one in issued)):
        if metadata.title is None:
            continue
        words = _subject(metadata.title, metadata.issuer)
        if named := _named(words):
            return named, Reason.TITLE_TRADE
        if _heads().search(words):
            break  # the part is about all enterprises, whatever its notice is about
    for clause in _scope_clauses(document, part):
        if named := _named(clause):
            return named, Reason.SCOPE_TRADE
    return (), ""


def _subject(title: str, issuer: str | None) -> str:
    """*title* without its issuer and the documents that it names; of one that it issues, that one's."""
    words = "".join(title.split())
    carriers = scopes.section("trades")["carriers"]
    for match in _MARKED.finditer(words):
        if words[: match.start()].endswith(carriers):
            return _ABOUT.sub("", match[1])
    words = _MARKED.sub("，", words)
    return _ABOUT.sub("", words.removeprefix(issuer or ""))


@cache
def _named(words: str) -> tuple[str, ...]:
    """The sectors that *words* name with their bodies; none where some words are about others as well."""
    coded, terms = _coded(plain(words))
    named: list[str] = []

    def take(run: re.Match[str]) -> str:
        if run["head"] is None and _BODY not in run[0]:
            return run[0]
        before = len(re.findall(f"[{_TRADE}{_BODY}]", coded[: run.start()]))
        named.extend(terms[before : before + len(re.findall(f"[{_TRADE}{_BODY}]", run[0]))])
        return "，"

    rest = _runs().sub(take, coded)
    if _general().search(rest) or any(map(sectors.cross_cutting, named)):
        return ()
    return tuple(dict.fromkeys(named))


def _coded(words: str) -> tuple[str, list[str]]:
    """*words* with a sign for every sector, and the sectors; a head that closes the sector's word stays."""
    coded = ""
    terms: list[str] = []
    bodies = scopes.section("trades")["bodies"]
    for word, term in sector_words(words):
        if term is None:
            coded += word
            continue
        is_body = any(word.startswith(body) and sectors.resolve(body) == term for body in bodies)
        head = _heads().search(word)
        coded += (_BODY if is_body else _TRADE) + (head[0] if head else "")
        terms.append(term)
    return coded, terms


@cache
def _heads() -> re.Pattern[str]:
    return scopes.alternatives("trades", "heads")


@cache
def _general() -> re.Pattern[str]:
    return scopes.alternatives("trades", "heads", "general")


@cache
def _runs() -> re.Pattern[str]:
    listed = scopes.section("trades")
    one = f"[{_TRADE}{_BODY}]"
    joint = f"(?:{alternation(listed['joints'])})"
    head = f"(?:{alternation(listed['heads'])})"
    return re.compile(f"{one}(?:(?:{head}{joint}+|{joint}*){one})*(?P<head>{joint}*{head})?")


_latest: tuple[Document, dict[int, list[str]]] | None = None


def _scope_clauses(document: Document, part: int) -> list[str]:
    """What the clauses on the scope of a part say; those of the latest document are kept, since duties are compiled
    document by document."""
    global _latest
    if _latest is None or _latest[0] is not document:
        found: dict[int, list[str]] = {}
        for sentence in document.sentences:
            if sentence.role is SentenceRole.SCOPE and (match := _SCOPE.search(document.quote(sentence.span))):
                found.setdefault(sentence.part, []).append(match[1] or match[2] or "")
        _latest = (document, found)
    return _latest[1].get(part, [])
