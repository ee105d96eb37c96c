#!/usr/bin/env python3
"""formats.py BINARY FOLDER [--markdown]: indexes a folder of mixed files in one run and says what became of each.

Prints a table of file, format, status, characters and time, then totals per format with files/s and MB/s, each with
workers. `parse` is run once a file for the characters, so its times contain the start of the program; throughput
is that of one `parse` over all files of a format. With --markdown the tables are Markdown. Exit code 1 if a
file is neither read nor reported.
"""
import argparse
import collections
import json
import os
import pathlib
import subprocess
import tempfile
import time

p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
p.add_argument("binary")
p.add_argument("folder", type=pathlib.Path)
p.add_argument("--markdown", action="store_true")
a = p.parse_args()
binary = os.path.abspath(a.binary)
folder = a.folder.resolve()


def run(*arguments):
    begun = time.perf_counter()
    done = subprocess.run([binary, *arguments], capture_output=True, text=True)
    return done, time.perf_counter() - begun


def row(*cells):
    print("| " + " | ".join(map(str, cells)) + " |" if a.markdown else "\t".join(map(str, cells)))


def head(*cells):
    row(*cells)
    if a.markdown:
        row(*("---" for _ in cells))


with tempfile.TemporaryDirectory() as work:
    done, seconds = run("index", str(folder), "--index", work + "/index", "--format", "json", "-q")
    report = json.loads(done.stdout)
failed = {f["path"]: f["reason"] for f in report["failed"]}
warned = collections.defaultdict(list)
for warning in report["warnings"]:
    warned[warning["path"]].append(warning["message"])
indexed = report["added"]
print(f"index: {seconds:.1f} s, {indexed} files read, {len(failed)} reported\n")

silent = []
groups = collections.defaultdict(list)
head("file", "format", "status", "characters", "seconds")
for path in sorted(q for q in folder.rglob("*") if q.is_file()):
    name = path.relative_to(folder).as_posix()
    done, taken = run("parse", str(path), "--format", "json")
    if done.stdout.strip():
        parsed = json.loads(done.stdout)
        documents = [parsed, *parsed.get("contains", [])]
        characters = sum(len(c["text"]) for d in documents for c in d["clauses"])
        kind, status = parsed["format"], parsed["outcome"]
        groups[kind].append(path)
        if status != "ok":
            status += ": " + (parsed["warnings"] or [""])[0]
    else:
        characters, kind = 0, "–"
        status = failed.get(name) or failed.get(f"{folder.name}/{name}") or "".join(warned.get(name, []))
    if not characters and not status:
        silent.append(name)
    row(name, kind, status, characters, f"{taken:.2f}")

print()
head("format", "files", "MB", "seconds", "files/s", "MB/s")
for kind, files in sorted(groups.items()):
    size = sum(f.stat().st_size for f in files) / 1e6
    _, taken = run("parse", "--format", "jsonl", *map(str, files))
    row(kind, len(files), f"{size:.2f}", f"{taken:.2f}", f"{len(files) / taken:.1f}", f"{size / taken:.2f}")
if silent:
    raise SystemExit(f"neither read nor reported: {silent}")
