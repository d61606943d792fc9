from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from policies.circulars import demo_entities, shipped
from policies.entities import Entity
from policies.vocabulary import functions, places, sectors

SAMPLES = [circular for circular in shipped() if circular.sample]
SHARED = Path(__file__).parents[2] / "shared"


def flat(path: Path) -> str:
    return re.sub(r"\s", "", path.read_text("utf-8"))


def test_every_file_of_the_folder_is_in_the_index() -> None:
    folder = shipped()[0].path.parent
    assert sorted(circular.path for circular in shipped()) == sorted(folder.glob("*.txt"))
    assert len(SAMPLES) == 3


@pytest.mark.parametrize("circular", shipped(), ids=lambda circular: circular.path.stem)
def test_titles_stand_in_the_text(circular) -> None:
    assert re.sub(r"\s", "", circular.title) in flat(circular.path)


@pytest.mark.parametrize("circular", SAMPLES, ids=lambda circular: circular.path.stem)
def test_samples_say_so_and_are_of_the_invented_province(circular) -> None:
    text = flat(circular.path)
    assert "（样本文件，内容为虚构，仅供演示）" in text
    assert 1200 <= len(text) <= 2500
    named = [place for name in ("云岭省", "青溪市", "石桥县") if name in text for place in places.resolve(name)]
    assert named and all(place.sample for place in named)


@pytest.mark.skipif(not SHARED.exists(), reason="needs the corpus")
def test_the_public_notice_is_verbatim() -> None:
    original = SHARED / "corpus" / "circulars" / "jishizhengban-2012-14.txt"
    (real,) = (circular for circular in shipped() if not circular.sample)
    assert flat(real.path) == flat(original)


def test_the_city_cites_the_province_and_the_county_mistypes_the_city() -> None:
    province, city, county = (flat(circular.path) for circular in SAMPLES)
    number_of_province = re.match(r"岭政办发〔\d+〕\d+号", province)
    number_of_city = re.match(r"溪政办发〔\d+〕\d+号", city)
    assert number_of_province and number_of_city
    assert f"的通知》（{number_of_province[0]}）" in city
    assert f"的通知》（{number_of_province[0]}）" in county
    assert "的通知》（溪政办发〔2023〕12号）" in county and number_of_city[0] not in county


def test_the_city_has_one_weaker_and_one_stricter_target() -> None:
    province, city, county = (flat(circular.path) for circular in SAMPLES)
    assert "标准化达标率达到90%以上" in province and "标准化达标率达到85%以上" in city
    assert "规模以上企业每半年至少组织一次综合" in province and "规模以上企业每季度至少组织一次综合" in city
    assert "持证上岗率达到100%" in city and "持证上岗率" not in county


def test_samples_have_all_four_levels_of_numbering() -> None:
    text = SAMPLES[0].path.read_text("utf-8")
    for pattern in (r"^　　一、", r"^　　（一）", r"^　　1\.", r"^　　（1）"):
        assert re.search(pattern, text, re.MULTILINE), pattern


@pytest.mark.parametrize("path", demo_entities(), ids=lambda path: path.stem)
def test_demo_entities_are_entities_whose_words_are_known(path: Path) -> None:
    entity = Entity.model_validate(yaml.safe_load(path.read_text("utf-8")))
    assert entity.name and entity.kind and entity.place
    assert len(places.resolve(entity.place)) == 1
    assert all(sectors.resolve(word) for word in entity.sectors or ())
    assert all(functions.resolve(word) for word in entity.functions or ())


def test_demo_entities_are_one_of_each_kind() -> None:
    kinds = [yaml.safe_load(path.read_text("utf-8"))["kind"] for path in demo_entities()]
    assert kinds == ["enterprise", "government", "department"]
