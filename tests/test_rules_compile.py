"""Who is meant by the words that name a bearer: pairs of bodies whom they reach and whom they do not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from factories import CITY_NOTICE, make_document
from pydantic import TypeAdapter

from policies.answers import Trace, Verdict
from policies.conditions import All, Condition, Not, Quoted, Sector
from policies.conditions import Any as AnyOf
from policies.documents import Document, Sentence, SentenceRole
from policies.duties import BodyKind
from policies.entities import Entity, Site
from policies.messages import _
from policies.spans import Span
from rules.compile import compile_duty
from rules.evaluate import decide, evaluate
from rules.facts import Facts
from rules.missing import missing_sets
from rules.reasons import Reason

CONDITIONS: TypeAdapter[Condition] = TypeAdapter(Condition)
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
        ("规模以上企业", [], enterprise("煤矿", size="规模以下"), NO),
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


# Documents about one kind of body


TEXTILES = enterprise("纺织")
CHEMICALS = enterprise("危险化学品")


def titled(title: str, **more: Any) -> dict[str, Any]:
    return {**NATIONAL, "title": title, **more}


@pytest.mark.parametrize(
    ("title", "entity", "expected"),
    [
        ("关于危险化学品企业贯彻落实《国务院关于进一步加强企业安全生产工作的通知》的实施意见", TEXTILES, NO),
        ("关于危险化学品企业贯彻落实《国务院关于进一步加强企业安全生产工作的通知》的实施意见", CHEMICALS, YES),
        ("关于危险化学品企业安全管理的通知", enterprise(), OPEN),
        ("煤矿企业安全生产许可证实施办法", TEXTILES, NO),
        ("煤矿企业安全生产许可证实施办法", MINE, YES),
        ("关于印发《烟花爆竹经营单位安全管理办法》的通知", MINE, NO),
        ("防治煤矿冲击地压细则", TEXTILES, NO),
        ("北京市实施《中华人民共和国矿山安全法》办法", MINE, YES),
        ("北京市实施《中华人民共和国矿山安全法》办法", TEXTILES, NO),
        ("关于煤矿、非煤矿山和危险化学品企业安全生产的通知", CHEMICALS, YES),
        ("关于煤矿、非煤矿山和危险化学品企业安全生产的通知", TEXTILES, NO),
        ("工贸企业有限空间作业安全规定", MINE, NO),
        ("工贸企业有限空间作业安全规定", TEXTILES, YES),
        ("关于煤矿等企业安全生产的通知", TEXTILES, YES),  # an open list
        ("关于进一步加强企业安全生产工作的通知", TEXTILES, YES),
        ("关于加强煤矿企业和生产经营单位安全管理的通知", TEXTILES, YES),
        ("关于特大煤矿瓦斯爆炸事故的通报", TEXTILES, YES),
        ("关于特种设备使用单位安全管理的通知", TEXTILES, YES),  # a matter of every trade
        ("危险化学品安全管理条例", TEXTILES, YES),  # about the goods, not about their makers
    ],
)
@pytest.mark.parametrize("surface", ["企业", "各单位", "企业主要负责人", None])
def test_a_title_that_names_the_trade_narrows_bare_enterprises(
    title: str, entity: Entity, expected: Verdict, surface: str | None
) -> None:
    assert verdict(entity, duty(surface, "enterprise"), document=titled(title)) is expected


@pytest.mark.parametrize(
    ("surface", "sectors", "entity", "expected"),
    [
        ("建筑施工企业", [], BUILDER, YES),
        ("企业", ["建筑施工"], BUILDER, YES),
        ("企业", ["消防"], TEXTILES, NO),  # everybody's matter names no trade
        ("新建企业", [], TEXTILES, NO),
        ("新建企业", [], MINE, OPEN),
        ("设计单位", [], TEXTILES, OPEN),
        ("周边企业", [], TEXTILES, OPEN),
        ("安全评价机构", [], TEXTILES, OPEN),
    ],
)
def test_a_bearer_or_a_clause_that_says_more_is_left_alone(
    surface: str, sectors: list[str], entity: Entity, expected: Verdict
) -> None:
    given = duty(surface, "enterprise", sectors=sectors, note="、".join(sectors))
    assert verdict(entity, given, document=titled("煤矿安全规程")) is expected


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("本办法适用于本省行政区域内煤矿企业的安全管理。", NO),
        ("煤矿企业（煤矿）的冲击地压防治工作，适用本细则。", NO),
        ("本办法适用于煤矿企业和其他生产经营单位。", YES),
        ("煤矿企业适用于本办法以外的规定。", YES),
    ],
)
def test_a_clause_on_the_scope_narrows_as_a_title_does(scope: str, expected: Verdict) -> None:
    made = make_document([duty("企业", "enterprise")], document=titled("安全管理办法"), heading=scope)
    clause = made.clauses[0]
    span = Span(start=clause.head.start + 2, end=clause.head.end)
    sentence = Sentence(span=span, clause=0, part=0, role=SentenceRole.SCOPE)
    scoped = made.model_copy(update={"sentences": (sentence,)})
    assert decide(compile_duty(scoped.duties[0], scoped), Facts(TEXTILES), ON) is expected


def test_the_trade_of_the_document_states_its_reason() -> None:
    made = make_document([duty("企业", "enterprise")], document=titled("煤矿安全规程"))
    [sector] = [leaf for leaf in leaves(compile_duty(made.duties[0], made)) if isinstance(leaf, Sector)]
    assert (sector.sector, sector.because) == ("煤矿", Reason.TITLE_TRADE)


def test_a_post_tells_its_trade() -> None:
    chief = duty("矿长", "enterprise", position="矿长")
    assert [verdict(one, chief) for one in (TEXTILES, MINE, enterprise("非煤矿山"))] == [NO, YES, YES]
    assert verdict(enterprise("非煤矿山"), chief, document=titled("煤矿安全规程")) is NO


# Drafts and documents without a date


UNDATED = {**PLAN, "date": None}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("吉林省安全生产工作方案（征求意见稿）", NO),
        ("吉林省安全生产工作方案（草案二次审议稿）", NO),
        ("吉林省安全生产工作方案（2012年送审稿）", NO),
        ("吉林省安全生产工作方案讨论稿", NO),
        ("吉林省安全生产工作方案（试行）", YES),
        ("关于印发《吉林省条例（草案）》审议意见的通知", YES),
    ],
)
def test_a_draft_binds_nobody(title: str, expected: Verdict) -> None:
    assert verdict(MINE, duty("企业", "enterprise"), document={**PLAN, "title": title}) is expected


def test_a_draft_says_why_and_stays_one_in_the_base() -> None:
    draft = {**UNDATED, "title": "吉林省安全生产工作方案（征求意见稿）"}
    made = make_document([duty("企业", "enterprise")], document=draft)
    condition = compile_duty(made.duties[0], made)
    assert CONDITIONS.validate_json(CONDITIONS.dump_json(condition, exclude_none=True)) == condition
    trace = evaluate(condition, Facts(MINE), ON)
    assert trace.verdict is NO
    assert _(Reason.DRAFT) in [child.because for child in trace.children]


def test_what_comes_with_a_draft_or_is_sent_for_comment_is_a_draft() -> None:
    given = duty("企业", "enterprise")
    draft = {**CITY_NOTICE, "title": "吉林市安全生产规划（草案）"}
    asking = {**CITY_NOTICE, "title": "关于对《吉林省安全生产工作方案》公开征求意见的公告"}
    hearing = {**CITY_NOTICE, "title": "关于广泛征求意见做好安全生产工作的通知"}
    found = [verdict(MINE, given, document=PLAN, outer=outer) for outer in (draft, asking, hearing)]
    assert found == [NO, NO, YES]
    assert verdict(MINE, given, document=asking) is YES  # the notice itself is none


def test_a_document_without_a_date_is_asked_about_once() -> None:
    made = make_document([duty("企业", "enterprise"), duty("各企业", "enterprise")], document=UNDATED)
    facts = Facts(MINE)
    asked = {missing_sets(compile_duty(one, made), facts, ON) for one in made.duties}
    [[[fact]]] = asked
    assert "吉林省安全生产工作方案" in fact.question
    for stated, expected in ((True, YES), (False, NO)):
        knows = Facts(MINE.model_copy(update={"attributes": {fact.key.removeprefix("words:"): stated}}))
        assert [decide(compile_duty(one, made), knows, ON) for one in made.duties] == [expected] * 2


# The issuer's own work


@pytest.mark.parametrize(
    ("act", "own"),
    [
        ("召开全省安全培训工作现场会", True),
        ("做好《吉林省安全生产条例》的修订论证工作", True),
        ("加快出台《吉林省安全生产条例》", True),
        ("加强省级安全生产技术支撑实验室建设", True),
        ("做好省级安全生产专项资金项目的落实", True),
        ("加快全省安全生产专家库建设", True),
        ("建立全省安全生产应急管理专家库", True),
        ("制定《关于加快推进全省安全文化建设工作意见》", True),
        ("进一步落实全省隐患排查治理体系建设工作视频会议精神", False),
        ("学习全省安全生产工作会议精神", False),
        ("组织召开会议传达全省安全生产工作会议精神", False),
        ("加强全省安全文化建设", False),  # every level does its share
        ("贯彻《吉林省安全生产条例》", False),
        ("制定《吉林省安全生产条例》宣传方案", False),
        ("建设省级安全发展示范城市", False),  # a grade that others earn
        ("加强与省级有关部门的沟通", False),
        ("建立全国统一的平台", False),  # not this issuer's level
        ("建立市级专家库", False),
    ],
)
@pytest.mark.parametrize("kind", ["government", "department"])
def test_work_of_the_whole_level_is_the_issuers(act: str, own: bool, kind: str) -> None:
    given = duty(None, kind, basis="addressee", quote=act, actions=[act])
    askers = (
        (PROVINCE, COUNTY) if kind == "government" else [department(one, "应急管理") for one in ("吉林省", "永吉县")]
    )
    found = [verdict(one, given, document=PLAN) for one in askers]
    assert found == [YES, NO if own else YES]


@pytest.mark.parametrize(
    ("document", "act", "expected"),
    [
        (CITY_NOTICE, "召开全市现场会", [NO, YES, NO]),
        (CITY_NOTICE, "建设市级应急平台", [NO, YES, NO]),
        (NATIONAL, "建立全国信息平台", [NO, NO, NO]),
        (NATIONAL, "修订《中华人民共和国安全生产法》", [NO, NO, NO]),
        (PLAN, "各市（州）建立全省专家库", [YES, YES, YES]),
    ],
)
def test_the_level_is_that_of_the_issuer(document: dict[str, Any], act: str, expected: list[Verdict]) -> None:
    named = act.startswith("各市")
    given = duty("各市（州）" if named else None, "government", quote=act, actions=[act])
    found = [verdict(one, given, document=document) for one in (PROVINCE, CITY, COUNTY)]
    assert found == ([NO, YES, NO] if named else expected)


# Posts without a further word


@pytest.mark.parametrize(
    ("surface", "position"),
    [
        ("企业主要负责人", "主要负责人"),
        ("企业的主要负责人", "主要负责人"),
        ("生产经营单位主要负责人", "主要负责人"),
        ("企业的主要负责人（包括企业法定代表人等其他主要负责人）是企业安全生产的第一责任人", "第一责任人"),
        ("班组和岗位员工", "员工"),
        ("其他负责人", "负责人"),
        ("作业人员", None),
    ],
)
@pytest.mark.parametrize("basis", ["subject", "previous"])
def test_a_post_without_a_further_word_is_no_question(surface: str, position: str | None, basis: str) -> None:
    if basis == "subject":
        given = duty(surface, "enterprise", position=position)
    else:
        given = duty(None, "enterprise", quote=f"{surface}要自查。加强工作", basis=basis, evidence=surface)
    made = make_document([given])
    condition = compile_duty(made.duties[0], made)
    assert [leaf for leaf in leaves(condition) if isinstance(leaf, Quoted)] == []
    assert decide(condition, Facts(MINE), ON) is YES
