"""An answer to a question in plain Chinese: how it was understood, what was left out, and the duties that fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from policies.documents import Level
from policies.duties import BodyKind, Modality
from policies.messages import _
from reports import words
from reports.formats.flat import Cell, Column, Flat, Sheet
from reports.tables import columns, on_terminal

if TYPE_CHECKING:
    from kb.asked import Answered, Fit, Sieve
    from kb.question import Understood

__all__ = ["as_dict", "flat", "table", "understanding"]

_QUOTE = 72  # characters of a quote on a terminal; files have all of it


def part_word(part: str) -> str:
    """What a piece of a question is."""
    return {
        "document": _("document"), "time": _("time"), "body": _("body"), "level": _("level"), "place": _("place"),
        "function": _("organ"), "position": _("post"), "size": _("size"), "sector": _("sector"),
        "demand": _("demand"), "role": _("part in the work"), "want": _("asked for"), "words": _("words"),
        "unknown": _("not understood"), "figure": _("figure"),
    }[part]  # fmt: skip


def _meaning(one: Understood) -> str:
    """What a piece was taken as, for people; empty where its words say so."""
    value = one.meaning
    match one.part.value:
        case "body" if value in {kind.value for kind in BodyKind}:
            value = words.kind(BodyKind(value))
        case "level":
            value = words.level(Level(value))
        case "demand":
            value = words.modality(Modality(value))
        case "role":
            value = {"lead": _("who leads"), "cooperate": _("who cooperates")}[value]
        case "want":
            value = {
                "who": _("who is to do it"), "how_often": _("how often"), "by_when": _("by when"),
                "how_much": _("which figure"),
            }[value]  # fmt: skip
        case "time":
            value = value.replace(" – ", "～") if " – " in value else ""
    return value if value and value != one.words else ""


def understanding(answered: Answered) -> list[tuple[str, str]]:
    """How the question was understood, part by part, in the order of the question."""
    told: dict[str, list[str]] = {}
    for one in answered.question.understood:
        meaning = _meaning(one)
        shown = _("“{words}” ({meaning})").format(words=one.words, meaning=meaning) if meaning else one.words
        told.setdefault(part_word(one.part), []).append(shown)
    lines = [(name, words.listed(values)) for name, values in told.items()]
    if answered.absent:
        lines.append((_("in no duty of the base"), words.listed(answered.absent)))
    return lines


def _notes(answered: Answered) -> list[str]:
    """What to know before reading the table."""
    notes = []
    if not answered.total and not answered.emptied:
        notes.append(_("No duty of the base has the words asked for."))
    elif answered.emptied or answered.without:
        notes.append(_("No duty fits every part of the question."))
        for sieve, count in answered.emptied:
            notes.append(_("Without the part “{part}”, {count} would fit.").format(part=_sieve(sieve), count=count))
        if answered.found:
            notes.append(_("Shown are the nearest ones; the column “Does not fit” tells what they lack."))
    elif answered.total > len(answered.found):
        notes.append(
            _("{total} duties fit; the best {shown} are shown (--limit).").format(
                total=answered.total, shown=len(answered.found)
            )
        )
    return notes


def _sieve(sieve: Sieve) -> str:
    return part_word(sieve.value)


def table(answered: Answered) -> str:
    """For the terminal: the understanding, then the duties."""
    head = [_("How the question was understood:")]
    head += [_("  {name}: {value}").format(name=name, value=value) for name, value in understanding(answered)]
    parts = ["\n".join(head)]
    if notes := _notes(answered):
        parts.append("\n".join(notes))
    if answered.found:
        report = flat(answered)
        sheet = report.sheets[0]
        shown = [n for n, column in enumerate(sheet.columns) if column.seen or not on_terminal()]
        wide = [place for place, n in enumerate(shown) if sheet.columns[n].wide]
        rows = [[str(row[n] if row[n] is not None else "") for n in shown] for row in sheet.rows]
        for line in rows if on_terminal() else ():
            line[1] = words.clip(line[1], _QUOTE)
        parts.append(columns([sheet.columns[n].title for n in shown], rows, wide=wide))
    return "\n\n".join(parts)


def flat(answered: Answered) -> Flat:
    """The duties as a table, with the understanding as facts of the report."""
    lacking = any(one.lacks for one in answered.found)
    head = (
        Column(_("No."), 5), Column(_("Words of the text"), 60, wide=True), Column(_("Borne by"), 22, wide=True),
        Column(_("Demand"), 9, seen=False), Column(_("Time"), 14, seen=False), Column(_("Basis"), 40, wide=True),
        Column(_("In force"), 10), Column(_("Does not fit"), 10, seen=lacking), Column(_("Duty id"), 18),
    )  # fmt: skip
    rows = tuple(_row(number, one) for number, one in enumerate(answered.found, 1))
    facts = [(_("Question"), answered.question.text), (_("On"), answered.question.on.isoformat())]
    facts += understanding(answered)
    facts += [(_("Note"), note) for note in _notes(answered)]
    return Flat(
        title=_("Answer: {question}").format(question=answered.question.text),
        sheets=(Sheet(_("Duties"), head, rows),),
        facts=tuple(facts),
        on=answered.question.on,
    )


def _row(number: int, one: Fit) -> tuple[Cell, ...]:
    from reports.force import state  # noqa: PLC0415

    duty = one.record.duty
    return (
        number,
        words.flat(duty.quote.text),
        words.bearers(duty.bearers),
        words.modality(duty.modality),
        words.joined(words.timing(timing) for timing in duty.time),
        words.source(one.record.source),
        state(one.force),
        words.listed(_sieve(sieve) for sieve in one.lacks),
        duty.id,
    )


def as_dict(answered: Answered) -> dict[str, Any]:
    """The JSON of ``zeren ask``."""
    return {
        "question": answered.question.text,
        "on": answered.question.on.isoformat(),
        "understood": [one.model_dump(mode="json") for one in answered.question.understood],
        "absent": list(answered.absent),
        "total": answered.total,
        "emptied": [{"part": sieve.value, "duties": count} for sieve, count in answered.emptied],
        "duties": [_duty(one) for one in answered.found],
    }


def _duty(one: Fit) -> dict[str, Any]:
    duty, source = one.record.duty, one.record.source
    return {
        "id": duty.id,
        "score": one.score,
        "verdict": one.verdict.value,
        "force": one.force.value,
        "lacks": [sieve.value for sieve in one.lacks],
        "words": list(one.words),
        "quote": duty.quote.text,
        "modality": duty.modality.value,
        "directness": duty.directness.value,
        "bearers": words.bearers(duty.bearers),
        "source": {
            "title": source.title,
            "doc_number": source.doc_number,
            "carried": source.carried,
            "clause": source.clause,
        },
    }
