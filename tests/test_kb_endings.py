"""What later documents of the base end of earlier ones: texts in some order → how their duties stand."""

from __future__ import annotations

import sqlite3
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from kb import KnowledgeBase
from kb.schema import open_base
from policies.answers import Answer, Force, Verdict
from policies.duties import BodyKind
from policies.entities import Entity
from reports.intake import documents_table

MINE = Entity(kind="enterprise", sectors=("煤矿",), place="吉林省吉林市")
OLD = """吉林市煤矿安全管理办法
吉市政发〔2005〕3号

第一条　煤矿企业必须每年检修一次设备。
第二条　煤矿企业必须建立检修台账。
第三条　本办法自2005年3月1日起施行。

吉林市人民政府
2005年2月10日
"""
NEW = """吉林市煤矿安全管理规定
吉市政发〔2012〕9号

第一条　煤矿企业必须每半年检修一次设备。
第二条　本规定自2012年9月1日起施行。{words}

吉林市人民政府
2012年6月6日
"""
WHOLE = "《吉林市煤矿安全管理办法》（吉市政发〔2005〕3号）同时废止。"


def new(words: str) -> str:
    return NEW.format(words=words)


def base_of(folder: Path, *texts: str) -> KnowledgeBase:
    base = KnowledgeBase(folder / "zeren.db")
    for number, text in enumerate(texts):
        path = folder / f"{number}.txt"
        path.write_text(text, encoding="utf-8")
        assert not base.ingest([path]).failed
    assert base.doctor() == []
    return base


def standing(base: KnowledgeBase, on: str) -> dict[str, Force]:
    answers = base.duties_for(MINE, on=date.fromisoformat(on), expired=True)
    return {answer.record.duty.quote.text: answer.force for answer in answers}


YEARLY, BOOK, HALF = "煤矿企业必须每年检修一次设备", "煤矿企业必须建立检修台账", "煤矿企业必须每半年检修一次设备"


@pytest.mark.parametrize(
    ("words", "yearly", "book"),
    [
        (WHOLE, Force.REPEALED, Force.REPEALED),
        ("《吉林市煤矿安全管理办法》同时废止。", Force.REPEALED, Force.REPEALED),  # by title: same issuer, older
        ("原《吉林市煤矿安全管理办法》停止执行。", Force.REPEALED, Force.REPEALED),
        ("《吉林市煤矿安全管理办法》（吉市政发〔2005〕3号）第一条同时废止。", Force.REPEALED, Force.IN_FORCE),
        ("《吉林市煤矿安全管理办法》第一条、第二条同时废止。", Force.REPEALED, Force.REPEALED),
        ("《吉林市煤矿安全管理办法》自2013年1月1日起废止。", Force.IN_FORCE, Force.IN_FORCE),
        # nothing certain
        ("", Force.IN_FORCE, Force.IN_FORCE),
        ("此前有关规定与本规定不一致的，以本规定为准。", Force.IN_FORCE, Force.IN_FORCE),
        ("《吉林市煤矿安全管理办法》（吉市政发〔2006〕8号）同时废止。", Force.IN_FORCE, Force.IN_FORCE),
        ("《吉林市煤矿安全管理办法》第九条同时废止。", Force.IN_FORCE, Force.IN_FORCE),
        ("《吉林市煤矿安全管理办法》中关于收费的规定同时废止。", Force.IN_FORCE, Force.IN_FORCE),
        ("《长春市煤矿安全管理办法》同时废止。", Force.IN_FORCE, Force.IN_FORCE),
        ("市安监局要及时清理、修改或废止《吉林市煤矿安全管理办法》。", Force.IN_FORCE, Force.IN_FORCE),
    ],
)
def test_words(tmp_path: Path, words: str, yearly: Force, book: Force) -> None:
    with base_of(tmp_path, OLD, new(words)) as base:
        assert standing(base, "2012-08-31") == {YEARLY: Force.IN_FORCE, BOOK: Force.IN_FORCE, HALF: Force.NOT_YET}
        assert standing(base, "2012-09-01") == {YEARLY: yearly, BOOK: book, HALF: Force.IN_FORCE}


def test_a_repeal_of_its_own_day(tmp_path: Path) -> None:
    with base_of(tmp_path, OLD, new("《吉林市煤矿安全管理办法》自2013年1月1日起废止。")) as base:
        assert standing(base, "2012-12-31")[YEARLY] is Force.IN_FORCE
        assert standing(base, "2013-01-01")[YEARLY] is Force.REPEALED


def test_the_order_of_ingest_does_not_matter(tmp_path: Path) -> None:
    other = OLD.replace("吉林市", "长春市").replace("吉市政发", "长政发")
    found = []
    for number, texts in enumerate(permutations((OLD, new(WHOLE), other))):
        folder = tmp_path / str(number)
        folder.mkdir()
        with base_of(folder, *texts) as base:
            found.append([(a.record.duty.id, a.force) for a in base.duties_for(MINE, date(2020, 1, 1), expired=True)])
    assert all(one == found[0] for one in found)
    assert {force for _id, force in found[0]} == {Force.REPEALED, Force.IN_FORCE}


def test_the_trace_quotes_the_other_document(tmp_path: Path) -> None:
    with base_of(tmp_path, OLD, new(WHOLE)) as base:
        told = next(a for a in base.duties_for(MINE, date(2020, 1, 1), expired=True) if a.force is Force.REPEALED)
        assert (told.verdict, told.otherwise) == (Verdict.DOES_NOT_APPLY, Verdict.APPLIES)
        step = told.force_trace
        assert step is not None and step.evidence is not None and step.elsewhere is not None
        assert step.elsewhere.title == "吉林市煤矿安全管理规定"
        assert step.elsewhere.doc_number == "吉市政发〔2012〕9号"
        assert step.evidence.text == "《吉林市煤矿安全管理办法》（吉市政发〔2005〕3号）同时废止"
        assert step.evidence.anchored(base.document(step.elsewhere.document).text)
        assert base.why(told.record.duty.id, MINE, date(2020, 1, 1)).force is Force.REPEALED


def test_what_is_over_is_left_out_unless_asked_for(tmp_path: Path) -> None:
    with base_of(tmp_path, OLD, new(WHOLE)) as base:
        day = date(2020, 1, 1)
        assert [a.record.duty.quote.text for a in base.duties_for(MINE, day)] == [HALF]
        assert base.lapsed(MINE, day) == 2
        assert base.lapsed(Entity(kind="enterprise", sectors=("旅游",)), day) == 0
        every = base.duties_for(MINE, day, include_all=True)
        assert _verdicts(every) == {YEARLY: Verdict.DOES_NOT_APPLY, BOOK: Verdict.DOES_NOT_APPLY, HALF: Verdict.APPLIES}


def _verdicts(answers: list[Answer]) -> dict[str, Verdict]:
    return {answer.record.duty.quote.text: answer.verdict for answer in answers}


def test_the_list_of_documents_tells(tmp_path: Path) -> None:
    with base_of(tmp_path, OLD, new(WHOLE)) as base:
        old, later = base.documents()
        assert (old.ended, old.ended_by) == (date(2012, 9, 1), later.id)
        assert later.ended is None
        assert "2012-09-01" in documents_table([old])
        assert "2012-09-01" not in documents_table([later])
    folder = tmp_path / "some"
    folder.mkdir()
    with base_of(folder, OLD, new("《吉林市煤矿安全管理办法》第一条同时废止。")) as base:
        assert base.documents()[0].ended is None


def test_a_draft_ends_nothing(tmp_path: Path) -> None:
    draft = new(WHOLE).replace("管理规定\n", "管理规定（征求意见稿）\n")
    with base_of(tmp_path, OLD, draft) as base:
        assert standing(base, "2020-01-01")[YEARLY] is Force.IN_FORCE


def test_a_correction_takes_the_repeal_back(tmp_path: Path) -> None:
    """A new version of the repealing document does not say it any more."""
    with base_of(tmp_path, OLD, new(WHOLE), new("")) as base:
        assert standing(base, "2020-01-01")[YEARLY] is Force.IN_FORCE
    folder = tmp_path / "again"
    folder.mkdir()
    with base_of(folder, OLD, new(""), new(WHOLE)) as base:
        assert standing(base, "2020-01-01")[YEARLY] is Force.REPEALED


def test_a_new_version_of_what_was_repealed_stays_repealed(tmp_path: Path) -> None:
    with base_of(tmp_path, OLD, new(WHOLE), OLD.replace("检修台账", "检修台帐")) as base:
        assert standing(base, "2020-01-01")["煤矿企业必须建立检修台帐"] is Force.REPEALED


def test_one_of_several_of_a_title_is_not_guessed(tmp_path: Path) -> None:
    again = (
        OLD.replace("〔2005〕3号", "〔2008〕7号").replace("2005年", "2008年").replace("每年检修一次", "每季度检修一次")
    )
    said = new("《吉林市煤矿安全管理办法》同时废止。")
    with base_of(tmp_path, OLD, said, again) as base:  # certain at first, then no longer
        assert set(standing(base, "2020-01-01").values()) == {Force.IN_FORCE}


def test_a_later_document_of_the_title_is_not_meant(tmp_path: Path) -> None:
    later = (
        OLD.replace("〔2005〕3号", "〔2015〕7号").replace("2005年", "2015年").replace("每年检修一次", "每季度检修一次")
    )
    with base_of(tmp_path, OLD, new("《吉林市煤矿安全管理办法》同时废止。"), later) as base:
        found = standing(base, "2020-01-01")
        assert found[YEARLY] is Force.REPEALED
        assert found["煤矿企业必须每季度检修一次设备"] is Force.IN_FORCE


def test_common_titles_need_their_issuer(tmp_path: Path) -> None:
    """关于加强煤矿安全工作的通知 is the title of many."""
    old = """长春市人民政府关于加强煤矿安全工作的通知
长政发〔2005〕3号

各县（市、区）人民政府：
煤矿企业必须每年检修一次设备。

长春市人民政府
2005年2月10日
"""
    mine = Entity(kind="enterprise", sectors=("煤矿",))
    for number, (words, force) in enumerate(
        [
            ("《关于加强煤矿安全工作的通知》同时废止。", Force.IN_FORCE),
            ("《长春市人民政府关于加强煤矿安全工作的通知》同时废止。", Force.REPEALED),
            ("《关于加强煤矿安全工作的通知》（长政发〔2005〕3号）同时废止。", Force.REPEALED),
        ]
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        with base_of(folder, old, new(words)) as base:
            told = base.duties_for(mine, date(2020, 1, 1), expired=True)
            assert next(a.force for a in told if a.record.duty.quote.text == YEARLY) is force


def test_a_notice_goes_with_what_it_issues(tmp_path: Path) -> None:
    issued = """吉林市人民政府关于印发《吉林市煤矿安全管理办法》的通知
吉市政发〔2005〕3号

各县（市、区）人民政府：
现将《吉林市煤矿安全管理办法》印发给你们，请认真贯彻执行。

吉林市人民政府
2005年2月10日

吉林市煤矿安全管理办法

第一条　煤矿企业必须每年检修一次设备。
"""
    for number, words in enumerate(
        [
            "《吉林市煤矿安全管理办法》同时废止。",
            "《吉林市人民政府关于印发〈吉林市煤矿安全管理办法〉的通知》（吉市政发〔2005〕3号）同时废止。",
        ]
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        with base_of(folder, issued, new(words)) as base:
            assert standing(base, "2020-01-01")[YEARLY] is Force.REPEALED


def test_what_it_forwarded_goes_on(tmp_path: Path) -> None:
    forwarded = """吉林市人民政府办公厅关于转发《吉林省煤矿安全管理意见》的通知
吉市政办发〔2005〕3号

各县（市、区）人民政府：
现将《吉林省煤矿安全管理意见》转发给你们，请认真贯彻落实。
煤矿企业必须建立检修台账。

吉林市人民政府办公厅
2005年2月10日

吉林省煤矿安全管理意见

一、煤矿企业必须每年检修一次设备。

吉林省人民政府
2005年1月10日
"""
    said = "《吉林市人民政府办公厅关于转发〈吉林省煤矿安全管理意见〉的通知》（吉市政办发〔2005〕3号）同时废止。"
    with base_of(tmp_path, forwarded, new(said)) as base:
        found = standing(base, "2020-01-01")
        assert found[YEARLY] is Force.IN_FORCE
        assert found[BOOK] is Force.REPEALED


def test_the_doctor_sees_what_does_not_agree(tmp_path: Path) -> None:
    with base_of(tmp_path, OLD, new(WHOLE)) as base:
        connection = base._open(write=True)
        connection.execute("DELETE FROM ended")
        assert {finding.code for finding in base.doctor()} == {"ended"}


def test_what_is_written_does_not_depend_on_the_base(tmp_path: Path) -> None:
    """Only the repeals that may concern a document are looked at, found by an index."""
    with base_of(tmp_path, OLD, new(WHOLE)) as base:
        connection = base._open()
        for column in ("number_key", "title_key"):
            plan = connection.execute(
                "EXPLAIN QUERY PLAN SELECT l.seq FROM parts p"
                f" JOIN links l ON l.{column} = p.{column} AND l.type = 'repeals' WHERE p.document = 1"
            ).fetchall()
            assert any(f"idx_links_repeals_{column}" in row["detail"] for row in plan)
            assert not any(row["detail"].startswith("SCAN") for row in plan)


def test_a_citation_with_single_marks_ends_the_notice_with_double_ones(tmp_path: Path) -> None:
    """《…印发〈…〉的通知》自本通知印发之日起废止: the notice is meant, and the whole of it."""
    texts = {
        "a": "某市人民政府关于印发《某市矿山安全办法》的通知\n\n各县：\n　　各企业应当每月检查设备。\n\n"
        "　　　　某市人民政府\n　　　　2020年3月1日\n",
        "b": "某市人民政府关于废止文件的通知\n\n各县：\n"
        "　　《某市人民政府关于印发〈某市矿山安全办法〉的通知》自本通知印发之日起废止。\n\n"
        "　　　　某市人民政府\n　　　　2022年1月1日\n",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    mine = Entity(kind=BodyKind.ENTERPRISE)
    with KnowledgeBase(tmp_path / "z.db") as kb:
        kb.ingest([tmp_path / "a.txt", tmp_path / "b.txt"])
        (duty,) = [
            one for one in kb.duties_for(mine, on=date(2021, 12, 31)) if "检查设备" in one.record.duty.quote.text
        ]
        assert duty.force is Force.IN_FORCE
        later = kb.duties_for(mine, on=date(2022, 1, 1), expired=True)
        (duty,) = [one for one in later if "检查设备" in one.record.duty.quote.text]
        assert duty.force is Force.REPEALED


def test_a_base_of_the_format_before_learns_titles_without_marks(tmp_path: Path) -> None:
    test_a_citation_with_single_marks_ends_the_notice_with_double_ones(tmp_path)
    with sqlite3.connect(tmp_path / "z.db") as old:  # as format 4 wrote it
        old.execute("UPDATE parts SET title_key = '关于印发《某市矿山安全办法》的通知' WHERE date = '2020-03-01'")
        old.execute("UPDATE links SET title_key = '关于印发〈某市矿山安全办法〉的通知' WHERE type = 'repeals'")
        old.execute("DELETE FROM ended")
        old.execute("PRAGMA user_version = 4")
    old.close()
    open_base(tmp_path / "z.db", write=True).close()
    with sqlite3.connect(tmp_path / "z.db") as new:
        assert new.execute("SELECT count(*) FROM ended WHERE since = '2022-01-01'").fetchone()[0] > 0
    new.close()
