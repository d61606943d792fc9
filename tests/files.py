"""Files of the formats that are read, written by hand so that a test says all that stands in them."""

from __future__ import annotations

import io
import zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org"
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def package(body: str, **parts: str) -> bytes:
    """A DOCX with this body; *parts* are the other files of its folder, ``.xml`` unless told."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", RELS)
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, text in parts.items():
            archive.writestr(f"word/{name}" if "." in name else f"word/{name}.xml", text)
    return out.getvalue()


def p(words: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


def numbered(words: str, list_id: int = 1, level: int = 0) -> str:
    return p(words, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def level(depth: int, kind: str, text: str, more: str = "") -> str:
    form = f'<w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{depth}">{form}{more}</w:lvl>'


def lists(*levels: str, nums: str = "") -> str:
    nums = nums or '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    return f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{nums}</w:numbering>'


def table(*rows: list[str]) -> str:
    """A table; a cell is the XML of its blocks."""
    lines = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{line}</w:tr>" for line in lines) + "</w:tbl>"


BOX = f"<w:txbxContent>{p('框')}</w:txbxContent>"


def pdf(*pages: list[str] | bytes) -> bytes:
    """A PDF with these lines on its pages: one CID font that is not embedded, its characters told by ToUnicode.

    A page of bytes is a content that is packed already. A tab sets a line two letters to the right.
    """
    lines = [line for page in pages if not isinstance(page, bytes) for line in page]
    chars = sorted({char for line in lines for char in line if char != "\t"})
    mapping = "".join(f"<{ord(char):04X}> <{ord(char):04X}>\n" for char in chars)
    blocks = f"{len(chars)} beginbfchar\n{mapping}endbfchar" if chars else ""
    cmap = f"/CMapName /X def\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n{blocks}\nendcmap"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{6 + 2 * i} 0 R' for i in range(len(pages)))}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /S /Encoding /Identity-H"
        " /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /S /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
        " /Supplement 0 >> /DW 1000 >>",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
    ]
    bodies = [text.encode() for text in objects]
    for number, page in enumerate(pages):
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {7 + 2 * number} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        bodies.append(_stream(page))
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer << /Size {len(bodies) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    return out + f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def _stream(page: list[str] | bytes) -> bytes:
    """The content of a page."""
    if isinstance(page, bytes):
        return f"<< /Length {len(page)} /Filter /FlateDecode >>\nstream\n".encode() + page + b"\nendstream"
    shown = ""
    for line in page:
        right = 24 if line.startswith("\t") else 0
        code = "".join(f"{ord(char):04X}" for char in line if char != "\t")
        shown += f"{right} 0 Td <{code}> Tj {-right} -16 Td\n" if right else f"<{code}> Tj T*\n"
    content = f"BT /F1 12 Tf 16 TL 72 770 Td\n{shown}ET" if page else ""
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream".encode()


OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SIZE = 5.0  # millimetres; a line of 28 characters is 140 wide


def words(text: str, x: float = 30, y: float = 50, more: str = "", code: str | None = None) -> str:
    """A text object of an OFD page, its baseline at *y*; *more* and *code* are attributes of object and TextCode."""
    code = f'X="0" Y="{SIZE}" DeltaX="g {len(text)} {SIZE}"' if code is None else code
    return (
        f'<ofd:TextObject Boundary="{x} {y - SIZE} 150 7" Font="1" Size="{SIZE}" {more}>'
        f"<ofd:TextCode {code}>{text}</ofd:TextCode></ofd:TextObject>"
    )


def rows(*lines: str, top: float = 40) -> str:
    """Lines one below the other; blanks at the head of one (　) set it to the right."""
    return "".join(
        words(line.strip("　"), 30 + SIZE * (len(line) - len(line.lstrip("　"))), top + 9 * number)
        for number, line in enumerate(lines)
    )


def ofd(*pages: str, layer: str = "", common: str = "", more: str = "", **parts: str) -> bytes:
    """An OFD of these pages; *layer* stands before each page's content, *common* and *more* in the document part."""
    out = io.BytesIO()
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        root = "<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
        archive.writestr("OFD.xml", f'<ofd:OFD {OFD} Version="1.0" DocType="OFD">{root}</ofd:OFD>')
        common = f"<ofd:CommonData><ofd:PageArea/>{common}</ofd:CommonData>"
        document = f"{common}<ofd:Pages>{listed}</ofd:Pages>{more}"
        archive.writestr("Doc_0/Document.xml", f"<ofd:Document {OFD}>{document}</ofd:Document>")
        for number, page in enumerate(pages):
            content = f'{layer}<ofd:Content><ofd:Layer Type="Body" ID="9">{page}</ofd:Layer></ofd:Content>'
            archive.writestr(f"Doc_0/Pages/Page_{number}/Content.xml", f"<ofd:Page {OFD}>{content}</ofd:Page>")
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()
