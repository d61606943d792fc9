"""Markdown and HTML: marks are left out, offsets point into the file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.canonical import canonicalise
from parsers.readers import read_bytes
from parsers.readers.html import read as read_html
from parsers.readers.markdown import read as read_markdown
from parsers.readers.markup import tree_of
from policies.errors import InputError

BODY = "　　一、各级人民政府要加强对安全生产工作的领导，落实安全生产责任制，排查治理事故隐患。"


def markdown(text: str) -> list[str]:
    return [paragraph.text for paragraph in read_markdown(text.encode(), "a.md").paragraphs]


def page(body: str, head: str = "") -> list[str]:
    text = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return [paragraph.text for paragraph in read_html(text.encode(), "a.html").paragraphs]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# 关于**做好**工作的通知", ["关于做好工作的通知"]),
        ("##第一章 总则 ##", ["第一章 总则"]),
        ("#1 机组", ["#1 机组"]),
        ("**第一条**　为了***安全***", ["第一条　为了安全"]),
        ("1. 加强监管\n（一）落实", ["1. 加强监管", "（一）落实"]),
        ("1\\. 加强\\*监管\\*", ["1. 加强*监管*"]),
        ("- 甲\n* 乙\n+ 丙\n- - -", ["甲", "乙", "丙"]),
        ("> 引用\n> > 再引", ["引用", "再引"]),
        ('见[通知](http://a.cn/b.html "题")和国发[2012](14)号', ["见通知和国发[2012](14)号"]),
        ("![印章](a.png)<https://a.cn>", ["印章https://a.cn"]),
        ("甲<br>乙<b>丙</b>，<名称>", ["甲", "乙丙，<名称>"]),
        ("R&amp;D&emsp;x", ["R&D\u2003x"]),
        ("2*3*4，____填空，a_b_c，~~删~~", ["2*3*4，____填空，a_b_c，删"]),
        ("`code **x**` *未闭", ["code **x** *未闭"]),
        ("```\n# 原样 **x**\n```\n后", ["# 原样 **x**", "后"]),
        ("前<!-- 注 -->后\n<!-- 甲\n乙 -->\n<!-- 丙 -->\n末", ["前后", "末"]),
        ("未闭 <!-- 注\n后", ["未闭 <!-- 注", "后"]),
        ("标题\n====\n\n---\n文", ["标题", "", "文"]),
        ("---\ntitle: x\n---\n文", ["文"]),
        ("---\n文。\n---", ["文。"]),
        ("\ufeff# 题", ["题"]),
        ("| 任务 | 单位 |\n|---|:-:|\n| a\\|b | **局**<br>院 |\n甲|乙", ["任务\t单位", "a|b\t局 院", "甲\t乙"]),
        ("责任|单位\n不是表", ["责任|单位", "不是表"]),
        ("<!-- 注 -->", [""]),
    ],
)
def test_markdown(text: str, expected: list[str]) -> None:
    assert markdown(text) == expected


def test_markdown_places() -> None:
    text = "# 题\n\n|a|b|\n|-|-|\n|c|d|\n末"
    paragraphs = read_markdown(text.encode(), "a.md").paragraphs
    assert [p.place for p in paragraphs] == ["line 1", "line 2", "table 1, row 1", "table 1, row 2", "line 6"]


@given(st.text(st.sampled_from("#*_`~|\\[]()<>!-=+&;.: \n\tab1一、责br/h"), max_size=80))
def test_markdown_offsets(text: str) -> None:
    if not text:
        return
    manuscript = read_markdown(text.encode(), "a.md")
    canonical, origins = canonicalise(manuscript)
    assert all(text[o.offset : o.offset + o.end - o.start] == canonical[o.start : o.end] for o in origins)
    # nothing is invented: Chinese characters come from the file, in its order, each once
    wide = [o.offset + i for o in origins for i in range(o.end - o.start) if canonical[o.start + i] in "一、责"]
    assert wide == sorted(set(wide))
    assert sum(canonical.count(char) for char in "一、责") == len(wide)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"<p>{BODY}</p>", [BODY]),
        (f"<p>题<p>{BODY}<br>二、落实", ["题", BODY, "二、落实"]),
        (f"<p>&emsp;&#12288;甲&nbsp;乙 R&D &lt;</p><p>{BODY}", ["\u2003\u3000甲\xa0乙 R&D <", BODY]),
        (f"<p>落实\n  责任 <b>safety\n first</b></p><p>{BODY}", ["落实责任 safety first", BODY]),
        (f"<script>x<p>y</script><style>p</style><p>{BODY}</p><!-- z -->", [BODY]),
        (f"<nav>首页</nav><div class='dqwz'>当前位置</div><p>{BODY}</p><footer>版权所有</footer>", [BODY]),
        (f"<div style='display: none'>暗</div><p>{BODY}", [BODY]),
        (f"<ul><li>甲<li>乙</ul><pre>丙\n丁</pre><p>{BODY}", ["甲", "乙", "丙", "丁", BODY]),
        (
            f"<p>{BODY}</p><table><tr><th>任务<th>单位<tr><td>排<br>查<td><p>局</p><p>院</p></table>",
            [BODY, "任务\t单位", "排 查\t局 院"],
        ),
        (
            f"<table><tr><td>左栏<td><div id=zoom><p>{BODY}</p><table><tr><td>a<td>b</table></div></table>",
            [BODY, "a\tb"],
        ),
        (f"<table><tr><td><p>{BODY}</p><p>末</p></table>", [BODY, "末"]),
        (f"<table class=content><tr><td>{BODY}<td>b</table>", [f"{BODY}\tb"]),
        (f"x</body></html><div id=UCAP-CONTENT>{BODY}</div>", [BODY]),
        (f"<div class=TRS_Editor><p>{BODY}</p></div><div>相关阅读：别的文章</div>", [BODY]),
        (f"<div><a>首页</a> | <a>新闻</a> | <a>公开</a> | <a>服务</a></div><p>{BODY}<a>附件</a></p>", [BODY + "附件"]),
        (f"<o:p><![if !supportLists]>（一）<![endif]></o:p>落实<p>{BODY}", ["（一）落实", BODY]),
        (f"<p>PM2.5<75 且 a < b</p><p>{BODY}", ["PM2.5<75 且 a < b", BODY]),
        (f'<p>{BODY}</p><p title="未闭>尾', [BODY, "尾"]),
    ],
)
def test_html(body: str, expected: list[str]) -> None:
    assert page(body) == expected


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>关于做好工作的通知_某市人民政府网</title>", f"<p>{BODY}", "关于做好工作的通知"),
        ("<title>某市人民政府-关于做好2021-2025年工作的通知</title>", f"<p>{BODY}", "关于做好2021-2025年工作的通知"),
        ("<title>某市人民政府门户网站</title>", f"<p>{BODY}", None),
        ("<title>x</title>", f"<h1>关于做好工作的通知</h1><div id=zoom>{BODY}</div>", "关于做好工作的通知"),
        (
            "<meta name=ArticleTitle content='关于做好工作的通知'><title>详情页面</title>",
            f"<p>{BODY}",
            "关于做好工作的通知",
        ),
        ("<title>关于做好工作的通知</title>", f"<p>关于做好<br>工作的通知</p><p>{BODY}", None),
    ],
)
def test_html_title(head: str, body: str, title: str | None) -> None:
    first = page(body, head)[0]
    assert first == title if title else first != "某市人民政府门户网站"


@pytest.mark.parametrize("charset", ["gb2312", "GBK", "utf-8", "big5"])
def test_html_charset(charset: str) -> None:
    body = "<p>" + ("安全工作" * 10) + "</p>"
    data = f'<html><meta http-equiv="Content-Type" content="text/html; charset={charset}">{body}</html>'.encode(charset)
    assert read_bytes(data, "a.html").paragraphs[0].text == "安全工作" * 10


def test_html_is_known_by_its_content() -> None:
    manuscript = read_bytes(f"\n<!-- x --><html><body>{BODY}</body></html>".encode(), "公文.doc")
    assert manuscript.source.format == "html"


def test_html_without_text() -> None:
    with pytest.raises(InputError) as caught:
        page("<script>load()</script><div id=app></div>")
    assert "没有文字" in str(caught.value)


def test_html_nested_too_deeply() -> None:
    with pytest.raises(InputError) as caught:
        page("<div>" * 300 + BODY)
    assert "200" in str(caught.value)


@pytest.mark.parametrize(
    "mark", ["<!--", "<a ", '<a "', "<script></", "<?", "</", "<b", "<p>", "<td>", "&#", "<![", "<a b='"]
)
def test_hostile_pages_end(mark: str) -> None:
    tree_of(mark * 20_000)  # quadratic time would take minutes


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<table>",
                "</table>",
                "<tr>",
                "<td>",
                "</td>",
                "<div id=zoom>",
                "</div>",
                "<br>",
                "<b>",
                "<a href='x'>",
                "</a>",
                "甲",
                "乙 ",
                "\n",
                "&nbsp;",
                "&amp",
                "<",
                "<!--",
                "-->",
                "<li>",
                "<h1>",
                "</h1>",
                "<title>",
                "</title>",
                '"',
                "=",
                "责任",
            ]
        ),
        max_size=40,
    )
)
def test_html_offsets(parts: list[str]) -> None:
    text = "<html>" + "".join(parts)
    try:
        manuscript = read_html(text.encode(), "a.html")
    except InputError:
        return
    canonical, origins = canonicalise(manuscript)
    assert all(text[o.offset : o.offset + o.end - o.start] == canonical[o.start : o.end] for o in origins)


@pytest.mark.parametrize("charset", ["undefined", "unicode_escape", "idna", "rot13", "raw_unicode_escape", "mbcs"])
def test_only_encodings_of_the_web_are_believed(charset: str) -> None:
    page = f'<html><meta charset="{charset}"><body><p>关于加强安全生产工作的通知\\u0041</p></body></html>'
    manuscript = read_bytes(page.encode("gb18030"), "page.html")
    assert manuscript.source.encoding == "gb18030"
    assert "关于加强安全生产工作的通知\\u0041" in [paragraph.text for paragraph in manuscript.paragraphs]
