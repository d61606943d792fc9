from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers import parse_text
from parsers.addressees import split_addressees
from parsers.citations import find_citations
from parsers.metadata import read_metadata
from parsers.parts import split_parts
from parsers.relations import find_relations
from policies.documents import Level, Metadata, Relation
from policies.vocabulary import issuers, places
from policies.vocabulary.genres import force, genre_of
from policies.vocabulary.tables import table

GOLD = Path(__file__).parents[2] / "shared" / "eval" / "gold"


def read(text: str, name: str = "") -> tuple[tuple[Metadata, ...], tuple[Relation, ...]]:
    citations = find_citations(text)
    layout = split_parts(text, citations)
    metadata = read_metadata(text, layout, citations, name)
    return metadata, find_relations(text, layout, metadata, citations)


def related(text: str) -> list[tuple[str, str | None, str | None]]:
    return [(r.type.value, r.title, r.doc_number) for r in read(text)[1]]


NOTICE = """吉市政办发〔2020〕3号
吉林市人民政府办公厅
关于印发《吉林市煤矿整治方案》的通知
各县（市）区人民政府，市政府各委办局：
《吉林市煤矿整治方案》已经同意，现印发给你们，请认真贯彻执行。
吉林市人民政府办公厅
二〇二〇年三月四日

吉林市煤矿整治方案

按照《吉林省煤矿整治方案》（吉政发〔2020〕1号）要求，制定本方案。
一、要求
甲。
"""


def test_a_notice_and_what_it_issues() -> None:
    (outer, inner), relations = read(NOTICE)
    assert outer == Metadata(
        title="吉林市人民政府办公厅关于印发《吉林市煤矿整治方案》的通知",
        issuer="吉林市人民政府办公厅",
        doc_number="吉市政办发〔2020〕3号",
        date=date(2020, 3, 4),
        genre="通知",
        addressees=("各县（市）区人民政府", "市政府各委办局"),
        level=Level.CITY,
        region="吉林省吉林市",
    )
    assert (inner.title, inner.genre, inner.issuer, inner.date) == (
        "吉林市煤矿整治方案",
        "方案",
        outer.issuer,
        outer.date,
    )
    assert [(r.type.value, r.title, r.doc_number, r.part) for r in relations] == [
        ("issues", "吉林市煤矿整治方案", None, 0),
        ("implements", "吉林省煤矿整治方案", "吉政发〔2020〕1号", 1),
    ]
    for relation in relations:
        assert relation.evidence is not None
        assert (relation.title or "") in NOTICE[relation.evidence.start : relation.evidence.end]


def test_what_is_forwarded_stands_on_its_own() -> None:
    text = NOTICE.replace("印发", "转发").replace("吉林市煤矿整治方案", "吉林省煤矿整治方案")
    (outer, inner), _ = read(text)
    assert outer.level is Level.CITY
    assert (inner.issuer, inner.date, inner.level, inner.region) == (None, None, Level.PROVINCE, "吉林省")


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("各县：\n现就有关事项通知如下。\n湖北省农业农村厅\n2021年1月5日\n", "genre", "通知"),
        ("各县：\n现就有关事项通知如下。\n湖北省农业农村厅\n2021年1月5日\n", "title", None),
        ("某单位：\n你单位的请示收悉。现批复如下：\n同意。\n仙居县人民政府\n2013年9月9日\n", "genre", "批复"),
        ("某单位：\n你单位的请示收悉。现批复如下：\n同意。\n仙居县人民政府\n2013年9月9日\n", "region", "浙江省仙居县"),
        ("为改善环境，特制定本办法。\n一、甲。\n", "genre", "办法"),
        ("各镇：\n请落实。\n义乌市人民政府办公室\n2013年2月4日\n", "level", Level.COUNTY),
        ("各镇：\n请落实。\n义乌市人民政府办公室\n2013年2月4日\n", "region", "浙江省义乌市"),
        ("各村：\n请落实。\n仙居县安岭乡人民政府\n2013年2月4日\n", "level", Level.TOWNSHIP),
        ("各店：\n请落实。\n某某商贸有限公司\n2013年2月4日\n", "level", None),
        ("各部门：\n请落实。\n国家能源局综合司 国家矿山安全监察局综合司\n2013年2月4日\n", "level", Level.NATIONAL),
        ("各市局：\n请落实。\n江西省市场监管局\n2020年2月4日\n", "issuer", "江西省市场监督管理局"),
        (
            "各市局：\n请落实。\n省局防控领导小组\n2020年2月4日\n来源：江西省市场监督管理局\n",
            "issuer",
            "江西省市场监督管理局",
        ),
        ("各市局：\n请落实。\n江西省商务厅\n2020年2月4日\n来源：某某日报\n", "issuer", "江西省商务厅"),
        ("赣府厅字〔2020〕14号\n各市人民政府：\n请落实。\n2020年2月4日\n", "issuer", "江西省人民政府办公厅"),
        ("国务院关于煤矿的意见\n国发〔2018〕39号\n\n各省人民政府：\n甲。\n国务院\n2018年1月6日\n", "genre", "意见"),
        ("甲许可证条例\n2004年1月13日 中华人民共和国国务院令第397号公布\n第一条　乙。\n", "date", date(2004, 1, 13)),
        ("甲许可证条例\n2004年1月13日 中华人民共和国国务院令第397号公布\n第一条　乙。\n", "issuer", "国务院"),
        (
            "甲许可证条例\n2004年1月13日 中华人民共和国国务院令第397号公布\n第一条　乙。\n",
            "doc_number",
            "中华人民共和国国务院令第397号",
        ),
        (
            "甲乙法\n1998年4月29日第九届全国人民代表大会常务委员会第二次会议通过\n第一条　乙。\n",
            "issuer",
            "全国人民代表大会常务委员会",
        ),
        (
            "国家安全生产监督管理总局令\n第85号\n《甲标准》已经审议通过，现予公布。\n",
            "doc_number",
            "国家安全生产监督管理总局令第85号",
        ),
        ("随便写的几个字", "issuer", None),
    ],
)
def test_what_head_and_foot_tell(text: str, field: str, value: object) -> None:
    assert getattr(read(text)[0][0], field) == value


def test_a_province_is_named_only_where_the_text_makes_it_certain() -> None:
    bare = "各市人民政府，省政府各部门：\n请落实{}。\n2020年2月4日\n"
    certain = read(bare.format("《江西省煤矿条例》和《江西省消防条例》"))[0][0]
    assert (certain.level, certain.region, certain.issuer) == (Level.PROVINCE, "江西省", None)
    doubtful = read(bare.format("《江西省煤矿条例》、《湖北省消防条例》"))[0][0]
    assert (doubtful.level, doubtful.region) == (Level.PROVINCE, None)


def test_the_title_may_stand_in_the_name_of_the_file() -> None:
    text = "各县：\n现将有关事项通知如下。"
    assert read(text, "关于加强煤矿监管的通知.txt")[0][0].title == "关于加强煤矿监管的通知"
    assert read(text, "hb-003.txt")[0][0].title is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "各省、自治区、直辖市人民政府，国务院各部委、各直属机构：",
            ["各省、自治区、直辖市人民政府", "国务院各部委", "各直属机构"],
        ),
        ("各省、自治区、直辖市人民政府及新疆生产建设兵团：", ["各省、自治区、直辖市人民政府", "新疆生产建设兵团"]),
        (
            "各产煤省、新疆生产建设兵团发展改革委（能源局）、监管部门：",
            ["各产煤省、新疆生产建设兵团发展改革委（能源局）", "监管部门"],
        ),
        ("各市、县（市、区）商务局、经信局，供销社：", ["各市、县（市、区）商务局", "经信局", "供销社"]),
        ("武汉市、鄂州市人力资源和社会保障局：", ["武汉市、鄂州市人力资源和社会保障局"]),
        ("各行政村、乡直各单位：", ["各行政村", "乡直各单位"]),
        ("各镇人民政府，各街道办事处，市政府各部门：", ["各镇人民政府", "各街道办事处", "市政府各部门"]),
        ("市政府各委、办、局：", ["市政府各委、办、局"]),
        ("国务院：", ["国务院"]),
    ],
)
def test_addressees(line: str, expected: list[str]) -> None:
    assert list(split_addressees(line)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "各县：\n根据《甲意见》（某发〔2016〕1号）、《乙通知书》和《丙细则》精神，现通知如下。\n一、参照《丁标准》考核。\n",
            [("implements", "甲意见", "某发〔2016〕1号"), ("implements", "丙细则", None)],
        ),
        ("各县：\n为认真贯彻落实国务院《关于复工的通知》，现通知如下。\n", [("implements", "关于复工的通知", None)]),
        ("各县：\n加快推动五部委《甲通知》等文件精神落地落实，现提出如下措施。\n", [("implements", "甲通知", None)]),
        ("各县：\n近年来，各地认真贯彻《甲条例》，取得了显著成效。现通知如下。\n", []),
        ("各县：\n你县《关于调整的请示》收悉。根据《甲法》，现批复如下。\n", [("implements", "甲法", None)]),
        (
            "甲办法\n第一章　总则\n第一条　根据《乙法》，制定本办法。\n第二条　按照《丙规定》办理。\n",
            [("implements", "乙法", None)],
        ),
        (
            "甲方案\n一、指导思想\n全面落实《乙意见》精神。\n二、任务\n落实《丙规定》。\n",
            [("implements", "乙意见", None)],
        ),
        ("某部关于落实《甲通知》的实施意见\n各县：\n一、乙。\n", [("implements", "甲通知", None)]),
        ("各县：\n现将《甲方案》转发给你们，请落实。\n", [("forwards", "甲方案", None)]),
        ("各县：\n国务院已印发《甲方案》。\n", []),
        (
            "甲意见\n各县：\n一、乙。\n本意见自发布之日起施行，《丙意见》（某发〔2014〕2号）和《丁规定》同时废止。\n",
            [("repeals", "丙意见", "某发〔2014〕2号"), ("repeals", "丁规定", None)],
        ),
        ("各县：\n一、对港资企业，不再执行《甲规定》中关于承包范围的限制。\n", []),
        ("某市关于修改《甲办法》的决定\n各县：\n一、删去第三条。\n", [("amends", "甲办法", None)]),
        (
            "某省人民政府令\n第223号\n省政府决定对《甲办法》作如下修改：\n一、删去第三条。\n",
            [("amends", "甲办法", None)],
        ),
        ("各县：\n一、修订《甲规定》，加强监管。\n", []),
        (
            "甲规定\n第一条　乙。\n第二条　2004年6月3日省人民政府令第134号发布的《丙办法》同时废止。\n",
            [("repeals", "丙办法", None)],
        ),
    ],
)
def test_relations(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert related(text) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("《甲办法》同时废止。", [("甲办法", None, None)]),
        ("《甲办法》（某发〔2014〕2号）第三条、第五条同时废止。", [("甲办法", "第三条、第五条", None)]),
        ("《甲办法》第六条自2020年3月1日起停止执行。", [("甲办法", "第六条", "2020-03-01")]),
        ("《甲办法》自2022年1月1日起废止。", [("甲办法", None, "2022-01-01")]),
        ("2022年1月1日起，《甲办法》停止执行。", [("甲办法", None, "2022-01-01")]),
        ("自2020年3月1日起废止《甲》、《乙》。", [("甲", None, "2020-03-01"), ("乙", None, "2020-03-01")]),
        ("《甲办法》自本规定印发之日起废止。", [("甲办法", None, None)]),
        ("《甲办法》自即日起停止执行。", [("甲办法", None, None)]),
        ("《甲办法》第三条自本规定施行之日起废止。", [("甲办法", "第三条", None)]),
        ("废止《甲办法》第三条。", [("甲办法", "第三条", None)]),
        ("《甲办法》中关于收费的规定同时废止。", [("甲办法", "中关于收费的规定", None)]),
        ("《甲办法》第三条和《乙规定》同时废止。", [("甲办法", "第三条", None), ("乙规定", None, None)]),
        (
            "1988年3月9日省政府发布的《甲条例》，1991年9月22日省政府发布的《乙办法》，同时废止。",
            [("甲条例", None, None), ("乙办法", None, None)],
        ),
        # nothing is ended by these
        ("建议废止《甲办法》。", []),
        ("各部门要及时清理、修改或废止《甲办法》。", []),
        ("与《甲条例》不一致的，予以废止。", []),
        ("根据《甲条例》，《乙办法》同时废止。", [("乙办法", None, None)]),
    ],
)  # fmt: skip
def test_repeals(words: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    text = f"丙规定\n第一条　企业必须每年检修一次设备。\n第二条　本规定自2012年9月1日起施行。{words}\n"
    told = [relation for relation in parse_text(text).relations if relation.type == "repeals"]
    assert [(r.title, r.only, r.since.isoformat() if r.since else None) for r in told] == expected


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([*NOTICE, "现将《甲》印发", "同时废止", "根据《乙》", "省", "各县：\n"]), max_size=60).map(
        "".join
    )
)
def test_any_text_has_metadata_for_each_part(text: str) -> None:
    citations = find_citations(text)
    layout = split_parts(text, citations)
    metadata = read_metadata(text, layout, citations)
    assert len(metadata) == len(layout)
    for relation in find_relations(text, layout, metadata, citations):
        assert relation.evidence is not None
        assert 0 <= relation.evidence.start < relation.evidence.end <= len(text)


@pytest.mark.parametrize(
    ("title", "genre"),
    [
        ("国务院关于就业的若干意见", "意见"),
        ("甲办法（试行）", "办法"),
        ("甲方案（2021—2025年）", "方案"),
        ("中华人民共和国安全生产法", "法"),
        ("国务院办公厅关于节水的复函", "函"),
        ("典型经验做法", None),
        ("甲乙丙", None),
        ("关于转发《乙规定》的通知", "通知"),
    ],
)
def test_kinds(title: str, genre: str | None) -> None:
    assert genre_of(title) == genre


def test_force_follows_kind_issuer_and_order() -> None:
    assert force("条例", Level.NATIONAL) == "administrative regulation"
    assert force("条例", Level.CITY) == "local regulation"
    assert force("办法", Level.NATIONAL, by_order=True) == "department rule"
    assert force("办法", Level.PROVINCE, by_order=True) == "local rule"
    assert force("办法", Level.COUNTY) == "normative document"
    assert force("报告", Level.NATIONAL) == "internal document"


@pytest.mark.parametrize(
    ("short", "within", "full"),
    [
        ("省农业农村厅", "湖北省", "湖北省农业农村厅"),
        ("市安委办", "吉林市", "吉林市安全生产委员会办公室"),
        ("浙江省住建厅", None, "浙江省住房和城乡建设厅"),
        ("国务院安委会办公室", None, "国务院安全生产委员会办公室"),
        ("国家安全监管总局办公厅", None, "国家安全生产监督管理总局办公厅"),
        ("国家发展改革委 财政部", None, "国家发展和改革委员会 财政部"),
        ("某县人民政府", None, "某县人民政府"),
    ],
)
def test_full_names(short: str, within: str | None, full: str) -> None:
    place = places.resolve(within)[0] if within else None
    assert issuers.full_name(short, place) == full


@pytest.mark.parametrize(
    ("number", "organ"),
    [
        ("国办发〔2018〕71号", "国务院办公厅"),
        ("吉市政办发〔2012〕14号", "吉林市人民政府办公厅"),
        ("渝府发〔2021〕1号", "重庆市人民政府"),
        ("鄂建文〔2021〕47号", "湖北省住房和城乡建设厅"),
        ("安委办〔2012〕9号", "国务院安全生产委员会办公室"),
        ("甲乙丙〔2012〕9号", None),
        ("义政办发〔2013〕1号", None),
    ],
)
def test_organs_of_numbers(number: str, organ: str | None) -> None:
    found = issuers.organ_of_number(number)
    assert (found[0] if found else None) == organ


def test_no_entry_of_the_vocabulary_is_dead_or_doubled() -> None:
    words = [w for entry in table("genres")["genre"] for w in (entry["name"], *entry.get("forms", ()))]
    assert max(Counter(words).values()) == 1
    organs = table("issuers")
    for short, full in (*organs["words"].items(), *organs["national"].items()):
        assert short != full
    for entries in (organs["closings"]["organs"], organs["closings"]["companies"], organs["codes"]["kinds"]):
        assert max(Counter(entries).values()) == 1


def squeeze(value: Any) -> str:
    return "".join(normalize("NFKC", str(value or "")).split())


@pytest.mark.skipif(not GOLD.is_dir(), reason="the gold files are not here")
def test_the_gold_files() -> None:
    """Floors of issue B over all gold files: metadata .93, relation .85, citation .97 (F1)."""
    right: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    got: Counter[str] = Counter()
    for path in sorted(GOLD.glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        text = path.with_suffix(".txt").read_text("utf-8-sig")
        metadata, relations = read(text)
        mine = metadata[0].model_dump(mode="json")
        told = gold["document"]
        keys = ("title", "issuer", "doc_number", "date", "genre", "level", "region")
        figures = {
            "metadata": (
                [(k, squeeze(told[k])) for k in keys if told[k]] + [("to", squeeze(a)) for a in told["addressees"]],
                [(k, squeeze(mine[k])) for k in keys if mine[k]] + [("to", squeeze(a)) for a in mine["addressees"]],
            ),
            "relation": (
                [(r["type"], squeeze(r["title"])) for r in told["relations"]],
                [(r.type.value, squeeze(r.title)) for r in relations],
            ),
            "citation": (
                [(squeeze(c["title"]), squeeze(c["doc_number"])) for c in gold["citations"]],
                [(squeeze(c.title), squeeze(c.doc_number)) for c in find_citations(text)],
            ),
        }
        for figure, (a, b) in figures.items():
            right[figure] += sum((Counter(a) & Counter(b)).values())
            wanted[figure] += len(a)
            got[figure] += len(b)
    for figure, floor in (("metadata", 0.93), ("relation", 0.85), ("citation", 0.97)):
        assert 2 * right[figure] / (wanted[figure] + got[figure]) >= floor, figure
