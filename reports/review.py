"""What there is to review and what was decided: tables, JSON, and the conversation of ``zeren review``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from policies.duties import Modality
from policies.errors import UsageError, ZerenError
from policies.messages import _
from policies.review import About, Choice, Status
from reports import words
from reports.tables import columns, on_terminal
from reports.terminal import complain, printable

if TYPE_CHECKING:
    from kb import KnowledgeBase
    from kb.review import DecisionInfo
    from kb.reviewing import Item
    from policies.review import Decision

__all__ = ["answered", "converse", "decisions_dict", "decisions_table", "items_dict", "items_table", "reason", "wanted"]


def reason(code: str) -> str:
    """A reason to look, for people."""
    return {
        "no_bearer": _("no bearer was found"),
        "issuer": _("bearer inferred from the issuer alone"),
        "act": _("bearer inferred from the nature of the act"),
        "addressee": _("bearer inferred from the addressees"),
        "heading": _("bearer inferred from the heading"),
        "label": _("bearer inferred from the label above"),
        "previous": _("subject carried on from an earlier sentence"),
        "forbidding": _("words that forbid, yet no prohibition"),
        "no_action": _("no act was cut out"),
        "softened": _("demanded in principle only"),
        "open_time": _("a deadline without a day"),
        "long": _("a long sentence"),
        "cue": _("undecided: words that oblige, but no act was found"),
        "figure": _("undecided: a figure or a date that may have to be reached"),
        "unreadable": _("undecided: signs that are no words"),
        "row": _("undecided: a line of a list or table that may hold an act"),
        "broken": _("undecided: part of a broken sentence"),
        "general": _("undecided: an order among goals or general demands"),
        "result_only": _("undecided: a result alone, perhaps an order to bring it about"),
        "no_act": _("undecided: no act that is ordered was found"),
        "quoted": _("undecided: words of another text"),
    }[code]


# Lists


def items_table(items: Sequence[Item], left: int) -> str:
    """What to review, most doubtful first; *left* more are not listed."""
    if not items:
        return _("Nothing is left to review.")
    titles = [_("Id"), _("Doubt"), _("State"), _("Why"), _("As read"), _("Words of the text"), _("Basis")]
    rows = [
        [
            item.id[:8] if on_terminal() else item.id,
            f"{item.doubt:.2f}",
            words.status(item.status) + (_(" (decided before)") if item.drifted else ""),
            words.joined(map(reason, item.reasons)),
            _as_read(item),
            words.flat(item.quote),
            _basis(item),
        ]
        for item in items
    ]
    table = columns(titles, rows, wide=(3, 5, 6))
    return table + ("\n\n" + _("{count} more; --limit shows more of them.").format(count=left) if left else "")


def _as_read(item: Item) -> str:
    return words.joined([_demand(item.modality), words.listed(map(words.kind, item.kinds))])


def _demand(value: Modality | None) -> str:
    return words.modality(value) if value else _("undecided")


def _basis(item: Item) -> str:
    return words.citation(item.title, item.doc_number, carried=False, document=item.document) + words.clause(
        item.clause
    )


def items_dict(items: Sequence[Item]) -> list[dict[str, Any]]:
    """The JSON of ``zeren review --list``."""
    return [item.model_dump(mode="json") for item in items]


def decisions_table(infos: Sequence[DecisionInfo]) -> str:
    """One line a decision, in the order of the file."""
    if not infos:
        return _("No decision needs a second look.")
    titles = [_("Line"), _("Id"), _("Decision"), _("How it stands"), _("Words of the text"), _("Decided by")]
    rows = []
    for info in infos:
        one = info.decision
        what = choice(one.decision) + (f" ({words.listed(one.fields.named)})" if one.fields.named else "")
        signed = words.joined([words.listed([one.who, one.when.isoformat()]), one.why])
        key = one.duty[:8] if on_terminal() else one.duty
        rows.append([str(info.line), key, what, info.message, words.flat(one.quote), signed])
    return columns(titles, rows, wide=(3, 4, 5))


def choice(value: Choice) -> str:
    """采纳, 更正, 驳回, 补充."""
    return {
        Choice.ACCEPT: _("accept"),
        Choice.SET: _("correct"),
        Choice.REJECT: _("reject"),
        Choice.ADD: _("add"),
    }[value]


def decisions_dict(infos: Sequence[DecisionInfo]) -> list[dict[str, Any]]:
    """The JSON of ``zeren review --drift``."""
    return [{**info.model_dump(mode="json"), "message": info.message} for info in infos]


# One decision, or the conversation


def wanted(items: Sequence[Item], *, everything: bool = False) -> list[Item]:
    """What is left to review; with *everything* all of it."""
    return [item for item in items if everything or item.status is Status.OPEN]


def answered(
    base: KnowledgeBase, *, duty: str | None, accept: bool, reject: bool, settings: Sequence[str], missed: str | None,
    document: str | None, who: str, why: str, when: date | None, **_others: object,
) -> str:  # fmt: skip
    """Make the decision that the options name, or ask for decisions; what was done, for people."""
    from kb.corrections import corrections  # noqa: PLC0415

    fields = corrections(settings)
    if sum((accept, reject, bool(missed), bool(settings) and missed is None)) > 1:
        raise UsageError(_("Only one decision at a time."), mend=_("One of --accept, --reject, --set, --add."))
    if missed is not None:
        if document is None or duty is not None:
            raise UsageError(_("--add needs --document, and no id."), mend=_("--document ID --add WORDS --by NAME"))
        return _kept(base.add_duty(document, missed, who, when=when, why=why, fields=fields), base)
    if accept or reject or settings:
        if duty is None:
            raise UsageError(_("The duty is not named."), mend=_("“zeren review --list” prints the ids."))
        what = Choice.ACCEPT if accept else Choice.REJECT if reject else Choice.SET
        return _kept(base.decide(duty, what, who, when=when, why=why, fields=fields), base)
    items = base.review_items(document)
    if duty is not None:
        chosen = [item for item in items if item.id.startswith(duty.strip().lower())]
        if len(chosen) != 1:
            raise UsageError(
                _("“{key}” names nothing to review.").format(key=duty) if not chosen
                else _("“{key}” names several things.").format(key=duty),
                mend=_("“zeren review --list” prints the ids."),
            )  # fmt: skip
    else:
        chosen = wanted(items)
    if not chosen:
        return _("Nothing is left to review.")
    return _("{count} decisions made.").format(count=converse(base, chosen, who, when=when))


def _kept(one: Decision, base: KnowledgeBase) -> str:
    return _("Kept in {path}: {decision} {id} “{words}”").format(
        path=base.decision_file.name, decision=choice(one.decision), id=one.duty, words=words.flat(one.quote)
    )


# The conversation

_ACCEPT, _REJECT, _SET, _ADD, _SKIP, _END = (
    ("a", "y", "采纳", "是"), ("r", "n", "驳回", "否"), ("s", "更正", "改"), ("+", "add", "补充", "补"),
    ("k", "", "跳过"), ("q", "结束", "退出"),
)  # fmt: skip


def converse(
    base: KnowledgeBase,
    items: Sequence[Item],
    who: str,
    *,
    when: date | None = None,
    read: Callable[[], str | None] | None = None,
) -> int:
    """Put one thing after another; each answer is kept at once. Returns how many decisions were made.

    *read* gives the next line, None at the end of input; without it standard input is read.
    """
    read = read or _line
    if not who.strip():
        raise UsageError(_("Nobody signs the decisions."), mend=_("Name yourself with --by NAME."))
    made = 0
    _say(_(
        "a accept, r reject, s FIELD=VALUE correct, + WORDS add a missed duty, k skip, q end; what follows # is the "
        "reason. s modality=must_not # 原文为禁止"
    ))  # fmt: skip
    for number, item in enumerate(items, 1):
        _put(item, number, len(items))
        while True:
            try:
                line = read()
            except KeyboardInterrupt:
                line = None
            if line is None or _command(line)[0] in _END:
                _say(_("{count} decisions are kept in {path}.").format(count=made, path=base.decision_file.name))
                return made
            try:
                going, kept = _answer(base, item, line, who, when)
            except ZerenError as error:
                complain(error)
                continue
            made += kept
            if not going:
                break
    _say(_("{count} decisions are kept in {path}.").format(count=made, path=base.decision_file.name))
    return made


def _command(line: str) -> tuple[str, str, str]:
    """Command, what follows it, and the reason after #."""
    said, _sign, why = line.partition("#")
    command, _blank, rest = said.strip().partition(" ")
    return command.lower(), rest.strip(), why.strip()


def _answer(base: KnowledgeBase, item: Item, line: str, who: str, when: date | None) -> tuple[bool, int]:
    """Do what *line* says; whether the same thing is asked about again, and how many decisions were made."""
    from kb.corrections import corrections  # noqa: PLC0415

    command, rest, why = _command(line)
    if command in _SKIP:
        return False, 0
    if command in _ACCEPT:
        base.decide(item.id, Choice.ACCEPT, who, when=when, why=why)
        return False, 1
    if command in _REJECT:
        base.decide(item.id, Choice.REJECT, who, when=when, why=why)
        return False, 1
    if command in _SET:
        base.decide(item.id, Choice.SET, who, when=when, why=why, fields=corrections(rest.split()))
        return False, 1
    if command in _ADD:
        quote, settings = _divided(rest)
        base.add_duty(item.document, quote, who, when=when, why=why, fields=corrections(settings))
        if item.about is About.SENTENCE and "".join(quote.split()) in "".join(item.quote.split()):
            return False, 1  # the sentence is decided with it
        return True, 1
    raise UsageError(_("“{line}” is no answer here.").format(line=line), mend=_("a, r, s, +, k or q."))


def _divided(rest: str) -> tuple[str, list[str]]:
    """The words of a missed duty, and the settings after them."""
    parts = rest.split(" ")
    settings: list[str] = []
    while len(parts) > 1 and "=" in parts[-1]:
        settings.insert(0, parts.pop())
    return " ".join(parts), settings


def _put(item: Item, number: int, total: int) -> None:
    _say("")
    _say(
        _("{number}/{total} [{id}] doubt {doubt}: {reasons}").format(
            number=number, total=total, id=item.id[:8], doubt=f"{item.doubt:.2f}",
            reasons=words.joined(map(reason, item.reasons)) or _("none"),
        )
    )  # fmt: skip
    _say(f"  {words.quoted(words.flat(item.quote))}")
    _say(f"  {_basis(item)}")
    _say("  " + _("as read: {reading}").format(reading=_as_read(item)))


def _say(text: str) -> None:
    click.echo(printable(text), err=True)


def _line() -> str | None:
    from reports.interview import next_line  # noqa: PLC0415

    return next_line()
