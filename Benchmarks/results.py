"""Tables of measurements: printed as they come, and kept as Markdown in the file that BENCH_RESULTS names.

usage: results.py FILE     begins that file with what it was measured on
"""

import datetime
import os
import platform
import statistics
import sys


class Table:
    def __init__(self, title, columns, width=15):
        self.width, self.first = width, max(len(title), 46)
        print(f"\n{title:{self.first}}" + "".join(f"{column:>{width}}" for column in columns), flush=True)
        keep(f"\n| {title} |" + "".join(f" {column} |" for column in columns))
        keep("|---|" + "---:|" * len(columns))

    def row(self, name, *cells):
        print(f"{name:{self.first}}" + "".join(f"{cell:>{self.width}}" for cell in cells), flush=True)
        keep(f"| {name.strip()} |" + "".join(f" {cell} |" for cell in cells))


def keep(line):
    path = os.environ.get("BENCH_RESULTS")
    if path:
        with open(path, "a") as file:
            print(line, file=file)


def note(text):
    print(text, flush=True)
    keep(f"\n{text}")


def times(samples, digits=2):
    """The least, and the median of several."""
    if not samples:
        return "–"
    least = f"{min(samples):.{digits}f}"
    return least if len(samples) == 1 else f"{least} ({statistics.median(samples):.{digits}f})"


def rates(samples):
    """The best, and the median of several."""
    if not samples:
        return "–"
    best = f"{max(samples):,.0f}"
    return best if len(samples) == 1 else f"{best} ({statistics.median(samples):,.0f})"


def ratio(ours, theirs, of=min):
    return f"{of(ours) / of(theirs):.2f}" if ours and theirs else "–"


def least(runs, work):
    """What `work` takes in ms, in each of so many runs: the least and the median."""
    import time

    samples = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        samples.append((time.perf_counter() - start) * 1000)
    return [min(samples), statistics.median(samples)]


def processor():
    with open("/proc/cpuinfo") as file:
        names = [line.split(":", 1)[1].strip() for line in file if line.startswith(("model name", "Model"))]
    return f"{names[0] if names else platform.machine()}, {len(os.sched_getaffinity(0))} processors"


def begin(path):
    with open(path, "w") as file:
        print("# Measurements\n", file=file)
        print("Written by `scripts/bench`: the least of many runs, in brackets their median; of rates the most. Ratios are of", file=file)
        print("the least, and of things measured in turn in one run.\n", file=file)
        print(f"{processor()}; {datetime.date.today().isoformat()}.", file=file)


if __name__ == "__main__":
    begin(sys.argv[1])
