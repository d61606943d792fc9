"""The 任务分工表 of a document: each duty with who leads, answers for it and helps, and each body with its duties."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from kb.names import actor_key
from kb.prepare import source_ref
from policies.documents import Document
from policies.duties import Basis, Bearer, Duty, Modality, PartnerRole
from policies.messages import _
from policies.spans import Value
from reports import words
from reports.fields import field_of_work
from reports.formats.flat import Column, Flat, Sheet
from reports.tasks import marked, tasks

__all__ = ["BodyTasks", "Matrix", "Row", "as_flat", "build"]


class Row(Value):
    """A duty. Names are those of the text; an implied body is named by its kind and marked as inferred."""

    number: int  # from 1
    id: str  # of the duty
    field: str  # of work, from the headings
    task: str
    modality: Modality
    lead: tuple[str, ...]
    responsible: tuple[str, ...]
    cooperate: tuple[str, ...]
    supervised: tuple[str, ...]  # whom they are to urge or oversee
    time: tuple[str, ...]
    targets: tuple[str, ...]
    clause: str


class Role(StrEnum):
    LEAD = "lead"
    RESPONSIBLE = "responsible"
    COOPERATE = "cooperate"
    SUPERVISE = "supervise"


class BodyTasks(Value):
    """A body with the numbers of the rows in which it leads, answers for the task, helps, or oversees others."""

    name: str
    inferred: bool
    lead: tuple[int, ...] = ()
    responsible: tuple[int, ...] = ()
    cooperate: tuple[int, ...] = ()
    supervise: tuple[int, ...] = ()


class Matrix(Value):
    document: str  # its id
    title: str | None
    doc_number: str | None
    rows: tuple[Row, ...]
    bodies: tuple[BodyTasks, ...]  # those whom the text names first, in the order of the text; then implied ones


def build(document: Document) -> Matrix:
    """The table of all duties that *document* states, in its order."""
    rows: list[Row] = []
    found: dict[tuple[bool, str], dict[Role, list[int]]] = {}
    for number, duty in enumerate(document.duties, 1):
        roles = _roles(duty)
        rows.append(_row(number, duty, document, roles))
        for role, bodies in roles.items():
            for inferred, name in bodies:
                found.setdefault((inferred, name), {}).setdefault(role, []).append(number)
    ordered = sorted(found.items(), key=lambda item: item[0][0])  # stable: the order of the text within each
    return Matrix(
        document=document.id,
        title=document.metadata.title,
        doc_number=document.metadata.doc_number,
        rows=tuple(rows),
        bodies=tuple(
            BodyTasks(name=name, inferred=inferred, **{role.value: tuple(numbers) for role, numbers in roles.items()})
            for (inferred, name), roles in ordered
        ),
    )


Body = tuple[bool, str]  # whether it is inferred; its name


def _roles(duty: Duty) -> dict[Role, tuple[Body, ...]]:
    partners = {role: _named(p.surface.text for p in duty.partners if p.role is role) for role in PartnerRole}
    lead, helpers = partners[PartnerRole.LEAD], partners[PartnerRole.COOPERATE]
    bearers = tuple(dict.fromkeys(_body(bearer) for bearer in duty.bearers))
    told = tuple(body for body in bearers if body not in lead and body not in helpers)
    # A leader or helper who is named is the bearer too; what is only inferred beside them says nothing more.
    responsible = tuple(body for body in told if not body[0] or not (lead or partners[PartnerRole.RESPONSIBLE]))
    responsible = tuple(dict.fromkeys((*partners[PartnerRole.RESPONSIBLE], *responsible)))
    roles = {Role.LEAD: lead, Role.RESPONSIBLE: responsible, Role.COOPERATE: helpers}
    if duty.supervised:
        roles[Role.SUPERVISE] = (*lead, *responsible)
    return {role: bodies for role, bodies in roles.items() if bodies}


def _named(names: Iterable[str]) -> tuple[Body, ...]:
    return tuple(dict.fromkeys((False, actor_key(name)) for name in names))


def _body(bearer: Bearer) -> Body:
    named = bearer.surface or (bearer.evidence if bearer.basis is Basis.PREVIOUS else None)
    return (False, actor_key(named.text)) if named else (True, words.kind(bearer.kind))


def _row(number: int, duty: Duty, document: Document, roles: dict[Role, tuple[Body, ...]]) -> Row:
    source = source_ref(document, duty)

    def names(role: Role) -> tuple[str, ...]:
        return tuple(_label(inferred, name) for inferred, name in roles.get(role, ()))

    return Row(
        number=number,
        id=duty.id,
        field=field_of_work(source) if source.headings else "",
        task=words.joined(marked(tasks(duty), duty.modality)),
        modality=duty.modality,
        lead=names(Role.LEAD),
        responsible=names(Role.RESPONSIBLE),
        cooperate=names(Role.COOPERATE),
        supervised=tuple(dict.fromkeys(actor_key(party.surface.text) for party in duty.supervised)),
        time=tuple(map(words.timing, duty.time)),
        targets=tuple(map(words.target, duty.targets)),
        clause=source.clause,
    )


def _label(inferred: bool, name: str) -> str:
    return _("{name} (inferred)").format(name=name) if inferred else name


def as_flat(matrix: Matrix) -> Flat:
    """Two tables: by task, and by body."""
    tasks_ = (
        Column(_("No."), 6), Column(_("Field of work"), 16, seen=False), Column(_("What to do"), 44, wide=True),
        Column(_("Demand"), 9, seen=False), Column(_("Lead"), 16, wide=True), Column(_("Responsible"), 18, wide=True),
        Column(_("Cooperating"), 16, wide=True), Column(_("Urged or overseen"), 14, seen=False), Column(_("Time"), 14),
        Column(_("Target"), 14, seen=False), Column(_("Clause"), 11),
    )  # fmt: skip
    bodies = (
        Column(_("Body"), 28, wide=True), Column(_("Leads"), 18, wide=True), Column(_("Answers for"), 30, wide=True),
        Column(_("Cooperates in"), 24, wide=True), Column(_("Urges or oversees in"), 24, wide=True),
        Column(_("In all"), 8),
    )  # fmt: skip
    return Flat(
        title=_("Division of tasks: {title}").format(title=_titled(matrix)),
        sheets=(
            Sheet(_("By task"), tasks_, tuple(_task(row) for row in matrix.rows)),
            Sheet(_("By body"), bodies, tuple(_of_body(body) for body in matrix.bodies)),
        ),
        facts=(
            (_("Document"), words.citation(matrix.title, matrix.doc_number, carried=False)),
            (_("Tasks"), str(len(matrix.rows))),
            (_("Bodies named"), str(sum(1 for body in matrix.bodies if not body.inferred))),
        ),
    )


def _titled(matrix: Matrix) -> str:
    return matrix.title or matrix.doc_number or matrix.document


def _task(row: Row) -> tuple[str | int, ...]:
    return (
        row.number, row.field, row.task, words.modality(row.modality), words.listed(row.lead),
        words.listed(row.responsible), words.listed(row.cooperate), words.listed(row.supervised),
        words.joined(row.time), words.joined(row.targets), words.clause(row.clause),
    )  # fmt: skip


def _of_body(body: BodyTasks) -> tuple[str | int, ...]:
    every = {*body.lead, *body.responsible, *body.cooperate, *body.supervise}
    return (
        _label(body.inferred, body.name), _numbers(body.lead), _numbers(body.responsible), _numbers(body.cooperate),
        _numbers(body.supervise), len(every),
    )  # fmt: skip


def _numbers(numbers: Sequence[int]) -> str:
    """1, 3–5: runs of three or more are drawn together."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = (f"{run[0]}–{run[-1]}" if len(run) > 2 else words.listed(map(str, run)) for run in runs)
    return words.listed(told)
