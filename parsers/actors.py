"""Actors: the noun phrases that name a body or a post inside one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from parsers.hints import hint_at
from parsers.known import NOTHING, Known, Mention
from parsers.lexicon import lexicon
from parsers.spots import OfText, Spots
from policies.duties import BodyKind
from policies.spans import Quote
from policies.vocabulary import places
from policies.vocabulary.tables import alternation, table

__all__ = [
    "HAS_HEAD",
    "Actor",
    "actors_in",
    "actors_told",
    "head_ends",
    "heads_in",
    "is_head",
    "kinds_of",
    "opens_relative",
    "relative_clause",
]

_NAMES = 1 << 13  # names whose reading is kept: every second one is not new
_PAREN = r"(?:[（(][^（()）]{1,30}[)）])"
_NESTED = re.compile(r"[（(“《][^（()）“”《》]*[）)”》]")
_PAREN_LAST = re.compile(f"{_PAREN}$")
# 各地|各部门 without a sign between them are two
_JOINT = re.compile(
    r"(?<=各地)(?=各)|(?<=各地区)(?=各)|(?<=各市县)(?=各)|(?<=各县区)(?=各)|[（(“《）)”》、和与暨]|以及|及其|及|或者|或"
)
# a bare level in a row (省、自治区、直辖市人民政府) shares the head that follows
_BARE_LEVEL = re.compile(
    r"(?:各|在)?(?:省级?|自治区|直辖市|自治州|市级?|州|盟|县级?|区级?|旗|乡级?|镇级?|街道|村|社区|设区的市|(?<!各)地|国家|中央)$"
)


# a name holds no preposition, modal or frequency of its own: 省厅每季度对各市州 is a clause
_CLAUSE_INSIDE = re.compile(
    r"(?<!自)由(?!于)|[，；：]|.(?:至(?!少|于|诚)|对(?!外|口|接)|向|从(?!业)|按|把|将(?!军)|(?<!所)在(?!职|岗|校|建|京|编|库)|每(?!个|人|级)|(?<!供)应(?!急|用|对|届|聘)|不得|(?<![许认])可(?!再)|会同|联合(?!会|社|体)|协助|严格按|按照|根据|依据|依照|通过|(?<!行)为(?!民|农|主)|依法|全面|负责(?!人|同志|的)|是(?!否)|实行|用于|依托|包括|包含|是指|共建|共享|经(?!营|办|济|信|贸|销|纪|理|开|费|过|管|适)|除|统称|非经|未经|时(?!间|代|空|政))"
)


_CENTRAL_BANK = re.compile(r"(?:人行|(?:中国)?人民银行)[^，。；、]{0,8}$")
_CUE_FIRST = re.compile(r"以下|不得|严禁|禁止|不准|应当|必须|可以|要(?!害)|须")


class Actor(NamedTuple):
    """A body named by ``text[start:end]``; ``kinds`` is never empty; ``position`` is the range of the post, if any."""

    start: int
    end: int
    kinds: tuple[BodyKind, ...]
    position: tuple[int, int] | None
    evidence: Quote | None = None  # where the text tells who a defined name is


_WITHIN_ENTERPRISE = re.compile(
    r"(?:各|本|该)?(?:煤矿|矿山)?企业(?=[^，。；、]{0,12}(?:部门|领导干部|机构|管理人员|岗位)$)(?!主管|及|和|与)"
)


# an organ of a level by its last character: 市应急局, 省水利厅, 市经济信息化委
_ORGAN = re.compile(
    r"(?:[省市县区州旗]|国家|中央)(?=([一-龥]{1,12}?(?:局|厅|委(?!员|托|派|任|属|培)|(?<![开举承主经协代创督])办(?!公|理|法|事|学|好|结|案|医|证|园)|署(?!名))(?![长面部限势级内])))"
)


class _Heads:
    def __init__(self) -> None:
        data = table("actors")
        self.kind: dict[str, tuple[BodyKind, ...]] = {}
        for kind, words in data["heads"].items():
            self.kind.update(dict.fromkeys(words, (BodyKind(kind),)))
        for pair, words in data["heads_of_two"].items():
            self.kind.update(dict.fromkeys(words, tuple(BodyKind(k) for k in pair.split("_"))))
        self.post: dict[str, tuple[BodyKind, ...]] = {}
        for kind, words in data["posts"].items():
            self.post.update(dict.fromkeys(words, tuple(BodyKind(k) for k in kind.split("_"))))
        self.spots = Spots([*self.kind, *self.post], f"{_PAREN}?")
        reverse = alternation(word[::-1] for word in [*self.kind, *self.post])
        self.suffix = re.compile(reverse)
        self.posts = re.compile(alternation(word[::-1] for word in self.post))
        self.organ = re.compile(r"[厅局委部署会办院处科队站所室]$")
        self.bureau = re.compile(r"(?<![结格布大全邮败僵])(?:局|厅|总署)$")


@cache
def _heads() -> _Heads:
    return _Heads()


@OfText
def _heads_of(text: str) -> tuple[list[int], list[int]]:
    """Where the heads of *text* begin, and, in the same order, where they stop."""
    spots = (spot for spot in _heads().spots.find(text) if not _cuts_main(text, *spot))
    heads = sorted([*spots, *_organs(text), *_places(text), *_place_rows(text)])
    return [start for start, _ in heads], [stop for _, stop in heads]


_MAIN = re.compile(
    "要(?:负责人|负责同志|领导|责任|任务|职责|内容|措施|目标|指标|问题|原因|做法|方式|形式|是|为|包括|从|以|由|用于|依靠|围绕|通过|采取|分为|分布|来自|承担|集中)"
)


def _cuts_main(text: str, start: int, stop: int) -> bool:
    """企业|主要负责人, 业主|要及时报告: what looks like an owner may be the first character of 主要."""
    if text[stop - 1] != "主" or text[stop : stop + 1] != "要":
        return False
    return text.startswith("企业", max(0, stop - 3)) or _MAIN.match(text, stop) is not None


def heads_in(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the heads of ``text[start:end]`` begin and stop, in order."""
    starts, stops = _heads_of(text)
    for at in range(bisect_left(starts, start), bisect_left(starts, end)):
        yield starts[at], stops[at]


HAS_HEAD = hint_at(lambda text: _heads_of(text)[0])


def _organs(text: str) -> Iterator[tuple[int, int]]:
    """Organs that are named by their level: 市应急局, 省水利厅."""
    return ((found.start(), found.end(1)) for found in _ORGAN.finditer(text))


# behind the name of a place that acts: a cue, an adverb or a verb, or the next one of a row
_PLACE_END = re.compile(
    r"[省市县区州旗盟](?=、|和|及|以及|等|要(?!求)|应(?!急|用)|须|必须|将(?!军)|可(?!持)|不得|负责|按|由(?!于)|结合|加[强快大]|积极|切实|进一步|认真|全面|抓|做|完成"
    r"|建[立设]|开展|组织(?!部)|深入|推[进动]|实施|制定|严格|拟|探索|设立|举办)"
)
_LONGEST_PLACE = 12  # characters of 积石山保安族东乡族撒拉族自治县, all but


def _places(text: str) -> Iterator[tuple[int, int]]:
    """Places by their full name where they may act: 吉林市|要…, 桐柏县、内乡县."""
    names = places.names()
    for found in _PLACE_END.finditer(text):
        stop = found.end()
        for start in range(stop - 3, max(-1, stop - _LONGEST_PLACE - 1), -1):
            if text[start:stop] in names:
                yield start, stop
                break


def _place_rows(text: str) -> Iterator[tuple[int, int]]:
    """Ends of rows of places by their short names: 武汉、鄂州、黄石|建设…."""
    names = places.names()
    at = text.find("、")
    while at >= 0:
        if text[at - 2 : at] in names or text[at - 3 : at] in names:
            for stop in (at + 3, at + 4):
                if text[at + 1 : stop] in names:
                    yield at + 1, stop
        at = text.find("、", at + 1)


def _row_of_places(text: str, items: list[tuple[int, int]]) -> list[Actor]:
    """The places of a row that is nothing else; a short name by itself may be another word (和平)."""
    names = places.names()
    if len(items) < 2 or not all(text[a:b] in names for a, b in items):
        return []
    return [Actor(a, b, (BodyKind.GOVERNMENT,), None) for a, b in items]


def _is_place(name: str) -> bool:
    """Whether *name* is a place's, with or without the one above it: 长春市, 吉林省长春市."""
    names = places.names()
    if len(name) < 3 or name[-1] not in "省市县区州旗盟":
        return False
    return name in names or any(name[:at] in names and name[at:] in names for at in range(2, len(name) - 2))


def head_ends(text: str, start: int, end: int, known: Known = NOTHING) -> list[int]:
    """Ends of the heads in ``text[start:end]`` and of *known* names: where an actor's name may stop."""
    starts, stops = _heads_of(text)
    first = bisect_left(starts, start)
    last = bisect_left(starts, end, first)
    if first == last:
        return known.ends(start, end)
    ends = set(stops[first:last])
    if max(ends) > end:  # a head that the range cuts off may hold a shorter one: 应急管理部|门
        word = _heads().spots.pattern
        cut = (word.match(text, starts[at], end) for at in range(first, last) if stops[at] > end)
        ends = {stop for stop in ends if stop <= end}.union(found.end() for found in cut if found)
    ends.update(known.ends(start, end))
    return sorted(ends)


def _inner_ends(name: str) -> list[int]:
    """Ends of the heads inside a *name*: as `head_ends`, for a short string that is no text of its own."""
    word = _heads().spots.pattern
    ends = {found.end() for at in range(len(name)) if (found := word.match(name, at))}
    return sorted(ends.union(stop for _, stop in _organs(name)))


def is_head(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` opens with a name that is a head as a whole, be it in a row: 考生, 组织部."""
    joint = _JOINT.search(text, start, end)
    words = {text[start : joint.start() if joint else end], text[start:end]} - {
        "组织"
    }  # 参与者 is whole, 居（村）委 too
    return any(len(word) > 1 and (word in _heads().kind or word in _heads().post) for word in words)


@lru_cache(maxsize=_NAMES)
def kinds_of(name: str) -> tuple[tuple[BodyKind, ...], int]:
    """(kinds, length of the post at the end) of a body's *name*; no kinds where it names none."""
    heads = _heads()
    own = _WITHIN_ENTERPRISE.match(name)
    if own:  # 企业安全生产管理部门, 企业领导干部: bodies and posts inside an enterprise
        kinds, inner = kinds_of(name[own.end() :])
        return ((BodyKind.ENTERPRISE,) if kinds else ()), inner
    whole = heads.suffix.match(name[::-1])
    if whole and whole.group(0)[0] in "）)":  # the bracket belongs to the head: 市（州）
        return heads.kind.get(whole.group(0)[::-1], ()), 0
    bare = (_PAREN_LAST.sub("", name) if name.endswith((")", "）")) else name).rstrip("等")
    backward = bare[::-1]
    post = heads.posts.match(backward)
    if post:
        length = post.end()
        deputy = _DEPUTY.search(bare, 0, len(bare) - length)
        length += len(deputy.group(0)) if deputy else 0
        body = bare[: len(bare) - length].rstrip("的")
        above, _ = kinds_of(body) if body and body != name else ((), 0)
        extra = len(name) - len(bare)
        return above or heads.post[post.group(0)[::-1]], length + extra
    if _CENTRAL_BANK.match(bare):
        return (BodyKind.DEPARTMENT,), 0  # 人行武汉分行: a branch of the central bank is an authority
    if _FINANCE.search(bare):
        return (BodyKind.ENTERPRISE,), 0
    found = heads.suffix.match(backward)
    if found:
        return heads.kind.get(found.group(0)[::-1], ()), 0
    if _is_place(bare):
        return (BodyKind.GOVERNMENT,), 0
    if len(bare) > 2 and heads.organ.search(bare) and _OF_A_LEVEL.match(bare):
        return (BodyKind.DEPARTMENT,), 0  # 省气象局, 市水务局: organs of a level
    if 3 <= len(bare) <= 14 and heads.bureau.search(bare):
        return (BodyKind.DEPARTMENT,), 0  # 国家能源局, 税务总局
    return (), 0


_DEPUTY = re.compile("(?:分管|常务|主管|协管)?副$")  # a deputy's duty is not the head's: 副市长 is a post of its own
_OF_A_LEVEL = re.compile(
    r"(?:各|本|该|有关|相关)?(?:[省市县区州旗](?!长)|国家|中央)|[一-龥]{1,6}[省市县区州旗](?=[一-龥]{2,12}[委办]$)"
)


# banks, insurers and funds are enterprises, whatever they call themselves (GUIDELINES: bearers)
_FINANCE = re.compile(
    r"(?:银行|证券|(?<!社会)保险|期货|信托|担保|基金)[^，。；]{0,14}(?<!监管)(?<!管理)(?<!监督)(?<!经办)机构$"
)


def _items(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The members of a coordination, cut outside brackets."""
    cuts: list[tuple[int, int]] = []
    depth = 0
    at = begin = start
    while found := _JOINT.search(text, at, end):
        mark, at = found.group(0), found.start()
        if mark and mark in "（(“《":
            depth += 1
        elif mark and mark in "）)”》":
            depth = max(0, depth - 1)
        elif depth == 0 and at > begin:
            cuts.append((begin, at))
            at = begin = found.end()
            continue
        at += 1
    if begin < end:
        cuts.append((begin, end))
    return cuts


def _kinds_at(text: str, start: int, end: int, known: Known) -> tuple[tuple[BodyKind, ...], int, Mention | None]:
    """Kinds and length of the post of ``text[start:end]``, and the *known* name that it is, or that its post is in."""
    if known and (mention := known.name(text, start, end)):
        return mention.kinds, kinds_of(text[start:end])[1], mention  # 矿长 stays a post, whoever it is
    kinds, post = kinds_of(text[start:end])
    if known and post:
        body = end - post
        mention = known.name(text, start, body) or (
            known.name(text, start, body - 1) if text[body - 1 : body] == "的" else None
        )
        if mention:
            return mention.kinds, post, mention
    return kinds, post, None


def actors_in(text: str, start: int, end: int, known: Known = NOTHING) -> list[Actor]:
    """The actors that ``text[start:end]`` names, when the whole range is a coordination of actors; else empty.

    Members without a head of their own share the next one's: 地震、气象、国土资源等部门 is one actor.
    """
    while start < end and text[start] in " 　":
        start += 1
    while start < end and text[end - 1] in " 　":
        end -= 1
    if start >= end or end - start > 120 or "。" in text[start:end] or "；" in text[start:end]:
        return []
    items = _items(text, start, end)
    actors: list[Actor] = _row_of_places(text, items)
    if actors:
        return actors
    pending: int | None = None
    for begin, stop in items:
        name = text[begin:stop]
        kinds, post, mention = _kinds_at(text, begin, stop, known)
        if mention is None and _is_clause(name):
            return []
        if not kinds and stop < end and mention is None and _acts_at_end(name):
            return []  # 园区企业|申报和推荐…人才: the row is one of acts
        if not kinds or (stop < end and (_BARE_LEVEL.match(name) or name in _BARE)):
            pending = begin if pending is None else pending
            continue
        opened = begin if pending is None else pending
        pending = None
        position = (stop - post, stop) if post else None
        actors.append(Actor(opened, stop, kinds, position, mention.evidence if mention else None))
    if pending is not None:
        whole = kinds_of(text[pending:end])[0]
        if not whole:
            return []
        actors.append(Actor(pending, end, whole, None))
    return _split_bare(text, actors)


_BARE = ("矿山", "煤矿", "矿井")


@lru_cache(maxsize=_NAMES)
def _is_clause(name: str) -> bool:
    """Whether *name* says something of a body, or opens with a cue, instead of naming one."""
    name = name.replace("设区的市", "设区市")
    return (
        "是" in name.replace("是否", "")
        or _CLAUSE_INSIDE.search(_NESTED.sub("", name[name.rfind("的") + 1 :])) is not None
        or _CUE_FIRST.match(name) is not None
        or _acts_inside(name)
    )


# what may follow a head inside a longer name although it can open a predicate elsewhere
_GOES_ON = re.compile(
    r"应急|从业|组成人员|编制|督导|督查|监督|监察|审批|审核|统计|管理|教育|建设|培训|服务|组织(?!各|有关|本|其|对|开展|实施|协调|召开|专家|力量|职工|群众|学生)|"
    r"生产|经营|执法|检查|检验|检测|考核|评估|宣传|救援|研究|设计|牵头|配合|主管|使用|运行|运营|维护|登记|发展|改革|指挥|联络|联合|协调|"
    r"财务|通信|交流|负责|分管|在职|在岗|在编|在校|在建|不动产|对口|对外|为主|向导|与|和|及|或"
)
_TURNS = re.compile(
    r"对|将(?!军)|把|按照?|依照|根据|通过|向|不(?!动产)|未(?!成年|来)|应(?!急|届|聘)|须|可(?!再|持)|作为|系|拟(?![订定制])|派(?!出)|到(?!位|期|达)|被|给|使(?!用|馆)|发现(?!.*的)|持(?=[《“有])|至(?!少|于)|送达|也|均|都(?!市)|要(?!害)|受(?=理|到)"
)
_HELPS = re.compile("配合|协助|联合|牵头")
_BARE_BODY = re.compile("(?:工作)?(?:单位|部门|机构|组织|人员|企业|方|小组|办公室)")
# 部门|组织调查组: who organizes whom; 党|组织负责人 is a name
_ORGANIZES = re.compile(
    "组织(?!部|机构|人员|领导|负责|主要|工作|中|内|成员|单位|者|方|形式|的|和|与|、|及|或|等|书记|委员)(?=[一-鿿]{2})"
)
# 单位委托|其他有资质的单位: an object with a relative clause of its own, no clause of the name
_OBJECT_FIRST = re.compile("其他|其(?=[^他])|各|有关|相关|本(?=[市省县区单地])|该|一[个家批]|若干|多种")
_ASKS = re.compile("申报|申请|推荐")
_OWN_ACT = re.compile(r"[我你本][省市县区州部局委厅办院公][^，。；的]{0,8}(?<![为除罢到明未不])了(?![解结却然望])")
_DID = re.compile(r"[^，。；的、]{1,6}(?<![为除罢到明未不])了(?![解结却然望])")  # 我部|再次组织了…的专家组
_MARK_INSIDE = re.compile(r"[，；：。]")


@lru_cache(maxsize=_NAMES)
def _acts_inside(name: str) -> bool:
    """Whether *name* runs over its predicate: 企业职工|组建|工会, 工作人员|对发现的人员; a name goes on with nouns.

    A verb that a 的 follows opens a relative clause (受公安机关|委托|的机构), which is part of the name.
    """
    if _MARK_INSIDE.search(_NESTED.sub("", name)) or any(name.count(a) != name.count(b) for a, b in ("《》", "“”")):
        return True
    length = len(name)
    if length < 5:
        return False
    if _OWN_ACT.match(name):
        return True
    for end in _inner_ends(name):
        if end < 2 or end >= length - 1 or name[end - 1] in "、和及与或":
            continue
        if _ORGANIZES.match(name, end) or _DID.match(name, end):
            return True
        if _HELPS.match(name, end) and _helped(name[end + 2 :]):
            return True  # 财政局|配合|应急局, but 配合部门
        if _GOES_ON.match(name, end):
            continue
        if name.startswith("主要", end - 1) or name[end - 1] == "主":
            continue
        if _TURNS.match(name, end):
            return True
        verb = lexicon().directive.match(name, end)
        whole = verb is not None and verb.end() - end >= 2 and verb.end() < length
        if verb and whole and ("的" not in name[verb.end() :] or lexicon().adverb.match(name, end)):
            return True
        if verb and whole and _OBJECT_FIRST.match(name, verb.end()):
            return True
    return name.endswith("组织") and bool(
        name.endswith("机构组织")
        or {BodyKind.GOVERNMENT, BodyKind.DEPARTMENT, BodyKind.ENTERPRISE}.intersection(kinds_of(name[:-2])[0])
    )


def _helped(rest: str) -> bool:
    return "的" not in rest and bool(kinds_of(rest)[0]) and not _BARE_BODY.match(rest)


@lru_cache(maxsize=_NAMES)
def _acts_at_end(name: str) -> bool:
    """Whether *name* is a body and its verb: 企业申报, 贫困地区引导."""
    for end in _inner_ends(name):
        verb = (lexicon().act.match(name, end) or _ASKS.match(name, end)) if end >= 2 else None
        if _GOES_ON.match(name, end):
            continue
        if verb and verb.end() == len(name) and not name.startswith("主要", end - 1):
            return True
    return False


def actors_told(text: str, mention: Mention) -> list[Actor]:
    """The members of the row at *mention*, of the kinds that the text tells where their own words tell none.

    矿山企业、其他经济组织及个体采矿（以下统称矿山企业） are three.
    """
    rows = _items(text, mention.start, mention.end)
    return [Actor(a, b, kinds_of(text[a:b])[0] or mention.kinds, None, mention.evidence) for a, b in rows]


def _split_bare(text: str, actors: list[Actor]) -> list[Actor]:
    """各省、自治区、直辖市 with no head after them are three bodies; 省、自治区、直辖市人民政府 is one."""
    out: list[Actor] = []
    for actor in actors:
        items = _items(text, actor.start, actor.end)
        names = [text[a:b] for a, b in items]
        if len(items) > 1 and "级" not in names[-1] and all(_BARE_LEVEL.match(n) and kinds_of(n)[0] for n in names):
            out.extend(Actor(a, b, kinds_of(text[a:b])[0], None) for a, b in items)
        else:
            out.append(actor)
    return out


# what an office is by: its duties are its name, they narrow no case
_OFFICE = re.compile(
    r"负有|负责|履行|行使|主管|承担[^的]{0,16}(?:职责|职能|责任)|管理(?!的)|授权|委托|组织协调|从事[^的]{0,12}(?:监督|监察|监管)"
)
# what makes the words before 的 a clause; without one they are whose or of what: 设备的销售企业, 园区的管理机构
_CLAUSAL = re.compile(
    r"符合|具备|具有|取得|[有无未不已经因受被拟新]|从事|使用|生产|储存|经营|运输|销售(?!企业)|购买|进入|驾驶|提供|享受|承担|承办|申请|申报|实行|实施|开展|发现|发生|存在|涉及|在|设立|列入|纳入|办理|参加|参与|达到|完成|管理$|规定|批准|认定|确定|指定"
    r"|以外$|内$|以上$|以下$|调换|采用|开采|施工$|控制|通过|获得|作为|位于|面临|多$|大$|强$|好$|高$|低$|差$|突出$|严重$|困难$|集中$|不力$|缓慢$|显著$|落后$|为主$|为重点$|优先$|合格$|清晰$|优秀$"
)
_PLACE_OF = re.compile(r"(?:设区|所在地|所属|本级|同级|上级|下级|属地|当地|上一级|下一级|其他|各自|自己|其)$")


@lru_cache(maxsize=_NAMES)
def relative_clause(name: str) -> str:
    """The relative clause that narrows a body's *name* (符合条件的企业), "" where it has none.

    负有…职责的部门 is a name of its own: there the clause tells the office, not the case. 企业的主要负责人 names whose.
    """
    at = name.rfind("的")
    if at < 2 or at > len(name) - 3:
        return ""
    clause = name[:at]
    if opens_relative(name) and not _OFFICE.search(clause):
        return name[: at + 1]
    if not _CLAUSAL.search(clause) or _OFFICE.search(clause) or _PLACE_OF.search(clause) or kinds_of(clause)[0]:
        return ""
    return name[: at + 1]


_OPENS_RELATIVE = re.compile(
    r"(?:(?:不?符合|取得|[有无未不](?![断关的])|具有|具备|面临|存在|发生|已|经(?![营济办贸信理])|涉及|申请|拟|新(?![型兴能闻农])|参加|获得|完成|从事|实行|办理)[^，。；]{0,40}?|[^，。；的]{2,16}(?:较多|较大|较重|突出|集中|困难|不力|落后|缓慢|频发|易发))的(?=[^的，。；、]{2,})"
)


def opens_relative(name: str) -> bool:
    """Whether *name* opens with a relative clause (未设立机构的省), however much it looks like a predicate."""
    return _OPENS_RELATIVE.match(name) is not None
