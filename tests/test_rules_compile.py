"""Who is meant by the words that name a bearer: pairs of bodies whom they reach and whom they do not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from factories import CITY_NOTICE, make_document

from policies.answers import Trace, Verdict
from policies.conditions import All, Condition, Not, Quoted
from policies.conditions import Any as AnyOf
from policies.documents import Document
from policies.duties import BodyKind
from policies.entities import Entity, Site
from rules.compile import compile_duty
from rules.evaluate import decide, evaluate
from rules.facts import Facts

ON = date(2012, 9, 1)
PLAN = {"title": "吉林省安全生产工作方案", "level": "province", "region": "吉林省", "date": "2012-06-06"}
NATIONAL = {"title": "国务院关于安全生产工作的意见", "level": "national", "region": "", "date": "2012-01-01"}
YES, OPEN, NO = Verdict.APPLIES, Verdict.UNKNOWN, Verdict.DOES_NOT_APPLY


def government(place: str, **facts: Any) -> Entity:
    return Entity(kind=BodyKind.GOVERNMENT, place=place, **facts)


def department(place: str, *functions: str, **facts: Any) -> Entity:
    return Entity(kind=BodyKind.DEPARTMENT, place=place, functions=functions or None, **facts)


def enterprise(*sectors: str, place: str = "吉林省吉林市", **facts: Any) -> Entity:
    return Entity(kind=BodyKind.ENTERPRISE, place=place, sectors=sectors or None, **facts)


def duty(surface: str | None, kind: str, **more: Any) -> dict[str, Any]:
    bearer = {"surface": surface, "kind": kind, "position": more.pop("position", None)}
    bearer |= {key: more.pop(key) for key in ("basis", "evidence") if key in more}
    return {"quote": more.pop("quote", f"{surface or ''}要加强工作"), "bearers": [bearer], **more}


def verdict(entity: Entity, given: dict[str, Any], on: date = ON, **document: Any) -> Verdict:
    made = make_document([given], **document)
    return decide(compile_duty(made.duties[0], made), Facts(entity), on)


PROVINCE = government("吉林省")
CITY = government("吉林省吉林市")
COUNTY = government("永吉县")
TOWNSHIP = government("永吉县", name="永吉县口前镇人民政府")
FOREIGN = government("浙江省义乌市")


@pytest.mark.parametrize(
    ("surface", "reached", "spared"),
    [
        ("各级政府", [PROVINCE, CITY, COUNTY, TOWNSHIP], [FOREIGN]),
        ("各级人民政府", [PROVINCE, CITY, COUNTY], [FOREIGN]),
        ("各地区", [CITY, COUNTY, TOWNSHIP], [PROVINCE, FOREIGN]),
        ("各地", [CITY, COUNTY], [PROVINCE, FOREIGN]),
        ("县级以上人民政府", [PROVINCE, CITY, COUNTY], [TOWNSHIP, FOREIGN]),
        ("县级以上地方各级人民政府", [PROVINCE, CITY, COUNTY], [TOWNSHIP]),
        ("各市（州）", [CITY], [PROVINCE, COUNTY, TOWNSHIP, FOREIGN]),
        ("各市(州)", [CITY], [COUNTY]),
        ("县（市、区）", [COUNTY], [CITY, TOWNSHIP]),
        ("各县（市）区人民政府", [COUNTY], [CITY]),
        ("县、乡两级", [COUNTY, TOWNSHIP], [PROVINCE, CITY]),
        ("各市县", [CITY, COUNTY], [PROVINCE, TOWNSHIP]),
        ("乡镇（街道）", [TOWNSHIP], [COUNTY]),
        ("省政府", [PROVINCE], [CITY, COUNTY]),
        ("永吉县人民政府", [COUNTY], [CITY, TOWNSHIP, government("舒兰市")]),
    ],
)
def test_governments_of_a_provincial_plan(surface: str, reached: list[Entity], spared: list[Entity]) -> None:
    given = duty(surface, "government")
    assert [verdict(one, given, document=PLAN) for one in reached] == [YES] * len(reached)
    assert [verdict(one, given, document=PLAN) for one in spared] == [NO] * len(spared)


def test_a_citys_notice_binds_within_the_city() -> None:
    given = duty("县（市、区）", "government")
    assert verdict(COUNTY, given) is YES
    assert verdict(government("长春市农安县"), given) is NO


def test_a_forwarded_provincial_plan_binds_within_the_province() -> None:
    given = duty("县（市、区）", "government")
    plan = {key: value for key, value in PLAN.items() if key != "date"}
    assert verdict(government("长春市农安县"), given, document=plan, outer=CITY_NOTICE) is YES
    assert verdict(COUNTY, given, document=plan, outer=CITY_NOTICE, on=date(2012, 6, 5)) is NO  # before the notice


def test_words_beside_the_level_stay_a_question() -> None:
    given = duty("重点县（市、区）", "government")
    assert verdict(COUNTY, given, document=PLAN) is OPEN
    assert verdict(CITY, given, document=PLAN) is NO
    assert verdict(COUNTY.model_copy(update={"attributes": {"重点县（市、区）": True}}), given, document=PLAN) is YES


EMERGENCY = department("吉林省吉林市", "应急管理")
POLICE = department("吉林省吉林市", "公安")
FORESTRY = department("吉林省吉林市", "林业和草原")


@pytest.mark.parametrize(
    ("surface", "reached", "spared"),
    [
        ("各部门", [EMERGENCY, POLICE], [CITY]),
        ("公安机关", [POLICE], [EMERGENCY]),
        ("安监部门", [EMERGENCY], [POLICE]),
        ("应急管理部门", [EMERGENCY], [POLICE]),
        ("市公安局", [POLICE], [EMERGENCY, department("永吉县", "公安")]),
        ("发展改革、教育、公安等部门", [POLICE], [EMERGENCY]),
        ("各级安委会办公室", [EMERGENCY], [POLICE.model_copy(update={"name": "吉林市公安局"})]),
        ("省安委会", [department("吉林省", name="吉林省安全生产委员会")], [EMERGENCY]),
        ("省应急管理厅", [department("吉林省", name="吉林省应急管理厅")], [EMERGENCY, POLICE]),
        ("国务院部门", [], [EMERGENCY]),
    ],
)
def test_departments_of_a_provincial_plan(surface: str, reached: list[Entity], spared: list[Entity]) -> None:
    given = duty(surface, "department")
    assert [verdict(one, given, document=PLAN) for one in reached] == [YES] * len(reached)
    assert [verdict(one, given, document=PLAN) for one in spared] == [NO] * len(spared)


def test_departments_concerned_are_the_competent_ones_else_a_question() -> None:
    mines = duty("有关部门", "department", sectors=["煤矿"], quote="有关部门要加强煤矿安全监管")
    assert verdict(EMERGENCY, mines, document=PLAN) is YES
    assert verdict(FORESTRY, mines, document=PLAN) is NO
    general = duty("有关部门", "department")
    assert verdict(EMERGENCY, general, document=PLAN) is YES  # leads the matter that the title names
    assert verdict(FORESTRY, general, document=PLAN) is OPEN


def test_an_unnamed_department_is_asked_by_section() -> None:
    first, second = duty(None, "department", quote="做好宣传"), duty(None, "department", quote="做好总结")
    made = make_document([first, second], document=PLAN, heading="强化科技支撑。")
    words = {leaf.words for one in made.duties for leaf in leaves(compile_duty(one, made)) if isinstance(leaf, Quoted)}
    assert words == {"负责“强化科技支撑”方面工作的部门"}


MINE = enterprise("煤矿")
BUILDER = enterprise("建筑施工")


@pytest.mark.parametrize(
    ("surface", "sectors", "entity", "expected"),
    [
        ("企业", [], MINE, YES),
        ("各企业", [], MINE, YES),
        ("生产经营单位", [], MINE, YES),
        ("各单位", [], MINE, YES),
        ("煤矿企业", [], MINE, YES),
        ("煤矿企业", [], BUILDER, NO),
        ("煤矿企业", [], enterprise(), OPEN),
        ("煤矿企业", [], enterprise("矿山"), OPEN),
        ("煤矿企业", [], enterprise("0610"), YES),
        ("高危行业企业", [], MINE, YES),
        ("高危行业企业", [], enterprise("银行"), NO),
        ("生产企业", ["非煤矿山"], MINE, NO),
        ("生产企业", ["煤矿"], MINE, YES),
        ("企业", ["冶金", "工贸"], enterprise("冶金"), YES),
        ("规模以上企业", [], MINE, OPEN),
        ("规模以上企业", [], enterprise("煤矿", size="规模以上"), YES),
        ("规模以上企业", [], enterprise("煤矿", size="微型"), NO),
        ("规模以上企业", [], enterprise("煤矿", size="小型"), OPEN),
        ("小微企业", [], enterprise("煤矿", size="微型"), YES),
        ("小微企业", [], enterprise("煤矿", size="大型"), NO),
        ("地下矿山", [], enterprise("建筑施工"), NO),
        ("地下矿山", [], MINE, OPEN),
        ("地下矿山", [], enterprise("煤矿", attributes={"地下矿山": True}), YES),
        ("中央企业", [], MINE, OPEN),
        ("重点企业", [], MINE, OPEN),
        ("各相关单位", [], MINE, OPEN),
        ("各相关单位", ["煤矿"], MINE, YES),
        ("烟花爆竹批发企业", [], MINE, NO),
    ],
)
def test_enterprises(surface: str, sectors: list[str], entity: Entity, expected: Verdict) -> None:
    given = duty(surface, "enterprise", sectors=sectors, note="、".join(sectors))
    assert verdict(entity, given) is expected


def test_sectors_of_a_duty_do_not_narrow_an_authority() -> None:
    assert verdict(COUNTY, duty(None, "government", quote="加强煤矿安全监管", sectors=["煤矿"])) is YES


@pytest.mark.parametrize(
    ("condition", "entity", "kind", "expected"),
    [
        ("规模以上", enterprise("煤矿"), "enterprise", OPEN),
        ("规模以上", enterprise("煤矿", size="大型"), "enterprise", YES),
        ("规模以上", COUNTY, "government", YES),  # tells whom it deals with, not which government
        ("涉及危险化学品的", MINE, "enterprise", NO),
        ("对进展缓慢的", COUNTY, "government", OPEN),
        ("发生事故后", MINE, "enterprise", OPEN),
        ("发生事故后", enterprise("煤矿", attributes={"发生事故后": False}), "enterprise", NO),
    ],
)
def test_conditions(condition: str, entity: Entity, kind: str, expected: Verdict) -> None:
    given = duty(None, kind, quote=f"{condition}，要加强工作", condition=condition)
    assert verdict(entity, given) is expected


@pytest.mark.parametrize(
    ("quote", "entity", "expected"),
    [
        ("除煤矿外，各企业要开展自查", MINE, NO),
        ("除煤矿企业以外，各企业要开展自查", BUILDER, YES),
        ("除规模以下企业外，各企业要开展自查", MINE, OPEN),
        ("除另有规定外，各企业要开展自查", MINE, OPEN),
        ("除开展自查外，还要各企业报告结果", MINE, YES),  # besides, no exception
    ],
)
def test_exceptions_bite(quote: str, entity: Entity, expected: Verdict) -> None:
    assert verdict(entity, duty("各企业", "enterprise", quote=quote)) is expected


def test_a_body_asks_for_its_posts_and_a_post_for_itself() -> None:
    chief = duty("企业主要负责人", "enterprise", position="主要负责人")
    body = duty("企业", "enterprise")
    head = enterprise("煤矿", position="矿长")
    worker = enterprise("煤矿", position="班组长")
    assert [verdict(MINE, one) for one in (chief, body)] == [YES, YES]
    assert [verdict(head, one) for one in (chief, body)] == [YES, NO]
    assert verdict(worker, chief) is NO
    assert verdict(worker, duty("从业人员", "enterprise", position="从业人员")) is YES


def test_addressees_and_issuer() -> None:
    addressed = duty(None, "government", basis="addressee", quote="请认真组织实施")
    to = ("各县（市）区人民政府", "开发区管委会", "市政府各委办局")
    assert verdict(COUNTY, addressed, addressees=to) is YES
    assert verdict(CITY, addressed, addressees=to) is OPEN  # may be the committee of a development zone
    own = duty(None, "government", basis="issuer", quote="将组织督查")
    assert [verdict(one, own) for one in (CITY, COUNTY)] == [YES, NO]


def test_a_body_named_before_is_read_like_one_named_in_the_duty() -> None:
    given = duty(None, "government", basis="previous", quote="各市（州）要建平台。完善数据库", evidence="各市（州）")
    assert [verdict(one, given, document=PLAN) for one in (CITY, COUNTY)] == [YES, NO]


def test_national_documents_reach_everywhere() -> None:
    given = duty("各省、自治区、直辖市人民政府", "government")
    assert verdict(PROVINCE, given, document=NATIONAL) is YES
    assert verdict(FOREIGN, given, document=NATIONAL) is NO
    assert verdict(FOREIGN, duty("各地", "government"), document=NATIONAL) is YES


def test_sites_are_asked_one_by_one() -> None:
    far = Entity(
        kind=BodyKind.ENTERPRISE,
        sites=(Site(place="白山市", sectors=("煤矿",)), Site(place="吉林市", sectors=("批发和零售业",))),
    )
    given = duty("煤矿企业", "enterprise")
    assert verdict(far, given) is NO
    assert verdict(far, duty("企业", "enterprise")) is YES
    near = far.model_copy(update={"sites": (*(far.sites or ()), Site(place="舒兰市", sectors=("煤矿",)))})
    assert verdict(near, given) is YES


def test_a_companys_notice_binds_the_company() -> None:
    notice = {"title": "关于安全检查的通知", "issuer": "某某食品有限公司", "date": "2012-01-01"}
    given = duty("各店铺", "enterprise")
    assert verdict(MINE.model_copy(update={"name": "某某食品有限公司"}), given, document=notice) is YES
    assert verdict(MINE.model_copy(update={"name": "别的食品有限公司"}), given, document=notice) is NO


# Evidence


def leaves(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, All | AnyOf):
        for one in condition.of:
            yield from leaves(one)
    elif isinstance(condition, Not):
        yield from leaves(condition.of)
    else:
        yield condition


def everything() -> Document:
    return make_document(
        [
            duty("高危行业企业", "enterprise", quote="除煤矿外，高危行业企业要自查"),
            duty("各有关部门", "department", condition="对进展缓慢的", quote="对进展缓慢的，各有关部门要约谈"),
            duty(None, "department", quote="做好宣传工作"),
            duty(None, "government", basis="addressee", quote="请认真组织实施"),
            duty("省局", "department"),
        ],
        document=PLAN,
        addressees=("各县（市）区人民政府",),
    )


def test_every_atom_quotes_the_text_or_states_an_inference() -> None:
    made = everything()
    for one in made.duties:
        for leaf in leaves(compile_duty(one, made)):
            assert not isinstance(leaf, All | AnyOf | Not)
            assert leaf.evidence or leaf.because, leaf
            assert leaf.evidence is None or leaf.evidence.anchored(made.text)


def test_every_node_of_a_trace_has_a_reason() -> None:
    def nodes(trace: Trace) -> Iterator[Trace]:
        yield trace
        for child in trace.children:
            yield from nodes(child)

    made = everything()
    for one in made.duties:
        for entity in (MINE, COUNTY, EMERGENCY, Entity()):
            trace = evaluate(compile_duty(one, made), Facts(entity), ON)
            assert trace.verdict is decide(compile_duty(one, made), Facts(entity), ON)
            assert all(node.evidence or node.because for node in nodes(trace))
