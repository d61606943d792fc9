"""OFD: text by position, reading order, broken lines, page furniture, and hostile packages."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsers import parse_text
from parsers.canonical import canonicalise
from parsers.pipeline import parse_manuscript
from parsers.readers import read_bytes
from parsers.readers.secrecy import mark_of
from policies.errors import InputError
from policies.manuscripts import Manuscript
from policies.messages import use_language
from tests.files import OFD, SIZE, ofd, rows, words

NOTICE = [
    "　　某市人民政府办公室关于加强安全生产工作的通知",
    "各县（市、区）人民政府，市政府各部门、各直属单位：",
    "　　一、各级各部门要高度重视安全生产工作，坚持人民至上、生命",
    "至上，严格落实安全生产责任制，认真排查治理各类事故隐患，坚决",
    "防范和遏制重特大事故的发生。",
    "　　二、各生产经营单位要切实履行安全生产主体责任，每季度至少",
]
REST = ["组织开展一次应急救援演练，并将演练情况报应急管理部门备案。", "　　三、各级应急管理部门要加强监督检查。"]
JOINED = [
    NOTICE[0].strip("　"), NOTICE[1], (NOTICE[2] + NOTICE[3] + NOTICE[4]).strip("　"),
    NOTICE[5].strip("　") + REST[0], REST[1].strip("　"),
]  # fmt: skip


def read(data: bytes) -> Manuscript:
    return read_bytes(data, "a.ofd", allow_classified=True)


def texts(*pages: str, layer: str = "", common: str = "", more: str = "", **parts: str) -> list[str]:
    return [p.text for p in read(ofd(*pages, layer=layer, common=common, more=more, **parts)).paragraphs]


def numbered(page: str, number: int) -> str:
    return page + words(f"— {number} —", 95, 280)


def test_a_circular_of_two_pages() -> None:
    manuscript = read(ofd(numbered(rows(*NOTICE), 1), numbered(rows(*REST), 2)))
    text, origins = canonicalise(manuscript)
    assert text.split("\n") == JOINED
    assert manuscript.source.format == "ofd"
    assert [p.text for p in manuscript.margins] == ["— 1 —", "— 2 —"]
    found = next(o for o in origins if text[o.start : o.end] == REST[0])
    assert (found.place, found.offset) == ("page 2", 0)
    page = "\n".join(line.strip("　") for line in NOTICE)
    assert all(page[o.offset :].startswith(text[o.start : o.end]) for o in origins if o.place == "page 1")


def test_it_is_read_as_the_same_text_is() -> None:
    document = parse_manuscript(read(ofd(rows(*NOTICE), rows(*REST))))
    assert [duty.quote.text for duty in document.duties] == [
        duty.quote.text for duty in parse_text("\n".join(JOINED)).duties
    ]
    assert len(document.duties) == 3


def test_what_follows_a_full_line_without_an_indent_goes_on() -> None:
    full = "各级各部门要落实安全生产责任制，认真排查治理各类事故隐患。"
    first = f"　　{full[2:]}"
    lines = [first, full, full, "按时报送。", "　　一、甲。", first, "一、乙。", first]
    joined = [full[2:] + full + full + "按时报送。", "一、甲。", full[2:], "一、乙。", full[2:]]
    assert canonicalise(read(ofd(rows(*lines))))[0].split("\n") == joined
    flat = [line.strip("　") for line in lines]  # nothing is indented here: a full stop ends a paragraph
    assert canonicalise(read(ofd(rows(*flat[1:4]))))[0].split("\n") == flat[1:4]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        # a line in several objects, in mixed sizes, with a raised note
        (words("安全") + words("生产", 40) + words("责任", 50, 50.5), ["安全生产责任"]),
        # Latin words by distance alone; a blank is not doubled
        (words("safety") + words("first", 62), ["safety first"]),
        (words("AB CD", code='X="0" Y="5" DeltaX="2.5 2.5 2.5 2.5"'), ["AB CD"]),
        (words("ABCD", code='X="0" Y="5" DeltaX="2.5 9 2.5"'), ["AB CD"]),
        # cells, and what stands left and right on a row
        (words("任务") + words("单位", 60) + words("时限", 90), ["任务\t单位\t时限"]),
        # written bottom up: position decides
        (words("三", 30, 80) + words("二", 30, 60) + words("一", 30, 40), ["一", "二", "三"]),
        # the head of the page written last
        (rows("一", "二", "三") + words("题", 60, 20), ["题", "一", "二", "三"]),
        # cells of several lines are written one after another
        (
            words("排查", 30, 50) + words("隐患", 30, 57) + words("应急", 60, 50) + words("局", 60, 57),
            ["排查", "隐患", "应急", "局"],
        ),
        # DeltaX in the short form, more than there are characters
        (words("落实责任", code='X="0" Y="5" DeltaX="g 2 5 5 g 99999999999 5"'), ["落实责任"]),
        (words("落实责任", code='X="0" Y="5" DeltaX="g x"'), ["落实责任"]),
        # lines broken inside one object
        (words("落实责任", code='X="0" Y="5" DeltaX="5 -5 5" DeltaY="0 8 0"'), ["落实", "责任"]),
        # set vertically
        (words("责任单位", code='X="0" Y="5" DeltaY="g 3 5"'), ["责任单位"]),
        # the second code goes on where the first began, unless it says otherwise
        (
            '<ofd:TextObject Boundary="30 45 90 7" Size="5"><ofd:TextCode X="0" Y="5" DeltaX="5">落实</ofd:TextCode>'
            '<ofd:TextCode X="10" DeltaX="5">责任</ofd:TextCode></ofd:TextObject>',
            ["落实责任"],
        ),
        # CTM: points to millimetres; half size
        (words("落实责任", more='CTM="0.5 0 0 0.5 0 0"') + words("到位", 40, 47.5), ["落实责任到位"]),
        # glyphs instead of characters change nothing
        (
            '<ofd:TextObject Boundary="30 45 90 7" Size="5"><ofd:CGTransform CodePosition="0" CodeCount="2"'
            ' GlyphCount="1"><ofd:Glyphs>7</ofd:Glyphs></ofd:CGTransform>'
            '<ofd:TextCode X="0" Y="5" DeltaX="5">fi</ofd:TextCode></ofd:TextObject>',
            ["fi"],
        ),
        # hidden; groups
        (words("隐", more='Visible="false"') + f"<ofd:PageBlock>{words('显')}</ofd:PageBlock>", ["显"]),
        # a page that lies on its side
        (
            words("横排", 100, 40, 'CTM="0 1 -1 0 0 0"') + words("第二行", 90, 40, 'CTM="0 1 -1 0 0 0"'),
            ["横排", "第二行"],
        ),
        # at a slant: a watermark
        (words("文") + words("水印", 60, 99, 'CTM="0.7 -0.7 0.7 0.7 0 0"'), ["文"]),
        ('<ofd:TextObject Size="x" Boundary="1" CTM="1 2"><ofd:TextCode>缺</ofd:TextCode></ofd:TextObject>', ["缺"]),
        # numbers beyond all pages
        (words("远", more='CTM="1e999 0 0 1e-999 -1e999 9e300"') + words("近", 30, 90), ["近", "远"]),
        (words("远", more='CTM="0 0 0 0 0 0"', code='X="1e999" Y="-1e999" DeltaX="g 1e999 1e999"'), ["远"]),
        (words("远近", 1e300, 40) + words("高", 30, 60).replace('Size="5.0"', 'Size="1e-300"'), ["远近", "高"]),
    ],
)  # fmt: skip
def test_positions(page: str, expected: list[str]) -> None:
    assert texts(page) == expected


def test_columns_are_read_one_after_another() -> None:
    left = [f"左栏第{n:02}行文字写满一栏" for n in range(12)]
    right = [f"右栏第{n:02}行文字写满一栏" for n in range(12)]

    def page(*sides: tuple[int, list[str]]) -> str:
        return "".join(words(line, x, 40 + 9 * n) for x, side in sides for n, line in enumerate(side))

    assert texts(page((20, left), (110, right))) == [*left, *right]
    assert texts(page((20, left), (110, right)) + words("报刊", 90, 20)) == ["报刊", *left, *right]
    assert texts(page((110, right), (20, left))) == [*left, *right]


def test_templates() -> None:
    common = '<ofd:TemplatePage ID="4" BaseLoc="Tpls/T.xml"/><ofd:TemplatePage ID="5" BaseLoc="/Doc_0/Tpls/U.xml"/>'
    form = f"<ofd:Page {OFD}><ofd:Content><ofd:Layer>{{}}</ofd:Layer></ofd:Content></ofd:Page>"
    heads = {"T": words("汇编", 30, 20), "U": words("某市文件", 30, 20)}
    parts = {f"Doc_0/Tpls/{name}.xml": form.format(head) for name, head in heads.items()}
    layer = '<ofd:Template TemplateID="4" ZOrder="Background"/>'
    shared = read(ofd(rows(*NOTICE), rows(*REST), layer=layer, common=common, **parts))
    assert "汇编" not in canonicalise(shared)[0]
    assert [p.text for p in shared.margins] == ["汇编", "汇编"]
    assert texts(rows("文"), layer='<ofd:Template TemplateID="5"/>', common=common, **parts) == ["某市文件", "文"]


def test_drawings_are_followed_and_those_inside_themselves_end() -> None:
    unit = (
        '<ofd:CompositeGraphicUnit ID="7" Width="9" Height="9"><ofd:Content>{}</ofd:Content></ofd:CompositeGraphicUnit>'
    )
    again = '<ofd:CompositeObject ResourceID="7" Boundary="0 0 1 1"/>'
    drawing = unit.format(words("落实", 0, 5) + again)
    resources = f"<ofd:Res {OFD}><ofd:CompositeGraphicUnits>{drawing}</ofd:CompositeGraphicUnits></ofd:Res>"
    use = '<ofd:CompositeObject ResourceID="7" Boundary="30 45 9 9" CTM="1 0 0 1 0 0"/>'
    page = use + words("责任", 40) + '<ofd:CompositeObject ResourceID="404"/>'
    found = texts(page, common="<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>", **{"Doc_0/PublicRes.xml": resources})
    assert found == ["落实责任"]


def test_drawings_that_multiply_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parsers.readers.ofdpage.MAX_OBJECTS", 1000)
    units = "".join(
        f'<ofd:CompositeGraphicUnit ID="{n}"><ofd:Content>'
        + f'<ofd:CompositeObject ResourceID="{n + 1}"/>' * 10
        + "</ofd:Content></ofd:CompositeGraphicUnit>"
        for n in range(9)
    )
    resources = f"<ofd:Res {OFD}><ofd:CompositeGraphicUnits>{units}</ofd:CompositeGraphicUnits></ofd:Res>"
    data = ofd(
        '<ofd:CompositeObject ResourceID="0"/>',
        common="<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>",
        **{"Doc_0/PublicRes.xml": resources},
    )
    with pytest.raises(InputError, match="1001"):
        read(data)


def test_watermarks_and_annotations_are_no_text_but_are_seen() -> None:
    place = '<ofd:Page PageID="0"><ofd:FileLoc>Pages/Page_0/Annotation.xml</ofd:FileLoc></ofd:Page>'
    notes = f"<ofd:Annotations {OFD}>{place}</ofd:Annotations>"
    shown = f'<ofd:Appearance Boundary="0 0 9 9">{words("机密")}</ofd:Appearance>'
    mark = f'<ofd:PageAnnot {OFD}><ofd:Annot Type="Watermark">{shown}</ofd:Annot></ofd:PageAnnot>'
    manuscript = read(
        ofd(
            rows(*NOTICE),
            more="<ofd:Annotations>Annotations.xml</ofd:Annotations>",
            **{"Doc_0/Annotations.xml": notes, "Doc_0/Pages/Page_0/Annotation.xml": mark},
        )
    )
    assert mark_of(manuscript) == ("机密", "page 1")
    assert "机密" not in canonicalise(manuscript)[0]
    assert mark_of(read(ofd(rows(*NOTICE) + words("秘密", 60, 99, 'CTM="0.7 -0.7 0.7 0.7 0 0"')))) is not None


def test_characters_without_a_code_are_a_problem() -> None:
    problems = read(ofd(rows("落实¤责\ue001任"), "")).problems
    assert [problem.code for problem in problems] == ["page_without_text", "unknown_characters"]
    assert "2" in problems[1].message


def repacked(**changes: str | None) -> bytes:
    """A sound OFD with parts replaced, or left out where None."""
    out = io.BytesIO()
    names = {"root": "OFD.xml", "document": "Doc_0/Document.xml", "page": "Doc_0/Pages/Page_0/Content.xml"}
    with zipfile.ZipFile(io.BytesIO(ofd(rows(*NOTICE)))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        replaced = {names.get(key, key): text for key, text in changes.items()}
        for name in [*old.namelist(), *(name for name in replaced if name not in old.namelist())]:
            text = replaced.get(name, old.read(name).decode() if name in old.namelist() else "")
            if text is not None:
                new.writestr(name, text)
    return out.getvalue()


DEEP = f"<ofd:Page {OFD}><ofd:Content>" + "<ofd:PageBlock>" * 5000
LAUGHS = f'<!DOCTYPE x [<!ENTITY a "哈哈">]><ofd:Page {OFD}><ofd:Content>{words("&a;")}</ofd:Content></ofd:Page>'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (ofd(), "损坏"),
        (ofd("", ""), "没有文字"),
        (repacked(document=None), "损坏"),
        (repacked(page=None), "没有文字"),
        (repacked(page="<ofd:Page>"), "损坏"),
        (repacked(page=DEEP), "嵌套"),
        (repacked(page=LAUGHS), "实体"),
        (repacked(page='<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd"><x/>'), "实体"),
        (repacked(page="<x/>" + " " * 40_000_000), "解压倍数"),
        (repacked(root=f"<ofd:OFD {OFD}/>"), "损坏"),
        (repacked(**{"Encryptions.xml": "<x/>"}), "加密"),
        (ofd(rows(*NOTICE))[:200], "损坏"),
        (b"%PDF"[:2] + b"x" * 99, "不是"),
    ],
)
def test_bad_packages_are_named(data: bytes, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read(data)
    assert said in str(caught.value)
    assert "a.ofd" in str(caught.value)
    assert caught.value.mend
    use_language("en")
    try:
        with pytest.raises(InputError) as english:
            read(data)
        assert str(english.value).isascii()
    finally:
        use_language("zh")


def test_paths_with_backslashes_and_other_letters() -> None:
    page = '<ofd:Page ID="0" BaseLoc="pages\\page_0\\CONTENT.xml"/>'
    assert read(repacked(document=f"<ofd:Document {OFD}><ofd:Pages>{page}</ofd:Pages></ofd:Document>")).paragraphs


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_spoilt_file_is_read_or_refused(data: st.DataObject) -> None:
    spoilt = bytearray(ofd(rows(*NOTICE)))
    for _ in range(data.draw(st.integers(1, 6))):
        spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert read_bytes(bytes(spoilt[: data.draw(st.integers(1, len(spoilt)))]), "a").paragraphs
    except InputError as error:
        assert error.mend


number = st.floats(-300, 300, allow_nan=False).map(lambda value: round(value, 2)) | st.sampled_from([0.0, SIZE])


@given(st.lists(st.tuples(st.text("责任安全a1 ¤", min_size=1, max_size=6), number, number, number), max_size=12))
def test_no_character_is_lost_or_made(pieces: list[tuple[str, float, float, float]]) -> None:
    page = "".join(words(text, x, y, code=f'X="0" Y="5" DeltaX="g 9 {dx}"') for text, x, y, dx in pieces)
    try:
        manuscript = read(ofd(page))
    except InputError:
        assert not "".join(text for text, *_ in pieces).strip()
        return
    kept = "".join(p.text for p in (*manuscript.paragraphs, *manuscript.margins))
    assert sorted("".join(kept.split())) == sorted("".join("".join(text.split()) for text, *_ in pieces))
