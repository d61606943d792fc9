"""What the README tells people to type, on Linux, macOS and Windows, with Python and nothing else installed.

    python tasks.py demo     set up .venv, then run ``zeren demo``
    python tasks.py test     set up .venv, then check format, lint, types, layers and run the tests
    python tasks.py fix      format the code and mend what the linter can mend
    python tasks.py docs     write what is generated: catalogue, schemas, docs/cli.md, pictures

Standard library only. The file has to parse on Python 3.6, so that an old Python gets a clear message, not a
syntax error: no newer syntax here, and annotations that newer Pythons alone understand stand in quotes.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "zeren-stamp"  # what was installed last, and from which sources
FLOORS = ("policies", "parsers", "rules", "kb", "reports", "commands")
WINDOWS = os.name == "nt"


class Failed(Exception):  # noqa: N818 - a step that failed, not an error of the program
    """A step failed; its exit code is that of the whole run."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def say(english: str, chinese: str = "") -> None:
    """One line for people: in both languages where anybody may read it, in English where only developers do."""
    print("==> " + english + ("  " + chinese if chinese else ""), flush=True)


def give_up(english: str, chinese: str) -> "Failed":
    """Print why nothing can be done, and how to mend it."""
    print(english + "\n" + chinese, file=sys.stderr, flush=True)
    return Failed(2)


def in_venv(name: str) -> str:
    """Path of the program *name* in the environment."""
    if WINDOWS:
        return str(VENV / "Scripts" / (name + ".exe"))
    return str(VENV / "bin" / name)


def run(*command: str) -> None:
    """Run a command in the project's folder; its output goes straight through."""
    environment = dict(os.environ, PYTHONUTF8="1")
    environment.pop("PYTHONHOME", None)
    environment.pop("PYTHONPATH", None)
    code = subprocess.call(list(command), cwd=str(ROOT), env=environment, stdin=subprocess.DEVNULL)
    if code != 0:
        raise Failed(code if code > 0 else 1)


def step(title: str, *command: str) -> None:
    """A named check."""
    say(title)
    try:
        run(*command)
    except Failed as failed:
        say("FAILED: {} (exit code {})".format(title, failed.code))
        raise


def works(*command: str) -> bool:
    """Whether a command can be run and exits with 0."""
    try:
        return subprocess.call(list(command), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def make_venv() -> None:
    """Create ``.venv``; one that is broken (its Python has gone, or it was cut short) is made anew."""
    check = "import sys, pip; sys.exit(sys.version_info < {!r})".format(OLDEST)
    if VENV.exists():
        if works(in_venv("python"), "-c", check):
            return
        if not (VENV / "pyvenv.cfg").exists() and any(VENV.iterdir()):
            raise give_up(
                "{} is no Python environment. Move it away and try again.".format(VENV),
                "{} 不是 Python 环境，请移走后重试。".format(VENV),
            )
        shutil.rmtree(str(VENV))
    say("Creating .venv", "创建运行环境")
    made = works(sys.executable, "-c", "import ensurepip, venv") and works(sys.executable, "-m", "venv", str(VENV))
    if not made and works(sys.executable, "-m", "virtualenv", "--version"):
        made = works(sys.executable, "-m", "virtualenv", str(VENV))
    if not (made and works(in_venv("python"), "-c", check)):
        shutil.rmtree(str(VENV), ignore_errors=True)
        version = "{}.{}".format(*sys.version_info[:2])
        raise give_up(
            "This Python cannot create environments: ensurepip or venv is missing, or the folder is not writable.\n"
            "On Debian and Ubuntu: sudo apt install python{}-venv   Then run the same command again.".format(version),
            "此 Python 无法创建运行环境：缺少 ensurepip 或 venv，或文件夹不可写。\n"
            "Debian、Ubuntu 请执行：sudo apt install python{}-venv   然后重试。".format(version),
        )


def fingerprint(everything: bool) -> str:
    """Digest of what an installation depends on: the project file, and the sources where they are copied."""
    digest = hashlib.sha256(sys.version.encode())
    files = [ROOT / "pyproject.toml"]
    if everything:
        files += [ROOT / "cli.py", ROOT / "README.md"]
        for floor in FLOORS:
            files += sorted(p for p in (ROOT / floor).rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    for file in files:
        digest.update(str(file.relative_to(ROOT)).encode("utf-8", "surrogateescape") + b"\0")
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def install(developer: bool) -> None:
    """Install the project into ``.venv`` unless the same is there already.

    Developers get it editable with the tools of the checks. The demo takes an editable installation as it is, so
    that the two commands do not undo each other's work.
    """
    make_venv()
    editable = "editable " + fingerprint(everything=False)
    plain = "plain " + fingerprint(everything=True)
    there = STAMP.read_text(encoding="utf-8") if STAMP.exists() else ""
    if there == editable or (there == plain and not developer):
        return
    developer = developer or there.startswith("editable")
    say("Installing Zeren and what it needs (takes a minute or two)", "安装 Zeren 及其依赖（约需一两分钟）")
    if STAMP.exists():
        STAMP.unlink()
    pip = [in_venv("python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    try:
        run(*(pip + (["--editable", ".[dev]"] if developer else ["."])))
    except Failed:
        failed = give_up(
            "The installation failed; the reason stands above. Mend it (often: the network, or a proxy to be set "
            "in HTTPS_PROXY) and run the same command again.",
            "安装失败，原因见上。排除后（常见原因：网络不通，或需在 HTTPS_PROXY 中设置代理）重新执行同一命令即可。",
        )
        raise failed from None
    STAMP.write_text(editable if developer else plain, encoding="utf-8")


def demo(extra: "list[str]") -> None:
    """Run the main job: ``zeren demo``."""
    install(developer=False)
    run(in_venv("zeren"), "demo", *extra)


def test(everything: bool, extra: "list[str]") -> None:
    """Run all checks, the tests last; *everything* takes the slow suites in."""
    install(developer=True)
    python = in_venv("python")
    step("Format", python, "-m", "ruff", "format", "--check", ".")
    step("Lint", python, "-m", "ruff", "check", ".")
    step("Types", python, "-m", "mypy")
    step("Layers", in_venv("lint-imports"))
    chosen = [] if everything or any(word.startswith("-m") for word in extra) else ["-m", "not slow"]
    step("Tests", python, "-m", "pytest", *(chosen + extra))


def fix(extra: "list[str]") -> None:
    """Mend what the tools can mend."""
    install(developer=True)
    run(in_venv("python"), "-m", "ruff", "check", "--fix", ".", *extra)
    run(in_venv("python"), "-m", "ruff", "format", ".", *extra)


def docs() -> None:
    """Write everything in the tree that is generated."""
    install(developer=True)
    for part in ("translations", "schemas", "reference", "lint", "console README.md README.zh.md", "pictures"):
        step("Generate: " + part, in_venv("python"), "-m", *("docs.make." + part).split())


def main() -> int:
    """Run one task; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console with a code page of its own
            stream.reconfigure(encoding="utf-8", errors="replace")
    parser = argparse.ArgumentParser(prog="python tasks.py", description="Tasks of the project.")
    parser.add_argument("task", choices=("demo", "test", "fix", "docs"))
    parser.add_argument("--all", action="store_true", help="test: the slow suites too, as CI does")
    options, extra = parser.parse_known_args()
    try:
        if sys.version_info < OLDEST:
            raise give_up(
                "Zeren needs Python {}.{} or newer; this is {}. Install a newer one and start it by name, for "
                "example: python3.12 tasks.py {}".format(OLDEST[0], OLDEST[1], sys.version.split()[0], options.task),
                "需要 Python {}.{} 或更高版本，当前为 {}。请安装后用其名称运行，如：python3.12 tasks.py {}".format(
                    OLDEST[0], OLDEST[1], sys.version.split()[0], options.task
                ),
            )
        if options.task == "demo":
            demo(extra)
        elif options.task == "test":
            test(options.all, extra)
        elif options.task == "fix":
            fix(extra)
        else:
            docs()
    except Failed as failed:
        return failed.code
    except KeyboardInterrupt:
        print("Stopped. 已中断。", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
