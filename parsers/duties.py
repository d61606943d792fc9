"""From statements to duties: every field with its span, ids, and the duties one step removed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from parsers.actors import Actor, actors_in, head_ends, relative_clause
from parsers.bearers import (
    MAY_BE_ACT,
    MAY_BE_OF_AUTHORITY,
    MAY_BE_THING,
    acts_of_authority,
    bearers_by_act,
    bearers_by_thing,
    done_to_person,
    named_bearers,
)
from parsers.fields import Bodies, find_sectors
from parsers.grouping import Statement
from parsers.hints import ALL, hint
from parsers.lexicon import lexicon
from parsers.notes import ResponsibilityNote
from parsers.parties import MAY_HAVE_PARTNERS, MAY_SUPERVISE, find_partners, find_supervised
from parsers.predicates import opens_predicate
from parsers.readings import Role
from parsers.segmenter import Words
from parsers.segments import RawSentence
from parsers.targets import MAY_SET_TARGET, find_targets
from parsers.timings import MAY_TELL_TIME, find_timings
from parsers.units import Unit
from policies.duties import (
    AUTHORITIES,
    Action,
    Basis,
    Bearer,
    BodyKind,
    Duty,
    Modality,
    Partner,
    PartnerRole,
    Strength,
    Supervised,
    Target,
    TimeType,
    Timing,
)
from policies.spans import Quote, trusted
from policies.vocabulary.spelling import half_width

__all__ = ["Context", "build_duty", "derive", "squeeze", "urged_to_the_end"]


@dataclass(slots=True)
class Context:
    """Where a statement stands, and what was named before it."""

    document_id: str
    part: int
    clause: int | None
    path: str
    unit: Unit
    previous: list[Actor]
    note: ResponsibilityNote | None
    closing: bool  # the formula that closes a cover notice: 请认真组织实施
    ids: dict[str, int]
    urged: tuple[Bearer, ...] = ()  # whom the statement before it in its sentence urges to its last act
    ruled: bool = False  # among the rules of a list: whoever its head names bears it
    row: str = ""  # of a table: where, and what its cells tell beside the task
    times: tuple[Timing, ...] = ()
    joined: bool = False  # by ； to the statement before
    targets: tuple[Target, ...] = ()


def squeeze(words: str) -> str:
    """*words* without blanks and full-width variants, as ids compare them."""
    return "".join(half_width(words).split())


def _id(context: Context, words: str, *more: str) -> str:
    base = "|".join((context.document_id, context.path, squeeze(words), *more))
    again = context.ids.get(base, 0)
    context.ids[base] = again + 1
    return hashlib.sha256(f"{base}|{again}".encode()).hexdigest()[:16]


_make_quote, _make_action, _make_duty = trusted(Quote), trusted(Action), trusted(Duty)
_make_bearer, _make_partner = trusted(Bearer), trusted(Partner)


def _quote(text: str, start: int, end: int) -> Quote:
    return _make_quote(start=start, end=end, text=text[start:end])


def build_duty(text: str, statement: Statement, context: Context, words: Words, sentence: RawSentence) -> Duty:
    """The duty of *statement*, which stands in *sentence*; the items of a list are among its actions."""
    start, end = statement.start, statement.end
    last = max([end, *(stop for _, stop in statement.actions)])
    holds = sentence.holds if sentence.start <= start and last <= sentence.end else ALL
    actions = [_quote(text, a, b) for a, b in statement.actions if b > a]
    condition = _condition(text, statement, holds)
    timings = _timings(text, statement, context, holds)
    avoid = [(t.surface.start, t.surface.end) for t in timings if t.type is not TimeType.PERIOD]
    if condition:
        avoid.append((condition.start, condition.end))
    avoid.extend((actor.start, actor.end) for actor in statement.subjects)  # 9家银行 counts who is meant
    bearers, partners = _bearers(text, statement, context, holds)
    supervised = _supervised(text, (start, end), bearers, words, holds) if holds & MAY_SUPERVISE else []
    if holds & MAY_HAVE_PARTNERS:
        seen = {(p.surface.text, p.role) for p in partners}
        partners += [p for p in find_partners(text, start, end, words, holds) if (p.surface.text, p.role) not in seen]
    quote = _quote(text, start, end)
    targets = find_targets(text, start, end, avoid) if holds & MAY_SET_TARGET else ()
    return _make_duty(
        id=_id(context, quote.text), quote=quote, clause=context.clause, part=context.part,
        modality=statement.modality, bearers=tuple(bearers), actions=tuple(_make_action(quote=q) for q in actions),
        supervised=tuple(supervised), partners=tuple(partners),
        targets=(*targets, *_targets_of_items(text, statement, avoid), *context.targets), time=tuple(timings),
        sectors=find_sectors(
            text, (start, end), context.unit.sectors, words, holds, lambda: Bodies.of((*bearers, *supervised), partners)
        ),
        condition=condition, strength=lexicon().strength(quote.text) if holds & MAY_BE_STRICT else Strength.PLAIN,
        row=context.row,
    )  # fmt: skip


MAY_BE_STRICT = hint(lexicon().any_strength)


def _targets_of_items(text: str, statement: Statement, avoid: list[tuple[int, int]]) -> list[Target]:
    """Those of the items of a list, which lie behind the words of its head.

    An item of a ban, and one that says who is meant (离岗六个月以上的), tells a threshold.
    """
    if statement.modality is not Modality.MUST:
        return []
    items = [act for act in statement.actions if act[0] >= statement.end and text[act[1] - 1] not in "的者"]
    return [target for begin, stop in items for target in find_targets(text, begin, stop, avoid)]


def _supervised(text: str, span: tuple[int, int], bearers: list[Bearer], words: Words, holds: int) -> list[Supervised]:
    """Whom the duty is to urge or inspect and who does not bear it; a firm does not supervise its own people."""
    outside = any(b.kind not in (BodyKind.ENTERPRISE, BodyKind.INDIVIDUAL) for b in bearers)
    return [
        party for party in find_supervised(text, [span], words, holds, inspecting=outside)
        if (outside or party.kind is not BodyKind.INDIVIDUAL)
        and not any(b.surface and b.surface.overlaps(party.surface) for b in bearers)
    ]  # fmt: skip


def _timings(text: str, statement: Statement, context: Context, holds: int) -> list[Timing]:
    dated = context.unit.dated
    timings = [
        _standing(timing, statement.modality)
        for timing in (find_timings(text, statement.start, statement.end, dated) if holds & MAY_TELL_TIME else ())
        if not any(a <= timing.surface.start and timing.surface.end <= b for a, b in statement.conditions)
        or not timing.surface.text.endswith("内")  # 一年内发生两次的: a count of cases, no time of the duty
    ]
    timings = [timing for timing in timings if not _hoped_for(text, statement, timing)]
    for begin, stop in statement.openers:
        if stop <= statement.start and not any(t.type is not TimeType.FREQUENCY for t in timings):
            timings = find_timings(text, begin, stop, dated) + timings
    told = {t.type for t in timings}
    timings += [
        t for t in context.times
        if t.type not in told  # the words of the task are nearer than the column
        and not (t.type is not TimeType.PERIOD and statement.modality is Modality.MUST_NOT)  # it holds all the time
    ]  # fmt: skip
    return timings or context.unit.deadlines


def _hoped_for(text: str, statement: Statement, timing: Timing) -> bool:
    """为疫情防控期间的工作打下基础: a period inside the purpose behind the acts does not tell when they are due."""
    at = timing.surface.start
    if timing.type is not TimeType.PERIOD or not statement.actions or at < statement.actions[0][0]:
        return False
    if any(start <= at < end for start, end in statement.actions):
        return False
    opens = any(text[reading.start : at] in ("", "在", "于") for reading in statement.readings if reading.start <= at)
    return not opens and at < statement.end


def _standing(timing: Timing, modality: Modality) -> Timing:
    """一年内禁止… lasts that long: a prohibition has no day by which it is done."""
    lasts = modality is Modality.MUST_NOT and timing.type is TimeType.DEADLINE and timing.surface.text.endswith("内")
    return Timing(surface=timing.surface, type=TimeType.PERIOD, value=None) if lasts else timing


# --- conditions ------------------------------------------------------------------------------------------------------

_VAGUE = ("有关的", "相关的", "各有关的", "各相关的")
_SIZE = re.compile(r"规模以上|限额以上|规模以下")

_EXCEPTED = re.compile(r"[（(]([^（()）。；]{2,60}?除外)[)）]")


def _condition(text: str, statement: Statement, holds: int) -> Quote | None:
    if statement.conditions:
        start, end = statement.conditions[0]
        for begin, stop in statement.conditions[1:]:
            if text[end:begin].strip("，, ") == "":
                end = stop
        return _quote(text, _whose(text, statement, start, holds), end)
    for actor in statement.subjects:
        relative = relative_clause(text[actor.start : actor.end])
        if relative and relative not in _VAGUE:
            return _quote(text, actor.start, actor.start + len(relative))
    if holds & _MAY_EXCEPT and (excepted := _EXCEPTED.search(text, statement.start, statement.end)):
        return _quote(text, *excepted.span(1))
    found = _SIZE.search(text, statement.start, statement.end) if holds & _MAY_BE_OF_SIZE else None
    if not found and holds & _MAY_BE_NARROWED:
        found = _narrowed(text, statement)
    terms = _UNDER_TERMS.search(text, statement.start, statement.end) if holds & _MAY_BE_UNDER_TERMS else None
    if terms and (found is None or terms.start() < found.start()) and "新" not in terms.group(0)[:3]:
        found = terms
    return _quote(text, found.start(), found.end()) if found else None


def _whose(text: str, statement: Statement, start: int, holds: int) -> int:
    """Where the condition at *start* opens: with its subject, where that is not the one who bears the duty.

    企业未申报的，责令改正 is a case of enterprises, the duty is the authority's; 企业未申报的，不得开工 is theirs.
    """
    for reading in statement.readings:
        case = reading.role in (Role.CONDITION, Role.SUBJECT) and reading.condition is not None
        if case and reading.subject_range and reading.subject_range[1] == start:
            other = reading.subjects != statement.subjects
            if other or _suffers(text, statement, holds):
                return reading.subject_range[0]
    return start


# 不符合条件的|机构, 受影响较大的|企业: which of the bodies and things an act is done to
_NARROWS = re.compile(
    r"(?:[^，。；、的]{2,10}(?:好|强|高|大|多)、){0,3}"
    r"(?:不?符合|不?具备|达不到|未(?!来|成年)|已经?(?!有)|因(?!地|企|材|时|此)|(?<![享接承遭])受(?!理|益|众|到社|教|政策|国家)|存在|急需(?=[^，。；、的]{2,10}的)|涉及|拒不|逾期|经(?=[^，。；的]{2,12}(?:认定|批准|同意|审核|评估|论证))|新(?=入|录|招|设立|成立|建成)|审核通过|非法"
    r"|有(?=[^，。；的]{0,10}(?:需求|要求|意愿|条件|困难|能力|资质))|(?:中央|省级?|市级?|县级?|国家|军队)(?=管理的)|(?:前款|前条|上述)(?=规定?以外的)"
    r"|(?<=[对为向将把给与到])[^，。；、的]{2,14}(?:突出|较大|较多|严重|困难|不力|缓慢|显著|清晰|良好|强|好)(?=的)"
    r"|[^，。；、的]{2,10}(?:好|强|高|清晰)(?=的))"
    r"[^，。；的]{0,26}的(?=[^，。；、的]{2,16})"
)
_MAY_NARROW = re.compile(
    "符合|具备|达不到|未|已|因|受|存在|急需|涉及|拒不|逾期|经|新|审核通过|非法|有|中央|省|市|县|国家|军队|前款|前条|上述"
    "|突出|较大|较多|严重|困难|不力|缓慢|显著|清晰|良好|强|好|高"
)
_UNDER_TERMS = re.compile(r"在[^，。；、]{1,24}?(?:的)?(?:前提|条件|情况|情形)下")
_MAY_EXCEPT, _MAY_BE_OF_SIZE, _MAY_BE_NARROWED, _MAY_BE_UNDER_TERMS = map(
    hint, (_EXCEPTED, _SIZE, _NARROWS, _UNDER_TERMS)
)
_NARROWED_THING = re.compile(
    r"(?:项目|集体|平台|设备|设施|产品|场所|名单|工程|建筑|车辆|船舶|材料|装置|农机装备|农业设施)"
)


_STATES = ("符合", "不符合", "具备", "不具备")  # verbs of a relative clause, unless they are the act itself


def _narrowed(text: str, statement: Statement) -> re.Match[str] | None:
    """The first relative clause in the predicates that narrows a body or a thing."""
    for start, end in statement.actions:
        if text.find("的", start, end) < 0 or not _MAY_NARROW.search(text, start, end):
            continue  # the pattern would try each place with each length
        for found in _NARROWS.finditer(text, start, end):
            free = statement.modality in (Modality.MAY, Modality.ENCOURAGED)  # 允许|符合条件的企业…
            narrows = text.startswith(_STATES, found.start()) and (free or found.start() > start)
            if not narrows and lexicon().directive.match(text, found.start()):
                continue  # 加快推进成熟度高的…, 具备抗震的能力: the verb belongs to the predicate
            reach = min(end, found.end() + 16)
            if head_ends(text, found.end(), reach) or _NARROWED_THING.search(text, found.end(), reach):
                return found
    return None


# --- bearers and partners --------------------------------------------------------------------------------------------

_ANSWER = "(?:责任(?!人|追究|考核|书|落实|延伸)|“?一岗双责”?)"
_RESPONSIBILITY = re.compile(
    rf"(?:(?:(?:落实|强化|压实|夯实|严格|切实)[、和及并与]?)+|(?P<more>和|、|及|与|以及))(?P<who>[^，。；]{{2,40}}?)(?:的)?{_ANSWER}"
)
_FIRST_IN_CHARGE = re.compile("(?:安全(?:生产)?|消防安全|质量安全)?(?:的)?第一责任人(?:的)?$")


def _bearers(text: str, statement: Statement, context: Context, holds: int) -> tuple[list[Bearer], list[Partner]]:
    if context.urged and not any(statement.start <= a.start for a in statement.subjects):
        by_act = bearers_by_act(text, statement.start, statement.end, statement.modality) if holds & MAY_BE_ACT else []
        if not by_act or by_act[0].kind not in (BodyKind.GOVERNMENT, BodyKind.DEPARTMENT):
            return list(context.urged), []  # 督促企业开展自查，严禁超员: the ban is the enterprise's
    note = context.note
    note_actors = [*note.leaders, *note.owners] if note else []
    guides = [_partner(text, a, PartnerRole.RESPONSIBLE) for a in note.guides] if note else []
    partners: list[Partner] = []
    if statement.subjects and not _suffers(text, statement, holds):
        own = any(statement.start <= actor.start < statement.end for actor in statement.subjects)
        basis = Basis.SUBJECT if own else Basis.PREVIOUS  # 企业应…，不得…: the ban goes on from the subject before it
        bearers = named_bearers(text, statement.subjects, basis, surface=own)
        if note:
            named = {text[a.start : a.end] for a in statement.subjects}
            partners = [_partner(text, a, PartnerRole.LEAD) for a in note.leaders]  # who leads may be the subject too
            rows = [(a, PartnerRole.COOPERATE if note.helping else PartnerRole.RESPONSIBLE) for a in note.helpers]
            rows += [(a, PartnerRole.RESPONSIBLE) for a in (*note.owners, *note.guides)]
            partners += [_partner(text, a, role) for a, role in rows if text[a.start : a.end] not in named]
        return bearers, partners
    if context.ruled and context.previous:
        return named_bearers(text, context.previous, Basis.PREVIOUS, surface=False), guides
    by_act = bearers_by_act(text, statement.start, statement.end, statement.modality) if holds & MAY_BE_ACT else []
    thing = False
    firms = any(BodyKind.ENTERPRISE in actor.kinds for actor in context.previous)
    if holds & MAY_BE_THING and not by_act and not firms and statement.actions:
        by_act = bearers_by_thing(text, statement.start, statement.actions[0][0])
        thing = bool(by_act)
    if by_act and by_act[0].kind in (BodyKind.ENTERPRISE, BodyKind.INDIVIDUAL):
        owners = {kind for actor in context.previous for kind in actor.kinds} if context.joined and not thing else set()
        if owners and not owners & {BodyKind.GOVERNMENT, BodyKind.DEPARTMENT}:
            by_act = named_bearers(text, context.previous, Basis.PREVIOUS, surface=False)  # 驾驶人应…；不得超员
        return by_act, [_partner(text, a, PartnerRole.RESPONSIBLE) for a in note_actors]
    if note_actors and note:
        bearers = named_bearers(text, [*note_actors, *note.posts], note.basis)
        partners = [_partner(text, a, PartnerRole.LEAD) for a in note.leaders]
        partners += [_partner(text, a, PartnerRole.COOPERATE) for a in note.helpers]
        return bearers, [*partners, *guides]
    authority = any({BodyKind.GOVERNMENT, BodyKind.DEPARTMENT} & set(actor.kinds) for actor in context.previous)
    if context.previous and (authority or not _sanctions(text, statement, holds)):  # nobody fines himself
        return named_bearers(text, context.previous, Basis.PREVIOUS, surface=False), guides
    bearers = by_act or (context.unit.closing_bearers if context.closing else context.unit.bearers)
    return [*(_responsible(text, statement) if holds & _MAY_BE_RESPONSIBLE else ()), *bearers], guides


_MAY_BE_RESPONSIBLE = hint(_RESPONSIBILITY)


def _suffers(text: str, statement: Statement, holds: int) -> bool:
    """Whether the act is done to the subject of the condition: 企业未申报的，责令改正; who deals with others does it
    himself (市人民政府对进展缓慢的，要约谈), and so does an authority that did no wrong (部门检查时，可以查封…)."""
    if statement.modality is Modality.MUST_NOT or not (statement.from_condition or _of_event(statement)):
        return False
    if any(text.startswith(("对", "针对"), start) for start, _ in statement.conditions):
        return False
    if statement.from_condition and _sanctions(text, statement, holds):
        if not all(AUTHORITIES.issuperset(actor.kinds) for actor in statement.subjects):
            return True
        wrong = any(_WRONG.match(text, *case) for case in statement.conditions)
        return wrong and any(_HELD_TO_ACCOUNT.search(text, a, b) for a, b in statement.actions)
    persons = all(
        actor.kinds == (BodyKind.INDIVIDUAL,) or _APPLIES.search(text, actor.start, actor.end)
        for actor in statement.subjects
    )
    return persons and any(done_to_person(text, a, b) for a, b in statement.actions)


def _of_event(statement: Statement) -> bool:
    """Whether the subject is that of an event: 犯罪嫌疑人|到案后，应当责令其…"""
    *before, last = statement.readings
    return not last.subjects and any(
        one.role is Role.SUBJECT and one.condition and one.subject_range and one.subject_range[1] <= one.condition[0]
        for one in before
    )


_WRONG = re.compile("[^，。；发对]{0,8}?(?:[未不违拒]|滥用|玩忽|失职|逾期|徇私|擅自|虚假|瞒报|谎报|迟报)")
_HELD_TO_ACCOUNT = re.compile("责令|处分|追究|通报|批评|约谈|问责|纠正")
_APPLIES = re.compile("申[请报领]")


def _sanctions(text: str, statement: Statement, holds: int) -> bool:
    return holds & MAY_BE_OF_AUTHORITY != 0 and any(acts_of_authority(text, a, b) for a, b in statement.actions)


def _responsible(text: str, statement: Statement) -> list[Bearer]:
    """落实 X 的责任: X bears it beside the implied organisation."""
    found: list[Bearer] = []
    last = -1
    for match in _RESPONSIBILITY.finditer(text, statement.start, statement.end):
        if match.group("more") and match.start() != last:
            continue  # 落实…首长第一责任人的责任|和领导班子成员“一岗双责”: the row goes on
        last = match.end()
        begin, stop = match.span("who")
        first = _FIRST_IN_CHARGE.search(text, begin, stop)  # 行政首长|第一责任人的责任: what the post is, no post more
        stop = first.start() if first and first.start() > begin else stop
        for cut in reversed(head_ends(text, begin, stop)):
            actors = actors_in(text, begin, cut)
            if actors:
                found.extend(named_bearers(text, actors, Basis.SUBJECT))
                break
    return found


def _partner(text: str, actor: Actor, role: PartnerRole) -> Partner:
    return _make_partner(surface=_quote(text, actor.start, actor.end), role=role)


# --- one step removed ------------------------------------------------------------------------------------------------

_AUTHORITY_ACT = re.compile(
    r"监管|执法|查处|打击|考核|审批|约谈|通报|督办|检查|监督|督查|惩|处罚|公布|曝光|问责|评审|抽查|验收|巡查|暗访|追究|指导|组织开展|会同"
)


def derive(text: str, duty: Duty, context: Context, words: Words) -> list[Duty]:
    """What those are to do whom *duty*'s bearer is to urge: 督促企业开展培训，每年至少演练一次 → the enterprise.

    The acts run from behind the second party to the next act of the authority.
    """
    if duty.modality not in (Modality.MUST, Modality.ENCOURAGED) or not duty.supervised:
        return []
    lex = lexicon()
    derived: list[Duty] = []
    spans = [(a.quote.start, a.quote.end) for a in duty.actions]
    for index, (start, end) in enumerate(spans):
        for match in lex.urge.finditer(text, start, end):
            row = _row(duty, match.end(), end)
            if not row:
                continue
            begin = row[-1].surface.end
            acts = [(begin, end)] if _acts(text, begin, end, words) else []
            own, first = _own_cue(text, begin, end, duty.modality)
            for a, b in spans[index + 1 :] if own is duty.modality else ():
                if lex.urge.match(text, a, b) or _AUTHORITY_ACT.search(text, a, min(b, a + 10)):
                    break
                acts.append((a, b))
            if acts and acts[0][0] == begin:
                acts[0] = (first, end)
                derived.append(_derived(text, duty, context, row, acts, own))
            break
    return derived


_ALL = re.compile("(?:均|都|一律(?!不))+")


def urged_to_the_end(duty: Duty, derived: Sequence[Duty]) -> tuple[Bearer, ...]:
    """Whom *duty* urges to its last act: who is told next what not to do is told it with them."""
    last = derived[-1] if derived else None
    if last is None or not duty.actions or last.actions[-1].quote.end != duty.actions[-1].quote.end:
        return ()
    return tuple(_make_bearer(kind=b.kind, basis=Basis.PREVIOUS, evidence=b.surface) for b in last.bearers)


def _own_cue(text: str, begin: int, end: int, modality: Modality) -> tuple[Modality, int]:
    """(modality, where the act begins) of what a second party is to do: 督促企业|不得|超员 forbids."""
    lex = lexicon()
    everybody = _ALL.match(text, begin, end)
    at = everybody.end() if everybody else begin
    cue = lex.cue_or_not.match(text, at, end)
    if cue is None or cue.end() >= end or cue.group(0) not in lex.modality_of or len(cue.group(0)) == 1:
        return modality, begin
    return lex.modality(cue.group(0)), cue.end() - lex.kept(cue.group(0))


def _row(duty: Duty, at: int, end: int) -> list[Supervised]:
    """The supervised parties that stand in one row from *at*."""
    row: list[Supervised] = []
    for party in sorted(duty.supervised, key=lambda s: s.surface.start):
        if at <= party.surface.start <= at + 4 and party.surface.end <= end:
            row.append(party)
            at = party.surface.end
    return row


def _acts(text: str, begin: int, end: int, words: Words) -> bool:
    """Whether what follows the second party is something to do (督促企业|开展…), not a thing of theirs (企业|情况)."""
    return end - begin >= 3 and text[begin] not in "的率、和" and opens_predicate(text, begin, end, words)


def _derived(
    text: str,
    duty: Duty,
    context: Context,
    row: Sequence[Supervised],
    acts: Sequence[tuple[int, int]],
    modality: Modality,
) -> Duty:
    start, end = row[0].surface.start, acts[-1][1]
    quote = _quote(text, start, end)
    kinds = {party.kind for party in row}
    return _make_duty(
        id=_id(context, quote.text, duty.id), quote=quote, clause=duty.clause, part=duty.part, modality=modality,
        bearers=tuple(_make_bearer(kind=p.kind, basis=Basis.SUBJECT, surface=p.surface) for p in row),
        actions=tuple(_make_action(quote=_quote(text, a, b)) for a, b in acts),
        targets=tuple(t for t in duty.targets if quote.covers(t.surface)),
        time=tuple(
            t for t in duty.time
            if quote.covers(t.surface) or t.surface.end <= duty.quote.start or t in context.times
        ),
        sectors=duty.sectors if BodyKind.ENTERPRISE in kinds else (), condition=duty.condition,
        strength=duty.strength, derived_from=duty.id, row=duty.row,
    )  # fmt: skip
