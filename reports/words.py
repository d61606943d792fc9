"""The words in which reports say what the models hold: modality, frequency, target, bearer, entity."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from kb.schedule import Frequency
from policies.answers import Review, Sanction, SourceRef, TieBasis, Verdict
from policies.duties import (
    Basis,
    Bearer,
    Certainty,
    Directness,
    Modality,
    PartnerRole,
    Strength,
    Target,
    TimeType,
    Timing,
)
from policies.entities import Entity
from policies.messages import _, language
from policies.review import Decided, Status
from policies.wording import kind_word as kind
from policies.wording import level_word as level

__all__ = [
    "bearer", "bearers", "borne", "certainty", "citation", "cited", "clause", "clip", "condition_set",
    "deadline", "decided", "directness", "document", "entity_facts", "entity_name", "flat", "frequency", "html_lang",
    "joined", "kind", "level", "listed", "modality", "nested", "number", "op", "partner_role", "place",
    "quoted", "reviewed", "settles", "source", "status", "strength", "target", "timing", "verdict",
]  # fmt: skip


def html_lang() -> str:
    """The language of a page, as BCP 47 writes it."""
    return "zh-CN" if language() == "zh" else "en"


def joined(parts: Iterable[str]) -> str:
    """Statements one after another."""
    return ("；" if language() == "zh" else "; ").join(part for part in parts if part)


def listed(parts: Iterable[str]) -> str:
    """Names one after another."""
    return ("、" if language() == "zh" else ", ").join(part for part in parts if part)


def clip(text: str, length: int) -> str:
    """*text* without line breaks, cut to *length* characters with a mark that it was cut."""
    flat = "".join(text.split()) if not text.isascii() else " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1] + "…"


def flat(text: str) -> str:
    """*text* on one line: a line break within Chinese is none of its words, elsewhere it is a blank."""
    return " ".join(re.sub(r"(?<![!-~])\s*\n\s*|\s*\n\s*(?![!-~])", "", text).split())


def modality(value: Modality) -> str:
    """必须, 严禁, 可以, 鼓励."""
    return {
        Modality.MUST: _("must"),
        Modality.MUST_NOT: _("must not"),
        Modality.MAY: _("may"),
        Modality.ENCOURAGED: _("encouraged"),
    }[value]


def strength(value: Strength) -> str:
    """从严, 原则上; nothing for a plain duty."""
    return {Strength.PLAIN: "", Strength.STRICT: _("strictly"), Strength.SOFTENED: _("in principle")}[value]


def directness(value: Directness) -> str:
    """直接承担, 间接承担."""
    return {Directness.OWN: _("borne directly"), Directness.DERIVED: _("one step removed")}[value]


def certainty(value: Certainty) -> str:
    """写明, 承接上文, 推定: how sure it is who bears a duty."""
    return {
        Certainty.STATED: _("bearer stated"),
        Certainty.INHERITED: _("bearer carried on"),
        Certainty.INFERRED: _("bearer probable"),
    }[value]


def borne(direct: Directness, sure: Certainty) -> str:
    """直接承担；写明."""
    return joined([directness(direct), certainty(sure)])


def verdict(value: Verdict) -> str:
    """适用, 待确认, 不适用."""
    return {
        Verdict.APPLIES: _("applies"),
        Verdict.UNKNOWN: _("to be settled"),
        Verdict.DOES_NOT_APPLY: _("does not apply"),
    }[value]


def reviewed(review: Review | None) -> str:
    """张三，2026-03-01：本条只对煤矿而言; nothing where no reviewer has set the condition."""
    if review is None:
        return ""
    signed = _(", ").join(filter(None, (review.who, review.when.isoformat() if review.when else "")))
    return _("{signed}: {why}").format(signed=signed, why=review.why) if review.why else signed


def condition_set(review: Review | None) -> str:
    """条件由审定人设定（张三，2026-03-01：…）; nothing where it was read from the text."""
    return _("condition set by a reviewer ({review})").format(review=reviewed(review)) if review else ""


def status(value: Status) -> str:
    """待审, 已采纳, 已更正, 已驳回, 已补充."""
    return {
        Status.OPEN: _("to review"),
        Status.ACCEPTED: _("accepted"),
        Status.CORRECTED: _("corrected"),
        Status.REJECTED: _("rejected"),
        Status.ADDED: _("added"),
    }[value]


def decided(mark: Decided | None) -> str:
    """已驳回（张三，2026-03-01：不是任务）; nothing where nobody decided."""
    if mark is None:
        return ""
    signed = _(", ").join((mark.who, mark.when.isoformat()))
    signed = _("{signed}: {why}").format(signed=signed, why=mark.why) if mark.why else signed
    return _("{status} by a reviewer ({signed})").format(status=status(mark.status), signed=signed)


def settles(at_least: int, at_most: int, concerns: int) -> str:
    """（可定 3–17 项）: how many duties the answer to a question decides."""
    if not at_most:
        return _(" (with others decides some of {count})").format(count=concerns)
    if at_least == at_most:
        return _(" (decides {count})").format(count=at_most)
    return _(" (decides {least} to {most}, by the answer)").format(least=at_least, most=at_most)


def partner_role(value: PartnerRole) -> str:
    """牵头, 配合, 责任单位."""
    return {
        PartnerRole.LEAD: _("leads"),
        PartnerRole.COOPERATE: _("cooperates"),
        PartnerRole.RESPONSIBLE: _("answers for it"),
    }[value]


def op(sign: str) -> str:
    """至少, 至多 …."""
    return {">=": _("at least"), "<=": _("at most"), ">": _("more than"), "<": _("less than")}.get(sign, sign)


def number(value: float) -> str:
    """90.0 → "90", 36.5 → "36.5"."""
    return str(int(value)) if value == int(value) else repr(value)


def target(value: Target) -> str:
    """自评率 ≥ 90%."""
    sign = {">=": "≥", "<=": "≤"}.get(value.op, value.op)
    return f"{value.metric} {sign} {number(value.value)}{value.unit}".strip()


def frequency(value: Frequency) -> str:
    """每半年至少1次."""
    if value.op == "=":
        return _("{count} time(s) {period}").format(count=value.count, period=_period(value))
    return _("{op} {count} time(s) {period}").format(op=op(value.op), count=value.count, period=_period(value))


def _period(value: Frequency) -> str:
    if value.months:
        years, months = divmod(value.months, 12)
        fixed = {12: _("a year"), 6: _("every half-year"), 3: _("a quarter"), 1: _("a month")}
        if value.months in fixed:
            return fixed[value.months]
        return _("every {n} months").format(n=value.months) if months else _("every {n} years").format(n=years)
    if value.days:
        if value.days == 1:
            return _("a day")
        weeks, days = divmod(value.days, 7)
        if days:
            return _("every {n} days").format(n=value.days)
        return _("a week") if weeks == 1 else _("every {n} weeks").format(n=weeks)
    return _("every {n} hours").format(n=value.hours)


def deadline(value: Timing, on: date | None = None) -> str:
    """2012-12-31（年底前）, with a mark where the day lies before *on*; the words alone where no day is fixed."""
    words = "".join(value.surface.text.split())
    if value.value is None:
        return words
    text = _("{day} ({words})").format(day=value.value, words=words)
    return text + _(" [past]") if on is not None and value.value < on.isoformat() else text


def timing(value: Timing) -> str:
    """Any timing in words: a deadline, a frequency, or a period as the text has it."""
    if value.type is TimeType.DEADLINE:
        return deadline(value)
    words = "".join(value.surface.text.split())
    if value.type is TimeType.FREQUENCY:
        parsed = Frequency.parse(value.value)
        return frequency(parsed) if parsed else words
    return _("{day} ({words})").format(day=value.value, words=words) if value.value else words


def bearer(value: Bearer) -> str:
    """高危行业企业; 企业 · 主要负责人; one carried on: its antecedent; an inferred one: its kind."""
    named = value.surface or (value.evidence if value.certainty is Certainty.INHERITED else None)
    name = flat(named.text) if named else kind(value.kind)
    if value.position is None or value.position.text in name:
        return name
    return f"{name} · {value.position.text}"


def bearers(found: Iterable[Bearer]) -> str:
    """Who bears a duty: named ones by their names, 承接上文：“各地区”, 企业（推定，据标题“企业责任”）."""
    names: dict[str, list[str]] = {}  # by what they were found from; "" where the duty itself names them
    for one in found:
        names.setdefault(_grounds(one), []).append(bearer(one))
    said = []
    for grounds, some in names.items():
        told = listed(dict.fromkeys(some))
        if grounds == Certainty.INHERITED:
            told = _("carried on from what stands before: {names}").format(
                names=listed(dict.fromkeys(map(quoted, some)))
            )
        elif grounds:
            told = _("{kinds} (inferred from {grounds})").format(kinds=told, grounds=grounds)
        said.append(told)
    return listed(said)


def _grounds(value: Bearer) -> str:
    """What a bearer that the duty does not name was found from."""
    if value.certainty is not Certainty.INFERRED:
        return value.certainty if value.certainty is Certainty.INHERITED else ""
    by = {
        Basis.LABEL: _("the label"),
        Basis.HEADING: _("the heading"),
        Basis.ACT: _("the act"),
        Basis.ADDRESSEE: _("the addressees"),
        Basis.ISSUER: _("the issuer"),
        Basis.RULES: _("the other demands of the same rules"),
    }[value.basis]
    between = "" if language() == "zh" else " "
    return by + (between + quoted(flat(value.evidence.text)) if value.evidence else "")


def clause(path: str) -> str:
    """2:三/（七）/4. → 三（七）4, as a clerk cites it; the number of the part is left to the title beside it."""
    steps = [step.strip().rstrip("、.．，,") for step in re.sub(r"^\d+:", "", path).split("/")]
    text = ""
    for step in steps:
        between = text and text[-1] not in "）)" and not step.startswith(("（", "("))
        text += ("·" if between else "") + step
    return text


def source(ref: SourceRef) -> str:
    """《title》（number）clause."""
    return cited(ref) + clause(ref.clause)


def cited(ref: SourceRef) -> str:
    """《title》（number）, as documents cite each other."""
    return citation(ref.title, ref.doc_number, carried=ref.carried, document=ref.document)


def citation(title: str | None, number: str | None, *, carried: bool, document: str = "") -> str:
    """《title》（number）; （载于number） where the number is that of the notice that carries the document.

    One without either is told from others by the beginning of its id, *document*.
    """
    name = f"《{nested(title)}》" if title else ""
    told = _("carried by {title}").format(title=number) if carried and number else number
    untitled = _("(untitled document {id})").format(id=document[:8]) if document else _("(untitled document)")
    return name + (f"（{told}）" if told else "") or untitled


def document(ref: SourceRef) -> str:
    """《title》（number）, its date, and the notice that carries it where it is forwarded or issued by one."""
    carrier = ref.carrier_title if ref.carrier_title != ref.title else None
    carried = _("carried by {title}").format(title=f"《{nested(carrier)}》") if carrier else ""
    return joined([cited(ref), ref.date.isoformat() if ref.date else "", carried])


def sanction(found: Sanction) -> str:
    """由应急管理部门责令限期改正…（《安全生产法》第九十七条，针对“未…的”）; "probably" where words tie it."""
    text = _("{penalty} ({basis}, for “{breach}”)").format(
        penalty=flat(found.penalty.text), basis=source(found.source), breach=flat(found.breach.text)
    )
    return _("probably: {text}").format(text=text) if found.basis is TieBasis.WORDS else text


def quoted(text: str) -> str:
    """*text* in quotation marks."""
    return f"“{text}”"


def nested(title: str) -> str:
    """*title* as it stands inside title marks: 《》 within becomes 〈〉 (GB/T 15834-2011, 4.15.3.5)."""
    return title.replace("《", "〈").replace("》", "〉")


def place(name: str) -> str:
    """The full name of a place that is given by its GB/T 2260 code; else as given."""
    from policies.vocabulary import places  # noqa: PLC0415

    found = places.by_code(name) if name.isdigit() else None
    return found.full_name if found else name


def entity_name(entity: Entity) -> str:
    """How a report calls the asker: its name, else what is known of it."""
    if entity.name:
        return entity.name
    parts = [
        place(entity.place) if entity.place else "",
        level(entity.level) if entity.level else "",
        listed(entity.sectors or ()),
        listed(entity.functions or ()),
        kind(entity.kind) if entity.kind else "",
        entity.position or "",
    ]
    return (" " if language() == "en" else "").join(part for part in parts if part) or _("(no facts given)")


def entity_facts(entity: Entity) -> list[tuple[str, str]]:
    """The facts that were given, as pairs of name and value; what is not stated is not listed."""
    sites = [
        " ".join(part for part in (site.name, place(site.place), listed(site.sectors or ())) if part)
        for site in entity.sites or ()
    ]
    holds = [name for name, true in entity.attributes.items() if true]
    lacks = [name for name, true in entity.attributes.items() if not true]
    facts = [
        (_("Name"), entity.name or ""),
        (_("Kind"), kind(entity.kind) if entity.kind else ""),
        (_("Level"), level(entity.level) if entity.level else ""),
        (_("Place"), place(entity.place) if entity.place else ""),
        (_("Sectors"), _stated(entity.sectors)),
        (_("Size"), entity.size or ""),
        (_("Employees"), str(entity.employees) if entity.employees is not None else ""),
        (_("Revenue (ten thousand yuan)"), str(entity.revenue) if entity.revenue is not None else ""),
        (_("Assets (ten thousand yuan)"), str(entity.assets) if entity.assets is not None else ""),
        (_("Functions"), _stated(entity.functions)),
        (_("Post"), entity.position or ""),
        (_("Has"), listed(holds)),
        (_("Has not"), listed(lacks)),
        (_("Sites"), joined(sites) if entity.sites is None or entity.sites else _("none")),
    ]
    return [(name, value) for name, value in facts if value]


def _stated(values: tuple[str, ...] | None) -> str:
    return "" if values is None else listed(values) or _("none")
