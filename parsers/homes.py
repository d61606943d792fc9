"""Which place a text means by 我省, 本市, 省政府, where its issuer's name does not tell."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from policies.documents import Level
from policies.vocabulary import places
from policies.vocabulary.places import Place

__all__ = ["level_addressed", "most_named", "spoken_level"]

_LEVEL_HINTS = (
    (
        re.compile(r"省政府|省人民政府|自治区人民政府|省级各|省直各|省属|全省各|各设区市|各市、州|各市（州）|我省"),
        Level.PROVINCE,
    ),
    (re.compile(r"各县（市|各县\(市|各县、区|各县（区"), Level.CITY),
    (re.compile(r"县政府各|各乡镇|各镇人民政府|我县"), Level.COUNTY),
)


_OWN_WORDS = (("省", Level.PROVINCE), ("自治区", Level.PROVINCE), ("市", Level.CITY), ("县", Level.COUNTY))
_OWN_ORGANS = "厅|局|委|分局|分公司|分行|中心支行|海关|银保监|省政府|人民政府|办法|条例|规划|大学|监管"


def level_addressed(addressed: str) -> Level | None:
    """The issuer's level as its addressees tell: 省政府各部门 are those of a province."""
    return next((level for hint, level in _LEVEL_HINTS if hint.search(addressed)), None)


def spoken_level(issuer: str, addressed: str, text: str) -> Level | None:
    """Province, city or county of which *text* speaks as its own, told by issuer, addressees or 我省, 本市."""
    for word, level in _OWN_WORDS:
        if issuer.startswith(word):
            return level
    if level_told := level_addressed(addressed):
        return level_told
    own = Counter("".join(words) for words in re.findall("我([省市县])|本([省市县])|全([省市县])", text[:50_000]))
    top = own.most_common(1)
    return dict(_OWN_WORDS)[top[0][0]] if top and top[0][1] >= 2 else None


def most_named(text: str, level: Level) -> Place | None:
    """The place of *level* whose organs, regulations and numbers *text* names, clearly more often than any other's.

    A regulation of a place (《江西省…办法》) tells more than a mention. A text that says 本市 may be a municipality's.
    """
    counts: Counter[str] = Counter()
    for place, short, name in _provinces():
        # most provinces are not mentioned at all: that is cheaper to see than thirty patterns are to try
        if short in text and (level is Level.PROVINCE or (level is Level.CITY and place.name.endswith("市"))):
            named = name.findall(text)
            counts[place.code] += sum(2 if words.startswith("《") else 1 for words in named)
    if level is Level.PROVINCE:
        for character in re.findall(r"([一-龥])[一-龥]{1,8}[〔\[][12]\d{3}[〕\]]", text):
            if home := places.by_abbreviation(character):
                counts[home.code] += 1
    else:
        names = places.names()
        for match in re.finditer("市" if level is Level.CITY else "县", text):
            words = (text[max(0, match.start() - size) : match.end()] for size in (4, 3, 2))
            codes = next((names[word] for word in words if word in names), ())
            found = places.by_code(codes[0]) if len(codes) == 1 else None
            if found and found.level is not Level.PROVINCE:
                counts[found.code] += 1
    top = counts.most_common(2)
    if not top or top[0][1] < 2 or (len(top) > 1 and top[0][1] < 2 * top[1][1]):
        return None
    return places.by_code(top[0][0])


@cache
def _provinces() -> tuple[tuple[Place, str, re.Pattern[str]], ...]:
    """Provinces, each with the short name that every mention begins with and with what names its organs and
    regulations: 江西省, 江西证监局, 《江西省…."""
    found = []
    for place in places.places():
        if place.level is Level.PROVINCE and not place.sample:
            short = re.sub("省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区", "", place.name)
            found.append((place, short, re.compile(rf"《?(?:{place.name}|{short}(?=[一-龥]{{0,6}}(?:{_OWN_ORGANS})))")))
    return tuple(found)
