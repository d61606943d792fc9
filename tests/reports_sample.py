"""Documents and answers for the tests of reports, built from a text and an annotation in the evaluation's format.

Reports are tested on what the models hold, whatever the parser makes of a text today.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

from policies.answers import Answer, DutyRecord, Fact, SourceRef, Trace, Verdict
from policies.conditions import All, Condition, Kind, Quoted
from policies.conditions import Any as AnyOf
from policies.documents import (
    Block,
    BlockKind,
    Citation,
    Clause,
    Document,
    Metadata,
    Part,
    Problem,
    Relation,
    Sentence,
    SentenceRole,
    Source,
)
from policies.duties import (
    Action,
    Basis,
    Bearer,
    BodyKind,
    Directness,
    Duty,
    Modality,
    Partner,
    PartnerRole,
    Supervised,
    Target,
    TimeType,
    Timing,
)
from policies.entities import Entity
from policies.spans import Quote, Span

GOLD = Path(__file__).parent.parent.parent / "shared" / "eval" / "gold"
ON = datetime.date(2012, 9, 1)
MINE = Entity(
    name="丰源煤业有限公司",
    kind=BodyKind.ENTERPRISE,
    place="吉林省吉林市",
    sectors=("煤矿",),
    attributes={"地下矿山": True},
)

TEXT = """云山市人民政府办公室文件
云政办发〔2012〕7号
云山市人民政府办公室关于加强应急管理的通知
各县（市、区）人民政府：
　　根据《云山省应急管理办法》（云政发〔2010〕2号），现通知如下：
　　一、工作内容
　　（一）切实加强应急演练工作。督促企业建立应急演练制度，每年至少组织一次综合演练。高危行业企业每半年至少组织一次专项演练。
　　（二）深入开展安全专项整治。
　　煤矿：煤矿企业严禁超能力、超强度组织生产。年底前，煤矿企业全部达到三级以上标准化水平。
　　二、工作要求
　　鼓励企业采用=先进|技术<b>&。原则上每月10日前报送情况。
　　云山市人民政府办公室
　　2012年6月6日
"""
ANNOTATION: dict[str, Any] = {
    "document": {
        "title": "云山市人民政府办公室关于加强应急管理的通知",
        "issuer": "云山市人民政府办公室",
        "doc_number": "云政办发〔2012〕7号",
        "date": "2012-06-06",
        "genre": "通知",
        "addressees": ["各县（市、区）人民政府"],
        "level": "city",
        "region": "云山省云山市",
        "relations": [{"type": "implements", "title": "云山省应急管理办法", "doc_number": "云政发〔2010〕2号"}],
    },
    "headings": [
        {"number": "一、", "level": 1, "title": "工作内容"},
        {"number": "（一）", "level": 2, "title": "切实加强应急演练工作"},
        {"number": "（二）", "level": 2, "title": "深入开展安全专项整治"},
        {"number": None, "level": 3, "title": "煤矿"},
        {"number": "二、", "level": 1, "title": "工作要求"},
    ],
    "citations": [
        {
            "quote": "《云山省应急管理办法》（云政发〔2010〕2号）",
            "title": "云山省应急管理办法",
            "doc_number": "云政发〔2010〕2号",
        }
    ],
    "duties": [
        {
            "quote": "督促企业建立应急演练制度，每年至少组织一次综合演练",
            "modality": "must",
            "bearers": [{"surface": None, "kind": "government", "position": None}],
            "actions": ["督促企业建立应急演练制度", "每年至少组织一次综合演练"],
            "supervised": [{"surface": "企业", "kind": "enterprise"}],
            "time": [{"surface": "每年至少组织一次", "type": "frequency", "value": ">=1/P1Y"}],
        },
        {
            "quote": "高危行业企业每半年至少组织一次专项演练",
            "modality": "must",
            "bearers": [{"surface": "高危行业企业", "kind": "enterprise", "position": None}],
            "actions": ["每半年至少组织一次专项演练"],
            "time": [{"surface": "每半年至少组织一次", "type": "frequency", "value": ">=1/P6M"}],
            "sectors": ["高危行业"],
        },
        {
            "quote": "煤矿企业严禁超能力、超强度组织生产",
            "modality": "must_not",
            "bearers": [{"surface": "煤矿企业", "kind": "enterprise", "position": None}],
            "actions": ["超能力、超强度组织生产"],
            "sectors": ["煤矿"],
        },
        {
            "quote": "年底前，煤矿企业全部达到三级以上标准化水平",
            "modality": "must",
            "bearers": [{"surface": "煤矿企业", "kind": "enterprise", "position": None}],
            "actions": ["全部达到三级以上标准化水平"],
            "targets": [
                {"surface": "三级以上标准化水平", "metric": "标准化水平", "op": ">=", "value": 3, "unit": "级"}
            ],
            "time": [{"surface": "年底前", "type": "deadline", "value": "2012-12-31"}],
            "sectors": ["煤矿"],
        },
        {
            "quote": "鼓励企业采用=先进|技术<b>&",
            "modality": "encouraged",
            "bearers": [{"surface": "企业", "kind": "enterprise", "position": None}],
            "actions": ["=先进|技术<b>&"],
        },
        {
            "quote": "原则上每月10日前报送情况",
            "modality": "must",
            "bearers": [{"surface": None, "kind": "government", "position": None}],
            "actions": ["报送情况"],
            "time": [{"surface": "每月10日前", "type": "frequency", "value": "=1/P1M"}],
            "strength": "softened",
        },
    ],
}


def sample() -> Document:
    """A short circular of an invented city, with everything that a report has to show."""
    return document(TEXT, ANNOTATION)


def gold(name: str) -> Document:
    """A document of the evaluation's gold files."""
    annotation = json.loads((GOLD / f"{name}.json").read_text("utf-8"))
    return document((GOLD / annotation["source"]).read_text("utf-8-sig"), annotation)


def document(text: str, annotation: dict[str, Any]) -> Document:
    identity = hashlib.sha256(text.encode()).hexdigest()
    head = annotation["document"]
    clauses = _clauses(text, annotation["headings"])
    duties, cursor = [], 0
    for entry in annotation["duties"]:
        duty, cursor = _duty(text, entry, cursor, clauses)
        duties.append(duty)
    metadata = Metadata.model_validate({key: value for key, value in head.items() if key != "relations"})
    return Document(
        id=identity[:16],
        text=text,
        digest=identity,
        source=Source(name="sample.txt", format="text", digest=identity),
        origins=(),
        metadata=metadata,
        relations=tuple(Relation.model_validate(relation) for relation in head["relations"]),
        parts=(Part(index=0, span=Span(start=0, end=len(text)), metadata=metadata),),
        clauses=clauses,
        blocks=tuple(_blocks(text, clauses, metadata)),
        sentences=tuple(
            Sentence(span=duty.quote, clause=duty.clause, part=0, role=SentenceRole.DUTY) for duty in duties
        ),
        citations=tuple(_citations(text, annotation["citations"])),
        duties=tuple(duties),
        derived=tuple(_derived(duty) for duty in duties if any(s.kind is BodyKind.ENTERPRISE for s in duty.supervised)),
        problems=(Problem(code="undecided", message="有一句话未能判定。", span=Span(start=0, end=4)),),
    )


def answers(document: Document, kind: BodyKind = BodyKind.ENTERPRISE) -> list[Answer]:
    """Answers by the kind of body alone: bearers of another kind do not owe it; a condition leaves it open."""
    return [_answer(duty, document, kind) for duty in (*document.duties, *document.derived)]


def record(duty: Duty, document: Document) -> DutyRecord:
    trail = document.breadcrumb(duty.clause)
    source = SourceRef(
        document=document.id,
        title=document.metadata.title,
        doc_number=document.metadata.doc_number,
        issuer=document.metadata.issuer,
        date=document.metadata.date,
        level=document.metadata.level,
        region=document.metadata.region,
        clause=trail[-1].path if trail else "",
        headings=tuple(clause.title for clause in trail),
    )
    of: list[Condition] = [AnyOf(of=tuple(Kind(kind=bearer.kind, evidence=bearer.surface) for bearer in duty.bearers))]
    if words := _asked(duty):
        of.append(Quoted(words=words))
    return DutyRecord(duty=duty, source=source, condition=All(of=tuple(of)))


def _asked(duty: Duty) -> str | None:
    if duty.condition:
        return duty.condition.text
    return "高危行业" if "高危" in duty.quote.text else None


def _answer(duty: Duty, document: Document, kind: BodyKind) -> Answer:
    mine = [bearer for bearer in duty.bearers if bearer.kind is kind]
    verdict = Verdict.APPLIES if mine else Verdict.DOES_NOT_APPLY
    missing: tuple[tuple[Fact, ...], ...] = ()
    if mine and (words := _asked(duty)):
        verdict, missing = (
            Verdict.UNKNOWN,
            ((Fact(key=f"words:{words}", question=f"是否属于“{words}”的情形？"),),),
        )
    bearer = (mine or list(duty.bearers))[0]
    basis = f"文中写明“{bearer.surface.text}”" if bearer.surface else "所在条目的标题是对这类主体说的"
    leaf = Trace(
        verdict=verdict, says="主体类别是企业", evidence=bearer.surface, because=None if bearer.surface else basis
    )
    return Answer(
        record=record(duty, document),
        verdict=verdict,
        certainty=bearer.certainty,
        directness=duty.directness,
        bearer_basis=basis,
        missing=missing,
        trace=Trace(verdict=verdict, says="以下各项均须满足", because="各项条件", children=(leaf,)),
    )


def _clauses(text: str, headings: list[dict[str, Any]]) -> tuple[Clause, ...]:
    found: list[dict[str, Any]] = []
    cursor = 0
    for index, heading in enumerate(headings):
        number = heading["number"] or ""
        match = re.compile(rf"^\s*({re.escape(number)}\s*{re.escape(heading['title'])}[。：]?)", re.MULTILINE).search(
            text, cursor
        )
        if match is None:
            continue
        cursor = match.end(1)
        parent = next((i for i in reversed(range(len(found))) if found[i]["level"] < heading["level"]), None)
        step = (number.rstrip("、") or heading["title"]) or str(index)
        path = f"{found[parent]['path']}/{step}" if parent is not None else step
        found.append({**heading, "parent": parent, "path": path, "start": match.start(1), "head": match.end(1)})
    ends = [
        next((c["start"] for c in found[i + 1 :] if c["level"] <= f["level"]), len(text)) for i, f in enumerate(found)
    ]
    return tuple(
        Clause(
            index=i,
            parent=f["parent"],
            part=0,
            path=f["path"],
            level=f["level"],
            number=f["number"],
            title=f["title"],
            span=Span(start=f["start"], end=ends[i]),
            head=Span(start=f["start"], end=f["head"]),
        )
        for i, f in enumerate(found)
    )


def _blocks(text: str, clauses: tuple[Clause, ...], metadata: Metadata) -> list[Block]:
    cuts = sorted({0, len(text), *(c.head.start for c in clauses), *(c.head.end for c in clauses)})
    cuts = sorted({*cuts, *(m.end() for m in re.finditer("\n", text))})
    heads = {c.head.start: c for c in clauses}
    first = clauses[0].head.start if clauses else 0
    blocks = []
    for start, end in pairwise(cuts):
        words = text[start:end].strip()
        inside = [c.index for c in clauses if c.span.start <= start < c.span.end]
        kind = BlockKind.TEXT
        if not words:
            kind = BlockKind.BLANK
        elif start in heads:
            kind = BlockKind.HEADING
        elif start < first and words in (metadata.title or ""):
            kind = BlockKind.TITLE
        elif start < first and words.endswith(("：", ":")) and len(words) < 60:
            kind = BlockKind.ADDRESSEES
        elif start < first and (words.endswith("文件") or words == metadata.doc_number):
            kind = BlockKind.LETTERHEAD
        elif len(words) < 20 and (words == metadata.issuer or re.fullmatch(r"[二\d][^。]*日", words)):
            kind = BlockKind.SIGNATURE
        blocks.append(Block(span=Span(start=start, end=end), kind=kind, clause=inside[-1] if inside else None))
    return blocks


def _find(text: str, words: str, start: int, end: int) -> Quote | None:
    pattern = r"\s*".join(re.escape(c) for c in words if not c.isspace())
    match = re.compile(pattern).search(text, start, end)
    return Quote(start=match.start(), end=match.end(), text=match[0]) if match else None


def _duty(text: str, entry: dict[str, Any], cursor: int, clauses: tuple[Clause, ...]) -> tuple[Duty, int]:
    quote = _find(text, entry["quote"], cursor, len(text)) or _find(text, entry["quote"], 0, len(text))
    assert quote is not None, entry["quote"]

    def inside(words: str | None) -> Quote | None:
        return _find(text, words, quote.start, quote.end) or _find(text, words, 0, len(text)) if words else None

    def surface(words: str) -> Quote:
        return inside(words) or quote

    clause = [c.index for c in clauses if c.span.start <= quote.start < c.span.end]
    path = clauses[clause[-1]].path if clause else ""
    duty = Duty(
        id=hashlib.sha256(f"{path}{entry['quote']}".encode()).hexdigest()[:16],
        quote=quote,
        clause=clause[-1] if clause else None,
        part=0,
        modality=Modality(entry["modality"]),
        bearers=tuple(
            Bearer(
                kind=BodyKind(b["kind"]),
                basis=Basis.SUBJECT if b["surface"] else Basis.HEADING,
                surface=inside(b["surface"]),
                position=inside(b["position"]),
            )
            for b in entry["bearers"]
        ),
        actions=tuple(Action(quote=surface(a)) for a in entry["actions"]),
        supervised=tuple(
            Supervised(surface=surface(s["surface"]), kind=BodyKind(s["kind"])) for s in entry.get("supervised", ())
        ),
        partners=tuple(
            Partner(surface=surface(p["surface"]), role=PartnerRole(p["role"])) for p in entry.get("partners", ())
        ),
        targets=tuple(
            Target(**{**t, "surface": surface(t["surface"]), "unit": t["unit"] or ""}) for t in entry.get("targets", ())
        ),
        time=tuple(
            Timing(surface=surface(t["surface"]), type=TimeType(t["type"]), value=t["value"])
            for t in entry.get("time", ())
        ),
        sectors=tuple(surface(s) for s in entry.get("sectors", ())),
        condition=inside(entry.get("condition")),
        strength=entry.get("strength", "plain"),
    )
    return duty, quote.start


def _derived(duty: Duty) -> Duty:
    urged = tuple(
        Bearer(kind=s.kind, basis=Basis.SUBJECT, surface=s.surface)
        for s in duty.supervised
        if s.kind is BodyKind.ENTERPRISE
    )
    identity = hashlib.sha256(f"derived{duty.id}".encode()).hexdigest()[:16]
    assert duty.directness is Directness.OWN
    return duty.model_copy(update={"id": identity, "bearers": urged, "supervised": (), "derived_from": duty.id})


def _citations(text: str, entries: list[dict[str, Any]]) -> list[Citation]:
    return [
        Citation(quote=quote, title=e["title"], doc_number=e["doc_number"], to_be_written=e.get("to_be_written", False))
        for e in entries
        if (quote := _find(text, e["quote"], 0, len(text)))
    ]
