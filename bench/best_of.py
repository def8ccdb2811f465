"""Prints what Google Benchmark wrote as JSON as a Markdown table: the quickest repetition of each benchmark.

    best_of.py FILE.json               times, rates and counters; columns that none has are left out
    best_of.py LABEL=FILE.json...      million dots a second, a column for each file
"""

import json
import sys

# Counter, heading, digits behind the point.
COUNTERS = [
    ("times_bridson", "× Bridson", 0),
    ("share_of_all", "share of all", 4),
    ("allocs", "allocs", 0),
    ("F16", "F16", 3),
    ("F64", "F64", 3),
    ("nn_mean", "nn mean", 3),
    ("nn_sd", "SD", 3),
    ("nn1", "nn 1 %", 3),
    ("min", "min", 3),
    ("hole", "hole", 3),
    ("rep", "rep", 1),
]


def time_of(run):
    """Microseconds; by the clock that the benchmark is ruled by."""
    field = "real_time" if run["name"].endswith("/real_time") else "cpu_time"
    return run[field] * {"ns": 1e-3, "us": 1, "ms": 1e3, "s": 1e6}[run["time_unit"]]


def best_runs(path):
    with open(path, encoding="utf-8") as file:
        report = json.load(file)
    best = {}
    for run in report["benchmarks"]:
        if run.get("run_type") != "iteration":
            continue
        if run.get("error_occurred"):
            sys.exit(f"{run['name']}: {run['error_message']}")
        name = run["name"].removesuffix("/real_time")
        if name not in best or time_of(run) < time_of(best[name]):
            best[name] = run
    # Runs in turns come in any order; the families are numbered as the program names them.
    return dict(sorted(best.items(), key=lambda item: item[1]["family_index"]))


def rate_of(run):
    """Million dots a second; empty for what does not count dots."""
    return f"{run['dots'] / time_of(run):.3g}" if "items_per_second" in run else ""


def counters_table(path):
    headings = ["benchmark", "µs", "Mdots/s"] + [heading for _, heading, _ in COUNTERS]
    rows = []
    for name, run in best_runs(path).items():
        cells = [f"`{name}`", f"{time_of(run):.0f}", rate_of(run)]
        for counter, _, digits in COUNTERS:
            value = run.get(counter)
            cells.append("" if value is None else f"{value:.{digits}f}")
        rows.append(cells)
    keep = [i for i in range(len(headings)) if any(cells[i] for cells in rows)]
    return [[cells[i] for i in keep] for cells in [headings, *rows]]


def rates_table(labelled):
    columns = {}
    for argument in labelled:
        label, _, path = argument.partition("=")
        columns[label] = best_runs(path)
    names = list(dict.fromkeys(name for runs in columns.values() for name in runs))
    rows = [[f"`{name}`"] + [rate_of(runs[name]) if name in runs else "" for runs in columns.values()] for name in names]
    return [["Mdots/s", *columns], *rows]


def main(arguments):
    if not arguments:
        sys.exit(__doc__)
    table = rates_table(arguments) if "=" in arguments[0] else counters_table(arguments[0])
    for cells in [table[0], ["---"] * len(table[0]), *table[1:]]:
        print("| " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main(sys.argv[1:])
