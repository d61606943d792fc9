"""What a draft cites, document by document: known to the base, ended, wrongly numbered, unknown."""

from __future__ import annotations

import datetime
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator

from kb.crossref.models import CitationCheck, CitationState, Companion, Malformed, Named
from kb.lint import citing
from kb.names import issuer_key, number_key, title_key
from policies.documents import Citation, Document, RelationType
from policies.messages import _
from policies.spans import Quote

__all__ = ["Library", "companions", "malformed"]

_SELECT = (
    "SELECT p.document, p.part, d.id, p.title, coalesce(p.number, d.number) AS number, p.number_key,"
    " coalesce(p.date, d.date) AS date, coalesce(p.issuer, d.issuer) AS issuer"
    " FROM parts p JOIN documents d ON d.seq = p.document WHERE d.id != ? AND "
)
_YEAR = re.compile(r"〔(\d{4})〕")
_ZEROS = re.compile(r"〕第?0*")  # 〔2022〕第03号 means 〔2022〕3号
_SIGNS = re.compile(r"[^0-9A-Za-z一-龥]|印发|转发|批转")
_FEW = 2  # documents that have to agree, for what they all cite to be missed


class Library:
    """The documents of the base, as citations of one draft name them."""

    def __init__(self, connection: sqlite3.Connection, draft: Document, on: datetime.date) -> None:
        self.connection, self.draft, self.on = connection, draft, on
        heads = [draft.metadata, *(part.metadata for part in draft.parts)]
        self._own = {key for head in heads for key in (number_key(head.doc_number), title_key(head.title)) if key}
        self._ends = {
            key
            for one in draft.relations
            if one.type is RelationType.REPEALS
            for key in (number_key(one.doc_number), title_key(one.title))
            if key
        }

    def rows(self, number: str | None, title: str | None) -> tuple[list[sqlite3.Row], list[sqlite3.Row]]:
        """The parts with this number, and those with this title whose issuer can be the one that the title names."""
        numbered = self._rows("p.number_key = ?", _ZEROS.sub("〕", key)) if (key := number_key(number)) else []
        titled = self._rows("p.title_key = ?", key) if (key := title_key(title)) else []
        return numbered, [row for row in titled if _issuers_agree(title or "", row)]

    def _rows(self, where: str, value: str) -> list[sqlite3.Row]:
        order = " ORDER BY d.date IS NULL, d.date, d.id, p.part"
        return self.connection.execute(_SELECT + where + order, (self.draft.id, value)).fetchall()

    def meant(self, number: str | None, title: str | None) -> sqlite3.Row | None:
        """The one part that is meant; by its title where no document has the number, or it is another's."""
        numbered, titled = self.rows(number, title)
        agreeing = [row for row in numbered if title is None or _titles_agree(title, row)]
        found = agreeing or titled
        return found[0] if len({row["document"] for row in found}) == 1 else None

    def own(self, number: str | None, title: str | None) -> bool:
        """Whether a part of the draft itself is named."""
        return number_key(number) in self._own or (number is None and title_key(title) in self._own)

    # --- citations ---------------------------------------------------------------------------------------------

    def checks(self) -> list[CitationCheck]:
        """Every document that the draft cites, once."""
        found: dict[tuple[str | None, str | None], CitationCheck] = {}
        for citation, title, number in _cited(self.draft):
            if self.own(number, title):
                continue
            key = number_key(number), title_key(title)
            if key in found:
                held = found[key]
                found[key] = held.model_copy(update={"mentions": held.mentions + 1})
            else:
                found[key] = self._check(citation, title, number)
        return list(found.values())

    def _check(self, citation: Citation, title: str | None, number: str | None) -> CitationCheck:
        blank = CitationCheck(
            quote=citation.quote, title=title, doc_number=number, state=CitationState.ABSENT,
            says=_("The base does not hold it."),
        )  # fmt: skip
        if citation.to_be_written:
            said = _("The text says that it is still to be written.")
            return blank.model_copy(update={"state": CitationState.TO_BE_WRITTEN, "says": said})
        numbered, titled = self.rows(number, title)
        agreeing = [row for row in numbered if title is None or _titles_agree(title, row)]
        if agreeing:
            return self._settled(blank, agreeing)
        if numbered:
            return self._other_title(blank, numbered[0], titled)
        if number and titled:
            return self._other_number(blank, number, titled)
        return self._settled(blank, titled) if titled else self._by_others(blank)

    def _by_others(self, blank: CitationCheck) -> CitationCheck:
        """What the base lacks may be cited by its documents: in the same way, or with another number of that year."""
        number, title = number_key(blank.doc_number), title_key(blank.title)
        rows = self.connection.execute(
            "SELECT DISTINCT document, title_key, number_key, number FROM links WHERE type = 'cites'"
            " AND (title_key = ? OR number_key = ?)",
            (title, number),
        ).fetchall()
        alike = {
            row["document"] for row in rows
            if (row["number_key"] == number if number else row["title_key"] == title)
            and (title is None or row["title_key"] in (title, None))
        }  # fmt: skip
        if alike:
            said = _("The base does not hold it; {count} of its documents cite it in the same way.").format(
                count=len(alike)
            )
            return blank.model_copy(update={"cited_alike": len(alike), "says": said})
        year = _YEAR.search(number or "")
        others = {
            row["number"] for row in rows
            if title and row["title_key"] == title and year and row["number"] and year[0] in row["number_key"]
        }  # fmt: skip
        if len(others) == 1:
            right = others.pop()
            said = _("Other documents cite this title with the number {number}.").format(number=right)
            update = {"state": CitationState.DISAGREES, "says": said, "correct_number": right}
            return blank.model_copy(update=update)
        return blank

    def _settled(self, blank: CitationCheck, rows: list[sqlite3.Row]) -> CitationCheck:
        documents = _documents(rows)
        if len(documents) > 1:
            said = _("{count} documents of the base answer to it; name the number.").format(count=len(documents))
            return blank.model_copy(
                update={"state": CitationState.AMBIGUOUS, "says": said, "documents": tuple(documents)}
            )
        update = {"state": CitationState.RESOLVED, "says": _("The base holds it."), "documents": tuple(documents)}
        return blank.model_copy(update=update | self._ended(blank, rows[0]))

    def _ended(self, blank: CitationCheck, row: sqlite3.Row) -> dict[str, object]:
        if {number_key(blank.doc_number), title_key(blank.title)} & self._ends:
            return {}  # it is cited to be ended
        ended = self.connection.execute(
            "SELECT e.since, e.clause, l.quote, p.document, p.part, d.id, p.title, coalesce(p.number, d.number) AS"
            " number, coalesce(p.date, d.date) AS date FROM ended e JOIN links l ON l.seq = e.link"
            " JOIN parts p ON p.document = l.document AND p.part = l.part JOIN documents d ON d.seq = l.document"
            " WHERE e.document = ? AND e.part = ? AND e.since <= ? AND d.id != ?"
            " ORDER BY e.clause IS NOT NULL, e.since",
            (row["document"], row["part"], self.on.isoformat(), self.draft.id),
        ).fetchone()
        if ended is None:
            return {}
        by = _named(ended)
        name = by.title or by.doc_number or by.id
        if ended["clause"] is not None:
            return {"says": _("The base holds it; 《{name}》 has ended some of its articles.").format(name=name)}
        said = _("Ended since {day} by 《{name}》.").format(day=ended["since"], name=name)
        return {"state": CitationState.SUPERSEDED, "says": said, "ended_by": by, "evidence": ended["quote"]}

    def _other_title(self, blank: CitationCheck, numbered: sqlite3.Row, titled: list[sqlite3.Row]) -> CitationCheck:
        right = titled[0]["number"] if len({row["number"] for row in titled}) == 1 else None
        said = _("The number is that of 《{title}》.").format(title=numbered["title"] or numbered["id"])
        if right:
            said += _(" The document with this title has the number {number}.").format(number=right)
        return blank.model_copy(
            update={
                "state": CitationState.DISAGREES, "says": said, "correct_number": right,
                "documents": tuple(_documents([*titled, numbered])),
            }
        )  # fmt: skip

    def _other_number(self, blank: CitationCheck, number: str, titled: list[sqlite3.Row]) -> CitationCheck:
        """The title is known under other numbers: mistyped, or a document of another year that the base lacks."""
        unnumbered = [row for row in titled if not row["number"]]
        year = _YEAR.search(number_key(number) or "")
        same = [
            row for row in titled
            if row["number"] and (year is None or (own := _YEAR.search(row["number"])) is None or own[1] == year[1])
        ]  # fmt: skip
        if len({row["number"] for row in same}) == 1:
            right = same[0]["number"]
            said = _("The document with this title has the number {number}.").format(number=right)
            return blank.model_copy(
                update={
                    "state": CitationState.DISAGREES, "says": said, "correct_number": right,
                    "documents": tuple(_documents(same)),
                }
            )  # fmt: skip
        if same:
            return self._settled(blank, same)
        if unnumbered:
            return self._settled(blank, unnumbered)
        said = _("The base does not hold it; it holds one of the same title under {number}.").format(
            number=titled[-1]["number"]
        )
        return blank.model_copy(update={"says": said, "documents": tuple(_documents(titled))})


def _cited(draft: Document) -> Iterator[tuple[Citation, str | None, str | None]]:
    """Citations with the title and number that they stand for: 《办法》 by the document that it is short for."""
    meant = {one.quote.start: draft.citations[one.citation] for one in draft.references if one.citation is not None}
    for citation in draft.citations:
        named = meant.get(citation.quote.start, citation)
        yield citation, named.title, named.doc_number


def _named(row: sqlite3.Row) -> Named:
    return Named(id=row["id"], part=row["part"], title=row["title"], doc_number=row["number"], date=row["date"])


def _documents(rows: Iterable[sqlite3.Row]) -> list[Named]:
    """Each document once, by its first part of those."""
    return list({row["document"]: _named(row) for row in reversed(list(rows))}.values())[::-1]


def _plain(text: str | None) -> str:
    return "".join((text or "").split()).strip("《》")


def _issuers_agree(title: str, row: sqlite3.Row) -> bool:
    """Whether the issuer that a title names, if it names one, can be that of the part."""
    named, own = _plain(title), _plain(row["title"])
    at, there = named.find("关于"), own.find("关于")
    if at <= 0:
        return True
    known = {issuer_key(row["issuer"]), issuer_key(own[:there] if there > 0 else "")} - {""}
    return not known or issuer_key(named[:at]) in known


def _titles_agree(title: str, row: sqlite3.Row) -> bool:
    """Whether a title is that of the part, in short or with other signs; or is what its title forwards or issues."""
    one, two = (_SIGNS.sub("", _plain(text)) for text in (title, row["title"]))
    return not two or not one or one in two or two in one or (title_key(title) == title_key(row["title"]))


# --- form and companions ---------------------------------------------------------------------------------------------


def malformed(draft: Document) -> list[Malformed]:
    """Document numbers in another form than the standard's, with the form that it asks for."""
    rule = next(rule for rule in citing.RULES if rule.code == "ZC001")
    found: list[Malformed] = []
    for one in rule.check(draft):
        start = one.span.start
        while start and re.match(r"[一-龥]", draft.text[start - 1]) and one.span.start - start < 12:
            start -= 1
        span = one.span
        quote = Quote(start=span.start, end=span.end, text=draft.quote(span))
        found.append(Malformed(quote=quote, corrected=one.edits[0].text))
    return found


def companions(library: Library, checks: Iterable[CitationCheck]) -> list[Companion]:
    """Documents that every one of those cites that the draft cites (two or more), and that it does not cite itself.

    Only documents that themselves cite something tell; laws and the like cite nobody, and nobody expects it.
    """
    cited: dict[int, dict[str, sqlite3.Row]] = {}
    holders: dict[int, Named] = {}
    own: set[str] = set(library._own)
    for check in checks:
        own.update(key for key in (number_key(check.doc_number), title_key(check.title)) if key)
        row = library.meant(check.doc_number, check.title)
        if row is None or row["document"] in cited:
            continue
        links = library.connection.execute(
            "SELECT title, number, title_key, number_key FROM links WHERE document = ? AND type = 'cites'",
            (row["document"],),
        ).fetchall()
        own.update(key for link in _parts(library, row["document"]) for key in link if key)
        if links:
            cited[row["document"]] = {str(link["number_key"] or link["title_key"]): link for link in links}
            holders[row["document"]] = _named(row)
    if len(cited) < _FEW:
        return []
    counts = Counter(key for links in cited.values() for key in links)
    found: list[Companion] = []
    for key in sorted(key for key, times in counts.items() if times == len(cited)):
        link = next(links[key] for links in cited.values() if key in links)
        names = {name for links in cited.values() for name in (links[key]["title_key"], links[key]["number_key"])}
        if not names & own:
            found.append(Companion(title=link["title"], doc_number=link["number"], cited_by=tuple(holders.values())))
    return found


def _parts(library: Library, document: int) -> list[tuple[str | None, str | None]]:
    rows = library.connection.execute("SELECT number_key, title_key FROM parts WHERE document = ?", (document,))
    return [(row[0], row[1]) for row in rows]
