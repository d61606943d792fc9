"""``python -m bench NAME``: one line a row, figure and floor; exit 1 where a floor is missed, 2 for a wrong name."""

from __future__ import annotations

import sys
from collections.abc import Callable


def main(arguments: list[str]) -> int:
    """Run the measurement that *arguments* name."""
    from bench import crossref, parsing, quality, rules, sample  # noqa: PLC0415

    benches: dict[str, Callable[[], int]] = {
        "crossref": crossref.main,
        "parsing": parsing.main,
        "quality": quality.main,
        "rules": rules.main,
    }
    if len(arguments) == 2 and arguments[0] == "draw" and arguments[1].isdigit():
        return sample.main(arguments[1])
    if len(arguments) != 1 or arguments[0] not in benches:
        print(f"usage: python -m bench {{{','.join(sorted(benches))}}} | draw SEED", file=sys.stderr)
        return 2
    return benches[arguments[0]]()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
