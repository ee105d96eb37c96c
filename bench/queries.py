#!/usr/bin/env python3
"""Time of a query by class of query, in one process, and queries a second in one and two processes.

  bench/queries.py FOLDER [--binary PROGRAM] [--index INDEX] [--count 200] [--seed 8]

The queries are made from the words of FOLDER itself, the same ones for the same seed. Without --index one is built in
a temporary folder. Prints Markdown. Python 3, standard library only.
"""
import argparse
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import measure
from measure import documents, milliseconds, quantile, table, text_of

HEADING = re.compile(r"^[\s#*　]*第[一二三四五六七八九十百千零〇0-9]+条")
NUMBER = re.compile(r"[\u4e00-\u9fff]{1,6}〔\d{4}〕\d+号")
RUN = re.compile(r"[\u4e00-\u9fff]+")
DIGITS = "零一二三四五六七八九"
SAMPLE = 400
DEEP = 10_000
NAMES = {
    "character": "one common character, literal",
    "keyword": "one keyword",
    "two": "two keywords",
    "question": "a question of 30 words",
    "negation": "a negation only",
    "phrase": "a literal phrase",
    "deep": f"two keywords, {DEEP} hits passed over",
    "filter": "a filter only",
    "number": "文号",
    "article": "an article of a title",
    "pinyin": "pinyin",
    "misspelt": "misspelt",
}
# Words people type in Latin letters, used where the folder has them.
PINYIN = {
    "技术": "jishu", "企业": "qiye", "管理": "guanli", "科技": "keji", "创新": "chuangxin", "项目": "xiangmu",
    "资金": "zijin", "补贴": "butie", "认定": "rending", "条件": "tiaojian", "审批": "shenpi", "许可": "xuke",
    "处罚": "chufa", "合同": "hetong", "劳动": "laodong", "监督": "jiandu", "检查": "jiancha", "申请": "shenqing",
    "材料": "cailiao", "登记": "dengji", "孵化器": "fuhuaqi", "众创空间": "zhongchuangkongjian", "奖励": "jiangli",
    "责任": "zeren", "安全": "anquan", "环境": "huanjing", "保护": "baohu", "教育": "jiaoyu", "财政": "caizheng",
    "预算": "yusuan", "统计": "tongji", "审计": "shenji", "税收": "shuishou", "土地": "tudi", "农业": "nongye",
    "民法": "minfa", "诉讼": "susong", "仲裁": "zhongcai", "专利": "zhuanli", "知识产权": "zhishichanquan",
}


class Words:
    """What a folder says: its words, lines, titles and numbers."""

    def __init__(self, folder, seed):
        self.random = random.Random(seed)
        every = documents(folder)
        chosen = every if len(every) <= SAMPLE else sorted(self.random.sample(every, SAMPLE))
        known = self.dictionary()
        self.characters, counts = Counter(), Counter()
        self.lines, self.titles, self.numbers = [], [], []
        for path in chosen:
            text = text_of(path)
            self.numbers += NUMBER.findall(text)
            lines = [line.strip() for line in text.splitlines() if line.strip()]
            articles = sum(bool(HEADING.match(line)) for line in lines)
            title = lines[0].lstrip("#").strip() if lines else ""
            if articles and 4 <= len(title) <= 40 and not re.search(r"[\s：:，。]", title):
                self.titles.append((title, articles))
            for line in lines:
                runs = RUN.findall(line)
                self.characters.update("".join(runs))
                words = [word for run in runs for word in cut(run, known)]
                counts.update(words)
                if len(words) >= 2:
                    self.lines.append((line, words))
        self.words = sorted(word for word, count in counts.items() if count >= 3)
        self.frequent = [word for word, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:60]]
        if not (self.lines and self.words):
            sys.exit(f"no Chinese text in {folder}")

    @staticmethod
    def dictionary():
        """jieba's words of two to four characters, from the product's own data."""
        with open(measure.ROOT / "data/lexicon/jieba/dict.txt", encoding="utf-8") as file:
            return {word for word in (line.split(" ", 1)[0] for line in file) if 2 <= len(word) <= 4}

    def queries(self, kind, count):
        """`count` queries of a class; fewer where the folder has no matter for it."""
        made = [getattr(self, kind)() for _ in range(count)]
        return [query for query in made if query]

    def one(self):
        return self.random.choice(self.words)

    def character(self):
        common = sorted(self.characters.items(), key=lambda pair: (-pair[1], pair[0]))[:20]
        return f"“{self.random.choice(['的', *[character for character, _ in common]])}”"

    def keyword(self):
        return self.one()

    def two(self):
        _, words = self.random.choice(self.lines)
        return " ".join(self.random.sample(words, 2))

    def question(self):
        at = self.random.randrange(len(self.lines))
        said = []
        while len(said) < 30:
            said += self.lines[at % len(self.lines)][1]
            at += 1
        return "".join(said[:30]) + "应当怎么办？"

    def negation(self):
        return f"不含:{self.one()}"

    def phrase(self):
        for _ in range(50):
            runs = [run for run in RUN.findall(self.random.choice(self.lines)[0]) if len(run) >= 6]
            if runs:
                run = self.random.choice(runs)
                start = self.random.randrange(len(run) - 5)
                return f"“{run[start:start + self.random.randint(6, 12)]}”"
        return None

    def deep(self):
        return " ".join(self.random.sample(self.frequent, 2))

    def filter(self):
        year = self.random.randint(1990, 2025)
        return self.random.choice([f"年份:{year}", "状态:现行有效", "状态:已废止", f"标题:{self.one()}", "类型:规章",
                                   "类型:规范性文件", f"公布:{year}..{year + 2}", "地区:广东", f"施行:{year}"])

    def number(self):
        if not self.numbers:
            return None
        number = self.random.choice(self.numbers)
        return self.random.choice([number, re.sub(r"\d+号", f"{self.random.randint(1, 99)}号", number)])

    def article(self):
        if not self.titles:
            return None
        title, articles = self.random.choice(self.titles)
        return f"{title}第{numeral(self.random.randint(1, min(articles, 99)))}条"

    def pinyin(self):
        there = sorted(set(PINYIN) & set(self.words)) or sorted(PINYIN)
        return " ".join(PINYIN[word] for word in self.random.sample(there, min(len(there), self.random.randint(1, 2))))

    def misspelt(self):
        word = self.random.choice([word for word in self.words if len(word) >= 3] or self.words)
        place = self.random.randrange(len(word))
        wrong = self.random.choice(sorted(self.characters))
        return word[:place] + wrong + word[place + 1:]


def cut(run, known):
    """The longest known words, left to right; single characters are passed over."""
    at, words = 0, []
    while at < len(run):
        length = next((n for n in (4, 3, 2) if run[at:at + n] in known and at + n <= len(run)), 1)
        if length > 1:
            words.append(run[at:at + length])
        at += length
    return words


def numeral(number):
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十") + (DIGITS[ones] if ones or not tens else "")


def write(path, queries):
    Path(path).write_text("".join(f"{name}\t{query}\n" for name, query in queries), encoding="utf-8")


def timings(binary, index, queries, work, *options):
    """Seconds of each query in one process: name → list."""
    source, errors = work / "queries.tsv", work / "timings.tsv"
    write(source, queries)
    measure.run([binary, "search", "--index", index, "--batch", source, "--format", "trec", "--timings", *options],
                errors=str(errors))
    times = {}
    for line in errors.read_text(encoding="utf-8").splitlines():
        name, tab, micros = line.partition("\t")
        if tab and micros.isdigit():
            times.setdefault(name, []).append(int(micros) / 1e6)
    return times


def by_class(binary, index, words, count, work):
    """Seconds by class. Classes are mixed, as they are in life; deep paging is an option of a run, so it has its own."""
    mixed = [(kind, query) for kind in NAMES if kind != "deep" for query in words.queries(kind, count)]
    words.random.shuffle(mixed)
    times = timings(binary, index, mixed, work)
    times |= timings(binary, index, [("deep", query) for query in words.queries("deep", count)], work, "--offset", str(DEEP))
    return times, mixed


def per_second(binary, index, queries, processes, work):
    """Queries a second of so many processes at once, each with all the queries; opening the index is in it."""
    source = work / "load.tsv"
    write(source, queries)
    command = [binary, "search", "--index", index, "--batch", source, "--format", "trec"]
    begun = time.perf_counter()
    running = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(processes)]
    for process in running:
        if process.wait() not in (0, 1):
            sys.exit("a search failed")
    return processes * len(queries) / (time.perf_counter() - begun)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--binary")
    parser.add_argument("--index", type=Path)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=8)
    args = parser.parse_args()
    binary = measure.binary(args.binary)
    print(f"{measure.machine()}\n", flush=True)
    with tempfile.TemporaryDirectory(prefix="tiaowen-bench-") as folder:
        work = Path(folder)
        index = args.index
        if not index:
            index = work / "index"
            measure.run([binary, "index", args.folder.resolve(), "--index", index, "-q"], allowed=(0,))
        times, mixed = by_class(binary, index, Words(args.folder, args.seed), args.count, work)
        rows = []
        for kind, name in NAMES.items():
            mine = times.get(kind)
            if mine:
                rows.append([name, str(len(mine)), *(milliseconds(quantile(mine, share)) for share in (.5, .9, .99)),
                             milliseconds(max(mine))])
            else:
                rows.append([name, "0", "–", "–", "–", "–"])
        every = [seconds for mine in times.values() for seconds in mine]
        rows.append(["all", str(len(every)), *(milliseconds(quantile(every, share)) for share in (.5, .9, .99)),
                     milliseconds(max(every))])
        print(table(["one process, ms a query", "queries", "p50", "p90", "p99", "worst"], rows))
        for processes in (1, 2):
            rates = [per_second(binary, index, mixed, processes, work) for _ in range(3)]
            print(f"- {processes} process{'es' if processes > 1 else ''}: {measure.median(rates):.0f} queries/s (median of 3)")


if __name__ == "__main__":
    main()
