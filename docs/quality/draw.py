#!/usr/bin/env python3
"""Draw times and mentions that Salname finds in whole documents, each beside its sentence, for somebody to judge.

    docs/quality/draw.py --bin target/release/salname --seed 1918 --count 50 ../shared/seeds/*

Prints file, line, what was found, its value or class and entity, and the words around it.
"""
import argparse
import json
import random
import subprocess
from pathlib import Path

AROUND = 110


def found(binary, path):
    source = path.read_bytes()
    out = subprocess.run([binary, "read", "--jsonl", path], check=True, capture_output=True, text=True).stdout
    paragraphs, rows = [], []
    for line in out.splitlines():
        row = json.loads(line)
        if row["type"] == "paragraph":
            paragraphs.append(row)
        elif row["type"] in ("time", "mention"):
            rows.append(row)
    for row in rows:
        start, end = row["source"]
        holder = next((p for p in paragraphs if p["source"][0] <= start and end <= p["source"][1]), None)
        # Which of the places where the paragraph has these words is told by how far into it they stand.
        around = ""
        if holder:
            begin, past = holder["source"]
            near = (start - begin) / max(1, past - begin) * len(holder["text"])
            places = [at for at in range(len(holder["text"])) if holder["text"].startswith(row["text"], at)]
            at = min(places, key=lambda place: abs(place - near), default=0)
            around = holder["text"][max(0, at - AROUND):at + len(row["text"]) + AROUND]
        yield row["type"], {"file": path.name[:3], "line": source[:start].count(b"\n") + 1, "row": row, "around": around}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--seed", type=int, default=1918)
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("files", nargs="+", type=Path)
    arguments = parser.parse_args()
    kinds = {"time": [], "mention": []}
    for path in arguments.files:
        for kind, row in found(arguments.bin, path):
            kinds[kind].append(row)
    for kind, rows in kinds.items():
        chosen = random.Random(arguments.seed).sample(rows, min(arguments.count, len(rows)))
        print(f"== {kind}: {len(chosen)} of {len(rows)}")
        for one in sorted(chosen, key=lambda one: (one["file"], one["line"])):
            row = one["row"]
            says = row.get("value") if kind == "time" else f'{row["class"]} = {row["entity"]}'
            print(f'{one["file"]}:{one["line"]} [{row["text"]}] {says} | …{one["around"]}…')


if __name__ == "__main__":
    main()
