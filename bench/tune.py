#!/usr/bin/env python3
"""Tunes the ranking weights (src/search/weights.rs) on question sets, and shows what each ingredient gives.

  bench/tune.py --binary target/release/tiaowen --set NAME:INDEX:QUERIES:QRELS[:SHARE] … [--as-of DATE]
                [--start weights.toml] [--rounds 2] [--ablate] [--half odd|even]

QUERIES: `qid \\t text`; QRELS: `qid \\t path \\t label \\t 1`. The objective is the mean over the sets of
Recall@10 + MRR@10 + Recall@100 / 2, weighted by SHARE (default 1). Coordinate search: each weight in turn is
multiplied by a few factors, and the best kept. Prints the weights as TOML. --ablate sets each ingredient to
nothing instead and prints what is lost. --half limits question sets to qids with an odd or even number.
Python 3, standard library only.
"""
import argparse
import re
import subprocess
import sys
import tempfile

DEFAULTS = {
    "k1": 0.79,
    "b": 0.8,
    "b_context": 0.17,
    "head": 0.7,
    "title": 0.6,
    "inner": 0.5,
    "added": 1.3,
    "bigrams": 0.45,
    "bigram_context": 0.88,
    "coverage": 0.44,
    "run": 0.3,
    "purpose": 0.12,
    "compound": 0.4,
    "explains": 0.85,
    "own": 1.2,
    "question": 0.45,
    "question_lax": 0.05,
    "dead": 0.6,
    "amended": 0.8,
    "note": 0.5,
    "law": 1.1,
}
NEUTRAL = {"head": 0, "title": 0, "inner": 0, "added": 0, "bigrams": 0, "bigram_context": 0, "coverage": 0, "run": 0, "purpose": 0, "compound": 0, "explains": 1,
           "note": 1, "law": 1, "amended": 1, "dead": 1, "question": 0, "b": 0, "b_context": 0}


def fold(label):
    return re.sub(r"\s", "", label)


class Questions:
    def __init__(self, spec, half):
        parts = spec.split(":")
        self.name, self.index, self.queries, qrels = parts[:4]
        self.share = float(parts[4]) if len(parts) > 4 else 1.0
        keep = {"odd": 1, "even": 0}.get(half)
        self.gold = {}
        for line in open(qrels, encoding="utf-8"):
            cells = line.rstrip("\n").split("\t")
            if len(cells) < 3 or cells[0] == "qid":
                continue
            number = re.sub(r"\D", "", cells[0])
            if keep is not None and int(number or 0) % 2 != keep:
                continue
            self.gold.setdefault(cells[0], set()).add((cells[1], fold(cells[2])))

    def run(self, binary, weights, as_of):
        with tempfile.NamedTemporaryFile("w", suffix=".toml") as file:
            file.write("".join(f"{k} = {float(v)}\n" for k, v in weights.items()))
            file.flush()
            out = subprocess.run([binary, "search", "--index", self.index, "--as-of", as_of, "-n", "100", "--batch",
                                  self.queries, "--format", "trec", "--weights", file.name],
                                 capture_output=True, text=True, check=False)
        if out.returncode not in (0, 1):
            sys.exit(out.stderr)
        found = {}
        for line in out.stdout.splitlines():
            qid, path, label, *_ = line.split("\t")
            found.setdefault(qid, []).append((path, fold(label)))
        r10 = r100 = mrr = 0.0
        for qid, gold in self.gold.items():
            hits = found.get(qid, [])
            r10 += len(gold & set(hits[:10])) / len(gold)
            r100 += len(gold & set(hits[:100])) / len(gold)
            mrr += next((1 / (n + 1) for n, hit in enumerate(hits[:10]) if hit in gold), 0)
        count = max(len(self.gold), 1)
        return r10 / count, r100 / count, mrr / count


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--set", action="append", required=True)
    parser.add_argument("--as-of", default="2025-04-05")
    parser.add_argument("--start")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--ablate", action="store_true")
    parser.add_argument("--half", choices=["odd", "even"])
    args = parser.parse_args()
    sets = [Questions(spec, args.half) for spec in args.set]
    weights = dict(DEFAULTS)
    if args.start:
        for line in open(args.start, encoding="utf-8"):
            if "=" in line:
                name, value = line.split("=")
                weights[name.strip()] = float(value)

    def objective(weights):
        total = share = 0.0
        shown = []
        for questions in sets:
            r10, r100, mrr = questions.run(args.binary, weights, args.as_of)
            total += questions.share * (r10 + mrr + r100 / 2)
            share += questions.share
            shown.append(f"{questions.name} R@10 {r10:.4f} R@100 {r100:.4f} MRR {mrr:.4f}")
        return total / share, "  ".join(shown)

    best, shown = objective(weights)
    print(f"start {best:.4f}  {shown}", flush=True)
    if args.ablate:
        for name, value in NEUTRAL.items():
            score, shown = objective({**weights, name: value})
            print(f"without {name:15} {score - best:+.4f}  {shown}", flush=True)
        return
    for _ in range(args.rounds):
        improved = False
        for name in weights:
            for factor in (0.5, 0.75, 0.9, 1.1, 1.33, 2.0):
                value = round(weights[name] * factor, 4)
                if name in ("b", "b_context", "coverage", "question", "question_lax", "note", "amended", "dead"):
                    value = min(value, 1.0)
                score, shown = objective({**weights, name: value})
                if score > best + 0.0003:
                    best, weights, improved = score, {**weights, name: value}, True
                    print(f"{name} = {value}: {best:.4f}  {shown}", flush=True)
        if not improved:
            break
    print("".join(f"{name} = {value}\n" for name, value in weights.items()))


if __name__ == "__main__":
    main()
