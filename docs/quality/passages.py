#!/usr/bin/env python3
"""Measure Salname on the project's own annotated passages, in the languages and damages that the gold has none of.

    docs/quality/passages.py --bin target/release/salname --score ../shared/gold/score.py [--show LAYER] [--lang ID]

A passage is a text with its names marked `[[CLASS:id|words]]` and its times `{{value|words}}`, then its statements, one a
line: kind, date, `role=filler;filler` pairs. Paragraphs are parted by a blank line. Each passage is scored as it is, and
some once more after a damage that the text is put through here.

Those under `passages/unseen/` have times and names only. They were written, and their first figures taken, before the packs
were changed for what they showed (`names.md` keeps both figures).
"""
import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

MARK = re.compile(r"\[\[(?P<cls>[A-Z]+):(?P<id>[^|]*)\|(?P<name>.*?)\]\]|\{\{(?P<value>[^|]*)\|(?P<time>.*?)\}\}")
ROLE = re.compile(r"(\w+)=(.*?)(?= \w+=|$)")
#: What a text goes through: languages, the encoding it was written in, the one it was read in.
DAMAGES = {
    "cp1251-as-cp1252": ({"ru", "uk"}, "cp1251", "cp1252"),
    "koi8r-as-cp1251": ({"ru"}, "koi8-r", "cp1251"),
    "cp866-as-cp1251": ({"ru"}, "cp866", "cp1251"),
    "utf8-as-cp1252": ({"tr", "ru", "az"}, "utf-8", "cp1252"),
    "cp1254-as-cp1252": ({"tr"}, "cp1254", "cp1252"),
}


def parse(path):
    head, body = path.read_text().split("\n", 1)
    text, _, lines = body.partition("\nstatements:\n")
    times, mentions = [], []

    def plain(mark):
        if mark["cls"]:
            mentions.append({"text": mark["name"], "type": mark["cls"], "id": mark["id"]})
            return mark["name"]
        times.append({"text": mark["time"], "value": mark["value"]})
        return mark["time"]

    text = MARK.sub(plain, text).strip()
    statements = []
    for line in filter(None, lines.splitlines()):
        kind, date, roles = line.split(" ", 2)
        roles = {role: filler.split(";") for role, filler in ROLE.findall(roles)}
        statements.append({"kind": kind, "date": date, "roles": roles, "modality": "asserted", "quote": ""})
    gold = {"restored": text.replace("\n\n", "\n"), "times": times, "mentions": mentions, "statements": statements}
    return head.removeprefix("lang: "), text, gold


def damaged(text, written, read):
    """The text as it looks after the damage; what the encodings cannot hold stays as it is."""
    out = []
    for letter in text:
        try:
            out.append(letter.encode(written).decode(read))
        except UnicodeError:
            out.append(letter)
    return "".join(out)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--score", required=True)
    parser.add_argument("--show")
    parser.add_argument("--lang")
    arguments = parser.parse_args()
    here = Path(__file__).with_name("passages")
    passages = [(path, *parse(path)) for path in sorted(here.glob("**/*.txt"))]
    groups = {}
    for path, lang, text, gold in passages:
        name = path.stem
        if path.parent != here:
            groups.setdefault(f"{lang}, {path.parent.name}", []).append((name, text, gold))
            continue
        groups.setdefault(lang, []).append((name, text, gold))
        for damage, (langs, written, read) in DAMAGES.items():
            if lang in langs:
                groups.setdefault(f"{lang} {damage}", []).append((name, damaged(text, written, read), gold))
    for group, members in groups.items():
        if arguments.lang and not group.startswith(arguments.lang):
            continue
        with tempfile.TemporaryDirectory() as place:
            place = Path(place)
            (place / "docs").mkdir()
            (place / "gold/passages").mkdir(parents=True)
            for name, text, gold in members:
                (place / f"docs/{name}.txt").write_text(text)
                row = gold | {"id": name, "doc": f"{name}.txt", "start": 0, "end": len(text.encode()), "damage": "own"}
                (place / f"gold/passages/{name}.json").write_text(json.dumps(row))
            print(f"== {group}: {len(members)} passages", flush=True)
            command = [sys.executable, arguments.score, "--bin", arguments.bin, "--docs", place / "docs", "--gold",
                       place / "gold"] + (["--show", arguments.show] if arguments.show else [])
            out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            print("\n".join(line for line in out.splitlines() if not line.startswith("facts")), flush=True)


if __name__ == "__main__":
    main()
