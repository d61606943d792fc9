"""Checklists: what stands in them and in which order, and that each format is sound, safe and the same each time."""

from __future__ import annotations

import csv
import io
import json
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

sys.path.insert(0, str(Path(__file__).parent))
import reports_sample as sample

from policies.answers import Answer
from policies.duties import BodyKind, Directness, Modality
from policies.entities import Entity
from policies.errors import UsageError, ZerenError
from policies.messages import use_language
from policies.spans import Quote
from reports.checklist import Checklist, Group, Item, build, write
from reports.formats import CHECKLIST_FORMATS
from reports.posts import post_of
from reports.yearly import with_year
from rules.answers import answer
from rules.compile import compile_duty

ON = sample.ON
FORMATS = sorted(CHECKLIST_FORMATS)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("zh")


@pytest.fixture
def checklist() -> Checklist:
    return build(sample.answers(sample.sample()), sample.MINE, ON)


def one(checklist: Checklist, words: str) -> Item:
    (found,) = [item for item in checklist.items if words in item.quote]
    return found


def rendered(checklist: Checklist, suffix: str, folder: Path) -> bytes:
    path = folder / f"list{suffix}"
    write(checklist, path)
    return path.read_bytes()


@pytest.mark.parametrize("suffix", [".md", ".html", ".docx", ".xlsx"])
def test_what_is_not_in_force_is_counted(suffix: str, tmp_path: Path) -> None:
    made = build(sample.answers(sample.sample()), sample.MINE, ON, lapsed=7)
    assert ("Not in force on that day, left out", 7) in made.counts
    written = rendered(made, suffix, tmp_path)
    if suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(io.BytesIO(written)) as box:
            written = b"".join(box.read(name) for name in box.namelist() if name.endswith(".xml"))
    assert b"Not in force on that day, left out" in written


# --- what stands in it --------------------------------------------------------------------------------------------


def test_groups_stand_by_soonest_deadline(checklist: Checklist) -> None:
    days = [min((item.due or date.max) for item in group.items) for group in checklist.groups]
    assert days == sorted(days)
    assert days[-1] == date.max
    first = next(group for group in checklist.groups if "煤矿" in group.title)
    assert [item.due for item in first.items] == [date(2012, 12, 31), None]
    assert [item.number for item in checklist.items] == [1, 2, 3, 4, 5]


def test_own_duties_stand_before_derived_ones() -> None:
    document = sample.sample()
    answers = sample.answers(document)
    same = [a.model_copy(update={"record": _at(a, "一/（一）", ("应急演练",))}) for a in answers]
    (group,) = build(same, sample.MINE, ON).groups
    directness = [item.directness for item in group.items]
    assert directness == sorted(directness, key=lambda value: value is Directness.DERIVED)
    assert directness[-1] is Directness.DERIVED
    own = [item.due or date.max for item in group.items if item.directness is Directness.OWN]
    assert own == sorted(own)


def _at(answer: Answer, clause: str, headings: tuple[str, ...]) -> object:
    source = answer.record.source.model_copy(update={"clause": clause, "headings": headings})
    return answer.record.model_copy(update={"source": source})


def test_what_does_not_apply_is_left_out_and_what_is_open_stands_apart(checklist: Checklist) -> None:
    assert not [item for item in checklist.items if "报送情况" in item.quote]
    (group,) = checklist.unsettled
    assert group.title == "是否属于“高危行业”的情形？"
    assert [item.quote for item in group.items] == ["高危行业企业每半年至少组织一次专项演练"]
    assert dict(checklist.counts) == {
        "Duties in all": 4,
        "Borne directly": 3,
        "One step removed": 1,
        "With a day or a frequency": 2,
        "To be settled": 1,
    }


def test_a_line_one_step_removed_says_who_urges(checklist: Checklist) -> None:
    derived = next(item for item in checklist.items if item.directness is Directness.DERIVED)
    assert derived.urged_by == "government"
    assert derived.why.startswith("government is to see to it")
    assert derived.derived_from in {a.record.duty.id for a in sample.answers(sample.sample())}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_rules_and_checklist_do_not_say_it_twice(language: str) -> None:
    """The rules end the basis of a derived duty with words that a known parent makes superfluous."""
    use_language(language)
    document = sample.sample()
    records = [sample.record(duty, document) for duty in (*document.duties, *document.derived)]
    compiled = [r.model_copy(update={"condition": compile_duty(r.duty, document)}) for r in records]
    answers = [answer(record, sample.MINE, ON) for record in compiled]
    basis = next(a.bearer_basis for a in answers if a.directness is Directness.DERIVED)
    parents = {record.duty.id: record for record in compiled}
    derived = next(i for i in build(answers, sample.MINE, ON, parents).items if i.directness is Directness.DERIVED)
    assert len(derived.why.split("“")) == 2
    assert not derived.why.endswith(basis)


def test_a_prohibition_cannot_be_read_as_a_task(checklist: Checklist, tmp_path: Path) -> None:
    assert one(checklist, "严禁").marked_tasks == ("煤矿企业严禁超能力、超强度组织生产",)
    for suffix in (".md", ".html", ".csv"):
        unfolded = rendered(checklist, suffix, tmp_path).decode("utf-8-sig").replace("\r\n ", "").replace("\\[", "[")
        for line in unfolded.replace("\\]", "]").splitlines():
            if "超能力、超强度组织生产" in line:
                assert "煤矿企业严禁超能力" in line, (suffix, line)


def with_condition(words: str, condition: str) -> Checklist:
    """The sample with a condition for the duty that has *words*."""
    document = sample.sample()
    found = []
    for given_answer in sample.answers(document):
        duty, record = given_answer.record.duty, given_answer.record
        if words in duty.quote.text and duty.derived_from is None:
            quote = Quote(start=duty.quote.start, end=duty.quote.start + len(condition), text=condition)
            record = record.model_copy(update={"duty": duty.model_copy(update={"condition": quote})})
        found.append(given_answer.model_copy(update={"record": record}))
    return build(found, sample.MINE, ON)


def shown_words(data: bytes, suffix: str) -> str:
    """All words of a report."""
    if suffix == ".docx":
        tables_ = docx.Document(io.BytesIO(data)).tables
        return "\n".join(cell.text for table in tables_ for row in table.rows for cell in row.cells)
    if suffix == ".xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data))
        return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    return data.decode("utf-8-sig").replace("\r\n ", "")


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_tells_the_condition_and_the_whole_quote(suffix: str, tmp_path: Path) -> None:
    checklist = with_condition("年底前", "对规模以上的")
    item = one(checklist, "年底前")
    assert item.tasks == (item.quote,) == ("年底前，煤矿企业全部达到三级以上标准化水平",)
    text = shown_words(rendered(checklist, suffix, tmp_path), suffix).replace("\\", "")
    assert "年底前，煤矿企业全部达到三级以上标准化水平" in text
    told = {".json": '"condition": "对规模以上的"', ".xlsx": "对规模以上的", ".csv": ",对规模以上的,"}
    assert told.get(suffix, "Condition: 对规模以上的") in text
    plain = build(sample.answers(sample.sample()), sample.MINE, ON)
    assert "对规模以上的" not in shown_words(rendered(plain, suffix, tmp_path), suffix)


def test_the_page_folds_the_quote_only_where_it_says_more(checklist: Checklist, tmp_path: Path) -> None:
    page = rendered(checklist, ".html", tmp_path).decode()
    assert [item.abridged for item in checklist.items].count(True) == page.count("<details>")
    assert 0 < page.count("<details>") < len(checklist.items)


def test_json_is_the_model(checklist: Checklist, tmp_path: Path) -> None:
    assert Checklist.model_validate_json(rendered(checklist, ".json", tmp_path)) == checklist


def test_nothing_applies(tmp_path: Path) -> None:
    empty = build([], Entity(), ON)
    for suffix in FORMATS:
        assert rendered(empty, suffix, tmp_path)
    assert "No duty of the base applies" in rendered(empty, ".html", tmp_path).decode()


# --- each format --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", FORMATS)
def test_same_input_same_bytes(suffix: str, tmp_path: Path) -> None:
    first, second = (build(sample.answers(sample.sample()), sample.MINE, ON) for _time in range(2))
    assert rendered(first, suffix, tmp_path) == rendered(second, suffix, tmp_path)


@pytest.mark.parametrize("suffix", [".xlsx", ".docx"])
def test_office_files_hold_no_clock(suffix: str, checklist: Checklist, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(rendered(checklist, suffix, tmp_path))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2012-09-01T00:00:00Z") == 2


def test_html_is_escaped_and_self_contained(checklist: Checklist, tmp_path: Path) -> None:
    page = rendered(checklist, ".html", tmp_path).decode()
    assert "=先进|技术&lt;b&gt;&amp;" in page
    assert "<b>&" not in page
    assert '<html lang="en">' in page
    assert "http" not in page.replace("http-equiv", "")
    assert 'class="badge must_not">must not<' in page


def test_markdown_tables_hold(checklist: Checklist, tmp_path: Path) -> None:
    text = rendered(checklist, ".md", tmp_path).decode()
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert rows
    assert {line.replace("\\|", "").count("|") for line in rows} == {11}
    assert "\\|技术\\<b\\>\\&" in text


def test_xlsx_is_a_working_table(checklist: Checklist, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(rendered(checklist, ".xlsx", tmp_path)))
    assert book.sheetnames == ["Checklist", "Items to be settled", "About this table", "_zeren"]
    sheet = book["Checklist"]
    titles = [cell.value for cell in sheet[1]]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == f"A1:U{sheet.max_row}"
    assert sheet.print_title_rows == "$1:$1"
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1 == '"Not begun,Under way,Done,Not applicable"'
    assert str(choice.sqref) == f"O2:O{sheet.max_row}"
    assert titles.index("Status") == 14
    ids = [row[-1].value for row in sheet.iter_rows(min_row=2)]
    assert ids == [item.id for group in checklist.groups for item in group.items]
    due = {row[titles.index("Next due")].value for row in sheet.iter_rows(min_row=2)} - {None}
    assert {day.date() for day in due} == {date(2012, 12, 31)}


def test_no_cell_of_a_spreadsheet_is_a_formula(checklist: Checklist, tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(rendered(checklist, ".xlsx", tmp_path)))["Checklist"]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    (dangerous,) = [cell for cell in cells if str(cell.value).startswith("=")]
    assert dangerous.value == "=先进|技术<b>&"
    assert dangerous.quotePrefix
    table = list(csv.reader(io.StringIO(rendered(checklist, ".csv", tmp_path).decode("utf-8-sig"), newline="")))
    assert [cell for row in table for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))] == []
    assert [cell for row in table for cell in row if cell.startswith("'=")] == ["'=先进|技术<b>&"]


def test_csv_opens_in_excel(checklist: Checklist, tmp_path: Path) -> None:
    data = rendered(checklist, ".csv", tmp_path)
    assert data.startswith(b"\xef\xbb\xbf")
    table = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert {len(row) for row in table} == {23}
    assert len(table) == 1 + len(checklist.items)
    assert [row[-1] for row in table[1:]].count("") == 4


def test_docx_is_a_table_across_a4(checklist: Checklist, tmp_path: Path) -> None:
    document = docx.Document(io.BytesIO(rendered(checklist, ".docx", tmp_path)))
    section = document.sections[0]
    assert section.orientation is WD_ORIENT.LANDSCAPE
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    settled, unsettled = document.tables
    for table in (settled, unsettled):
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    fonts = {node.get(qn("w:eastAsia")) for node in document.element.iter(qn("w:rFonts"))} - {None}
    assert {"宋体", "仿宋", "黑体"} <= fonts
    text = "\n".join(cell.text for row in settled.rows for cell in row.cells)
    for group in checklist.groups:
        assert group.title in text
        for item in group.items:
            assert item.id in text


# --- calendar -----------------------------------------------------------------------------------------------------


def events(data: bytes) -> list[Event]:
    calendar = Calendar.from_ical(data)
    assert calendar.errors == []
    found = list(calendar.walk("VEVENT"))
    assert [event.errors for event in found] == [[] for _event in found]
    return found


def test_calendar_follows_the_standard(checklist: Checklist, tmp_path: Path) -> None:
    data = rendered(checklist, ".ics", tmp_path)
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    for line in data.split(b"\r\n"):
        line.decode("utf-8")  # folded between characters, not within one
    for event in events(data):
        for name in ("UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE"):
            assert name in event
        assert event["DTSTART"].params["VALUE"] == "DATE"
        assert event.decoded("DTSTAMP").isoformat() == "2012-09-01T00:00:00+00:00"
        assert event["SEQUENCE"] == 0


def test_calendar_holds_deadlines_and_frequencies(checklist: Checklist, tmp_path: Path) -> None:
    found = {str(event["UID"]).split("-")[0]: event for event in events(rendered(checklist, ".ics", tmp_path))}
    deadline = found[one(checklist, "年底前").id]
    assert deadline.decoded("DTSTART") == date(2012, 12, 31)
    assert "RRULE" not in deadline
    half_yearly = found[one(checklist, "每半年").id]
    assert half_yearly.decoded("DTSTART") == date(2012, 12, 31)
    assert half_yearly["RRULE"].to_ical() == b"FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=-1"
    assert half_yearly["STATUS"] == "TENTATIVE"  # whether it applies is open
    assert deadline["STATUS"] == "CONFIRMED"
    assert one(checklist, "严禁").id not in found
    calendar = Calendar.from_ical(rendered(checklist, ".ics", tmp_path))
    assert calendar["X-ZEREN-UNDATED"] == "2"


def test_a_prohibition_is_no_event_and_falls_due_on_no_day(tmp_path: Path) -> None:
    document = sample.sample()
    found = sample.answers(document)
    (deadline,) = [answer for answer in found if "年底前" in answer.record.duty.quote.text]
    duty = deadline.record.duty.model_copy(update={"modality": Modality.MUST_NOT})
    banned = deadline.model_copy(update={"record": deadline.record.model_copy(update={"duty": duty})})
    made = build([banned], sample.MINE, date(2013, 5, 1))
    (item,) = made.items
    assert item.due is None
    assert item.deadlines(made.on) == ("2012-12-31 (年底前)",)  # told, but not as a day that was missed
    assert dict(made.counts) == {"Duties in all": 1, "Borne directly": 1}
    data = rendered(made, ".ics", tmp_path)
    assert events(data) == []
    assert Calendar.from_ical(data)["X-ZEREN-UNDATED"] == "1"
    assert [
        event.decoded("DTSTART") for event in events(rendered(build([deadline], sample.MINE, ON), ".ics", tmp_path))
    ]


def test_events_hold_the_whole_quote(checklist: Checklist, tmp_path: Path) -> None:
    quotes = {item.id: item.quote for item in checklist.items}
    found = events(rendered(checklist, ".ics", tmp_path))
    assert found
    for event in found:
        assert quotes[str(event["UID"]).split("-")[0]] in str(event["DESCRIPTION"])


def test_ids_of_events_outlive_further_facts(tmp_path: Path) -> None:
    answers = sample.answers(sample.sample())
    later = sample.MINE.model_copy(update={"size": "规模以上", "employees": 300})
    other = sample.MINE.model_copy(update={"name": "另一家公司"})
    lists = [build(answers, entity, ON) for entity in (sample.MINE, later, other)]
    first, second, third = ({str(e["UID"]) for e in events(rendered(made, ".ics", tmp_path))} for made in lists)
    assert first == second
    assert not first & third


# --- errors and odd input -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["list.pdf", "list", "list.xls"])
def test_unknown_suffix_names_the_formats(name: str, checklist: Checklist, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.xlsx.*\.ics") as caught:
        write(checklist, tmp_path / name)
    assert caught.value.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_missing_folder_is_named(checklist: Checklist, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such place"):
        write(checklist, tmp_path / "no such place" / "list.md")


def test_a_failed_write_leaves_the_old_file(checklist: Checklist, tmp_path: Path) -> None:
    target = tmp_path / "list.md"
    target.mkdir()  # a folder stands where the file should go
    with pytest.raises(ZerenError, match="could not be written"):
        write(checklist, target)
    assert [path.name for path in tmp_path.iterdir()] == ["list.md"]


def _with_words(text: str) -> Checklist:
    checklist = build(sample.answers(sample.sample()), sample.MINE, ON)

    def changed(item: Item) -> Item:
        return item.model_copy(update={"tasks": (text,), "quote": text, "why": text, "questions": (text,)})

    groups = tuple(
        group.model_copy(update={"title": text or "x", "items": tuple(map(changed, group.items))})
        for group in checklist.groups
    )
    return checklist.model_copy(update={"groups": groups})


READERS: dict[str, Callable[[bytes], object]] = {
    ".xlsx": lambda data: openpyxl.load_workbook(io.BytesIO(data)),
    ".docx": lambda data: docx.Document(io.BytesIO(data)),
    ".csv": lambda data: list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))),
    ".json": json.loads,
    ".ics": events,
    ".html": bytes.decode,
    ".md": bytes.decode,
}


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_words_give_files_that_open(tmp_path: Path, text: str) -> None:
    checklist = _with_words(text)
    for suffix, read in READERS.items():
        assert read(rendered(checklist, suffix, tmp_path)) is not None


@pytest.mark.skipif(not sample.GOLD.exists(), reason="the shared gold files are not there")
def test_every_duty_of_a_real_circular_stands_in_one_line(tmp_path: Path) -> None:
    document = sample.gold("jishizhengban-2012-14")
    answers = sample.answers(document, BodyKind.GOVERNMENT)
    checklist = build(answers, Entity(kind=BodyKind.GOVERNMENT), ON)
    wanted = sorted(a.record.duty.id for a in answers if a.verdict.value != "does_not_apply")
    assert sorted(item.id for item in checklist.items) == wanted
    assert rendered(checklist, ".html", tmp_path).decode().count('class="item') == len(wanted)


# --- calendars written again --------------------------------------------------------------------------------------


def _by_uid(data: bytes) -> dict[str, Event]:
    return {str(event["UID"]): event for event in events(data)}


def _but(checklist: Checklist, words: str, **changes: object) -> Checklist:
    """*checklist* with one item changed."""

    def changed(groups: tuple[Group, ...]) -> tuple[Group, ...]:
        return tuple(
            group.model_copy(
                update={"items": tuple(i.model_copy(update=changes) if words in i.quote else i for i in group.items)}
            )
            for group in groups
        )

    return checklist.model_copy(update={"groups": changed(checklist.groups), "unsettled": changed(checklist.unsettled)})


def test_a_calendar_written_again_is_the_same(checklist: Checklist, tmp_path: Path) -> None:
    first = rendered(checklist, ".ics", tmp_path)
    later = checklist.model_copy(update={"on": date(2012, 9, 5)})
    assert _by_uid(rendered(later, ".ics", tmp_path)) == _by_uid(first)  # neither sequence nor stamp moved


def test_what_changed_gets_the_next_sequence(checklist: Checklist, tmp_path: Path) -> None:
    identity = one(checklist, "年底前").id
    sequences = []
    for why in ("one", "two", "two", "three"):
        found = _by_uid(rendered(_but(checklist, "年底前", why=why), ".ics", tmp_path))
        sequences.append([int(e["SEQUENCE"]) for uid, e in found.items() if uid.startswith(identity)])
        assert {int(e["SEQUENCE"]) for uid, e in found.items() if not uid.startswith(identity)} == {0}
    assert sequences == [[0], [1], [1], [2]]


def test_what_is_gone_is_cancelled_once_and_may_come_back(checklist: Checklist, tmp_path: Path) -> None:
    identity = one(checklist, "年底前").id
    states = []
    for made in (checklist, _but(checklist, "年底前", time=()), _but(checklist, "年底前", time=()), checklist):
        found = _by_uid(rendered(made, ".ics", tmp_path))
        states += [(str(e["STATUS"]), int(e["SEQUENCE"])) for uid, e in found.items() if uid.startswith(identity)]
    assert states == [("CONFIRMED", 0), ("CANCELLED", 1), ("CANCELLED", 1), ("CONFIRMED", 2)]


def test_the_next_period_is_no_change(checklist: Checklist, tmp_path: Path) -> None:
    identity = one(checklist, "每半年").id
    rendered(checklist, ".ics", tmp_path)
    later = build(sample.answers(sample.sample()), sample.MINE, date(2013, 3, 1))
    (event,) = [e for uid, e in _by_uid(rendered(later, ".ics", tmp_path)).items() if uid.startswith(identity)]
    assert (int(event["SEQUENCE"]), event.decoded("DTSTART")) == (0, date(2012, 12, 31))


@pytest.mark.parametrize("old", [b"", b"no calendar", b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"])
def test_what_is_no_calendar_of_ours_is_written_anew(old: bytes, checklist: Checklist, tmp_path: Path) -> None:
    fresh = rendered(checklist, ".ics", tmp_path)
    (tmp_path / "list.ics").write_bytes(old)
    assert rendered(checklist, ".ics", tmp_path) == fresh


def test_the_calendar_of_another_asker_is_not_cancelled_into_mine(checklist: Checklist, tmp_path: Path) -> None:
    other = build(sample.answers(sample.sample()), sample.MINE.model_copy(update={"name": "另一家"}), ON)
    rendered(other, ".ics", tmp_path)
    assert {str(e["STATUS"]) for e in events(rendered(checklist, ".ics", tmp_path))} == {"CONFIRMED", "TENTATIVE"}


# --- a year's calendar and posts ----------------------------------------------------------------------------------


def test_a_year_holds_every_period_and_deadline(checklist: Checklist) -> None:
    days = {one(checklist, "每半年").id: [date(2012, 6, 30), date(2012, 12, 31)], one(checklist, "年底前").id: [
        date(2012, 12, 31)]}  # fmt: skip
    made = with_year(checklist, 2012)
    found: dict[str, list[date]] = {}
    for entry in made.calendar:
        found.setdefault(entry.id, []).append(entry.day)
    assert days.items() <= found.items()
    assert set(found) == {item.id for item in checklist.items if item.due}
    assert all(entry.estimate for entry in made.calendar)  # no notice of 2012 is among the data
    assert one(checklist, "严禁").id not in found


@pytest.mark.parametrize(
    ("value", "days"),
    [
        (">=1/P1M", 12),
        ("=1/P3M", 4),
        (">=2/P1Y", 1),
        (">=1/P2Y", 0),  # counted from the year of the document, 2012: the end of 2027
        ("<=1/P1Y", 0),
        ("=1/P1W", 52),
        ("=1/P1D", 1),  # one line for what is due every day
        ("=1/PT2H", 1),
        ("often", 0),
    ],
)
def test_periods_in_a_year(value: str, days: int, checklist: Checklist) -> None:
    item = one(checklist, "每半年")
    timing = item.time[0].model_copy(update={"value": value})
    made = with_year(_but(checklist, "每半年", time=(timing,)), 2026)
    found = [entry for entry in made.calendar if entry.id == item.id]
    assert len(found) == days
    assert all(entry.day.year == 2026 and entry.workday <= entry.day and not entry.estimate for entry in found)


@pytest.mark.parametrize("suffix", [".xlsx", ".docx", ".html", ".md"])
def test_the_calendar_is_in_every_format(suffix: str, checklist: Checklist, tmp_path: Path) -> None:
    data = rendered(with_year(checklist, 2012), suffix, tmp_path)
    if suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            data = b"".join(box.read(name) for name in box.namelist() if name.endswith(".xml"))
    assert b"Calendar of 2012" in data and b"2012-06-29" in data  # 30 June 2012 was a Saturday


@pytest.mark.parametrize(
    ("words", "post"),
    [
        ("企业主要负责人", "主要负责人"),
        ("矿长", "主要负责人"),
        ("专职安全生产管理人员", "安全管理人员"),
        ("班组长", "班组"),
        ("特种作业人员", "从业人员"),
        ("各煤矿企业", ""),
        ("职工代表大会", ""),
    ],
)
def test_posts_are_known_by_who_is_named(words: str, post: str) -> None:
    duty = sample.answers(sample.sample())[0].record.duty
    quote = Quote(start=0, end=len(words), text=words)
    bearer = duty.bearers[0].model_copy(update={"surface": quote, "position": None})
    assert post_of(duty.model_copy(update={"bearers": (bearer,)})) == post
