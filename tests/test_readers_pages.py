"""Pages as government sites publish them: what is kept is the document, whatever the site sets around it."""

from __future__ import annotations

import pytest

from parsers.readers import read_bytes
from parsers.readers.pagewords import without_page_words
from policies.manuscripts import Paragraph
from policies.vocabulary.tables import table

DOCUMENT = [
    "关于开展专项行动的通知", "某安委办〔2024〕7号", "各县（区）人民政府，市直有关部门：",
    "　　一、各企业要立即开展自查自纠，于3月底前报送自查报告，逾期不报的从重处理，并定期向社会公布。",
    "　　二、各县（区）人民政府要组织执法检查，对重大事故隐患挂牌督办，做到闭环管理、逐项销号。",
    "序号\t任务\t责任单位", "1\t开展排查 建立台账\t市应急局", "2\t开展培训\t市教育局",
    "某市安全生产委员会办公室", "2024年3月1日",
]  # fmt: skip
ROWS = (
    "<table border=1><tr><td>序号<td>任务<td>责任单位<tr><td>1<td>开展排查<br>建立台账<td>市应急局"
    "<tr><td>2<td><p>开展培训</p><td>市教育局</table>"
)
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in DOCUMENT[:5]) + ROWS + f"<p>{DOCUMENT[8]}<p>{DOCUMENT[9]}</p>"
BREAKS = (
    f"<div align=center><b>{DOCUMENT[0]}</b><br>{DOCUMENT[1]}</div>{DOCUMENT[2]}<br><br>"
    f"&nbsp;&nbsp;&nbsp;&nbsp;{DOCUMENT[3].strip()}<br>&emsp;&emsp;{DOCUMENT[4].strip()}<br />{ROWS}<br>"
    f"{'　' * 20}{DOCUMENT[8]}<br>{'&nbsp;' * 40}{DOCUMENT[9]}"
)

OLD = """<TABLE width=778 border=0><TR><TD>| <A href=#>首页</A> | <A href=#>机构</A> |</TD></TR></TABLE>
<TABLE width=778><TR><TD width=180><TABLE><TR><TD><A href=#>要闻</A></TD></TR>
<TR><TD><A href=#>法规</A></TD></TR></TABLE></TD>
<TD><TABLE><TR><TD>您现在的位置：<A href=#>首页</A> &gt;&gt; 正文</TD></TR><TR><TD>{}</TD></TR>
<TR><TD>点击数：231 [<A href=#>打印</A>] [<A href=#>关闭</A>]</TD></TR><TR><TD>{}</TD></TR>
<TR><TD>上一篇：<A href=#>没有了</A><BR>下一篇：<A href=#>关于开展培训的通知</A></TD></TR>
<TR><TD><B>相关文章</B><BR>
<A href=#>关于某某的通知</A> 2024-01-02<BR><A href=#>关于某某的紧急通知</A></TD></TR>
</TABLE></TD></TR></TABLE>
<TABLE width=778><TR><TD>版权所有：某局<BR>建议使用新版浏览器。</TD></TR></TABLE>"""
UCAP = """<div class="header"><a>登录</a></div><div class="BreadcrumbNav">当前位置：<a>首页</a> &gt; <a>文件</a></div>
<table><tr><td><table><tr><td><b>索 引 号：</b></td><td>0001/2024-9</td></tr></table></td></tr><tr><td class="b12c"
id="UCAP-CONTENT">{}</td></tr></table><div class="related"><h3>相关稿件</h3><ul><li><a>图解</a></li></ul></div>
<div class="footer">版权所有</div>"""
TRS = """<ul class="top"><li><a>省政府</a></li></ul><div class="view TRS_UEDITOR trs_web"><div class=TRS_Editor>
<style type="text/css">.TRS_Editor P{{line-height:1.5}}</style><!--[if gte mso 9]><xml>x</xml><![endif]-->{}</div></div>
<script>var a = "<p>脚本</p>";</script><div class="bq">扫一扫在手机打开当前页</div>"""
PLAIN = """<div id="app"><div class="hd"><ul class="m1"><li><a>首页</a></li><li><a>政务公开</a></li></ul></div>
<div class="w1"><i></i>当前位置： <a>首页</a> > <a>政务公开</a></div><div class="w2">
<div class="t2"><span>浏览次数：<b id="cnt"></b></span>
<span>字体：[ <a>大</a> <a>中</a> <a>小</a> ]</span> 分享到：</div>
<div class="w3">{}</div><div class="w4"><a>打印本页</a><a>关闭窗口</a></div><div>【<a>打印</a>】【<a>关闭</a>】</div>
<div class="w5"><div class="tt">相关解读</div><ul><li><a>政策解读</a><span>2023-04-13</span></li></ul></div>
<div class="w6">扫一扫在手机打开当前页</div></div><div class="ft"><p>主办单位：某县人民政府办公室</p>
<p>网站标识码：3600000000　某ICP备00000000号</p><p>联系电话：0000-0000000</p></div></div>"""


@pytest.mark.parametrize("site", [OLD, UCAP, TRS, PLAIN], ids=["old", "ucap", "trs", "plain"])
@pytest.mark.parametrize("body", [PARAGRAPHS, BREAKS], ids=["paragraphs", "breaks"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_only_the_document_is_kept(site: str, body: str, encoding: str) -> None:
    body = body.replace(f"<b>{DOCUMENT[0]}</b>", "").replace(f"<p>{DOCUMENT[0]}</p>", "") if site is OLD else body
    page = site.format(*([f"<B>{DOCUMENT[0]}</B>", body] if site is OLD else [body]))
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={encoding}">'
    head = f"{meta}<title>{DOCUMENT[0]}_某市政府网</title>"
    data = f"<html><head>{head}</head><body>{page}</body></html>".encode(encoding)
    found = [paragraph.text.strip() for paragraph in read_bytes(data, "a.html").paragraphs]
    assert [line for line in found if line] == [line.strip() for line in DOCUMENT]


@pytest.mark.parametrize(
    "title",
    [
        f"{DOCUMENT[0]}-某市应急管理局",
        f"{DOCUMENT[0]}（某安委办〔2024〕7号）_专项行动_某市政府网",
        f"某市应急管理局 - {DOCUMENT[0]}",
    ],
)
def test_a_title_that_the_document_has_is_not_doubled(title: str) -> None:
    page = f"<html><head><title>{title}</title></head><body><div id=zoom>{PARAGRAPHS}</div></body></html>"
    assert read_bytes(page.encode(), "a.html").paragraphs[0].text == DOCUMENT[0]


@pytest.mark.parametrize(
    "line",
    [
        "当前位置", "您所在的位置：首页 > 文件", "您的位置是：首页>文件", "【字体：大 中 小】 打印", "字号：[大 中 小]",
        "浏览次数： 12 次", "发布时间：2024-03-01 来源：某局 阅读：88次", "打印 关闭", "【打印本页】【关闭窗口】",
        "返回顶部", "分享到：微信 微博", "微信 微博 QQ空间", "扫一扫在手机打开当前页", "用微信扫一扫", "上一篇：没有了",
        "下一篇", "[上一页] 下一页",
    ],
)  # fmt: skip
def test_lines_of_the_page(line: str) -> None:
    lines = [line, *DOCUMENT, line]
    assert kept(lines) == DOCUMENT


@pytest.mark.parametrize(
    "line",
    [
        "发布机构：某市应急管理局", "发文字号：某政办发〔2024〕5号", "来源：某市应急管理局", "附件：1.任务分工表",
        "联系人：张三", "打印：王五　校对：李四", "分享经验的单位", "位置图", "主办单位：某市应急管理局", "大中型企业",
        "小微企业名单", "下载说明书目录", "印发位置及数量", "扫雪除冰方案",
    ],
)  # fmt: skip
def test_lines_of_the_document(line: str) -> None:
    assert kept([line, *DOCUMENT, line]) == [line, *DOCUMENT, line]


def test_sentences_are_never_left_out() -> None:
    lines = [
        "浏览次数：指访问网页的次数。",
        "相关文章",
        "各单位要办理ICP备案。",
        "版权所有：任何单位不得转载；",
        "分享到：各单位。",
    ]
    assert kept(lines) == lines


def test_a_page_of_nothing_else_is_kept() -> None:
    assert kept(["打印", "关闭"]) == ["打印", "关闭"]


def kept(lines: list[str]) -> list[str]:
    paragraphs = [Paragraph(text=line, place="x") for line in lines]
    return [paragraph.text for paragraph in without_page_words(paragraphs, (), menus=False)]


def test_no_word_stands_twice() -> None:
    for words in table("html_containers")["words"].values():
        assert len(words) == len(set(words))
