"""Circulars in a few lines, for tests of the base: a tiny reader of their own, so that they test the base alone.

A text is a title, a document number, a date, then ``一、`` clauses of sentences. A sentence with 要 or 不得 is a duty;
its bearer is what stands before that word, or implied. 《…》（…） is a citation. A line 附件 begins a second part, with
a title, number and date of its own. A text that begins with 坏 fails, 崩 raises, 死 ends the process, 半 stops in the
middle of sending the result, 半死 ends the process there.
"""

from __future__ import annotations

import hashlib
import os
import re
import struct
import sys
import threading
from datetime import date
from pathlib import Path

from policies.conditions import All, Condition, Kind, Sector, Within
from policies.documents import (
    Block,
    BlockKind,
    Citation,
    Clause,
    Document,
    Level,
    Metadata,
    Part,
    Relation,
    RelationType,
    Source,
)
from policies.duties import Action, Basis, Bearer, BodyKind, Duty, Modality, Partner, PartnerRole, Supervised
from policies.errors import InputError
from policies.spans import Quote, Span

__all__ = ["CITY", "PLAN", "compile_duty", "parse", "read", "write"]

PLAN = """吉林省人民政府关于加强安全生产工作的意见
吉政发〔2011〕5号
2011-03-01
一、总体要求
各市（州）人民政府要建立安全生产联席会议制度。本意见所称企业是指生产经营单位。
二、重点工作
煤矿企业要每季度开展一次隐患排查。煤矿企业不得超能力组织生产。
"""
CITY = """吉林市人民政府关于落实安全生产责任的通知
吉市政发〔2012〕14号
2012-06-06
一、落实责任
按照《吉林省人民政府关于加强安全生产工作的意见》（吉政发〔2011〕5号）和《安全生产法》（主席令第七十号）开展工作。
二、开展排查
市安监局要督促企业开展全员培训。非煤矿山企业要开展隐患排查治理，由市公安局配合。要组织应急演练。
"""
_KINDS = (("企业", BodyKind.ENTERPRISE), ("人民政府", BodyKind.GOVERNMENT), ("局", BodyKind.DEPARTMENT))
_REGIONS = {"吉林市": ("吉林省吉林市", Level.CITY), "吉林省": ("吉林省", Level.PROVINCE)}


def write(folder: Path, **texts: str) -> list[Path]:
    """Files of these names (``.txt`` is added)."""
    paths = []
    for name, text in texts.items():
        path = folder / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def parse(path: Path) -> Document:
    """What ``parsers.parse_file`` does, for these texts."""
    raw = path.read_bytes()
    text = raw.decode("utf-8")
    if text.startswith("坏"):
        raise InputError("The file is broken.", where=str(path))
    if text.startswith("崩"):
        raise ZeroDivisionError("fault of the reader")
    if text.startswith("死"):
        os._exit(7)
    if text.startswith("半"):
        _send_half()
        path.with_suffix(".half").touch()
        if text.startswith("半死"):
            os._exit(7)
        threading.Event().wait()
    return read(text, name=path.name, digest=hashlib.sha256(raw).hexdigest())


def _send_half() -> None:
    """Send the beginning of a result to the parent, as a worker does that is stopped while it sends."""
    frame = sys._getframe()
    while "result_queue" not in frame.f_locals:
        assert frame.f_back is not None, "this is no worker"
        frame = frame.f_back
    writer = frame.f_locals["result_queue"]._writer
    os.write(writer.fileno(), struct.pack("!i", 1000) + b"half")


def read(text: str, name: str = "", digest: str = "") -> Document:
    """The document of *text*."""
    cut = text.find("附件\n")
    spans = [Span(start=0, end=len(text))] if cut < 0 else [Span(start=0, end=cut), Span(start=cut, end=len(text))]
    parts = tuple(Part(index=n, span=span, metadata=_metadata(text, span, n)) for n, span in enumerate(spans))
    clauses = _clauses(text, parts)
    outer = parts[0].metadata
    identity = _hash(outer.doc_number or "", outer.title or "") if outer.title else _hash(text)
    own = tuple(_duties(text, clauses, identity))
    derived = tuple(d for duty in own for d in _derived(text, duty))
    relations = tuple(
        Relation(type=RelationType.FORWARDS, title=part.metadata.title, doc_number=part.metadata.doc_number, part=0)
        for part in parts[1:]
    )
    return Document(
        id=identity,
        text=text,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        source=Source(name=name, format="text", encoding="utf-8", digest=digest),
        origins=(),
        metadata=outer,
        relations=relations,
        parts=parts,
        clauses=clauses,
        blocks=tuple(_blocks(text, clauses)),
        sentences=(),
        citations=tuple(
            Citation(quote=_quote(text, m.start(), m.end()), title=m[1], doc_number=m[2])
            for m in re.finditer(r"《([^》]+)》（([^）]+号)）", text)
        ),
        duties=own,
        derived=derived,
        problems=(),
    )


def compile_duty(duty: Duty, document: Document) -> Condition:
    """What ``rules.compile.compile_duty`` does, for these duties."""
    parts: list[Condition] = [Kind(kind=bearer.kind, evidence=bearer.surface) for bearer in duty.bearers]
    if duty.sectors:
        words = duty.sectors[0]
        parts.append(Sector(sector="非煤矿山" if "非煤" in words.text else "煤矿", evidence=words))
    region = document.parts[duty.part].metadata.region
    if region:
        named = re.search("全省", duty.quote.text)
        place = _at(document.text, duty.quote.start, named, 0) if named else None
        code = {"吉林省": "220000", "吉林省吉林市": "220200"}[region]
        parts.append(Within(place=code, evidence=place, because=None if named else "issuer"))
    return All(of=tuple(parts))


def _hash(*words: str) -> str:
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()[:16]


def _quote(text: str, start: int, end: int) -> Quote:
    return Quote(start=start, end=end, text=text[start:end])


def _metadata(text: str, span: Span, part: int) -> Metadata:
    lines = [line for line in text[span.start : span.end].split("\n") if line and line != "附件"][:3]
    title = lines[0] if lines else None
    region = next((value for word, value in _REGIONS.items() if title and title.startswith(word)), (None, None))
    return Metadata(
        title=title,
        issuer=title.split("关于")[0] if title and "关于" in title else None,
        doc_number=next((line for line in lines if line.endswith("号")), None),
        date=next((date.fromisoformat(line) for line in lines if re.fullmatch(r"\d{4}-\d\d-\d\d", line)), None),
        genre="通知",
        level=region[1],
        region=region[0],
    )


def _clauses(text: str, parts: tuple[Part, ...]) -> tuple[Clause, ...]:
    found: list[Clause] = []
    parent: int | None = None
    heads = list(re.finditer(r"^([一二三四五]、|（[一二三四五]）)(.*)$", text, re.M))
    for index, head in enumerate(heads):
        inner = head[1].startswith("（")
        part = next(part for part in parts if part.span.start <= head.start() < part.span.end)
        number = head[1].strip("、")
        after = heads[index + 1 :]
        end = next((other.start() for other in after if inner or other[1].endswith("、")), part.span.end)
        if not inner:
            parent = index
        path = f"{found[parent].path}/{number}" if inner and parent is not None else f"{'附件/' * part.index}{number}"
        found.append(
            Clause(
                index=index, parent=parent if inner else None, part=part.index, path=path, level=2 if inner else 1,
                number=head[1], title=head[2], span=Span(start=head.start(), end=min(end, part.span.end)),
                head=Span(start=head.start(), end=head.end()),
            )
        )  # fmt: skip
    return tuple(found)


def _blocks(text: str, clauses: tuple[Clause, ...]) -> list[Block]:
    cuts = [clause.span.start for clause in clauses] + [len(text)]
    blocks = [Block(span=Span(start=0, end=cuts[0]), kind=BlockKind.TITLE)]
    for clause, end in zip(clauses, cuts[1:], strict=True):
        blocks.append(
            Block(span=Span(start=clause.span.start, end=min(end, clause.span.end)), kind=BlockKind.TEXT,
                  clause=clause.index, part=clause.part)
        )  # fmt: skip
    return blocks


def _duties(text: str, clauses: tuple[Clause, ...], identity: str) -> list[Duty]:
    found = []
    for sentence in re.finditer(r"[^。\n]+(?=。)", text):
        cue = re.search("要|不得", sentence[0])
        clause = max((c for c in clauses if c.span.start <= sentence.start() < c.span.end), key=lambda c: c.level,
                     default=None)  # fmt: skip
        if cue is None or clause is None:
            continue
        start = sentence.start()
        at = start + cue.start()
        kind = next((kind for ending, kind in _KINDS if text[start:at].endswith(ending)), None)
        bearer = (
            Bearer(kind=kind, basis=Basis.SUBJECT, surface=_quote(text, start, at))
            if kind
            else Bearer(kind=BodyKind.ENTERPRISE, basis=Basis.ACT)
        )
        quote = _quote(text, start, sentence.end())
        partner = re.search("由(.+?局)配合", sentence[0])
        urged = re.search("督促(企业)", sentence[0])
        sector = re.search("非煤矿山|煤矿", sentence[0])
        found.append(
            Duty(
                id=_hash(identity, clause.path, quote.text),
                quote=quote,
                clause=clause.index,
                part=clause.part,
                modality=Modality.MUST_NOT if cue[0] == "不得" else Modality.MUST,
                bearers=(bearer,),
                actions=(Action(quote=_quote(text, start + cue.end(), sentence.end())),),
                partners=(Partner(surface=_at(text, start, partner, 1), role=PartnerRole.COOPERATE),)
                if partner
                else (),
                supervised=(
                    (Supervised(surface=_at(text, start, urged, 1), kind=BodyKind.ENTERPRISE),) if urged else ()
                ),
                sectors=(_at(text, start, sector, 0),) if sector else (),
            )
        )
    return found


def _at(text: str, start: int, match: re.Match[str], group: int) -> Quote:
    return _quote(text, start + match.start(group), start + match.end(group))


def _derived(text: str, duty: Duty) -> list[Duty]:
    return [
        Duty(
            id=_hash(duty.id, "derived"),
            quote=_quote(text, party.surface.start, duty.quote.end),
            clause=duty.clause,
            part=duty.part,
            modality=duty.modality,
            bearers=(Bearer(kind=party.kind, basis=Basis.SUBJECT, surface=party.surface),),
            actions=(Action(quote=_quote(text, party.surface.end, duty.quote.end)),),
            derived_from=duty.id,
        )
        for party in duty.supervised
    ]
