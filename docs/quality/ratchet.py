#!/usr/bin/env python3
"""Measure Salname against the gold and refuse to fall back.

    docs/quality/ratchet.py --bin target/release/salname --shared ../shared [--keep]

Runs the gold's own `score.py` on `gold/dev`, prints its table, and compares each figure with `docs/quality/scores.json`.
Fails where one is worse by more than half a point (0.005). `--keep` writes the new figures down instead.
"""
import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

KEPT = Path(__file__).with_name("scores.json")
TOLERANCE = 0.005


def figures(scores):
    """The measured rates by name, and whether a higher one is better."""
    for name, value in scores.items():
        if name == "restoration CER":
            for damage, rate in value.items():
                yield f"{name}, {damage}", rate, False
        elif name == "facts recall":
            # Single kinds have a handful of facts each: only the whole is held.
            yield f"{name}, all", value["all"], True
        elif isinstance(value, dict):
            yield f"{name}, F1", value["F1"], True
        elif isinstance(value, float):
            yield name, value, True


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--shared", required=True, type=Path)
    parser.add_argument("--keep", action="store_true")
    arguments = parser.parse_args()

    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        subprocess.run(
            [sys.executable, arguments.shared / "gold/score.py", "--bin", arguments.bin, "--docs",
             arguments.shared / "seeds", "--gold", arguments.shared / "gold/dev", "--json", out.name],
            check=True,
        )
        measured = json.load(open(out.name))

    if arguments.keep:
        KEPT.write_text(json.dumps(measured, indent=1) + "\n")
        print(f"kept in {KEPT}")
        return
    if not KEPT.exists():
        sys.exit(f"{KEPT} is missing: write it with --keep")
    kept = {name: (value, up) for name, value, up in figures(json.loads(KEPT.read_text()))}
    fallen = [
        f"{name}: {before:.4f} -> {now:.4f}"
        for name, now, up in figures(measured)
        for before, _ in [kept.get(name, (now, up))]
        if (before - now if up else now - before) > TOLERANCE
    ]
    if fallen:
        sys.exit("fallen back by more than half a point:\n  " + "\n  ".join(fallen))
    print("ratchet: nothing has fallen back")


if __name__ == "__main__":
    main()
