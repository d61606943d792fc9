"""``docs/cli.md``: the help of every command and an example that was executed, made from the commands themselves."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from cli import COMMANDS
from docs.make import console

FILE = console.ROOT / "docs" / "cli.md"
LINES = 24  # of an example's output; the rest is cut
COLLIERY = "--kind enterprise --sector 煤矿 --place 吉林省吉林市 --size 规模以上 --on 2012-09-01"

#: Command → its example. They run in this order in one folder, where ``zeren demo`` has made a base.
EXAMPLES = {
    "demo": "zeren demo",
    "parse": "zeren parse notice.txt",
    "ingest": "zeren ingest notice.txt --db zeren-demo/zeren.db",
    "coverage": "zeren coverage notice.txt",
    "documents": "zeren documents --db zeren-demo/zeren.db",
    "ask": "zeren ask 煤矿企业多久开展一次应急演练？ --db zeren-demo/zeren.db --on 2023-05-01 --limit 3",
    "duties": f"zeren duties --db zeren-demo/zeren.db {COLLIERY} --receipt receipt.json",
    "why": f"zeren why {{duty}} --db zeren-demo/zeren.db {COLLIERY}",
    "checklist": f"zeren checklist --db zeren-demo/zeren.db {COLLIERY} -o checklist.xlsx",
    "applicability": f"zeren applicability --db zeren-demo/zeren.db {COLLIERY} -o applicability.xlsx",
    "changes": "zeren changes --db zeren-demo/zeren.db --kind enterprise --sector 煤矿 --place 吉林省吉林市"
    " --since 2012-01-01 --on 2012-09-01",
    "match": "zeren match bodies.csv --db zeren-demo/zeren.db --on 2012-09-01 --format csv",
    "graph": "zeren graph --db zeren-demo/zeren.db --around 煤矿 --depth 1 -o graph.svg",
    "matrix": "zeren matrix notice.txt",
    "chain": "zeren chain {lower} --db zeren-demo/zeren.db",
    "conflicts": "zeren conflicts 石桥县安全生产隐患排查治理工作实施方案 --db zeren-demo/zeren.db",
    "search": "zeren search 演练 --db zeren-demo/zeren.db --limit 3",
    "lint": "zeren lint notice.txt --ignore ZH",
    "crossref": "zeren crossref draft.txt --db zeren-demo/zeren.db --on 2024-02-01",
    "impact": "zeren impact draft.txt --db zeren-demo/zeren.db",
    "stats": "zeren stats --db zeren-demo/zeren.db --limit 5",
    "due": "zeren due --db zeren-demo/zeren.db --before 2026-12-31 --level county",
    "diff": "zeren diff notice.txt newer.txt",
    "show": "zeren show {duty} --db zeren-demo/zeren.db",
    "overrides": "zeren overrides --db zeren-demo/zeren.db",
    "review": "zeren review --db zeren-demo/zeren.db --list --limit 3",
    "verify": "zeren verify receipt.json --db zeren-demo/zeren.db",
    "doctor": "zeren doctor --db zeren-demo/zeren.db",
}

NOTICE = """示例县安全生产委员会办公室关于开展隐患排查的通知

各乡镇人民政府，县直有关部门：
　　一、煤矿企业要于2026年6月底前完成瓦斯治理，每季度至少开展一次应急演练。
　　二、严禁超能力、超强度、超定员组织生产。

示例县安全生产委员会办公室
2026年3月2日
"""

BODIES = """id,kind,place,sectors
1,enterprise,上海市,煤矿
2,enterprise,吉林省吉林市,旅游
"""

#: The same notice, a year on: what ``zeren diff`` finds in it.
NEWER = NOTICE.replace("2026年6月底", "2026年9月底").replace("每季度", "每月").replace("2026年3月2日", "2027年3月2日")

DRAFT = """示例县安全生产隐患排查治理工作方案（征求意见稿）

　　按照《云岭省人民政府办公厅关于印发云岭省安全生产隐患排查治理工作方案的通知》（岭政办发〔2023〕8号）要求，制定本方案。
　　一、煤矿企业要在2023年9月30日前完成隐蔽致灾因素普查。
　　二、规模以上企业每年至少组织一次综合应急演练。
　　三、各乡镇人民政府要每月向县应急管理局报送工作进展情况。
　　四、进一步加强组织领导。
"""

HEAD = """<!-- Generated: python -m docs.make.reference -->
# The command line

Every command speaks Chinese; with `--lang en` (or `ZEREN_LANG=en`) it speaks English, as the help texts on this page
do. The examples were executed when this page was made, one after another in one folder; a test compares their
output. `notice.txt` is this circular of an invented county:

```text
{notice}```

`newer.txt` is the same with a later deadline and a drill every month. `draft.txt` is this draft:

```text
{draft}```

and `bodies.csv` this table:

```text
{bodies}```
"""


def duty_of(folder: Path, query: str = "演练", level: str | None = None) -> str:
    """A duty whose example is worth showing: the drill with two frequencies."""
    from kb import KnowledgeBase

    with KnowledgeBase(folder / "zeren-demo" / "zeren.db") as base:
        for hit in base.search(query, level=level):
            if hit.type == "duty":
                return hit.id[:8]
    raise LookupError("the demo has no duty about drills")


def page() -> str:
    """The whole page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "notice.txt").write_text(NOTICE, encoding="utf-8")
        (folder / "newer.txt").write_text(NEWER, encoding="utf-8")
        (folder / "draft.txt").write_text(DRAFT, encoding="utf-8")
        (folder / "bodies.csv").write_text(BODIES, encoding="utf-8")
        sections = [HEAD.format(notice=NOTICE, draft=DRAFT, bodies=BODIES)]
        with console.surroundings(folder, {}):
            sections.append(f"```text\n{console.execute('zeren --lang en --help').output}\n```\n")
            assert set(EXAMPLES) == set(COMMANDS), "every command has an example"
            duty = lower = ""
            for command, example in EXAMPLES.items():
                asked = example.replace("{duty}", duty).replace("{lower}", lower)
                shown = console.execute(f"zeren --lang en {command} --help").output
                outcome = console.execute(asked, terminal=True)
                found = 1 if command in ("conflicts", "diff", "crossref") else 0
                assert outcome.code == found, f"{asked}\n{outcome.output}"
                lines = outcome.output.strip("\n").split("\n")
                lines = lines if len(lines) <= LINES else [*lines[:LINES], console.CUT]
                output = "\n".join(lines)
                sections.append(f"## {command}\n\n```text\n{shown}\n```\n\n```console\n$ {asked}\n{output}\n```\n")
                duty = duty or duty_of(folder)
                lower = lower or duty_of(folder, "综合应急演练", "city")
    return "\n".join(sections)


def main() -> int:
    """Write the page."""
    FILE.write_text(page(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
