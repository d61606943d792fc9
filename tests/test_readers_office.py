"""DOC, WPS, RTF and ODT: LibreOffice is called rightly, its failures are told, and where it is here it is tried."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from docs.make import console
from parsers import parse_file
from parsers.readers import SUFFIXES, office, read_bytes
from policies.errors import InputError
from policies.messages import use_language
from tests.files import OFFICE, level, lists, numbered, p, package, table

DOC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument\0".encode("utf-16-le") + bytes(40)
FAKE = """
import pathlib, sys, time
arguments = sys.argv[1:]
folder = pathlib.Path(arguments[arguments.index("--outdir") + 1])
given = pathlib.Path(arguments[-1])
pathlib.Path({log!r}).write_text("\\n".join([*arguments, given.read_bytes()[:4].hex()]), "utf-8")
{more}
folder.mkdir(exist_ok=True)
(folder / (given.stem + ".docx")).write_bytes(pathlib.Path({docx!r}).read_bytes())
"""


def odt(content: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
    return out.getvalue()


def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str = "", more: str = "") -> Path:
    """A program in LibreOffice's place that makes a DOCX with *body*; returns the file where it notes its call."""
    log = tmp_path / "log"
    (tmp_path / "made.docx").write_bytes(package(body or p("落实安全责任。")))
    script = tmp_path / "fake.py"
    script.write_text(FAKE.format(log=str(log), docx=str(tmp_path / "made.docx"), more=more), "utf-8")
    monkeypatch.setattr(office, "program", lambda: [sys.executable, str(script)])
    return log


@pytest.mark.parametrize(
    ("data", "name", "kind", "suffix"),
    [
        (DOC, "a.doc", "doc", ".doc"),
        (DOC, "a.WPS", "wps", ".doc"),
        (DOC, "a.txt", "doc", ".doc"),
        (b"{\\rtf1 x}", "a.doc", "rtf", ".rtf"),
        (odt("<x/>"), "a.odt", "odt", ".odt"),
    ],
)
def test_libreoffice_is_asked(
    data: bytes, name: str, kind: str, suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = fake(tmp_path, monkeypatch)
    manuscript = read_bytes(data, name)
    assert [paragraph.text for paragraph in manuscript.paragraphs] == ["落实安全责任。"]
    assert (manuscript.source.format, manuscript.source.name) == (kind, name)
    call = log.read_text("utf-8").split("\n")
    assert call[-1] == data[:4].hex()
    assert call[-2].endswith(suffix)
    assert "--headless" in call
    profile = next(argument for argument in call if argument.startswith("-env:UserInstallation=file:///"))
    assert not Path(call[-2]).exists(), "the copy stays behind"
    assert Path(call[-2]).parent.name in profile


def test_where_it_is_missing_the_message_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZEREN_SOFFICE", str(tmp_path / "none"))
    for name, kind in (("a.doc", "DOC"), ("a.wps", "WPS")):
        with pytest.raises(InputError) as caught:
            read_bytes(DOC, name)
        assert kind in caught.value.what and "LibreOffice" in caught.value.what
        assert name in caught.value.where
        for way in ("apt install", "DOCX", "ZEREN_SOFFICE"):
            assert way in caught.value.mend
    use_language("en")
    try:
        with pytest.raises(InputError) as english:
            read_bytes(DOC, "a.doc")
        assert str(english.value).isascii()
    finally:
        use_language("zh")


def test_ingest_names_it_and_takes_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZEREN_SOFFICE", str(tmp_path / "none"))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.doc").write_bytes(DOC)
    (tmp_path / "in" / "b.txt").write_text("某市安委会通知\n各县要认真排查事故隐患。\n", "utf-8")
    with console.surroundings(tmp_path, {}):
        outcome = console.execute("zeren ingest in --db z.db")
    assert outcome.code == 3
    assert "a.doc" in outcome.output and "LibreOffice" in outcome.output
    assert {".doc", ".wps", ".rtf", ".odt", ".ofd"} <= SUFFIXES


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("print('Error: source file could not be loaded'); sys.exit(0)", "could not be loaded"),
        ("sys.exit(81)", "没有能够转换"),
        ("time.sleep(60)", "2 秒"),
    ],
)
def test_what_it_cannot_do_is_told(more: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "CONVERSION", 2 if "sleep" in more else 60)
    fake(tmp_path, monkeypatch, more=more)
    with pytest.raises(InputError) as caught:
        read_bytes(DOC, "坏.doc")
    assert words in str(caught.value)
    assert "坏.doc" in caught.value.where
    assert "zeren-" not in str(caught.value)
    assert caught.value.mend


def test_a_program_that_does_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: [str(tmp_path)])
    with pytest.raises(InputError, match="LibreOffice"):
        read_bytes(DOC, "a.doc")


@pytest.mark.skipif(os.name == "nt", reason="groups of processes are POSIX")
def test_what_it_started_is_ended_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "CONVERSION", 2)
    started = tmp_path / "started"
    more = (
        "import subprocess\n"
        f"child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"pathlib.Path({str(started)!r}).write_text(str(child.pid))\n"
        "time.sleep(600)"
    )
    fake(tmp_path, monkeypatch, more=more)
    with pytest.raises(InputError):
        read_bytes(DOC, "a.doc")
    with pytest.raises(ProcessLookupError):
        for _attempt in range(100):
            os.kill(int(started.read_text()), 0)
            _reap(int(started.read_text()))


def _reap(pid: int) -> None:
    """An orphan that was killed is there until somebody asks for it; in a container nobody may."""
    state = Path(f"/proc/{pid}/stat")
    if state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z":
        raise ProcessLookupError


def test_what_expands_without_end_is_not_handed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = fake(tmp_path, monkeypatch)
    with pytest.raises(InputError, match="200"):
        read_bytes(odt("<x/>" + " " * 40_000_000), "a.odt")
    assert not log.exists()


def test_marks_of_secrecy_are_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(tmp_path, monkeypatch, body=p("机密★10年") + p("关于开展检查的通知"))
    with pytest.raises(InputError, match="机密"):
        read_bytes(DOC, "a.doc")


@pytest.mark.parametrize(
    ("stream", "kind"), [("Workbook", "XLS"), ("PowerPoint Document", "PPT"), ("Other", "DOC / XLS / WPS")]
)
def test_other_compound_files_are_named(stream: str, kind: str) -> None:
    with pytest.raises(InputError, match=kind):
        read_bytes(DOC.replace("WordDocument".encode("utf-16-le"), stream.encode("utf-16-le")), "a.doc")


def test_texts_and_pages_that_are_called_doc() -> None:
    assert read_bytes("各县要排查隐患。".encode("gb18030"), "a.doc").source.format == "text"
    assert read_bytes("<html><body><p>各县要排查隐患。</p></body></html>".encode(), "a.doc").source.format == "html"


# --- the program itself -------------------------------------------------------------------------------------------

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="{0}.document.main+xml"/>'
    '<Override PartName="/word/numbering.xml" ContentType="{0}.numbering+xml"/></Types>'
).format("application/vnd.openxmlformats-officedocument.wordprocessingml")
LINKED = (
    f'<Relationships xmlns="{OFFICE}/package/2006/relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/officeDocument/2006/relationships/numbering" Target="numbering.xml"/></Relationships>'
)
CHANGE = 'w:id="1" w:author="a" w:date="2024-01-01T00:00:00Z"'


def made_by(command: list[str], kind: str, folder: Path) -> Path:
    """A file of *kind* that LibreOffice makes: numbers of a list, a table, tracked changes."""
    levels = (level(0, "chineseCounting", "%1、"), level(1, "chineseCountingThousand", "（%2）"))
    changed = (
        f"<w:p><w:r><w:t>各县要</w:t></w:r><w:ins {CHANGE}><w:r><w:t>及时</w:t></w:r></w:ins>"
        f"<w:del {CHANGE}><w:r><w:delText>尽快</w:delText></w:r></w:del><w:r><w:t>排查隐患。</w:t></w:r></w:p>"
    )
    body = (
        p("关于加强安全生产工作的通知") + numbered("工作任务") + numbered("落实责任", level=1)
        + numbered("强化监管", level=1) + table([p("任务"), p("单位")], [p("排查"), p("应急局")]) + changed
    )  # fmt: skip
    data = io.BytesIO(package(body, numbering=lists(*levels), **{"_rels/document.xml.rels": LINKED}))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
    (folder / "made.docx").write_bytes(data.getvalue())
    profile = f"-env:UserInstallation={(folder / 'own').as_uri()}"
    arguments = [profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(folder / "made.docx")]
    subprocess.run([*command, *arguments], check=True, capture_output=True)
    return folder / f"made.{kind}"


@pytest.mark.skipif(not office.program(), reason="LibreOffice is not installed")
@pytest.mark.slow
@pytest.mark.parametrize("name", ["made.doc", "made.wps", "made.odt"])
def test_with_libreoffice_itself(name: str, tmp_path: Path) -> None:
    made = made_by(office.program(), "odt" if name.endswith("odt") else "doc", tmp_path)
    path = made.rename(tmp_path / name)
    document = parse_file(path)
    assert document.text.split("\n") == [
        "关于加强安全生产工作的通知", "一、工作任务", "（一）落实责任", "（二）强化监管", "任务\t单位", "排查\t应急局",
        "各县要及时排查隐患。",
    ]  # fmt: skip
    assert document.source.format == name[-3:]
    assert [clause.path for clause in document.clauses]


@pytest.mark.skipif(not office.program(), reason="LibreOffice is not installed")
@pytest.mark.slow
def test_a_damaged_file_with_libreoffice_itself() -> None:
    with pytest.raises(InputError) as caught:
        read_bytes(DOC, "a.doc")
    assert "LibreOffice" in caught.value.what or "没有文字" in caught.value.what
