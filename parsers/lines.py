"""Lines of a document and what each may be at its head or foot (GB/T 9704-2012), before anything is decided."""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.citations import DOC_NUMBER
from parsers.dates import DATE, NUMERAL
from policies.vocabulary import issuers
from policies.vocabulary.genres import closes_with_genre

__all__ = [
    "DATE",
    "Line",
    "closes_title",
    "ends_sentence",
    "is_addressees",
    "is_attachment_list",
    "is_attachment_marker",
    "is_contact",
    "is_date",
    "is_history",
    "is_letterhead",
    "is_list_entry",
    "is_note",
    "is_number",
    "is_organ",
    "is_person",
    "is_titular",
    "is_unit",
    "opens_contents",
    "split_lines",
]


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank. ``text`` is text[start:end], blanks at either end left out."""

    start: int
    end: int
    text: str
    gap: bool  # a blank line stands before it


_NUMBER_TAIL = rf"{DOC_NUMBER}[一-龥]{{0,6}}[ \u3000]?第?[ \u3000]?[0-9０-９]{{1,5}}[ \u3000]?号"
_NUMBER = re.compile(rf"[（(]?(?:发文字号[：:])?[ \u3000]*[一-龥A-Za-z（）()·]{{0,20}}[ \u3000]{{0,3}}{_NUMBER_TAIL}[）)]?(?:签发人[：:].{{0,12}})?")
_ORDER_NUMBER = re.compile(rf"[（(]?第[ \u3000]{{0,4}}[0-9０-９{NUMERAL}]{{1,6}}[ \u3000]{{0,4}}号[）)]?")
_LETTERHEAD = re.compile(
    r"[一-龥（）() 　]{2,60}(?:文件|(?<!命)令|公报)(?:[ \u3000]*[（(]?第.{1,8}号[）)]?)?"
    r"|(?:索\s*引\s*号|发文机关|发文单位|制发机关|发文字号|文\s*号|成文日期|发文日期|发布日期|发布时间|发布机构|主题分类|主\s*题\s*词|主题词|公开方式|公开范围|公开类别|有效性|信息分类|信息来源|时效性|标\s*题|分\s*类|字\s*号|浏览次数|签\s*发\s*人|份\s*号|密\s*级|紧急程度)[：:].{0,80}"
    r"|[【\[［]?(?:特急|加急|急件|平急|内部资料.{0,10}|秘密.{0,8}|机密.{0,8})[】\]］]?"
)
_NOTE = re.compile(
    r"[（(](?:此件|本文|本件|此文|联系|信息|公开|主动公开|依申请公开|不予公开|注[：:]|发至|只发|有删减)[^（()）]{0,60}[）)]"
    r"|(?:抄\s*送|抄\s*报|主\s*送|分\s*送|印\s*发|报\s*送|来\s*源|稿件来源|责任编辑|责编|编\s*辑|作\s*者|公开属性|公开方式|信息公开选项|主动公开|依申请公开|此件公开发布|此件主动公开|校\s*对|打\s*印|共印|相关解读|相关链接|相关附件|相关文件|相关文档|政策解读|图\s*解|解读链接|附件下载|文件下载|扫一扫|分享到|打印本页|关闭窗口|上一篇|下一篇)(?:[：: \u3000].{0,200})?"
    r"|[一-龥（） \u3000]{4,40}[ \u3000]*[0-9０-９一二三四五六七八九〇○]{4}年.{1,8}日[ \u3000]*印发.{0,8}"
    r"|[^。]{0,80}\.(?:docx?|xlsx?|pdf|wps|ofd|zip|rar|et|jpg|png)"
    r"|[-—–][ \u3000]?[0-9]{1,4}[ \u3000]?[-—–]"
)
_CONTACT = re.compile(
    r"[（(]?.{0,14}?(?:联\s*系\s*人|联系电话|联系方式|联系单位|联系地址|咨询电话|监督电话|举报电话|电\s*话|传\s*真|邮\s*箱|电子邮箱|电子邮件|邮\s*编|邮政编码|地\s*址|手\s*机)[一-龥]{0,4}[：:].{0,80}"
)
_NUMERALS = f"[0-9０-９{NUMERAL}]"
_MARKER = re.compile(rf"附[ \u3000]{{0,3}}[件表录图]?[ \u3000]{{0,2}}[（(]?{_NUMERALS}{{0,3}}[）)]?[ \u3000]*[：:.．、]?|[（(]附件{_NUMERALS}{{0,3}}[）)]")
_ATTACHMENT = re.compile(rf"附[ \u3000]{{0,3}}[件表录图]?[ \u3000]{{0,2}}{_NUMERALS}{{0,3}}[ \u3000]{{0,2}}[：:.．、][ \u3000]*\S.*|附件{_NUMERALS}{{1,3}}[ \u3000]+\S.*")
_ENTRY = re.compile(r"[（(]?[0-9０-９一二三四五六七八九十]{1,3}[）)]?[ \u3000]{0,2}[.．、，,)）][ \u3000]*\S.{0,120}")
_UNIT = re.compile(
    rf"第[ \u3000]?{_NUMERALS}{{1,6}}[ \u3000]?[编篇章节条]|[（(][ \u3000]?{_NUMERALS}{{1,3}}[ \u3000]?[）)]|[{NUMERAL}]{{1,4}}[ \u3000]?[、.．]|[0-9０-９]{{1,3}}[ \u3000]?[.．、，,)）]"
    r"|[①②③④⑤⑥⑦⑧⑨⑩]|[—-][ \u3000]?[、]"
)
_PERSON = re.compile(
    r"(?:部长|局长|省长|市长|县长|区长|州长|主任|主席|总理|署长|行长|院长|检察长|总局局长|委员长|自治区主席)[ \u3000：:]{0,8}[一-龥·]{1,2}[ \u3000]{0,3}[一-龥·]{1,6}"
)
_HISTORY = re.compile(
    rf"[（(]?[ \u3000]*(?:根据)?(?:[0-9０-９一二三四五六七八九〇○零]{{4}})[ \u3000]?年[^。]{{0,180}}"
    r"(?:通过|公布|发布|修订|修正|施行|批准|废止|颁布)[^。]{0,60}[）)]?[。]?"
)
_DAY = re.compile(rf"(?:时间|日期|成文日期|发布日期)?[：:]?[ \u3000]*(?:{DATE.pattern})[ \u3000]*(?:发布)?")
_SENTENCE_END = ("。", "！", "；", ";", "！”", "。”", "：", ":", "）", ")", "？", ".")
_LONGEST_TITLE_LINE = 120
# white space and the marks of no width that web pages leave (U+200B, byte order marks)
_BLANKS = "".join(map(chr, [*range(9, 14), *range(28, 33), 133, 160, 0x1680, *range(0x2000, 0x200E), 0x2028, 0x2029])) + (
    "\u202f\u205f\u2060\u3000\ufeff"
)
_ADDRESSEE = re.compile(
    r"(?:政府|部门|单位|机构|局|厅|委|办|部|院|校|所|公司|企业|集团|兵团|社区|委员会|管委会|办事处|街道|机关|组织|协会|学会|中心|团体|乡镇|镇|乡|县|区|市|省|站|队|行|社|科|处|室|部委|指挥部|小组|同志|委员|主席|代表|先生|女士|厂|村|人员|会员|群众|市民|商户|业主|当事人|人)"
    r"(?:[（(][^（()）]{1,40}[）)])?[：:]$"
)
_NOT_ADDRESSEE = re.compile(
    r"如下|以下|下列|附件|包括|分别|^注[：:]|^目录|要求[：:]|意见[：:]|人[：:]$(?<!人民[：:])(?<!当事人[：:])|^[^，、]{0,8}(?:组长|成员|单位|对象|范围|时间|地点|联系)[：:]$"
)


def split_lines(text: str) -> list[Line]:
    """The lines of *text* that are not blank."""
    lines: list[Line] = []
    offset, gap = 0, False
    for raw in text.split("\n"):
        words = raw.strip(_BLANKS)
        if words:
            start = offset + len(raw) - len(raw.lstrip(_BLANKS))
            lines.append(Line(start, start + len(words), words, gap))
        gap = not words
        offset += len(raw) + 1
    return lines


def is_number(words: str) -> bool:
    """A document number alone on its line: 国发〔2018〕39号, 第85号."""
    return len(words) <= 60 and bool(_NUMBER.fullmatch(words) or _ORDER_NUMBER.fullmatch(words))


def is_letterhead(words: str) -> bool:
    """发文机关标志 (…文件, …令), a row of a site's table (发文机关：…), or a mark of secrecy or urgency."""
    return len(words) <= 100 and bool(_LETTERHEAD.fullmatch(words))


def is_date(words: str) -> bool:
    """A date alone on its line."""
    return len(words) <= 40 and bool(_DAY.fullmatch(words))


def is_note(words: str) -> bool:
    """附注, 抄送, 印发, 来源, links and page numbers."""
    return len(words) <= 260 and bool(_NOTE.fullmatch(words))


def is_contact(words: str) -> bool:
    """联系人：, 联系电话："""
    return len(words) <= 120 and bool(_CONTACT.fullmatch(words))


def is_attachment_marker(words: str) -> bool:
    """附件, 附件1, 附： alone on a line: an attachment opens (or a list of attachments)."""
    return len(words) <= 12 and bool(_MARKER.fullmatch(words))


def is_attachment_list(words: str) -> bool:
    """附件：1.…, 附件1.…: 附件说明, or the head of an attachment whose title stands on the same line."""
    return len(words) <= 200 and bool(_ATTACHMENT.fullmatch(words))


def is_list_entry(words: str) -> bool:
    """2.湖北省…标准: a further line of 附件说明."""
    return len(words) <= 140 and bool(_ENTRY.fullmatch(words))


def is_unit(words: str) -> bool:
    """The line opens a numbered unit: 一、, （一）, 1., 第一条."""
    return bool(_UNIT.match(words))


def is_person(words: str) -> bool:
    """局长　杨焕宁: who signs an order."""
    return len(words) <= 24 and bool(_PERSON.fullmatch(words))


def is_history(words: str) -> bool:
    """2004年1月13日国务院令第397号公布: how a regulation came about, below its title."""
    if len(words) > 240 or is_unit(words):
        return False
    return bool(_HISTORY.fullmatch(words)) and not words.endswith(("：", ":"))


def is_organ(words: str) -> bool:
    """The line names an organ, or several with blanks between, as signatures and letterheads do."""
    if len(words) > 60 or re.search(r"[。，；：？！,;:?!“”《》\t]", words) or is_unit(words):
        return False
    return issuers.is_organ(words)


def is_addressees(words: str) -> bool:
    """主送机关: 各省、自治区、直辖市人民政府，国务院各部委、各直属机构："""
    if not words.endswith(("：", ":")) or len(words) > 500 or is_unit(words):
        return False
    if re.search(r"[。；;？！]", words) or _NOT_ADDRESSEE.search(words):
        return False
    return bool(_ADDRESSEE.search(words))


def ends_sentence(words: str) -> bool:
    return words.endswith(_SENTENCE_END)


def is_titular(words: str) -> bool:
    """The line may belong to a title: short, without the marks of a sentence, no unit, note, date or number."""
    if len(words) > _LONGEST_TITLE_LINE or re.search(r"[。；;？！!\t]", words) or words.endswith(("：", ":", "，", ",")):
        return False
    if not re.search("[一-龥]", words) or is_unit(words) or is_note(words) or is_date(words) or is_number(words) or is_contact(words):
        return False
    return not (is_attachment_marker(words) or is_attachment_list(words) or opens_contents(words))


def opens_contents(words: str) -> bool:
    """目录 alone on its line."""
    return re.sub(r"\s", "", words) in ("目录", "目次", "【目录】", "目錄")


def closes_title(words: str) -> bool:
    """The line (or lines, joined) ends as titles end: with a kind of document."""
    return closes_with_genre(words)
