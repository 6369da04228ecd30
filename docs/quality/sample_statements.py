#!/usr/bin/env python3
"""Draw statements at random, each with its sentence, to be read one by one.

    docs/quality/sample_statements.py --bin target/release/salname --docs ../shared/seeds [--seed 1] [--count 100]

Reads every document of the directory with `read --jsonl` at the default confidence, draws from all their statements
alike, and prints each with its kind, date, modality and roles, its file and line, its sentence between `>>` and `<<`, and
what stands before it. The same seed draws the same statements from the same reading. The output holds the documents'
sentences: it is for reading, not for keeping.
"""
import argparse
import json
import random
import re
import subprocess
import sys
from pathlib import Path

#: So many letters before the sentence are printed.
BEFORE = 350


def read(binary, path):
    done = subprocess.run([binary, "read", "--jsonl", path], capture_output=True)
    if done.returncode:
        sys.exit(f"reading {path} failed: {done.stderr.decode()[-300:]}")
    lines = [json.loads(line) for line in done.stdout.decode().splitlines() if line.strip()]
    paragraphs = [line for line in lines if line["type"] == "paragraph"]
    return paragraphs, [line for line in lines if line["type"] == "statement"]


def place(paragraphs, statement):
    """What is written before the sentence, and the sentence."""
    start = statement["source"][0]
    at = max((i for i, one in enumerate(paragraphs) if one["source"][0] <= start), default=0)
    text = paragraphs[at]["text"]
    found = text.find(statement["quote"])
    if found < 0:
        return "", statement["quote"]
    stops = [stop.end() for stop in re.finditer(r"[.!?…]\s+(?=[^\W\d_a-zəıöüğşç])", text)]
    first = max((stop for stop in stops if stop <= found), default=0)
    end = found + len(statement["quote"])
    last = min((stop for stop in stops if stop >= end), default=len(text))
    before = text[:first]
    if len(before) < BEFORE and at:
        before = paragraphs[at - 1]["text"] + " ¶ " + before
    return before[-BEFORE:].strip(), text[first:last].strip()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--docs", required=True, type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=100)
    arguments = parser.parse_args()

    every = []
    for path in sorted(arguments.docs.iterdir()):
        paragraphs, statements = read(arguments.bin, path)
        data = path.read_bytes()
        every.extend((path.name, data.count(b"\n", 0, one["source"][0]) + 1, paragraphs, one) for one in statements)
    drawn = random.Random(arguments.seed).sample(every, min(arguments.count, len(every)))
    print(f"{len(drawn)} of {len(every)} statements, seed {arguments.seed}\n")
    for number, (name, line, paragraphs, one) in enumerate(drawn, 1):
        before, sentence = place(paragraphs, one)
        roles = "; ".join(
            f"{role} = {', '.join(value) if isinstance(value, list) else value}" for role, value in one["roles"].items()
        )
        print(f"{number}. {name}:{line}  {one['kind']}  {one.get('date') or 'no date'}  {one['modality']}")
        print(f"   {roles}")
        print(f"   {before}\n   >> {sentence} <<\n")


if __name__ == "__main__":
    main()
