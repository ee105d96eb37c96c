"""What the scripts of this folder share: running programs and measuring them. Python 3, standard library only."""
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
READABLE = (".md", ".txt")


class Run:
    """One run of a program: seconds, CPU seconds, exit code; peak memory in bytes where it was watched."""

    def __init__(self, wall, usage, code):
        self.wall, self.user, self.system, self.code = wall, usage.ru_utime, usage.ru_stime, code
        self.peak = self.anonymous = None

    @property
    def cpu(self):
        return self.user + self.system


def run(command, output=os.devnull, errors=os.devnull, watch=False, allowed=(0, 1)):
    """Runs a program once. With `watch` its peak resident and anonymous memory are read from /proc every
    10 ms, which is for runs of seconds; for short ones see `peak_of_short_run`."""
    out = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    err = os.open(errors, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    command = [str(part) for part in command]
    actions = [(os.POSIX_SPAWN_DUP2, out, 1), (os.POSIX_SPAWN_DUP2, err, 2)]
    program = shutil.which(command[0]) or command[0]
    begun = time.perf_counter()
    pid = os.posix_spawn(program, command, os.environ, file_actions=actions)
    watcher = Watcher(pid) if watch else None
    _, status, usage = os.wait4(pid, 0)
    result = Run(time.perf_counter() - begun, usage, os.waitstatus_to_exitcode(status))
    os.close(out)
    os.close(err)
    if watcher:
        result.peak, result.anonymous = watcher.stop()
    if result.code not in allowed:
        sys.exit(f"exit code {result.code}: {' '.join(command)[:300]}")
    return result


class Watcher(threading.Thread):
    """Follows the memory of a process until it is gone."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.status = f"/proc/{pid}/status"
        self.peak = self.anonymous = 0
        self.over = threading.Event()
        self.start()

    def run(self):
        while not self.over.wait(0.01):
            try:
                lines = Path(self.status).read_text(encoding="ascii", errors="replace").splitlines()
            except OSError:
                return
            for line in lines:
                if line.startswith("VmHWM:"):
                    self.peak = max(self.peak, int(line.split()[1]) * 1024)
                elif line.startswith("RssAnon:"):
                    self.anonymous = max(self.anonymous, int(line.split()[1]) * 1024)

    def stop(self):
        self.over.set()
        self.join()
        return self.peak, self.anonymous


def peak_of_short_run(command):
    """Peak resident bytes of a run of milliseconds, by GNU time; None where that is missing. (What `wait4`
    tells this process would begin with the size of Python itself.)"""
    gnu = "/usr/bin/time"
    if not os.access(gnu, os.X_OK):
        return None
    with tempfile.NamedTemporaryFile("r") as file:
        subprocess.run([gnu, "-f", "%M", "-o", file.name, *map(str, command)], stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL, check=False)
        lines = file.read().split()
    return int(lines[-1]) * 1024 if lines and lines[-1].isdigit() else None


def interleaved(commands, rounds, **options):
    """Runs each of the named commands once a round, in turning order, so that what the machine does besides
    falls on all alike. Gives name → list of Run, the same round at the same place."""
    runs = {name: [] for name in commands}
    names = list(commands)
    for number in range(rounds):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            command = commands[name]
            runs[name].append(run(command() if callable(command) else command, **options))
    return runs


def median(values):
    return statistics.median(values)


def mean(values):
    """For what the kernel counts in ticks, where a median of short runs says little."""
    return statistics.fmean(values)


def quantile(values, share):
    """The smallest value that has `share` of all at or below it."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered) - 1e-9) - 1)]


def paired_ratios(others, ours, of):
    """Ratios of runs of the same round."""
    return [of(other) / of(own) for other, own in zip(others, ours)]


def size_of(folder):
    """Bytes of all files in a folder, or of one file."""
    folder = Path(folder)
    if folder.is_file():
        return folder.stat().st_size
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def documents(folder):
    """The readable files of a folder, in order."""
    found = [path for path in Path(folder).rglob("*") if path.suffix in READABLE and path.is_file()]
    if not found:
        sys.exit(f"no .md or .txt in {folder}")
    return sorted(found)


def text_of(path):
    """A document's text, whatever it is encoded in."""
    data = Path(path).read_bytes()
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", errors="replace")


def binary(given=None):
    """The program to measure: as given, or the release build of this folder."""
    path = Path(given) if given else ROOT / "target/release/tiaowen"
    if not path.exists():
        sys.exit(f"{path} is missing: cargo build --release")
    return path.resolve()


def machine():
    """One line about this machine and the moment, for the head of a table."""
    model = "unknown processor"
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as file:
            model = next(line.split(":", 1)[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    now = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())
    return (f"{now}; {os.cpu_count()} × {model}, {memory:.0f} GiB, {os.uname().sysname} {os.uname().release}; "
            f"load at the start {load:.1f}")


def table(head, rows):
    """A Markdown table; the first column to the left, the others to the right."""
    lines = ["| " + " | ".join(head) + " |", "|---" + "|---:" * (len(head) - 1) + "|"]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def milliseconds(seconds):
    value = seconds * 1000
    return f"{value:.1f}" if value < 100 else f"{value:.0f}"


def megabytes(size):
    return "–" if size is None else f"{size / 1e6:.1f}" if size < 1e7 else f"{size / 1e6:.0f}"
