#!/usr/bin/env python3
"""corrupt.py BINARY SEEDS [--variants N] [--seed S]: indexes damaged variants of the files in SEEDS among good ones.

Every variant is cut, has bits flipped, bytes deleted, zeroed, doubled or replaced by noise, or another extension; bombs
(zip, flate, deep nesting, self-reference) are added. The run must end with exit code 0 or that of unreadable files, no
panic of the main process, all good files indexed, and no worker above the limit on memory. Prints the outcomes.
"""
import argparse
import collections
import io
import json
import os
import pathlib
import random
import resource
import subprocess
import tempfile
import time
import zipfile
import zlib

p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
p.add_argument("binary")
p.add_argument("seeds", type=pathlib.Path)
p.add_argument("--variants", type=int, default=2000)
p.add_argument("--seed", type=int, default=1)
p.add_argument("--largest", type=int, default=600_000, help="seeds above this size in bytes are left out")
a = p.parse_args()
r = random.Random(a.seed)
LIMIT = 2 << 30


def damaged(data):
    data = bytearray(data)
    for _ in range(r.choice((1, 1, 2, 4))):
        if len(data) < 2:
            break
        at = r.randrange(len(data))
        end = min(len(data), at + r.choice((1, 16, 400, 5000)))
        way = r.randrange(7)
        if way == 0:
            del data[at:]
        elif way == 1:
            for _ in range(r.choice((1, 8, 64))):
                data[r.randrange(len(data))] ^= 1 << r.randrange(8)
        elif way == 2:
            del data[at:end]
        elif way == 3:
            data[at:end] = bytes(end - at)
        elif way == 4:
            data[at:at] = data[at:end]
        elif way == 5:
            data[at:end] = r.randbytes(end - at)
        else:
            data[at:at + 4] = r.randrange(1 << 32).to_bytes(4, "little")
    return bytes(data)


def package(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def pdf(*objects):
    out = b"%PDF-1.4\n"
    for number, body in enumerate(objects, 1):
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    return out + b"trailer << /Root 1 0 R >>\n%%EOF"


def bombs():
    yield "zip.docx", package([("word/document.xml", bytes(1 << 30))])
    yield "many.zip", package([(f"{n}.txt", bytes(60 << 20)) for n in range(12)])
    nested = package([("a.txt", b"x")])
    for _ in range(60):
        nested = package([("a.zip", nested)])
    yield "nested.zip", nested
    yield "deep.docx", package([("word/document.xml", b"<w:tbl><w:tr><w:tc>" * 400_000)])
    yield "deep.html", b"<div><table><tr><td>" * 400_000
    yield "long.html", b"<html><body>" + b"<p>\xe7\x94\xb2</p>" * 900_000
    page = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /XObject << /X 4 0 R >> >> >>"
    catalog, pages = b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    flate = zlib.compress(bytes(1 << 30), 9)
    stream = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(flate) + flate + b"\nendstream"
    yield "flate.pdf", pdf(catalog, pages, page, stream)
    twice = zlib.compress(flate, 9)
    stream = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n" % len(twice) + twice + b"\nendstream"
    yield "flate twice.pdf", pdf(catalog, pages, page, stream)
    form = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 12 /Resources << /XObject << /X 4 0 R >> >> >>"
    yield "form.pdf", pdf(catalog, pages, page, form + b"\nstream\n/X Do /X Do \nendstream")
    yield "arrays.pdf", pdf(b"[" * 500_000)
    yield "kids.pdf", pdf(catalog, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2147483647 >>")
    cell = b'<c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c>'
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rel = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="{}/{}" Target="{}"/></Relationships>'
    yield "far.xlsx", package([
        ("[Content_Types].xml", "<Types/>"), ("_rels/.rels", rel.format(kinds, "officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", f'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{kinds}"><sheets><sheet name="a" sheetId="1" r:id="r"/></sheets></workbook>'),
        ("xl/_rels/workbook.xml.rels", rel.format(kinds, "worksheet", "worksheets/sheet1.xml")),
        ("xl/worksheets/sheet1.xml", b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576">' + cell + b"</row></sheetData></worksheet>"),
    ])


seeds = [f for f in sorted(a.seeds.rglob("*")) if f.is_file() and f.suffix not in (".md", ".csv") and f.stat().st_size <= a.largest]
with tempfile.TemporaryDirectory() as work:
    corpus = pathlib.Path(work, "corpus")
    for folder in ("good", "bad", "bombs"):
        (corpus / folder).mkdir(parents=True)
    good = 20
    for n in range(good):
        (corpus / "good" / f"{n}.txt").write_text(f"韶州市示例{n}办法\n第一条　为了管理，制定本办法。\n第二条　好文件标记。\n", encoding="utf-8")
    extensions = sorted({f.suffix for f in seeds})
    for n in range(a.variants):
        seed = seeds[n % len(seeds)]
        extension = r.choice(extensions) if n % 10 == 0 else seed.suffix
        (corpus / "bad" / f"{n:05}{extension}").write_bytes(damaged(seed.read_bytes()))
    for name, data in bombs():
        (corpus / "bombs" / name).write_bytes(data)
    begun = time.perf_counter()
    done = subprocess.run([os.path.abspath(a.binary), "index", str(corpus), "--index", work + "/index", "--format", "json", "-q"], capture_output=True, text=True)
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    report = json.loads(done.stdout)
    found = subprocess.run([os.path.abspath(a.binary), "search", "“好文件标记”", "-n", "0", "--index", work + "/index", "--format", "json"], capture_output=True, text=True)
    hits = {h["document"]["path"] for h in json.loads(found.stdout)["hits"]} | {q for h in json.loads(found.stdout)["hits"] for q in h.get("also_at", [])}
    hits = [h for h in hits if "good/" in h]
reasons = collections.Counter(f["reason"].split("（")[0].split("：")[0] for f in report["failed"])
print(f"{len(seeds)} seeds, {a.variants} variants, {sum(1 for _ in bombs())} bombs: {seconds:.0f} s, exit code {done.returncode}, peak memory of one process {peak / 1e6:.0f} MB")
print(f"read {report['added']}, reported {len(report['failed'])}, with a warning {len({w['path'] for w in report['warnings']})}, good files found {len(hits)} of {good}")
for reason, count in reasons.most_common():
    print(f"{count:6}  {reason}")
for f in report["failed"]:
    if "bombs/" in f["path"]:
        print(f"  {f['path'].split('/')[-1]}: {f['reason']}")
problems = []
if "panicked" in done.stderr:
    problems.append("the main process panicked")
if len(hits) != good:
    problems.append("good files are missing")
if peak > LIMIT:
    problems.append("above the limit on memory")
if report["added"] + len({f["path"].split("!/")[0] for f in report["failed"]}) < a.variants + good:
    problems.append("files are neither read nor reported")
if problems:
    raise SystemExit("; ".join(problems))
