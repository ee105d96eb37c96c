#!/usr/bin/env python3
"""Builds an SQLite FTS5 table with the trigram tokenizer for bench/compare.py: fts5.py FOLDER DATABASE.

One row a clause, cut as bench/naive does. Exit code 3 where this SQLite has no trigram tokenizer.
"""
import re
import sqlite3
import sys
from pathlib import Path

from measure import documents, text_of

HEADING = re.compile(r"^[\s#*　]*(第[一二三四五六七八九十百千零〇0-9]+条(?:之[一二三四五六七八九十]+)?)")


def clauses(folder):
    for path in documents(folder):
        lines = [line for line in text_of(path).splitlines() if line.strip()]
        title = lines[0].strip().lstrip("#").strip() if lines else path.stem
        label, held = "", []
        for line in lines:
            heading = HEADING.match(line)
            if heading:
                if held:
                    yield str(path), title, label, "\n".join(held)
                label, held = heading[1], []
            held.append(line.strip())
        if held:
            yield str(path), title, label, "\n".join(held)


def main():
    folder, place = sys.argv[1:]
    Path(place).unlink(missing_ok=True)
    database = sqlite3.connect(place)
    try:
        database.execute("create virtual table clauses using fts5(path unindexed, title, label unindexed, text, "
                         "tokenize = 'trigram')")
    except sqlite3.OperationalError as error:
        print(error, file=sys.stderr)
        sys.exit(3)
    database.executemany("insert into clauses values (?, ?, ?, ?)", clauses(folder))
    database.execute("insert into clauses(clauses) values ('optimize')")
    database.commit()
    database.close()


if __name__ == "__main__":
    main()
