"""Collisions: invented circulars of one province that contradict each other, and many that only seem to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from commands.options import FINDINGS
from docs.make import console
from kb import KnowledgeBase
from kb.clashes import clashes
from kb.collisions import collisions
from kb.matter import matters
from kb.models import Collision
from kb.prepare import source_ref
from parsers import parse_text
from policies.answers import DutyRecord, Verdict
from policies.circulars import shipped
from policies.conditions import Kind
from policies.duties import BodyKind
from reports.conflicts import as_dict, as_text
from rules.answers import verdict
from rules.compile import compile_duty
from rules.witness import witness

PROVINCE, CITY = ("云岭省人民政府办公厅", "岭政办发"), ("青溪市人民政府办公室", "溪政办发")


def notice(issuer: tuple[str, str], number: int, day: str, *items: str, under: int | None = None) -> str:
    """A notice of 2022 with these items; *under* is the number of the province's notice that it carries out."""
    title = f"{issuer[0]}关于{'落实' if under else '加强'}秸秆综合利用工作的通知（{number}）"
    cited = "《云岭省人民政府办公厅关于加强秸秆综合利用工作的通知"
    lead = f"　　根据{cited}（{under}）》（岭政办发〔2022〕{under}号），现通知如下：\n" if under else ""
    body = "".join(f"　　{mark}、{item}。\n" for mark, item in zip("一二三四五六七八九", items, strict=False))
    to = "各市（州）、县（市、区）人民政府，各有关部门："
    return (
        f"{issuer[1]}〔2022〕{number}号\n\n{title}\n\n{to}\n{lead}{body}\n　　　　　　{issuer[0]}\n　　　　　　{day}\n"
    )


@pytest.fixture
def taken(tmp_path: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase(tmp_path / "zeren.db") as base:
        yield base


def take(base: KnowledgeBase, *texts: str) -> list[Collision]:
    """The collisions of a base that holds these."""
    for number, text in enumerate(texts):
        path = base.path.with_name(f"{number}.txt")
        path.write_text(text, encoding="utf-8")
        base.ingest(path)
    return base.conflicts()


def kinds(found: list[Collision]) -> list[str]:
    return [one.kind.value for one in found]


TRUE = [
    ("modality", "禁止任何企业露天焚烧农作物秸秆", "企业可以露天焚烧农作物秸秆"),
    ("modality", "煤矿企业不得夜间组织井下爆破作业", "煤矿企业要夜间组织井下爆破作业"),
    ("modality", "严禁企业向河道倾倒养殖废水", "鼓励企业向河道倾倒养殖废水"),
    (
        "frequency",
        "养殖企业每年至少开展两次粪污利用设施检查",
        "养殖企业每年开展粪污利用设施检查不超过一次",
    ),
    (
        "figure",
        "县级以上人民政府应当安排秸秆利用专项资金不少于三百万元",
        "县级人民政府应当安排秸秆利用专项资金不超过二百万元",
    ),
    ("deadline", "建材企业要在2022年10月底前完成窑炉除尘改造", "建材企业要在2022年12月底前完成窑炉除尘改造"),
]


@pytest.mark.parametrize(("kind", "upper", "lower"), TRUE, ids=[f"{kind}-{n}" for n, (kind, *_) in enumerate(TRUE)])
def test_true_collisions(taken: KnowledgeBase, kind: str, upper: str, lower: str) -> None:
    found = take(taken, notice(PROVINCE, 3, "2022年3月1日", upper), notice(CITY, 8, "2022年4月1日", lower, under=3))
    assert kinds(found) == [kind]
    (one,) = found
    assert one.one.source.level == "province" and one.prevails == one.one.duty.id  # the higher level
    assert not one.assumed
    for record in (one.one, one.two):
        assert verdict(record.condition, one.witness, one.on) is Verdict.APPLIES
    assert one.on == date(2022, 4, 1)


FALSE = [
    ("至少 3 and 至少 4 are compatible", "煤矿企业每月至少检查三次通风设施", "煤矿企业每月至少检查四次通风设施"),
    ("a higher figure is stricter", "秸秆综合利用率达到85%以上", "秸秆综合利用率达到90%以上"),
    ("a weaker one can be met as well", "秸秆综合利用率达到90%以上", "秸秆综合利用率达到85%以上"),
    ("an earlier deadline is stricter", "建材企业要在2022年12月底前完成改造", "建材企业要在2022年10月底前完成改造"),
    ("a case and its opposite", "未经批准，企业不得焚烧秸秆", "经批准，企业可以焚烧秸秆"),
    ("another manner", "企业不得擅自拆除除尘设施", "企业要拆除老旧除尘设施"),
    ("another object", "企业不得新建燃煤锅炉", "企业要新建秸秆锅炉"),
    ("other bodies", "煤矿企业不得夜间组织爆破作业", "尾矿库企业可以夜间组织爆破作业"),
    ("another post", "特种作业人员不得单独进入受限空间", "企业主要负责人可以单独进入受限空间"),
    ("both prevent", "企业要杜绝超能力组织生产", "严禁企业超能力组织生产"),
    ("what undoes it", "企业不得挪用秸秆补贴资金", "财政部门要追回被挪用的秸秆补贴资金"),
    ("more often", "企业每季度至少检查一次秸秆堆场", "企业每月检查一次秸秆堆场"),
    ("the city's own lead", "推进秸秆收储体系建设。（省农业农村厅牵头）", "推进秸秆收储体系建设。（市生态环境局牵头）"),
]


@pytest.mark.parametrize(("why", "upper", "lower"), FALSE, ids=[why for why, *_ in FALSE])
def test_what_only_looks_like_one(taken: KnowledgeBase, why: str, upper: str, lower: str) -> None:
    found = take(taken, notice(PROVINCE, 3, "2022年3月1日", upper), notice(CITY, 8, "2022年4月1日", lower, under=3))
    assert kinds(found) == []


def test_later_of_the_same_issuer_prevails(taken: KnowledgeBase) -> None:
    ask = "推进秸秆收储运体系建设。（省{}厅牵头）"
    found = take(
        taken,
        notice(PROVINCE, 3, "2022年3月1日", ask.format("农业农村")),
        notice(PROVINCE, 9, "2022年8月1日", ask.format("生态环境")),
    )
    assert kinds(found) == ["lead"]
    assert found[0].one.source.date == date(2022, 8, 1) and found[0].prevails == found[0].one.duty.id


def test_equals_are_never_settled_silently(taken: KnowledgeBase) -> None:
    other = ("云岭省农业农村厅", "岭农发")
    third = ("云岭省生态环境厅", "岭环发")
    found = take(
        taken,
        notice(other, 3, "2022年3月1日", "企业可以露天焚烧农作物秸秆"),
        notice(third, 9, "2022年8月1日", "禁止任何企业露天焚烧农作物秸秆"),
    )
    assert kinds(found) == ["modality"] and found[0].prevails is None and found[0].why


def test_other_places_never_meet(taken: KnowledgeBase) -> None:
    found = take(
        taken,
        notice(("青溪市人民政府办公室", "溪政办发"), 3, "2022年3月1日", "企业可以露天焚烧农作物秸秆"),
        notice(("吉林市人民政府办公厅", "吉市政办发"), 9, "2022年8月1日", "禁止任何企业露天焚烧农作物秸秆"),
    )
    assert found == []


def test_a_later_round_is_no_delay(taken: KnowledgeBase) -> None:
    found = take(
        taken,
        notice(PROVINCE, 3, "2022年3月1日", "建材企业要在2022年6月底前完成窑炉除尘改造"),
        notice(CITY, 8, "2022年9月1日", "建材企业要在2022年12月底前完成窑炉除尘改造", under=3),
    )
    assert found == []


def test_only_on_a_day_when_both_are_in_force(taken: KnowledgeBase) -> None:
    take(
        taken,
        notice(PROVINCE, 3, "2022年3月1日", "禁止任何企业露天焚烧农作物秸秆"),
        notice(CITY, 8, "2022年4月1日", "企业可以露天焚烧农作物秸秆", under=3),
    )
    assert taken.conflicts(on=date(2022, 3, 15)) == []
    assert [one.on for one in taken.conflicts(on=date(2022, 5, 1))] == [date(2022, 5, 1)]


def test_a_condition_that_reviewers_set_counts(taken: KnowledgeBase) -> None:
    take(
        taken,
        notice(PROVINCE, 3, "2022年3月1日", "禁止任何企业露天焚烧农作物秸秆"),
        notice(CITY, 8, "2022年4月1日", "企业可以露天焚烧农作物秸秆", under=3),
    )

    def nobody_in_the_city(record: DutyRecord) -> DutyRecord:
        set_ = Kind(kind=BodyKind.INDIVIDUAL)
        return record.model_copy(update={"condition": set_}) if record.source.level == "city" else record

    assert len(list(collisions(taken._open()))) == 1
    assert list(collisions(taken._open(), over=nobody_in_the_city)) == []


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with KnowledgeBase(tmp_path_factory.mktemp("conflicts") / "zeren.db") as base:
        base.ingest([circular.path for circular in shipped()])
        yield base


def test_the_shipped_circulars(demo: KnowledgeBase) -> None:
    """Those in force do not collide; the county's draft would be late twice."""
    assert demo.conflicts() == []
    found = demo.conflicts("石桥县安全生产隐患排查治理工作实施方案")
    assert kinds(found) == ["deadline", "deadline"]
    assert all(one.assumed and one.one.source.level == "province" for one in found)
    assert any("隐蔽致灾因素普查" in one.two.duty.quote.text for one in found)
    text = as_text(found)
    assert "●" in text and "○" in text and "石桥县" in text
    told = json.loads(json.dumps(as_dict(found)))
    assert [Collision.model_validate(one) for one in told["conflicts"]] == found


def test_every_duty_in_force_has_a_witness_with_itself(demo: KnowledgeBase) -> None:
    for record in demo.records():
        shown = witness(record.condition, record.condition)
        draft = record.source.document == next(demo.records("石桥县安全生产隐患排查治理工作实施方案")).source.document
        assert (shown is None) is draft
        if shown is not None:
            assert verdict(record.condition, shown.entity, shown.on) is Verdict.APPLIES


def pairs() -> list[tuple[DutyRecord, DutyRecord]]:
    records = []
    for _kind, upper, lower in (*TRUE, *FALSE):
        for text in (notice(PROVINCE, 3, "2022年3月1日", upper), notice(CITY, 8, "2022年4月1日", lower)):
            document = parse_text(text)
            records.append(
                [
                    DutyRecord(duty=d, source=source_ref(document, d), condition=compile_duty(d, document))
                    for d in document.duties
                ]
            )
    return [
        (one, two) for first, second in zip(records[::2], records[1::2], strict=True) for one in first for two in second
    ]


def test_a_clash_is_symmetric() -> None:
    for one, two in pairs():
        first, second = matters([one])[0], matters([two])[0]
        assert {clash.kind for clash in clashes(first, second)} == {clash.kind for clash in clashes(second, first)}
        there, back = witness(one.condition, two.condition), witness(two.condition, one.condition)
        assert (there is None) is (back is None)


def test_exit_code_tells(demo: KnowledgeBase, tmp_path: Path) -> None:
    with console.surroundings(tmp_path, {}):
        db = demo.path.as_posix()
        assert console.execute(f"zeren conflicts --db {db}").code == 0
        draft = "石桥县安全生产隐患排查治理工作实施方案"
        found = console.execute(f"zeren conflicts {draft} --db {db} --format json")
        assert found.code == FINDINGS and len(json.loads(found.output)["conflicts"]) == 2
