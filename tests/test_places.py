from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.documents import Level
from policies.vocabulary import places

SHARED = Path(__file__).parents[2] / "shared" / "reference" / "admin_divisions"
EVERY = tuple(places.places())
CODES = [place.code for place in EVERY]


def codes(name: str, within: str | None = None) -> list[str]:
    return [place.code for place in places.resolve(name, within)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("吉林省吉林市", ["220200"]),
        ("吉林市", ["220200"]),
        ("吉林", ["220000", "220200"]),
        ("吉林省", ["220000"]),
        ("浙江省义乌市", ["330782"]),
        ("浙江省金华市义乌市", ["330782"]),
        ("浙江义乌", ["330782"]),
        ("义乌", ["330782"]),
        ("吉林市永吉县", ["220221"]),
        ("吉林市 永吉县", ["220221"]),
        ("22", ["220000"]),
        ("2202", ["220200"]),
        ("220221", ["220221"]),
        ("２２０２", ["220200"]),
        ("广西", ["450000"]),
        ("内蒙古", ["150000"]),
        ("新疆", ["650000"]),
        ("宁夏回族自治区", ["640000"]),
        ("河南", ["410000"]),  # and not 河南蒙古族自治县
        ("海南", ["460000"]),
        ("延边州", ["222400"]),
        ("恩施", ["422800", "422801"]),
        ("长春市朝阳区", ["220104"]),
        ("朝阳区", ["110105", "220104"]),
        ("重庆市渝中区", ["500103"]),
        ("重庆市城口县", ["500229"]),  # in the lists under the pseudo city 县
        ("河南省济源市", ["419001"]),  # in the lists under 省直辖县级行政区划
        ("巢湖市", ["340181"]),  # the county-level city of today
        ("莱芜市", ["371200"]),
        ("湖北省襄樊市", ["420600"]),
        ("安徽省巢湖市居巢区", ["341402"]),
        ("石桥县", ["990121"]),
        ("市辖区", []),
        ("不存在市", []),
        ("9", []),
        ("229999", []),
        ("", []),
    ],
)
def test_resolve(name: str, expected: list[str]) -> None:
    assert codes(name) == expected


def test_resolve_within() -> None:
    assert codes("朝阳区", within="220000") == ["220104"]
    assert codes("鼓楼区", within="320100") == ["320106"]
    assert codes("吉林市", within="220200") == ["220200"]
    assert codes("吉林市", within="330000") == []


@pytest.mark.parametrize(
    ("code", "full", "short"),
    [
        ("220200", "吉林省吉林市", "吉林省吉林市"),
        ("330782", "浙江省金华市义乌市", "浙江省义乌市"),
        ("330326", "浙江省温州市平阳县", "浙江省平阳县"),
        ("330903", "浙江省舟山市普陀区", "浙江省舟山市普陀区"),
        ("500000", "重庆市", "重庆市"),
        ("500103", "重庆市渝中区", "重庆市渝中区"),
        ("110108", "北京市海淀区", "北京市海淀区"),
        ("419001", "河南省济源市", "河南省济源市"),
        ("990121", "云岭省青溪市石桥县", "云岭省石桥县"),
    ],
)
def test_names_in_full(code: str, full: str, short: str) -> None:
    place = places.by_code(code)
    assert place is not None
    assert (place.full_name, place.short_full_name) == (full, short)


def test_levels_and_parents() -> None:
    yiwu, jilin, chongqing = (places.by_code(code) for code in ("330782", "2202", "50"))
    assert yiwu and jilin and chongqing
    assert (yiwu.level, yiwu.parent) == (Level.COUNTY, "330700")
    assert (jilin.level, jilin.parent) == (Level.CITY, "220000")
    assert (chongqing.level, chongqing.parent) == (Level.PROVINCE, None)


@pytest.mark.parametrize(
    ("code", "ancestor", "expected"),
    [
        ("220221", "220200", True),
        ("220221", "22", True),
        ("220200", "220221", False),
        ("500229", "500000", True),
        ("220100", "220200", False),
        ("371200", "370000", True),  # 莱芜市 lay in 山东省
        ("371200", "370100", True),  # and all of it lies in 济南市 today
        ("370116", "371200", True),  # 莱芜区 lies in what was 莱芜市
        ("370102", "371200", False),
        ("340181", "341400", True),
        ("341400", "340100", False),  # 巢湖市 went to three cities: not wholly in 合肥市
        ("341400", "340000", True),
        ("999999", "220000", False),
    ],
)
def test_is_within(code: str, ancestor: str, expected: bool) -> None:
    assert places.is_within(code, ancestor) is expected


def test_former_places_say_what_became_of_them() -> None:
    (laiwu,) = places.resolve("山东省莱芜市")
    assert laiwu.former
    assert (laiwu.until, laiwu.successors) == ("2018", ("370116", "370117"))
    assert not places.resolve("济南市")[0].former


@pytest.mark.parametrize(
    ("character", "province"),
    [
        ("吉", "吉林省"),
        ("渝", "重庆市"),
        ("鄂", "湖北省"),
        ("内", "内蒙古自治区"),
        ("蒙", "内蒙古自治区"),
        ("岭", "云岭省"),
    ],
)
def test_abbreviations(character: str, province: str) -> None:
    place = places.by_abbreviation(character)
    assert place is not None
    assert place.name == province


def test_every_province_has_an_abbreviation_of_its_own() -> None:
    provinces = [place for place in EVERY if place.level is Level.PROVINCE]
    characters = [c for c in map(chr, range(0x4E00, 0x9FA6)) if places.by_abbreviation(c)]
    assert {places.by_abbreviation(c) for c in characters} == set(provinces)
    assert places.by_abbreviation("鑫") is None


@pytest.mark.parametrize(
    ("wrong", "first"), [("吉林省吉淋市", "吉林省吉林市"), ("义屋市", "义乌市"), ("永吉现", "永吉县")]
)
def test_nearest(wrong: str, first: str) -> None:
    assert any(first in place.full_name for place in places.nearest(wrong))


def test_nearest_never_offers_the_invented_province() -> None:
    assert not any(place.sample for name in ("云岭省", "青溪市", "石桥县") for place in places.nearest(name, n=20))


def test_audit_of_today() -> None:
    assert len(set(CODES)) == len(CODES)
    assert sorted(CODES) == CODES
    for place in EVERY:
        assert place.name not in {"市辖区", "县"} and "直辖" not in place.name
        if place.parent is None:
            assert place.level is Level.PROVINCE
            continue
        parent = places.by_code(place.parent)
        assert parent is not None and not parent.former, place
        assert list(Level).index(parent.level) < list(Level).index(place.level), place


def test_audit_of_former_places() -> None:
    path = Path(places.__file__).with_name("former_places.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    today = {place.code: place.name for place in EVERY}
    seen = set()
    for row in rows:
        assert (row["code"], row["name"]) not in seen, row
        seen.add((row["code"], row["name"]))
        assert today.get(row["code"]) != row["name"], row
        assert row["successors"].split() and all(code in today for code in row["successors"].split()), row
        assert row["valid_to"] == "" or 2002 < int(row["valid_to"]) < 2030, row
        assert row["parent"] in today or any(other["code"] == row["parent"] for other in rows), row


def test_invented_places_bear_no_real_name() -> None:
    real = {name for place in EVERY if not place.sample for name in (place.name,)}
    invented = [place for place in EVERY if place.sample]
    assert invented
    assert not [place for place in invented if place.name in real or not place.code.startswith("99")]


@given(st.sampled_from(EVERY))
def test_every_place_is_found_by_its_names_and_code(place: places.Place) -> None:
    assert place in places.resolve(place.full_name)
    assert place in places.resolve(place.short_full_name)
    assert place in places.resolve(place.name)
    assert places.resolve(place.code) == (place,)


@given(st.sampled_from(CODES), st.sampled_from(CODES))
def test_within_is_an_order(one: str, other: str) -> None:
    assert places.is_within(one, one)
    if one != other:
        assert not (places.is_within(one, other) and places.is_within(other, one))


@given(st.text(max_size=30))
def test_any_text_resolves_to_places_or_none(text: str) -> None:
    assert all(places.by_code(place.code) for place in places.resolve(text))
    assert len(places.nearest(text, n=2)) <= 2


@pytest.mark.skipif(not SHARED.exists(), reason="needs the reference lists")
def test_no_division_of_the_lists_is_missing() -> None:
    ours = {place.code: place.name for place in EVERY}
    for file_name, digits in (("provinces.csv", 2), ("cities.csv", 4), ("areas.csv", 6)):
        with (SHARED / file_name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                pseudo = row["name"] in {"市辖区", "县"} or "直辖" in row["name"]
                statistical = digits == 6 and "71" <= row["code"][4:] <= "79"  # development zones: no divisions
                whole_city = row["code"] in {"441900", "442000", "460400", "620201"}  # cities without districts
                if not (pseudo or statistical or whole_city):
                    assert ours[row["code"].ljust(6, "0")] == row["name"]


def test_touching_finds_every_place_that_touches() -> None:
    """The short way over the tables against the definition, for places of each level, former ones too."""
    every = [*places._today().rows, *places._past().rows]
    for code in (*every[::97], "220000", "220200", "500000", "110101", *list(places._past().rows)[::23]):
        assert {other for other in every if places.touches(code, other)} <= set(places.touching(code)), code
        assert all(places.touches(code, other) for other in places.touching(code))
