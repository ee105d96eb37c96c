#!/usr/bin/env python3
"""How build time, index size, memory and latency grow with the corpus.

  bench/growth.py FOLDER [--max-clauses 1500000] [--binary PROGRAM] [--out docs/figures]

Makes corpora of 1,000 to 1,500,000 clauses in a temporary folder: for the small ones some documents of FOLDER in an
order fixed by a seed, for the large ones all of them and altered copies, so that no text stands twice. Each is
indexed once and searched. Writes growth.svg and growth.md to --out, and prints the table; FOLDER is only read.
About ten minutes for 160,000 clauses and an hour for all on two cores. Python 3, standard library only.
"""
import argparse
import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import measure
from chart import Chart, Panel, Series
from measure import documents, median, megabytes, milliseconds, quantile, size_of, table, text_of
from queries import HEADING, Words, by_class

SIZES = [1_000, 5_000, 20_000, 80_000, 160_000, 500_000, 1_500_000]
QUERY = ["孵化器", "认定条件"]
COLD = 15


class Corpus:
    """A folder with a growing number of documents."""

    def __init__(self, source, place, seed):
        self.source, self.place = source, place
        self.order = documents(source)
        random.Random(seed).shuffle(self.order)
        # What a document adds, about: its articles and what stands before and behind them. The index knows exactly.
        self.clauses = [max(1, sum(bool(HEADING.match(line)) for line in text_of(path).splitlines())) + 2 for path in self.order]
        self.next = 0
        self.total = 0

    def grow(self, clauses):
        """Adds documents until there are about so many clauses."""
        while self.total < clauses:
            copy, at = divmod(self.next, len(self.order))
            path = self.order[at]
            target = self.place / f"{copy:03}" / path.relative_to(self.source)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(altered(text_of(path), copy) if copy else text_of(path), encoding="utf-8")
            self.total += self.clauses[at]
            self.next += 1


def altered(text, copy):
    """Another text of the same length and vocabulary, about: every title and every duty has the copy's number."""
    text = text.replace("中华人民共和国", f"第{copy}示例国").replace("应当", f"应当依照第{copy}号规则")
    head, line, rest = text.partition("\n")
    return f"{head}（第{copy}版）{line}{rest}"


def measured(binary, folder, work, words, count):
    """One row: what building and searching cost at this size."""
    index = work / "index"
    built = measure.run([binary, "index", folder, "--index", index, "-q"], watch=True, allowed=(0,))
    status = subprocess.run([binary, "status", "--no-scan", "--index", index, "--format", "json"], capture_output=True, check=True)
    counts = json.loads(status.stdout)["counts"]
    search = [binary, "search", "--index", index, *QUERY]
    output = str(work / "output")
    for _ in range(2):
        measure.run(search, output=output)
    cold = [measure.run(search, output=output).wall for _ in range(COLD)]
    times, _ = by_class(binary, index, words, count, work)
    every = [seconds for mine in times.values() for seconds in mine]
    row = {"clauses": counts["clauses"], "files": counts["files"], "text": sum(path.stat().st_size for path in documents(folder)),
           "wall": built.wall, "cpu": built.cpu, "peak": built.peak, "anonymous": built.anonymous, "disk": size_of(index),
           "cold": median(cold), "p50": quantile(every, .5), "p99": quantile(every, .99),
           "resident": measure.peak_of_short_run(search)}
    subprocess.run(["rm", "-r", index], check=True)
    return row


def chart(rows):
    """The figure of the rows."""
    def points(key, factor=1.0):
        return [(row["clauses"], row[key] * factor) for row in rows if row[key]]
    return Chart("clauses", [
        Panel("Full index, seconds", [Series("CPU", points("cpu")), Series("wall", points("wall"))]),
        Panel("Size, MB", [Series("index", points("disk", 1e-6)), Series("text", points("text", 1e-6))]),
        Panel("Peak memory, MB", [Series("index", points("peak", 1e-6)),
                                  Series("index, anonymous", points("anonymous", 1e-6)),
                                  Series("search", points("resident", 1e-6))]),
        Panel("Latency, ms; p50 and p99 within one process", [Series("cold process", points("cold", 1e3)),
                                                               Series("p99", points("p99", 1e3)), Series("p50", points("p50", 1e3))]),
    ])


def markdown(rows):
    return table(["clauses", "files", "text MB", "wall s", "CPU s", "µs CPU / clause", "peak MB", "anonymous MB", "disk MB", "disk / text",
                  "cold search ms", "p50 ms", "p99 ms", "search peak MB"],
                 [[f"{row['clauses']:,}", f"{row['files']:,}", megabytes(row["text"]), f"{row['wall']:.1f}", f"{row['cpu']:.1f}",
                   f"{row['cpu'] / row['clauses'] * 1e6:.0f}", megabytes(row["peak"]), megabytes(row["anonymous"]), megabytes(row["disk"]),
                   f"{row['disk'] / row['text']:.2f}", milliseconds(row["cold"]), milliseconds(row["p50"]), milliseconds(row["p99"]),
                   megabytes(row["resident"])] for row in rows])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=lambda name: Path(name).resolve())
    parser.add_argument("--max-clauses", type=int, default=SIZES[-1])
    parser.add_argument("--binary")
    parser.add_argument("--out", type=Path, default=measure.ROOT / "docs/figures")
    parser.add_argument("--count", type=int, default=60, help="queries of each class")
    parser.add_argument("--seed", type=int, default=8)
    args = parser.parse_args()
    binary = measure.binary(args.binary)
    sizes = [size for size in SIZES if size <= args.max_clauses] or [args.max_clauses]
    head = measure.machine()
    print(f"{head}\n", flush=True)
    rows = []
    with tempfile.TemporaryDirectory(prefix="tiaowen-bench-") as folder:
        work = Path(folder)
        corpus = Corpus(args.folder, work / "corpus", args.seed)
        for size in sizes:
            corpus.grow(size)
            # The same queries at every size, made from the whole folder.
            rows.append(measured(binary, corpus.place, work, Words(args.folder, args.seed), args.count))
            print(f"{rows[-1]['clauses']} clauses: index {rows[-1]['wall']:.1f} s, p99 {milliseconds(rows[-1]['p99'])} ms",
                  file=sys.stderr, flush=True)
            # Written after every size, so that a run that is stopped leaves what it has.
            args.out.mkdir(parents=True, exist_ok=True)
            (args.out / "growth.svg").write_text(chart(rows).svg(), encoding="utf-8")
            (args.out / "growth.md").write_text(f"{head}\n\n{markdown(rows)}", encoding="utf-8")
    print(markdown(rows))


if __name__ == "__main__":
    main()
