"""All benchmarks, one table: `make bench`. Each alone, with more to choose: `python -m training.benchmarks.NAME`.

Exit code 1 where a target is missed.
"""

from __future__ import annotations

import argparse
import sys

from training.benchmarks import alphabet, decoding, hostile, line_finding, places, speed
from training.benchmarks.figures import Figure, table


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--share", type=float, default=1.0, help="of the usual number of lines, letters and pages: less is quicker and less sure"
    )
    share = parser.parse_args().share
    figures: list[Figure] = []
    for name, module, usual in (
        ("letters of the alphabet", alphabet, 100),
        ("places", places, 1500),
        ("line finding", line_finding, 1000),
        ("decoding with long lists", decoding, 60),
        ("speed", speed, 30),
    ):
        print(name, "…", file=sys.stderr, flush=True)
        figures += module.measure(max(1, round(usual * share))).figures()
    print("hostile pages …", file=sys.stderr, flush=True)
    figures += hostile.measure().figures()
    print(table(figures))
    return int(not all(figure.met for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
