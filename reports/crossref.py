"""A draft held against the base: remarks at its places, tables for every format, a tree on the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kb.crossref.models import (
    CitationCheck,
    CitationState,
    CrossRef,
    Gap,
    GapKind,
    Said,
    Standing,
    Twin,
    UpperCheck,
    Work,
)
from policies.messages import _
from policies.spans import Span
from reports import words
from reports.formats.flat import Column, Flat, Sheet
from reports.tables import Node, on_terminal, tree_text

__all__ = ["Remark", "as_dict", "as_flat", "as_text", "remarks"]


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reader of the draft would write in its margin; no span: to the whole draft."""

    span: Span | None
    text: str


# --- words -----------------------------------------------------------------------------------------------------------


def state_word(state: CitationState) -> str:
    """已核对, 有歧义 …."""
    return {
        CitationState.RESOLVED: _("found"),
        CitationState.AMBIGUOUS: _("ambiguous"),
        CitationState.SUPERSEDED: _("no longer in force"),
        CitationState.DISAGREES: _("title and number disagree"),
        CitationState.ABSENT: _("not in the base"),
        CitationState.TO_BE_WRITTEN: _("still to be written"),
        CitationState.NOT_CHECKED: _("not checked"),
    }[state]


def standing_word(standing: Standing) -> str:
    """已落实, 偏弱, 偏晚 …."""
    return {
        Standing.WEAKER: _("weaker than above"),
        Standing.LATER: _("later than above"),
        Standing.LEAD: _("another lead than above"),
        Standing.BEARER: _("another bearer than above"),
        Standing.CHANGED: _("other than above"),
        Standing.MISSING: _("not taken up"),
        Standing.STRICTER: _("stricter than above"),
        Standing.COVERED: _("taken up"),
    }[standing]


def gap_word(kind: GapKind) -> str:
    """未写明责任主体 …."""
    return {
        GapKind.NO_BEARER: _("nobody named"),
        GapKind.NO_TIME: _("no time"),
        GapKind.VAGUE: _("vague"),
    }[kind]


def work_word(work: Work) -> str:
    """报送, 检查 …."""
    return {
        Work.REPORT: _("reports"),
        Work.INSPECTION: _("inspections"),
        Work.DRILL: _("drills"),
        Work.MEETING: _("meetings"),
        Work.TRAINING: _("trainings"),
    }[work]


def source(said: Said) -> str:
    """《title》（number）三（一）."""
    return words.citation(said.title, said.doc_number, carried=said.carried) + words.clause(said.clause)


def _short(said: Said) -> str:
    """Where a duty stands, in a narrow column: by the number, else by the title."""
    name = said.doc_number or (f"《{words.nested(said.title)}》" if said.title else "")
    return "\n".join(part for part in (name, words.clause(said.clause)) if part)


def _told(check: UpperCheck) -> str:
    return words.joined(change.says for change in check.changes)


def _name(check: CitationCheck) -> str:
    return words.flat(check.quote.text)


# --- remarks ---------------------------------------------------------------------------------------------------------


def remarks(found: CrossRef) -> list[Remark]:
    """In the order of the draft, each at the place that it is about."""
    told = [*_of_citations(found), *_of_uppers(found), *_of_missing(found), *_of_twins(found), *_of_gaps(found)]
    told += [
        Remark(one.draft.quote, _("Conflict: {says}. With {source}: “{quote}”. Both apply to: {witness}. {why}").format(
            says=one.says, source=source(one.other), quote=words.flat(one.other.quote.text),
            witness=words.entity_name(one.witness), why=one.why,
        ))
        for one in found.conflicts
    ]  # fmt: skip
    return sorted(told, key=lambda one: (one.span is not None, one.span.start if one.span else 0))


def _of_citations(found: CrossRef) -> Iterator[Remark]:
    for one in found.citations:
        if one.finding:
            text = _("Citation, {state}: {says}").format(state=state_word(one.state), says=one.says)
            if one.state is CitationState.AMBIGUOUS:
                names = (words.citation(d.title, d.doc_number, carried=False) for d in one.documents)
                text += _(" Candidates: {names}").format(names=words.listed(names))
            yield Remark(one.quote, text)
    for bad in found.malformed:
        yield Remark(bad.quote, _("Document number: write {corrected} (GB/T 9704-2012, 7.2.5).").format(
            corrected=bad.corrected
        ))  # fmt: skip
    for missed in found.companions:
        yield Remark(None, _companion(missed.title, missed.doc_number, len(missed.cited_by)))


def _companion(title: str | None, number: str | None, count: int) -> str:
    return _("All {count} cited documents cite {name}; this draft does not.").format(
        count=count, name=words.citation(title, number, carried=False) if title and not title.startswith("《")
        else (title or number or "")
    )  # fmt: skip


def _of_uppers(found: CrossRef) -> Iterator[Remark]:
    for one in found.uppers:
        if one.lower is not None and one.standing.finding:
            yield Remark(one.lower.quote, _("{standing}: {changes}. {source}: “{quote}”").format(
                standing=standing_word(one.standing), changes=_told(one), source=source(one.upper),
                quote=words.flat(one.upper.quote.text),
            ))  # fmt: skip


def _of_missing(found: CrossRef) -> Iterator[Remark]:
    """One remark a document, where the draft names it."""
    missing: dict[str, list[UpperCheck]] = {}
    for one in found.uppers:
        if one.standing is Standing.MISSING:
            missing.setdefault(one.upper.document, []).append(one)
    for document, checks in missing.items():
        place = next((c.quote for c in found.citations if any(d.id == document for d in c.documents)), None)
        lines = [
            _("{number}. {clause}: “{quote}”").format(
                number=number, clause=words.clause(one.upper.clause), quote=words.flat(one.upper.quote.text)
            )
            for number, one in enumerate(checks, 1)
        ]
        head = _("Not taken up of what falls to this level ({count}):").format(count=len(checks))
        yield Remark(place, "\n".join([head, *lines]))


def _of_twins(found: CrossRef) -> Iterator[Remark]:
    for one in found.twins:
        yield Remark(one.one.quote, _twin(one))


def _twin(one: Twin) -> str:
    if one.inside:
        return _("Said twice: also in {clause}, “{quote}”.").format(
            clause=words.clause(one.other.clause), quote=words.flat(one.other.quote.text)
        )
    return _("Already asked by {source}: “{quote}”.").format(
        source=source(one.other), quote=words.flat(one.other.quote.text)
    )


def _of_gaps(found: CrossRef) -> Iterator[Remark]:
    for one in found.gaps:
        if not one.taken_over and one.kind is not GapKind.NO_TIME:  # told with the upper duty
            yield Remark(one.duty.quote, f"{gap_word(one.kind)}：{_gap(one)}")


def _gap(one: Gap) -> str:
    """The message of the analysis, in the language of the reader."""
    return one.says


# --- JSON, text ------------------------------------------------------------------------------------------------------


def as_dict(found: CrossRef) -> dict[str, Any]:
    """The JSON of ``zeren crossref``."""
    return found.model_dump(mode="json")


def _counts(found: CrossRef) -> list[tuple[str, str]]:
    cited = Counter(one.state for one in found.citations)
    stood = Counter(one.standing for one in found.uppers)
    return [
        (_("Duties of the draft"), str(found.duties)),
        (_("Citations"), words.listed(_("{word} {count}").format(word=state_word(s), count=cited[s])
                                      for s in CitationState if cited[s]) or _("none")),
        (_("Duties above"), words.listed(_("{word} {count}").format(word=standing_word(s), count=stood[s])
                                         for s in Standing if stood[s]) or _("none")),
        (_("To be looked at"), str(found.findings)),
    ]  # fmt: skip


def as_text(found: CrossRef, *, everything: bool = False) -> str:
    """A tree on a terminal, lines with tabs elsewhere."""
    report = as_flat(found, everything=everything)
    if not on_terminal():
        from reports.formats import flat  # noqa: PLC0415

        return flat.text(report)
    top = Node(report.title, "bold")
    for name, value in report.facts:
        top.add(_("{name}: {value}").format(name=name, value=value))
    for one in _leaves(found, everything):
        branch = top.add(f"{one[0]} {len(one[1])}", "bold")
        for title, lines in one[1]:
            leaf = branch.add(title)
            for line in lines:
                leaf.add(line, "dim")
    return tree_text(top)


Leaf = tuple[str, list[str]]


def _leaves(found: CrossRef, everything: bool) -> Iterator[tuple[str, list[Leaf]]]:
    """Headings with what stands below each."""
    cited: list[Leaf] = [
        (_("{state}: {name}").format(state=state_word(one.state), name=_name(one)), [one.says])
        for one in found.citations
        if everything or one.finding
    ]
    cited += [
        (_("malformed number: {name}").format(name=words.flat(one.quote.text)),
         [_("It should be {wanted}.").format(wanted=one.corrected)])
        for one in found.malformed
    ]  # fmt: skip
    cited += [(_companion(one.title, one.doc_number, len(one.cited_by)), []) for one in found.companions]
    uppers: list[Leaf] = []
    for standing in Standing:
        for check in found.uppers:
            if check.standing is standing and (everything or standing is not Standing.COVERED):
                lines = [_told(check)] if check.changes else []
                if check.lower is not None:
                    lines.append(_("here: {clause} “{quote}”").format(
                        clause=words.clause(check.lower.clause), quote=words.flat(check.lower.quote.text)
                    ))  # fmt: skip
                lines.append(_("above: {source}").format(source=source(check.upper)))
                title = _("{state}: {name}").format(
                    state=standing_word(standing), name=words.quoted(words.flat(check.upper.quote.text))
                )
                uppers.append((title, lines))
    twice: list[Leaf] = [(words.quoted(words.flat(one.one.quote.text)), [_twin(one)]) for one in found.twins]
    twice += [
        (words.quoted(words.flat(one.draft.quote.text)),
         [one.says, words.quoted(words.flat(one.other.quote.text)) + source(one.other),
          _("both apply to: {body}").format(body=words.entity_name(one.witness)), one.why])
        for one in found.conflicts
    ]  # fmt: skip
    gaps: list[Leaf] = [
        (_("{state}: {name}").format(state=gap_word(one.kind), name=words.quoted(words.flat(one.duty.quote.text))),
         [_gap(one)])
        for one in found.gaps
        if everything or not one.taken_over
    ]  # fmt: skip
    burdens: list[Leaf] = [
        (_("{body}, {work}").format(body=words.entity_name(one.body), work=work_word(one.work)), [
            _("{asked} times a year, {adds} more than the documents above ask; the base asks {standing}").format(
                asked=words.number(one.asked), adds=words.number(one.adds), standing=words.number(one.standing)
            )
        ])
        for one in found.burdens
    ]  # fmt: skip
    for heading, leaves in (
        (_("Citations"), cited), (_("Duties above"), uppers), (_("Twice, and in conflict"), twice),
        (_("Left open"), gaps), (_("What it asks for a year"), burdens),
    ):  # fmt: skip
        if leaves:
            yield heading, leaves


# --- tables ----------------------------------------------------------------------------------------------------------


def as_flat(found: CrossRef, *, everything: bool = False) -> Flat:
    """Five tables, one for each point."""
    title = _("Cross-reference: {title}").format(title=found.title or found.doc_number or found.draft)
    facts = _counts(found)
    if not found.checked:
        facts.append((_("Not checked"), _("There is no base: only the draft itself was looked at.")))
    return Flat(
        title=title,
        sheets=(
            Sheet(_("Citations"), _cited_head(), tuple(_cited_rows(found, everything))),
            Sheet(_("Duties above"), _upper_head(), tuple(_upper_rows(found, everything))),
            Sheet(_("Twice, and in conflict"), _twice_head(), tuple(_twice_rows(found))),
            Sheet(_("Left open"), _gap_head(), tuple(_gap_rows(found, everything))),
            Sheet(_("What it asks for a year"), _burden_head(), tuple(_burden_rows(found))),
        ),
        facts=tuple(facts),
        on=found.on,
    )


def _cited_head() -> tuple[Column, ...]:
    return (
        Column(_("State"), 12), Column(_("Citation"), 44, wide=True), Column(_("Finding"), 40, wide=True),
        Column(_("Right number"), 18),
    )  # fmt: skip


def _cited_rows(found: CrossRef, everything: bool) -> Iterator[tuple[str, ...]]:
    for one in found.citations:
        if everything or one.state is not CitationState.RESOLVED:
            names = [words.citation(d.title, d.doc_number, carried=False) for d in one.documents]
            says = one.says if one.state is not CitationState.AMBIGUOUS else "\n".join([one.says, *names])
            yield state_word(one.state), _name(one), says, one.correct_number or ""
    for bad in found.malformed:
        yield _("malformed number"), words.flat(bad.quote.text), _("GB/T 9704-2012, 7.2.5"), bad.corrected
    for missed in found.companions:
        name = words.citation(missed.title, missed.doc_number, carried=False)
        yield _("usually cited with it"), name, _companion(missed.title, missed.doc_number, len(missed.cited_by)), ""


def _upper_head() -> tuple[Column, ...]:
    return (
        Column(_("State"), 12), Column(_("Upper duty"), 42, wide=True), Column(_("Where"), 18, seen=False),
        Column(_("Duty of the draft"), 42, wide=True), Column(_("Clause"), 10),
        Column(_("Difference"), 36, wide=True),
    )  # fmt: skip


def _upper_rows(found: CrossRef, everything: bool) -> Iterator[tuple[str, ...]]:
    for standing in Standing:
        for one in found.uppers:
            if one.standing is standing and (everything or standing is not Standing.COVERED):
                lower = (words.flat(one.lower.quote.text), words.clause(one.lower.clause)) if one.lower else ("", "")
                yield (
                    standing_word(standing), words.flat(one.upper.quote.text), _short(one.upper), *lower,
                    "\n".join(change.says for change in one.changes),
                )  # fmt: skip


def _twice_head() -> tuple[Column, ...]:
    return (
        Column(_("State"), 12), Column(_("Duty of the draft"), 40, wide=True), Column(_("Clause"), 10),
        Column(_("The other"), 40, wide=True), Column(_("Where"), 28), Column(_("Finding"), 34, wide=True),
    )  # fmt: skip


def _twice_rows(found: CrossRef) -> Iterator[tuple[str, ...]]:
    for one in found.conflicts:
        says = words.joined((one.says, _("both apply to: {body}").format(body=words.entity_name(one.witness)), one.why))
        where = words.clause(one.other.clause) if one.inside else source(one.other)
        yield (_("in conflict"), words.flat(one.draft.quote.text), words.clause(one.draft.clause),
               words.flat(one.other.quote.text), where, says)  # fmt: skip
    for twin in found.twins:
        where = words.clause(twin.other.clause) if twin.inside else source(twin.other)
        state = _("said twice") if twin.inside else _("already asked")
        yield (state, words.flat(twin.one.quote.text), words.clause(twin.one.clause),
               words.flat(twin.other.quote.text), where, "")  # fmt: skip


def _gap_head() -> tuple[Column, ...]:
    return (
        Column(_("State"), 14), Column(_("Duty of the draft"), 50, wide=True), Column(_("Clause"), 10),
        Column(_("Finding"), 40, wide=True),
    )  # fmt: skip


def _gap_rows(found: CrossRef, everything: bool) -> Iterator[tuple[str, ...]]:
    for kind in GapKind:
        for one in found.gaps:
            if one.kind is kind and (everything or not one.taken_over):
                yield gap_word(kind), words.flat(one.duty.quote.text), words.clause(one.duty.clause), _gap(one)


def _burden_head() -> tuple[Column, ...]:
    return (
        Column(_("Body"), 30, wide=True), Column(_("Work"), 10), Column(_("Times a year"), 10),
        Column(_("More than above"), 12), Column(_("Asked by the base"), 12), Column(_("Perhaps"), 10, seen=False),
        Column(_("Not counted"), 10, seen=False),
    )  # fmt: skip


def _burden_rows(found: CrossRef) -> Iterator[tuple[str | float | int, ...]]:
    for one in found.burdens:
        yield (words.entity_name(one.body), work_word(one.work), one.asked, one.adds, one.standing, one.perhaps,
               one.uncounted)  # fmt: skip
