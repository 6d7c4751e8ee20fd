"""Takes exported models through other runtimes and compares them with TensorFlow Java.

    verify.py --out FILE [--runtimes ID,...] [--data FOLDER] RUN...

A RUN is a folder <experiment>/seed-<n>/ that holds saved_model/. FILE is a CSV file, one row a
runtime and model; its columns are the fields of Row. runtimes.md beside it says the same. The exit status is 1 if a bound is exceeded or
a runtime fails; one that cannot be installed fails only if --runtimes names it.
"""

import argparse
import csv
import dataclasses
import os
import pathlib
import re
import subprocess
import sys
import tomllib

import numpy as np

INTEROP = pathlib.Path(__file__).parent
WORK = pathlib.Path("target/interop/exchange")
sys.path.append(str(INTEROP / "python"))

import mnist  # noqa: E402


@dataclasses.dataclass
class Row:
    """What became of a model in a runtime; what was not measured is empty."""

    runtime: str
    version: str = ""  # the runtime's
    experiment: str = ""  # and seed: the model's; empty where none was tried
    seed: str = ""
    max_probability_difference: float | str = ""  # from TensorFlow Java's
    probability_bound: float | str = ""
    class_differences: int | str = ""  # images that are classified otherwise
    class_bound: float | str = ""
    test_accuracy: float | str = ""  # a fraction
    accuracy_bound: float | str = ""  # of its difference from that in TensorFlow Java
    milliseconds_per_image: float | str = ""
    bytes: int | str = ""  # of the model in this runtime's format
    status: str = ""  # met (all bounds), exceeded, failed, not installed
    message: str = ""  # the last thing that a failing program said


class Failed(Exception):
    """A program that did not end well; the message is the last that it said."""


def run(command, log):
    """Runs a program to its end; returns the last line of its standard output."""
    log.parent.mkdir(parents=True, exist_ok=True)
    # TensorFlow would go on after the message of an exception.
    environment = os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3"}
    with open(log, "w+") as errors:
        program = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors,
            text=True, env=environment,
        )  # fmt: skip
        errors.seek(0)
        # Without what the JVM and Node.js write below an exception.
        said = re.sub(r"(?m)^\s+(at |\.\.\. \d+ more).*$", "", errors.read())
    if program.returncode:
        raise Failed(last_line(said) or f"exit status {program.returncode}")
    return last_line(program.stdout)


def last_line(text):
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else ""


class Verification:
    """Runs runtimes, installs and exports for them, each once."""

    def __init__(self, runs, images, labels):
        self.runs = runs
        self.labels = labels
        self.images = WORK / "images"
        self.prepared = {}
        self.references = {}
        WORK.mkdir(parents=True, exist_ok=True)
        images.astype("<f4").tofile(self.images)

    def verify(self, key, runtime):
        """Yields a row for every run, or one that says why there is none."""
        try:
            status = "not installed"
            for environment in runtime["install"]:
                self.prepare("install", environment)
            status = "failed"
            if "export" in runtime:
                self.prepare("export", runtime["export"], *self.runs)
        except Failed as failure:
            yield Row(runtime["name"], status=status, message=str(failure))
            return
        for path in self.runs:
            row = Row(runtime["name"], experiment=path.parent.name, seed=path.name[len("seed-") :])
            try:
                self.measure(row, key, runtime, path)
            except (Failed, OSError, ValueError) as failure:
                row.status, row.message = "failed", str(failure)
            yield row

    def prepare(self, program, name, *arguments):
        """Runs `install` or `export`, once; raises what the first time raised."""
        if (program, name) not in self.prepared:
            try:
                run([INTEROP / program, name, *arguments], WORK / f"{program}-{name}.log")
                self.prepared[program, name] = None
            except Failed as failure:
                self.prepared[program, name] = failure
        if self.prepared[program, name]:
            raise self.prepared[program, name]

    def measure(self, row, key, runtime, path):
        output = WORK / "output" / key / path.parent.name / path.name
        output.mkdir(parents=True, exist_ok=True)
        for name in "probabilities", "classes":
            (output / name).unlink(missing_ok=True)  # nobody shall take an earlier answer for one
        model = path / runtime["model"]
        answer = run([*runtime["run"].split(), model, self.images, output], output / "log")
        row.version, row.milliseconds_per_image = answer.rsplit(" ", 1)
        row.milliseconds_per_image = float(row.milliseconds_per_image)
        row.bytes = sum(f.stat().st_size for f in [model, *model.rglob("*")] if f.is_file())
        self.compare(row, runtime, path, output)

    def compare(self, row, runtime, path, output):
        count = len(self.labels)
        probabilities = np.fromfile(output / "probabilities", "<f4").reshape(count, 10)
        classes = np.fromfile(output / "classes", "<i8").reshape(count)
        accuracy = np.mean(classes == self.labels)
        reference = self.references.setdefault(path, (probabilities, classes, accuracy))
        row.max_probability_difference = float(np.abs(probabilities - reference[0]).max())
        row.class_differences = int(np.sum(classes != reference[1]))
        row.test_accuracy = float(accuracy)
        row.probability_bound = runtime.get("probability", 1e-5)
        row.class_bound = runtime.get("classes", 0)
        row.accuracy_bound = runtime.get("accuracy", 0)
        # A difference that is no number is within no bound.
        met = (
            row.max_probability_difference <= row.probability_bound
            and row.class_differences <= row.class_bound
            and abs(accuracy - reference[2]) <= row.accuracy_bound
        )
        row.status = "met" if met else "exceeded"


def arguments(runtimes):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", metavar="FILE", type=pathlib.Path, required=True)
    parser.add_argument("--runtimes", metavar="ID,...", default="")
    parser.add_argument("--data", metavar="FOLDER", default=mnist.FOLDER)
    parser.add_argument("runs", metavar="RUN", type=pathlib.Path, nargs="+")
    options = parser.parse_args()
    options.runtimes = [key for key in options.runtimes.split(",") if key]
    for key in options.runtimes:
        if key not in runtimes:
            parser.error(f"--runtimes: '{key}', expected some of {', '.join(runtimes)}")
    for path in options.runs:
        if not (path / "saved_model/saved_model.pb").is_file():
            parser.error(f"{path}/saved_model: no SavedModel, expected a folder with saved_model.pb")
    return options


def text(row):
    if row.status not in ("met", "exceeded"):
        return f"{row.runtime:<45} {row.experiment:<24} {row.status}: {row.message}"
    return (
        f"{row.runtime:<45} {row.experiment:<24} {row.version:<24} {row.bytes:>7,}"
        f" {row.max_probability_difference:>8.1e} {row.class_differences:>5}"
        f" {row.test_accuracy:>8.2%} {row.milliseconds_per_image:>7.3f} ms  {row.status}"
    )


def write(file, rows):
    draft = file.with_name(file.name + ".tmp")
    with open(draft, "w", newline="") as stream:
        names = [field.name for field in dataclasses.fields(Row)]
        table = csv.DictWriter(stream, names, lineterminator="\n")
        table.writeheader()
        for row in rows:
            values = dataclasses.asdict(row)
            for name, value in values.items():
                if isinstance(value, float) and name != "test_accuracy":
                    values[name] = f"{value:.3g}"
            table.writerow(values)
    draft.replace(file)


def write_page(file, rows):
    """Writes what the rows say as a table in Markdown, whole or not at all."""
    lines = [
        "# Other runtimes",
        "",
        "Exported models on all test images. The largest difference of a probability, and the images",
        "that are classified otherwise, are from TensorFlow Java's session, the first row; how much is",
        "allowed stands in brackets.",
        "",
        "| Runtime | Version | Model | Largest difference | Classified otherwise | Accuracy | An image"
        " | Size | |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        cells = [row.runtime, row.version, f"{row.experiment}, seed {row.seed}" if row.seed else ""]
        if row.status in ("met", "exceeded"):
            cells += [
                f"{row.max_probability_difference:.1e} ({row.probability_bound:g})",
                f"{row.class_differences} ({row.class_bound:g})",
                f"{row.test_accuracy:.2%}",
                f"{row.milliseconds_per_image:.3g} ms",
                f"{row.bytes / 1000:,.0f} kB",
                row.status,
            ]
        else:
            cells += [""] * 5 + [f"{row.status}: {row.message}"]
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    draft = file.with_name(file.name + ".tmp")
    draft.write_text("\n".join(lines) + "\n")
    draft.replace(file)


def main():
    runtimes = tomllib.loads((INTEROP / "runtimes.toml").read_text())
    options = arguments(runtimes)
    images, labels = mnist.read("t10k", options.data)
    verification = Verification(options.runs, images, labels)
    reference = next(iter(runtimes))
    rows = []
    for key, runtime in runtimes.items():
        if key == reference or not options.runtimes or key in options.runtimes:
            for row in verification.verify(key, runtime):
                rows.append(row)
                print(text(row), flush=True)
            if not verification.references:
                sys.exit(f"{runtime['name']} has to run: the others are compared with it")
    write(options.out, rows)
    write_page(options.out.with_name("runtimes.md"), rows)
    print(f"Written: {options.out} and runtimes.md")
    passing = ["met"] if options.runtimes else ["met", "not installed"]
    sys.exit(any(row.status not in passing for row in rows))


if __name__ == "__main__":
    main()
