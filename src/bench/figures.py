"""Quartiles, cells and CSV files of measured times."""

import csv
import os
import statistics

def quartiles(values):
    """Lower quartile, median, upper quartile, with linear interpolation."""
    if len(values) == 1:
        values = values * 2
    return statistics.quantiles(values, n=4, method="inclusive")


def text(value):
    """A cell: a number with four significant digits, empty for None."""
    if isinstance(value, float):
        return f"{float(f'{value:.4g}'):.10g}"
    return "" if value is None else str(value)


def read_rows(file, header):
    """The rows of a CSV file, none if it does not exist; ValueError if it has other columns."""
    if not file.exists():
        return []
    with open(file, newline="") as text:
        reader = csv.DictReader(text)
        if reader.fieldnames != header:
            raise ValueError(f"{file}: other columns, expected {','.join(header)}")
        return list(reader)


def write_rows(file, header, rows):
    """Replaces the rows of these processors in a CSV file; rows of others stay."""
    ours = {row["processor"] for row in rows}
    kept = [row for row in read_rows(file, header) if row["processor"] not in ours]
    draft = file.with_name(file.name + ".draft")
    with open(draft, "w", newline="") as new:
        writer = csv.DictWriter(new, header, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)
        writer.writerows({key: text(value) for key, value in row.items()} for row in rows)
    os.replace(draft, file)


def job_parts(start, end, cores, runs, evaluation_seconds):
    """The core-seconds of a whole job, by part.

    start, end: of the program, in seconds; runs: start, seconds of each epoch, and end of each run;
    evaluation_seconds: of one epoch.
    """
    epochs = sum(len(run["epochs"]) for run in runs)
    training = sum(sum(run["epochs"]) for run in runs)
    whole = sum(run["end"] - run["start"] for run in runs)
    parts = {
        "start": cores * (min(run["start"] for run in runs) - start),
        "steps": training - epochs * evaluation_seconds,
        "evaluation": epochs * evaluation_seconds,
        "set-up and export": whole - training,
        "report": cores * (end - max(run["end"] for run in runs)),
    }
    parts["idle cores"] = cores * (end - start) - sum(parts.values())
    return parts
