"""Running the rules over a document, choosing among them, and mending what can be mended."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kb.lint import citing, head, numbering, wording
from kb.lint.registry import Edit, Finding, Rule
from policies.documents import Document
from policies.errors import UsageError
from policies.messages import _

__all__ = ["findings", "fixed", "rules"]

_ALL: tuple[Rule, ...] = tuple(
    sorted((*numbering.RULES, *head.RULES, *citing.RULES, *wording.RULES), key=lambda rule: rule.code)
)


def rules(select: Sequence[str] = (), ignore: Sequence[str] = ()) -> tuple[Rule, ...]:
    """The rules whose code begins with one of *select* (all without it) and with none of *ignore*.

    UsageError for a beginning that no code has.
    """
    for code in (*select, *ignore):
        if not any(rule.code.startswith(code.upper()) for rule in _ALL):
            known = " ".join(rule.code for rule in _ALL)
            raise UsageError(
                _("No rule is called {code}.").format(code=code), mend=_("Rules are: {known}").format(known=known)
            )
    chosen = tuple(code.upper() for code in select) or ("",)
    left = tuple(code.upper() for code in ignore)
    return tuple(rule for rule in _ALL if rule.code.startswith(chosen) and not (left and rule.code.startswith(left)))


def findings(document: Document, chosen: Iterable[Rule] = _ALL) -> list[Finding]:
    """What breaks the rules, in the order of the text."""
    found = [
        Finding(
            code=rule.code, level=rule.level, span=one.span, quote=document.quote(one.span), message=one.message,
            source=rule.source, edits=one.edits,
        )
        for rule in chosen
        for one in rule.check(document)
    ]  # fmt: skip
    return sorted(found, key=lambda finding: (finding.span.start, finding.span.end, finding.code))


def fixed(text: str, found: Iterable[Finding]) -> tuple[str, list[Finding]]:
    """*text* with the edits of the findings made, and the findings whose edits were.

    Where two edits touch, the later one is left: the next run makes it.
    """
    taken: list[Edit] = []
    done: list[Finding] = []
    for finding in found:
        if not finding.edits or any(_touch(edit, other) for edit in finding.edits for other in taken):
            continue
        taken += finding.edits
        done.append(finding)
    for edit in sorted(taken, key=lambda edit: edit.span.start, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text, done


def _touch(one: Edit, other: Edit) -> bool:
    return one.span.start < other.span.end and other.span.start < one.span.end
