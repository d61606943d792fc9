"""Who is meant, over facts that change with time and words that point at others: tables of a duty, who asks, and the
verdict."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from factories import make_document

from policies.answers import Trace, Verdict
from policies.documents import Level
from policies.duties import BodyKind
from policies.entities import Entity
from policies.vocabulary import places
from rules.compile import compile_duty
from rules.evaluate import decide, evaluate
from rules.resolved import Facts

YES, OPEN, NO = Verdict.APPLIES, Verdict.UNKNOWN, Verdict.DOES_NOT_APPLY
ON = date(2024, 6, 1)
NATION = {"title": "国务院关于做好工作的通知", "issuer": "国务院", "date": "2020-01-01", "level": "national"}


def notice(region: str, year: int, level: str = "city", **more: Any) -> dict[str, Any]:
    return {"title": f"{region}人民政府通知", "level": level, "region": region, "date": f"{year}-03-01"} | more


def body(kind: str, place: str | None = None, **facts: Any) -> Entity:
    return Entity(kind=BodyKind(kind), place=place, **facts)


def duty(surface: str | None, kind: str, **more: Any) -> dict[str, Any]:
    bearer = {key: more.pop(key) for key in ("position", "basis", "evidence") if key in more}
    return {"quote": f"{surface or ''}要加强工作", "bearers": [{"surface": surface, "kind": kind, **bearer}], **more}


def ask(
    given: dict[str, Any], entity: Entity, document: dict[str, Any], on: date = ON, to: tuple[str, ...] = ()
) -> Verdict:
    made = make_document([given], document=document, addressees=to)
    return decide(compile_duty(made.duties[0], made), Facts(entity), on)


def told(given: dict[str, Any], entity: Entity, document: dict[str, Any], on: date = ON) -> str:
    def lines(trace: Trace) -> str:
        return "\n".join((trace.says, trace.because or "", *map(lines, trace.children)))

    made = make_document([given], document=document)
    return lines(evaluate(compile_duty(made.duties[0], made), Facts(entity), on))


FIRMS = duty("各企业", "enterprise")


# --- places ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("region", "level", "year", "place", "expected"),
    [
        ("北京市崇文区", "county", 2009, "北京市东城区", YES),  # merged in 2010
        ("北京市崇文区", "county", 2009, "北京市西城区", NO),
        ("北京市东城区", "county", 2020, "崇文区", YES),  # who states the former place is where it is now
        ("北京市东城区", "county", 2020, "110103", YES),
        ("北京市东城区", "county", 2020, "宣武区", NO),
        ("湖北省襄樊市", "city", 2009, "湖北省襄阳市", YES),  # renamed in 2010
        ("湖北省襄阳市", "city", 2020, "湖北省襄樊市", YES),
        ("山东省济南市", "city", 2020, "莱芜市", YES),  # merged in 2018, into two districts
        ("山东省莱芜市", "city", 2017, "济南市钢城区", YES),
        ("山东省莱芜市", "city", 2017, "山东省济南市", OPEN),  # some of it
        ("安徽省合肥市", "city", 2020, "341400", OPEN),  # the former 巢湖市 was divided among three cities
        ("安徽省合肥市", "city", 2020, "341402", YES),  # its 居巢区 is 合肥市巢湖市
        ("浙江省杭州市", "city", 2020, "341400", NO),
    ],
)
def test_former_places_are_followed(region: str, level: str, year: int, place: str, expected: Verdict) -> None:
    assert ask(FIRMS, body("enterprise", place), notice(region, year, level)) is expected


def test_a_divided_place_leaves_authorities_open_too() -> None:
    assert ask(duty("市政府", "government"), body("government", "341400"), notice("安徽省合肥市", 2020)) is OPEN


@pytest.mark.parametrize(
    ("region", "year", "on", "expected"),
    [
        ("吉林省四平市", 2015, date(2018, 1, 1), YES),  # 公主岭市 was 四平's until 2020
        ("吉林省四平市", 2015, ON, NO),
        ("吉林省四平市", 2022, ON, NO),
        ("吉林省长春市", 2015, date(2018, 1, 1), NO),
        ("吉林省长春市", 2015, ON, YES),
        ("吉林省长春市", 2022, ON, YES),
        ("吉林省", 2015, date(2018, 1, 1), YES),
    ],
)
def test_a_place_that_went_to_another_city(region: str, year: int, on: date, expected: Verdict) -> None:
    level = "city" if region.endswith("市") else "province"
    assert ask(FIRMS, body("enterprise", "吉林省公主岭市"), notice(region, year, level), on) is expected


def test_the_trace_says_what_became_of_a_place() -> None:
    words = told(FIRMS, body("enterprise", "北京市东城区"), notice("北京市崇文区", 2009, "county"))
    assert "北京市崇文区已于2010年调整，原辖区今属北京市东城区" in words


@pytest.mark.parametrize(
    ("sites", "expected"),
    [
        ([("吉林省吉林市", ("煤矿",)), ("吉林省长春市", ("住宿",))], YES),
        ([("吉林省吉林市", ("住宿",)), ("吉林省长春市", ("煤矿",))], NO),
        ([("吉林省吉林市", None), ("吉林省长春市", ("煤矿",))], OPEN),
    ],
)
def test_each_site_has_its_place_and_its_sectors(
    sites: list[tuple[str, tuple[str, ...] | None]], expected: Verdict
) -> None:
    entity = Entity.model_validate(
        {"kind": "enterprise", "sites": [{"place": place, "sectors": sectors} for place, sectors in sites]}
    )
    assert ask(duty("煤矿企业", "enterprise"), entity, notice("吉林省吉林市", 2020)) is expected


def test_a_class_is_of_its_section_whatever_its_own_term() -> None:
    drugs = body("enterprise", sectors=("2710",))
    assert ask(duty("制造业企业", "enterprise"), drugs, NATION) is YES
    assert ask(duty("药品生产企业", "enterprise"), drugs, NATION) is YES
    assert ask(duty("煤矿企业", "enterprise"), drugs, NATION) is NO


# --- organs ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("surface", "name", "expected"),
    [
        ("安监部门", "吉林市应急管理局", YES),
        ("安全监管部门", "永吉县应急管理局", YES),
        ("市安监局", "吉林市应急管理局", YES),
        ("市安监局", "永吉县应急管理局", NO),
        ("应急管理部门", "吉林市安全生产监督管理局", YES),
        ("工商部门", "吉林市市场监督管理局", YES),
        ("质监部门", "吉林市市场监督管理局", YES),
        ("食药监部门", "永吉县市场监督管理局", YES),
        ("国土资源部门", "吉林市自然资源局", YES),
        ("规划部门", "吉林市自然资源局", YES),
        ("规划部门", "吉林市住房和城乡建设局", NO),
        ("建设部门", "吉林市住房和城乡建设局", YES),
        ("房产管理部门", "吉林市住房和城乡建设局", YES),
        ("环保部门", "吉林市生态环境局", YES),
        ("卫生部门", "吉林市卫生健康委员会", YES),
        ("卫生计生部门", "永吉县卫生健康局", YES),
        ("农业部门", "吉林市农业农村局", YES),
        ("扶贫部门", "永吉县农业农村局", YES),
        ("旅游部门", "吉林市文化广播电视和旅游局", YES),
        ("公安消防部门", "吉林市消防救援支队", YES),
        ("交通部门", "吉林市交通运输局", YES),
        ("劳动保障部门", "吉林市人力资源和社会保障局", YES),
        ("公安机关", "吉林市应急管理局", NO),
    ],
)
def test_a_duty_of_a_former_organ_reaches_its_heir(surface: str, name: str, expected: Verdict) -> None:
    place = "永吉县" if name.startswith("永吉") else "吉林市"
    entity = body("department", place, name=name)
    assert ask(duty(surface, "department"), entity, notice("吉林省吉林市", 2012)) is expected


def test_the_trace_says_what_became_of_an_organ() -> None:
    entity = body("department", "吉林市", name="吉林市应急管理局")
    words = told(duty("安监部门", "department"), entity, notice("吉林省吉林市", 2012))
    assert "原文所称机构的职能自2018年起属“应急管理”（2018年国务院机构改革方案）" in words
    assert "原文所称机构" not in told(duty("应急管理部门", "department"), entity, notice("吉林省吉林市", 2020))


@pytest.mark.parametrize(
    ("surface", "name", "expected"),
    [
        ("全国总工会", "中华全国总工会", YES),
        ("全国总工会", "某某中学", NO),
        ("全国妇联、共青团中央", "某某医院", NO),
        ("学校", "吉林市第一中学", YES),
        ("学校", "北方大学", YES),
        ("学校", "吉林市中心医院", NO),
        ("高等学校", "吉林市第一中学", NO),
        ("高等学校", "北方大学", YES),
        ("医疗机构", "吉林市第一中学", NO),
        ("医疗机构", "吉林市中心医院", YES),
        ("村委会", "吉林市中心医院", NO),
        ("村委会", "口前镇某某村民委员会", YES),
        ("学校", "某某服务中心", OPEN),
    ],
)
def test_institutions_by_name(surface: str, name: str, expected: Verdict) -> None:
    assert ask(duty(surface, "institution"), body("institution", name=name), NATION) is expected


@pytest.mark.parametrize(
    ("surface", "name", "expected"),
    [
        ("开发区管委会", "口前镇人民政府", NO),
        ("开发区管委会", "吉林高新技术产业开发区管理委员会", YES),
        ("乡镇人民政府", "口前镇人民政府", YES),
        ("街道办事处", "口前镇人民政府", YES),  # one level
    ],
)
def test_governments_by_name(surface: str, name: str, expected: Verdict) -> None:
    given = duty(surface, "government")
    assert ask(given, body("government", "永吉县", name=name), notice("吉林省吉林市", 2020)) is expected


# --- words that point ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "surface", "kind", "entity", "expected"),
    [
        ("有关部门和单位要配合", "单位", "enterprise", body("enterprise"), OPEN),
        ("有关部门和单位要配合", "单位", "institution", body("institution"), OPEN),
        ("各部门、各单位要配合", "各单位", "enterprise", body("enterprise"), YES),
        ("有关地区和部门要配合", "部门", "department", body("department", functions=("民政",)), OPEN),
        ("各地区和部门要配合", "部门", "department", body("department", functions=("民政",)), YES),
        ("生产企业要报告", "生产企业", "enterprise", body("enterprise", sectors=("煤矿",)), OPEN),
        ("药品生产企业要报告", "药品生产企业", "enterprise", body("enterprise", sectors=("煤矿",)), NO),
        ("生产经营单位要报告", "生产经营单位", "enterprise", body("enterprise", sectors=("煤矿",)), YES),
        ("矿井要报告", "矿井", "enterprise", body("enterprise", sectors=("煤矿",)), YES),
        ("冲击地压矿井要报告", "冲击地压矿井", "enterprise", body("enterprise", sectors=("煤矿",)), OPEN),
        ("冲击地压矿井要报告", "冲击地压矿井", "enterprise", body("enterprise", sectors=("住宿",)), NO),
    ],
)
def test_words_that_point_at_some_of_them(
    quote: str, surface: str, kind: str, entity: Entity, expected: Verdict
) -> None:
    given = {"quote": quote, "bearers": [{"surface": surface, "kind": kind}]}
    assert ask(given, entity, NATION) is expected


def test_an_unnamed_department_of_a_document_on_one_trade_is_the_competent_one() -> None:
    title = NATION | {"title": "煤矿企业管理办法"}
    implied = duty(None, "department", quote="组织开展检查")
    assert ask(implied, body("department", functions=("矿山安全监察",)), title) is YES
    assert ask(implied, body("department", functions=("民政",)), title) is NO


# --- documents of a narrow reach ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entity", "expected"),
    [
        (body("department", level="national", name="教育部"), YES),
        (body("department", level="national", name="公安部"), NO),
        (body("government", "永吉县"), NO),
    ],
)
def test_a_reply_binds_those_to_whom_it_is_addressed(entity: Entity, expected: Verdict) -> None:
    reply = NATION | {"title": "国务院关于同意建立制度的批复"}
    given = {
        "quote": "要抓好落实",
        "bearers": [{"surface": None, "kind": kind, "basis": "addressee"} for kind in ("government", "department")],
    }
    assert ask(given, entity, reply, to=("教育部",)) is expected


def test_rules_of_procedure_bind_the_issuers_own_level() -> None:
    rules = NATION | {"title": "国务院工作规则"}
    assert ask(duty("各部门", "department"), body("department", level="national"), rules) is YES
    assert ask(duty("各部门", "department"), body("department", "吉林市", functions=("公安",)), rules) is NO


@pytest.mark.parametrize(
    ("post", "entity", "expected"),
    [
        ("总理", body("government", "永吉县"), NO),
        ("县长", body("government", "永吉县"), YES),
        ("县长", body("government", "吉林市"), NO),
        ("市长", body("government", "吉林市"), YES),
        ("镇长", body("government", "永吉县", name="口前镇人民政府"), YES),
    ],
)
def test_a_post_tells_whose_it_is(post: str, entity: Entity, expected: Verdict) -> None:
    assert ask(duty(post, "government", position=post), entity, NATION) is expected


def test_an_enterprise_among_the_addressees_is_no_department() -> None:
    given = duty(None, "department", basis="addressee", quote="请认真落实")
    assert (
        ask(given, body("department", "吉林市", functions=("公安",)), NATION, to=("国务院各部委", "有关中央企业")) is NO
    )


@pytest.mark.parametrize(
    ("to", "kind", "expected"),
    [
        ("中直有关单位", "enterprise", OPEN),
        ("有关中央企业", "enterprise", OPEN),
        ("各企业", "enterprise", YES),
        ("中直有关单位", "institution", OPEN),
        ("各单位", "institution", YES),
    ],
)
def test_bodies_among_the_addressees(to: str, kind: str, expected: Verdict) -> None:
    given = duty(None, kind, basis="addressee", quote="请认真组织实施")
    assert ask(given, body(kind, "吉林市"), NATION, to=("各省、自治区、直辖市人民政府", to)) is expected


# --- conditions -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "condition", "actions", "expected"),
    [
        ("县级人民政府对进展缓慢的，予以通报", "对进展缓慢的", ["予以通报"], OPEN),  # nobody is named: a question
        ("县级人民政府对存在重大隐患的煤矿，责令停产", "对存在重大隐患的煤矿", ["责令停产"], YES),
        ("县级人民政府对拒不整改的单位，依法处罚", "对拒不整改的单位", ["依法处罚"], YES),
        ("县级人民政府建立督办制度，对逾期不改的，依法处理", "对逾期不改的", ["建立督办制度", "依法处理"], YES),
        ("县级人民政府对危险性较大的工程开展检查", "危险性较大的", ["开展检查"], YES),
        ("县级人民政府在矿山企业较多的，建立救援队", "矿山企业较多的", ["建立救援队"], OPEN),
    ],
)
def test_a_condition_of_an_authority(quote: str, condition: str, actions: list[str], expected: Verdict) -> None:
    given = {
        "quote": quote,
        "bearers": [{"surface": "县级人民政府", "kind": "government"}],
        "condition": condition,
        "actions": actions,
    }
    assert ask(given, body("government", "永吉县"), NATION) is expected


@pytest.mark.parametrize(("modality", "expected"), [("must_not", YES), ("must", OPEN)])
def test_a_ban_on_acting_without_binds_everybody(modality: str, expected: Verdict) -> None:
    given = {
        "quote": "未完成检测的，不得投入运行" if modality == "must_not" else "未完成检测的，要停止运行",
        "bearers": [{"surface": None, "kind": "enterprise", "basis": "act"}],
        "condition": "未完成检测的",
        "modality": modality,
    }
    assert ask(given, body("enterprise", sectors=("尾矿库",)), NATION) is expected


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("除规模以下企业外，各企业要开展演练", OPEN),
        ("除尾矿库企业外，各企业要开展演练", YES),
        ("除煤矿企业外，各企业要开展演练", NO),
        ("除个别企业外，各企业要开展演练", OPEN),
        ("除经批准外，各企业不得停工", OPEN),
        ("除落实上述措施外，各企业要开展演练", YES),  # adds
        ("除开展自查外，各企业还要开展演练", YES),  # adds
        ("除收取利息外，各企业不得收取其他费用", YES),  # from the matter
        ("除需要保密的内容外，各企业要公开信息", YES),
    ],
)
def test_exceptions(quote: str, expected: Verdict) -> None:
    given = {"quote": quote, "bearers": [{"surface": "各企业", "kind": "enterprise"}]}
    assert ask(given, body("enterprise", sectors=("煤矿",)), NATION) is expected


@pytest.mark.parametrize(("size", "expected"), [("规模以下", YES), ("微型", OPEN), ("大型", NO), (None, OPEN)])
def test_other_enterprises_are_those_not_named_before(size: str | None, expected: Verdict) -> None:
    given = [
        {"quote": "规模以上企业每半年组织一次演练，", "bearers": [{"surface": "规模以上企业", "kind": "enterprise"}]},
        {"quote": "其他企业每年组织一次演练", "bearers": [{"surface": "其他企业", "kind": "enterprise"}]},
    ]
    made = make_document(given, document=NATION)
    text = made.text.replace("演练，。", "演练，；")  # one sentence
    made = made.model_copy(update={"text": text})
    found = decide(compile_duty(made.duties[1], made), Facts(body("enterprise", size=size)), ON)
    assert found is expected


def test_other_enterprises_of_an_earlier_sentence_are_a_question() -> None:
    given = [
        {"quote": "规模以上企业每半年组织一次演练", "bearers": [{"surface": "规模以上企业", "kind": "enterprise"}]},
        {"quote": "其他企业每年组织一次演练", "bearers": [{"surface": "其他企业", "kind": "enterprise"}]},
    ]
    made = make_document(given, document=NATION)
    assert decide(compile_duty(made.duties[1], made), Facts(body("enterprise", size="大型")), ON) is OPEN


@pytest.mark.parametrize(("attributes", "expected"), [({}, OPEN), ({"建设单位": True}, YES), ({"建设单位": False}, NO)])
def test_who_builds_may_be_of_any_trade(attributes: dict[str, bool], expected: Verdict) -> None:
    given = duty("建设单位", "enterprise", sectors=["建筑施工"], note="建筑施工")
    assert ask(given, body("enterprise", sectors=("房地产业",), attributes=attributes), NATION) is expected


# --- each place of a level, and no other ----------------------------------------------------------------------------


def test_a_duty_on_a_provinces_counties_reaches_each_county_there_and_no_other() -> None:
    made = make_document([duty("各县（市、区）", "government")], document=notice("吉林省", 2020, "province"))
    condition = compile_duty(made.duties[0], made)
    for place in places.places():
        expected = place.level is Level.COUNTY and place.code.startswith("22")
        found = decide(condition, Facts(body("government", place.code)), ON)
        assert found is (YES if expected else NO), place
