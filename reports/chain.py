"""The lines through a duty for reading: top document first, what changes at each step, and the way back up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from policies.messages import _
from reports import words

if TYPE_CHECKING:
    from kb.models import Chain, Change, Link, Step

__all__ = ["as_dict", "as_markdown", "as_text"]


def as_dict(chain: Chain) -> dict[str, Any]:
    """The JSON of ``zeren chain``."""
    return chain.model_dump(mode="json")


def as_text(chain: Chain) -> str:
    """One block a line; the duty that was asked for is marked."""
    return "\n\n".join([*_blocks(chain, markdown=False), *_notes(chain)])


def as_markdown(chain: Chain) -> str:
    """The same as headings and lists."""
    asked = next(link for link in chain.duties if link.record.duty.id == chain.asked)
    title = _("Chain of the duty “{words}”").format(words=words.clip(asked.record.duty.quote.text, 60))
    return "\n\n".join([f"# {title}", *_blocks(chain, markdown=True), *_notes(chain)]) + "\n"


def _notes(chain: Chain) -> list[str]:
    if chain.truncated:
        return [_("There are more lines than are shown.")]
    if len(chain.duties) == 1:
        return [_("Nothing in the base stands above this duty, and nothing carries it out.")]
    return []


def _blocks(chain: Chain, *, markdown: bool) -> list[str]:
    links = {link.record.duty.id: link for link in chain.duties}
    steps = {(step.upper, step.lower): step for step in chain.steps}
    blocks = []
    for number, line in enumerate(chain.lines, 1):
        rows: list[str] = []
        if len(chain.lines) > 1:
            head = _("Line {number} of {count}").format(number=number, count=len(chain.lines))
            rows.append(f"## {head}\n" if markdown else f"【{head}】")
        before: str | None = None
        for duty in line:
            if before is not None:
                rows.extend(_step(steps[before, duty], markdown))
            rows.extend(_duty(links[duty], duty == chain.asked, markdown))
            before = duty
        if len(line) > 1:
            back = " ← ".join(_short(links[duty]) for duty in reversed(line))
            told = _("Back up: {line}").format(line=back)
            rows.append(f"\n{told}" if markdown else told)
        blocks.append("\n".join(rows))
    return blocks


def _duty(link: Link, asked: bool, markdown: bool) -> list[str]:
    record = link.record
    level = words.level(record.source.level) if record.source.level else ""
    place = words.source(record.source)
    head = " ".join(filter(None, ("▶" if asked else "●", f"〔{level}〕" if level else "", place)))
    below = [
        words.quoted(words.flat(record.duty.quote.text)),
        _("{name}: {value}").format(name=_("Bearer"), value=words.bearers(record.duty.bearers)),
        _("{name}: {value}").format(name=_("Id"), value=record.duty.id),
    ]
    for one in link.passed:
        form = _("forwarded by {document}") if one.type == "forwards" else _("issued by {document}")
        below.append(form.format(document=words.citation(one.title, one.number, carried=False)))
    if markdown:
        return [f"- {'**' + head + '**' if asked else head}", *(f"  - {row}" for row in below)]
    return [head, *(f"    {row}" for row in below)]


def _step(step: Step, markdown: bool) -> list[str]:
    if step.score is None:
        told = [_("one step removed: whom the duty above is to urge")]
    else:
        told = [
            words.joined(
                [
                    _("carried out by"),
                    _("same matter: {words} (score {score})").format(
                        words=words.listed(step.words[:6]), score=f"{step.score:.2f}"
                    ),
                    _("by its words “{quote}”").format(quote=words.clip(step.quote, 60)) if step.quote else "",
                ]
            ),
            *(_change(change) for change in step.changes),
        ]
    if markdown:
        return [f"  - ↓ {told[0]}", *(f"    - {row}" for row in told[1:])]
    return [f"  ↓ {told[0]}", *(f"    · {row}" for row in told[1:])]


def _change(change: Change) -> str:
    kind, direction = kind_word(change.kind), direction_word(change.direction)
    if not direction:
        return _("{name}: {value}").format(name=kind, value=change.says) if kind else change.says
    return _("{kind}: {says} ({direction})").format(kind=kind, says=change.says, direction=direction)


def kind_word(kind: str) -> str:
    """What a lower duty changes, for people."""
    return {
        "modality": _("demand"),
        "strength": _("strength"),
        "target": _("figure"),
        "deadline": _("deadline"),
        "frequency": _("how often"),
        "bearer": _("bearer"),
        "lead": _("lead"),
        "scope": _("reach"),
        "act": _("acts"),
        "wording": _("unchanged"),
        "none": _("unchanged"),
    }[kind]


def direction_word(direction: str) -> str:
    """Which way, for people; "" where nothing is to be said."""
    return {
        "stricter": _("stricter"),
        "weaker": _("weaker"),
        "narrower": _("narrower"),
        "wider": _("wider"),
        "changed": "",
        "same": "",
    }[direction]


def _short(link: Link) -> str:
    source = link.record.source
    level = words.level(source.level) if source.level else words.citation(source.title, source.doc_number, carried=True)
    who = words.bearers(link.record.duty.bearers)
    return f"{level}{words.clause(source.clause)}（{who}）"
