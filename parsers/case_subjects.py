"""Who a case names (企业未取得许可证的，…): the body that does what makes the case bears what is then to be done."""

from __future__ import annotations

import re
from typing import NamedTuple

from parsers.actors import Actor, head_ends
from parsers.lexicon import lexicon
from parsers.predicates import opens_predicate
from parsers.segmenter import Words
from parsers.subjects import valid_subject
from policies.duties import AUTHORITIES

__all__ = ["CaseSubject", "subject_of_case"]

_Range = tuple[int, int]
_REACH = 60  # characters within which the subject of a case has to end


class CaseSubject(NamedTuple):
    """The bodies, where they stand, what narrows them; ``done`` tells of an act after which they go on."""

    actors: list[Actor]
    span: _Range
    condition: _Range
    done: bool


_AFTER_SUBJECT = re.compile(
    r"(?:除|未|不|有|无|取得|进行|发生|发现|在|对|如|若|违反|需要|申请|当年|自主|拟|从事|符合|具备|经|逾期|因|擅自|拒不|存在|采用|使用|设立|变更|终止|停止|确需|需|欲|已|曾|多次|连续|越界|超[过出越]|违章|违规|强令|隐瞒|伪造|冒用|私自|非法"
    r"|与[^，。；]{1,16}(?:协商|签订|签署|达成|约定|订立|解除|终止|合作|发生))"
)


# 省政府批准的，…: who decides a case bears no duty by that
_DECIDES = re.compile(
    "批准|同意|认定|认为|规定|确定|要求|委托|授权|公布|决定|指定|审核|批复|组织|命名|颁发|核发|管理|确认|给予"
)
_ACTS = ("v", "vn", "l")  # 举办活动 is one word of the dictionary's, tagged l
_COMPOUND = re.compile("(?:客|货|物|地方|铁路|公路|水路)$")  # 旅客|运输航班: what is carried, no body that carries
_SUPPOSED = re.compile("(?:如果?|倘?若)(?!何|实|下|干|期)是?")
_DEEMED = ("，视为", "，视同", "，均视为", "，则视为")
_NO_NAME = re.compile("[不未自与对将把向从能]|造成|发现|违反|导致|引起|涉及|属于|指派|处理")


def subject_of_case(text: str, start: int, end: int, words: Words) -> CaseSubject | None:
    """The subject of the case ``text[start:end]``; None where it names none, or only tells what others decided."""
    if text.startswith(_DEEMED, end):
        return None  # 居民选择同一家机构的，视为选定: a fiction, and nobody's duty
    supposed = _SUPPOSED.match(text, start, end)
    begin = supposed.end() if supposed else start  # 如|被征收人|有异议的，需…
    for stop in reversed(head_ends(text, begin, min(end, begin + _REACH), words.known)):
        after = stop + 1 if text.startswith("等", stop) else stop  # 宾馆等|使用化妆品的，
        doer = lexicon().doer.match(text, after, end) is not None  # 供货时, 企业|储存危险化学品的
        timed = text[end - 1] in "时后前"
        event = timed and after < end - 2 and (doer or opens_predicate(text, after, end, words))
        decides = not timed and _DECIDES.match(text, after, end) is not None
        tags = ("v",) if timed else _ACTS
        acts = (doer and not timed) or decides or words.tag_at(after) in tags  # 纳税人|接受培训的，应当…
        does = acts and not _NO_NAME.search(text[begin:stop]) and not _row_of_verbs(text, begin, words)
        does = does and (words.tag_at(after) == "v" or _COMPOUND.search(text, begin, stop) is None)
        if after >= end - 1 or not (event or does or _AFTER_SUBJECT.match(text, after, end)):
            continue
        if supposed and text.startswith("的", stop + 2):
            continue  # 如患者|使用的药品价格差异较大，可…: of a thing of theirs
        actors = valid_subject(text, begin, stop, words)
        if not actors or (decides and not event and any(AUTHORITIES.intersection(actor.kinds) for actor in actors)):
            continue  # 主管部门认定的，…: what an authority decides is an attribute; a school organises as a firm does
        whole = supposed is not None or "的" in text[begin:stop]
        done = event and not whole
        return CaseSubject(actors, (begin, stop), (start, end) if whole else (after, end), done)
    return None


def _row_of_verbs(text: str, begin: int, words: Words) -> bool:
    """运输、携带、邮寄计算机媒体进出境的: acts in a row, of which 媒体 is an object."""
    return words.tag_at(begin) in ("v", "vn") and text.startswith("、", begin + words.length_at(begin))
