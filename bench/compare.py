#!/usr/bin/env python3
"""The measuring part of bench/compare.sh: one folder, several programs, repetitions interleaved, medians and
ratios of runs of the same round."""
import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import measure
from measure import documents, interleaved, mean, median, megabytes, milliseconds, paired_ratios, size_of, table

HERE = Path(__file__).resolve().parent


class Rival:
    """A program, how it builds its index (or nothing) and how it answers the query."""

    def __init__(self, name, search, build=None, index=None, builds=None, note=""):
        self.name, self.search, self.build, self.index = name, search, build, index
        self.builds, self.note = builds, note


def sqlite_query(query):
    """The words of a query for FTS5; those the trigrams can't find are left out."""
    words = [word for word in query.split() if len(word) >= 3]
    match = " AND ".join('"' + word.replace('"', '""') + '"' for word in words).replace("'", "''")
    return match and (f"select path, label, snippet(clauses, 3, '', '', '…', 40) from clauses "
                      f"where clauses match '{match}' order by rank limit 10")


def rivals(args, work):
    found, missing = [], []
    own = work / "tiaowen"
    found.append(Rival("tiaowen", [args.binary, "search", "--index", own, *args.query.split()],
                       lambda: [args.binary, "index", args.folder, "--index", own, "-q"], own))
    if args.released:
        found.append(Rival("tiaowen as released, linked statically", [args.released, *found[0].search[1:]]))
    naive = work / "naive"
    found.append(Rival("naive: tantivy + tantivy-jieba", [args.naive, "search", naive, args.query],
                       lambda: [args.naive, "index", args.folder, naive], naive))
    first = args.query.split()[0]
    if shutil.which("rg"):
        found.append(Rival(f"`rg -c {first}`", ["rg", "-c", "-F", first, args.folder]))
    else:
        missing.append("ripgrep is not installed: left out")
    found.append(Rival(f"`grep -rc {first}`", ["grep", "-rcF", first, args.folder]))
    database, statement = work / "fts5.sqlite", sqlite_query(args.query)
    if not shutil.which("sqlite3"):
        missing.append("sqlite3 is not installed: SQLite FTS5 left out")
    elif not statement:
        missing.append("SQLite FTS5 left out: its trigrams find no word shorter than three characters")
    else:
        build = [sys.executable, HERE / "fts5.py", args.folder, database]
        found.append(Rival("SQLite FTS5, trigrams", ["sqlite3", "-readonly", database, statement], lambda: build,
                           database, builds=1))
    if args.recoll and shutil.which("recollindex") and shutil.which("recollq"):
        home = work / "recoll"
        home.mkdir()
        (home / "recoll.conf").write_text(f"topdirs = {args.folder}\nloglevel = 1\nidxlogfilename = stderr\n"
                                          "indexStoreDocText = 0\nmonitor = 0\n", encoding="utf-8")
        found.append(Rival("recoll", ["recollq", "-c", home, "-n", "10", args.query],
                           lambda: ["recollindex", "-c", home], home, builds=1))
    elif args.recoll:
        missing.append("recoll is not installed: left out")
    else:
        missing.append("recoll not asked for (RECOLL=1; its index takes minutes)")
    return found, missing


def indexes(found, builds, report):
    """Full indexes, programs in turn; each run into a folder that is not there."""
    built = [rival for rival in found if rival.build]
    runs = {rival.name: [] for rival in built}
    for number in range(builds):
        for rival in built[number % len(built):] + built[:number % len(built)]:
            if rival.builds and len(runs[rival.name]) >= rival.builds:
                continue
            if rival.name != "recoll":
                remove(rival.index)
            runs[rival.name].append(measure.run(rival.build(), watch=True, allowed=(0,)))
    own = runs["tiaowen"]
    rows = []
    for rival in built:
        mine = runs[rival.name]
        ratio = lambda of: f"{median(paired_ratios(mine, own, of)):.2f}"
        rows.append([rival.name, str(len(mine)), f"{median([run.wall for run in mine]):.1f}",
                     f"{median([run.cpu for run in mine]):.1f}", f"{median([run.system for run in mine]):.1f}",
                     megabytes(median([run.peak for run in mine])), megabytes(median([run.anonymous for run in mine])),
                     megabytes(size_of(rival.index)), f"{size_of(rival.index) / report['bytes']:.2f}",
                     ratio(lambda run: run.wall), ratio(lambda run: run.cpu)])
    return table(["full index", "runs", "wall s", "CPU s", "of it system", "peak MB", "anonymous MB", "disk MB",
                  "disk / text", "wall ÷ tiaowen", "CPU ÷ tiaowen"], rows)


def searches(found, rounds, work):
    """Cold searches: new processes, page cache warm, output to a file."""
    commands = {"empty process: `true`": ["true"]} | {rival.name: rival.search for rival in found}
    output = str(work / "output")
    for rival in found:
        if measure.run(rival.search, output=output).code or not Path(output).stat().st_size:
            print(f"- {rival.name} finds nothing: its time is that of finding nothing")
    interleaved(commands, 1, output=output)
    runs = interleaved(commands, rounds, output=output)
    own = runs["tiaowen"]
    rows = []
    for name, mine in runs.items():
        walls = [run.wall for run in mine]
        ratios = sorted(paired_ratios(mine, own, lambda run: run.wall))
        rows.append([name, milliseconds(median(walls)), milliseconds(min(walls)), milliseconds(measure.quantile(walls, .9)),
                     milliseconds(mean([run.user for run in mine])), milliseconds(mean([run.system for run in mine])),
                     megabytes(measure.peak_of_short_run(commands[name])), f"{median(ratios):.2f}",
                     f"{ratios[len(ratios) // 4]:.1f}–{ratios[-1 - len(ratios) // 4]:.1f}"])
    return table(["cold search", "median ms", "fastest", "90 %", "user, mean", "system, mean", "peak MB", "÷ tiaowen", "quartiles"], rows)


def later_runs(args, work):
    """What comes after the first index, on a copy of the folder: nothing changed, one file changed, clean-up."""
    copy, index = work / "copy", work / "copy-index"
    shutil.copytree(args.folder, copy)
    base = [args.binary, "index", "--index", index, "-q"]
    full = measure.run([*base, copy], allowed=(0,))
    runs = {"nothing changed": [], "one file changed": []}
    changed = documents(copy)[len(documents(copy)) // 2]
    for number in range(5):
        runs["nothing changed"].append(measure.run(base, allowed=(0,)))
        with open(changed, "ab") as file:
            file.write(f"\n第九千{'一二三四五'[number]}百条　本条为测速而加。\n".encode())
        runs["one file changed"].append(measure.run(base, allowed=(0,)))
    runs["clean-up of all documents"] = [measure.run([args.binary, "check", "--all", "--index", index, "--format", "json"])
                                         for _ in range(3)]
    rows = [[name, str(len(mine)), milliseconds(median([run.wall for run in mine])),
             milliseconds(median([run.cpu for run in mine])), f"1/{full.wall / median([run.wall for run in mine]):.0f}"]
            for name, mine in runs.items()]
    return table(["afterwards, tiaowen", "runs", "median ms", "CPU ms", "of a full index"], rows)


def remove(place):
    if Path(place).is_dir():
        shutil.rmtree(place)
    else:
        Path(place).unlink(missing_ok=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=lambda name: Path(name).resolve())
    parser.add_argument("--query", default="孵化器")
    parser.add_argument("--binary", type=lambda name: Path(name).resolve(), default=measure.ROOT / "target/release/tiaowen")
    parser.add_argument("--released", type=lambda name: Path(name).resolve())
    parser.add_argument("--naive", type=lambda name: Path(name).resolve(), default=HERE / "naive/target/release/naive")
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--builds", type=int, default=3)
    parser.add_argument("--recoll", action="store_true")
    args = parser.parse_args()
    if not args.query.strip():
        parser.error("an empty query")
    files = documents(args.folder)
    report = {"bytes": sum(path.stat().st_size for path in files)}
    print(f"{measure.machine()}\n")
    with tempfile.TemporaryDirectory(prefix="tiaowen-bench-") as folder:
        work = Path(folder)
        found, missing = rivals(args, work)
        built = indexes(found, args.builds, report)
        status = subprocess.run([args.binary, "status", "--no-scan", "--index", work / "tiaowen", "--format", "json"],
                                capture_output=True, check=False)
        counts = json.loads(status.stdout or "{}").get("counts", {})
        print(f"{len(files)} files, {report['bytes'] / 1e6:.1f} MB of text, {counts.get('clauses', '?')} clauses; "
              f"query {args.query}; {subprocess.run([args.binary, '-V'], capture_output=True, text=True, check=True).stdout.strip()}\n")
        for line in missing:
            print(f"- {line}")
        print()
        print(searches(found, args.rounds, work))
        print(built)
        print(later_runs(args, work))


if __name__ == "__main__":
    main()
