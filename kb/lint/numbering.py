"""Numbers of sections: gaps, mixed forms, levels left out, marks that do not belong to them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from kb.lint.places import number_span, siblings
from kb.lint.registry import PRACTICE, Edit, Found, Level, rule
from policies.documents import Clause, Document
from policies.messages import N_, _

__all__ = ["RULES"]

_FORM_CLAUSE = "GB/T 9704-2012 7.3.3"
#: The order of levels that the standard gives, and what a number of each looks like.
_FORMS = {
    "一、": re.compile(r"[〇零一二三四五六七八九十百]+、"),
    "（一）": re.compile(r"（[〇零一二三四五六七八九十百]+）"),
    "1.": re.compile(r"[0-9]+[.．]"),
    "（1）": re.compile(r"（[0-9]+）"),
}
_ORDER = list(_FORMS)
#: Forms that stand for one of the four but for a mark: pattern → the right mark around its figure.
_SLIPS = (
    (re.compile(r"(?P<n>[〇零一二三四五六七八九十百]+)[.．,，]"), "{n}、"),
    (re.compile(r"\((?P<n>[〇零一二三四五六七八九十百]+)\)"), "（{n}）"),
    (re.compile(r"\((?P<n>[0-9]+)\)"), "（{n}）"),
    (re.compile(r"[（(](?P<n>[〇零一二三四五六七八九十百]+|[0-9]+)[）)]、"), "（{n}）"),
    (re.compile(r"(?P<n>[0-9]+)[、,，]"), "{n}."),
)


def _form(clause: Clause) -> str | None:
    number = (clause.number or "").strip()
    return next((form for form, pattern in _FORMS.items() if pattern.fullmatch(number)), None)


@rule(
    "ZN001", Level.ERROR, _FORM_CLAUSE, N_("Numbers of sections skip or repeat."),
    N_("Number the sections of one level in their order, from the first on."),
)  # fmt: skip
def gaps(document: Document) -> Iterator[Found]:
    for problem in document.problems:
        if problem.code == "numbering" and problem.span is not None:
            yield Found(problem.span, problem.message)


@rule(
    "ZN002", Level.WARNING, _FORM_CLAUSE, N_("Sections of one level are numbered in different forms."),
    N_("Use one form for one level: 一、 then （一） then 1. then （1）."),
)  # fmt: skip
def mixed(document: Document) -> Iterator[Found]:
    for group in siblings(document):
        forms = [(clause, _form(clause)) for clause in group]
        counts = Counter(form for _clause, form in forms if form)
        if len(counts) < 2:
            continue
        usual = counts.most_common(1)[0][0]
        for clause, form in forms:
            if form not in (None, usual):
                message = _("{number} stands among sections that are numbered like {form}.")
                yield Found(number_span(document, clause), message.format(number=clause.number, form=usual))


@rule(
    "ZN003", Level.NOTE, _FORM_CLAUSE, N_("A level of sections is left out."),
    N_("Go down one level at a time: 一、 then （一） then 1. then （1）."),
)  # fmt: skip
def skipped(document: Document) -> Iterator[Found]:
    told: set[tuple[int, str, str]] = set()
    for clause in document.clauses:
        if clause.parent is None:
            continue
        above, here = _form(document.clauses[clause.parent]), _form(clause)
        if above is None or here is None or _ORDER.index(here) <= _ORDER.index(above) + 1:
            continue
        if (key := (clause.parent, above, here)) in told:
            continue  # once for each section
        told.add(key)
        between = "、".join(_ORDER[_ORDER.index(above) + 1 : _ORDER.index(here)])
        message = _("{here} stands right below {above}; {between} is left out.")
        yield Found(
            number_span(document, clause),
            message.format(here=clause.number, above=document.clauses[clause.parent].number, between=between),
        )


@rule(
    "ZN004", Level.WARNING, _FORM_CLAUSE, N_("The number of a section has another mark than the standard gives."),
    N_("Write 一、 （一） 1. （1）."),
)  # fmt: skip
def marks(document: Document) -> Iterator[Found]:
    for clause in document.clauses:
        number = (clause.number or "").strip()
        for pattern, right in _SLIPS:
            match = pattern.fullmatch(number)
            if match is None:
                continue
            span = number_span(document, clause)
            wanted = right.format(n=match["n"])
            message = _("{number} should be {wanted}.").format(number=number, wanted=wanted)
            # an automatic number stands nowhere in the file
            edits = () if any(one.overlaps(span) for one in document.computed) else (Edit(span=span, text=wanted),)
            yield Found(span, message, edits)
            break


@rule(
    "ZN005", Level.NOTE, PRACTICE, N_("A section stands alone on its level."),
    N_("Join it with the section above, or divide that one in two."),
)  # fmt: skip
def alone(document: Document) -> Iterator[Found]:
    numbered: dict[tuple[int, int | None], list[Clause]] = {}
    for clause in document.clauses:
        if _form(clause):
            numbered.setdefault((clause.part, clause.parent), []).append(clause)
    for (_part, parent), group in numbered.items():
        if len(group) == 1 and parent is not None:
            message = _("{number} is the only one of its level.").format(number=group[0].number)
            yield Found(number_span(document, group[0]), message)


RULES = (gaps, mixed, skipped, marks, alone)
