"""Runs exported models in other runtimes and compares them with TensorFlow Java.

    verify.py --out FILE [--runtimes ID,...] [--data FOLDER] RUN...

A RUN is a folder <experiment>/seed-<n>/ that holds saved_model/ and metrics.csv. FILE is a CSV file with
one row per runtime and model; its columns are the fields of Row. runtimes.md beside it has the same as a
table. The exit status is 1 if a bound is exceeded or a runtime fails; a runtime that cannot be installed
fails only if --runtimes names it.
"""

import argparse
import csv
import dataclasses
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tomllib

import numpy as np

INTEROP = pathlib.Path(__file__).parent
WORK = pathlib.Path("target/interop/exchange")
BATCH = 500
sys.path.append(str(INTEROP / "python"))

import mnist  # noqa: E402


# Shapes that no runtime should accept: most lack a dimension, have one too many or another size.
WRONG_SHAPES = [
    (28, 28), (28, 28, 1), (1, 28, 28), (784,), (1, 784), (1, 28, 28, 1, 1), (), (7, 28, 28),
    (1, 1, 28, 28), (28, 28, 1, 1), (1, 28, 28, 3), (1, 28, 28, 0), (1, 27, 28, 1), (1, 28, 29, 1),
    (1, 32, 32, 1), (1, 56, 56, 1), (2, 28, 14, 1), (784, 32, 32, 1), (1, 1, 28, 1), (1, 1, 1, 1),
]  # fmt: skip


@dataclasses.dataclass
class Row:
    """The result of one model in one runtime; what was not measured is empty."""

    runtime: str
    version: str = ""  # the runtime's
    experiment: str = ""  # and seed: the model's; empty where none was tried
    seed: str = ""
    max_probability_difference: float | str = ""  # from TensorFlow Java's, in all batches
    probability_bound: float | str = ""
    max_logit_difference: float | str = ""  # its bound is ten times that of a probability
    class_differences: int | str = ""  # images that are classified differently
    class_bound: float | str = ""
    test_accuracy: float | str = ""  # a fraction
    accuracy_bound: float | str = ""  # of its difference from the accuracy in metrics.csv
    wrong_shapes_accepted: int | str = ""  # of WRONG_SHAPES
    wrong_shapes_bound: int | str = ""
    empty_batch: str = ""  # empty or refused
    nan: str = ""  # the answer to one NaN in an image of a 7: NaN or a digit
    infinity: str = ""  # the same for an infinity
    accuracy_at_0_to_1: float | str = ""  # of images divided by 255
    milliseconds_per_image: float | str = ""
    bytes: int | str = ""  # of the model in this runtime's format
    status: str = ""  # met (all bounds), exceeded, failed, not installed
    message: str = ""  # the last line that a failing program wrote, or the accepted shapes


class Failed(Exception):
    """A program that failed; the message is the last line that it wrote."""


def run(command, log):
    """Runs a program and returns the last line of its standard output."""
    log.parent.mkdir(parents=True, exist_ok=True)
    # TensorFlow writes more lines after the message of an exception.
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
        self.file = WORK / "tensors"
        self.prepared = {}
        self.references = {}
        broken = np.repeat(images[:1].astype("<f4"), 2, axis=0)
        broken[:, 14, 14] = [[np.nan], [np.inf]]
        self.tensors = (
            [images[i : i + BATCH] for i in range(0, len(images), BATCH)]
            + [images[:1], images[:7], images[:0], images[:BATCH] / 255, broken[:1], broken[1:]]
            + [np.zeros(shape) for shape in WRONG_SHAPES]
        )
        WORK.mkdir(parents=True, exist_ok=True)
        with open(self.file, "wb") as stream:
            for tensor in self.tensors:
                stream.write(np.array([tensor.ndim, *tensor.shape], "<i4").tobytes())
                stream.write(tensor.astype("<f4").tobytes())

    def verify(self, key, runtime):
        """Yields a row for every run, or one with the reason why there is none."""
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
        """Runs `install` or `export` once; raises the same error when called again."""
        if (program, name) not in self.prepared:
            try:
                run(["bash", INTEROP / program, name, *arguments], WORK / f"{program}-{name}.log")
                self.prepared[program, name] = None
            except Failed as failure:
                self.prepared[program, name] = failure
        if self.prepared[program, name]:
            raise self.prepared[program, name]

    def measure(self, row, key, runtime, path):
        output = WORK / "output" / key / path.parent.name / path.name
        shutil.rmtree(output, ignore_errors=True)  # An earlier answer must not pass for this one.
        output.mkdir(parents=True)
        model = path / runtime["model"]
        row.version = run([*runtime["run"].split(), model, self.file, output], output / "log")
        row.bytes = sum(f.stat().st_size for f in [model, *model.rglob("*")] if f.is_file())
        self.compare(row, runtime, path, self.answers(row, output))

    def answers(self, row, output):
        """Returns the outputs by tensor name, None for a refused tensor; sets the time."""
        lines = [line.split(" ", 2) for line in (output / "answers").read_text().splitlines()]
        if len(lines) != len(self.tensors):
            raise ValueError(f"{len(lines)} answers, expected {len(self.tensors)}")
        counts = [None if line[0] == "refused" else int(line[0]) for line in lines]
        values = {"probabilities": np.fromfile(output / "probabilities", "<f4").reshape(-1, 10)}
        if (output / "logits").is_file():
            values["logits"] = np.fromfile(output / "logits", "<f4").reshape(-1, 10)
        classes = output / "classes"
        values["classes"] = (
            np.fromfile(classes, "<i8") if classes.is_file() else values["probabilities"].argmax(1)
        )
        ends = np.cumsum([count or 0 for count in counts])
        if any(len(array) != ends[-1] for array in values.values()):
            raise ValueError(f"{ends[-1]} images answered, but outputs of another length")
        for line, tensor in zip(lines, self.tensors[: -len(WRONG_SHAPES)]):
            if line[0] != str(len(tensor)) and len(tensor):
                raise ValueError(f"{' '.join(line)}: expected answers for {len(tensor)} images")
        timed = -(-len(self.labels) // BATCH)
        milliseconds = sum(float(line[1]) for line in lines[:timed])
        row.milliseconds_per_image = milliseconds / len(self.labels)
        return [
            None if count is None
            else {name: array[end - count : end] for name, array in values.items()}
            for count, end in zip(counts, ends)
        ]  # fmt: skip

    def compare(self, row, runtime, path, answers):
        wrong, (one, seven, empty, scaled, nan, infinity) = (
            answers[-len(WRONG_SHAPES) :],
            answers[-len(WRONG_SHAPES) - 6 : -len(WRONG_SHAPES)],
        )
        batches = [*answers[: -len(WRONG_SHAPES) - 6], one, seven]
        found = {name: np.concatenate([batch[name] for batch in batches]) for name in one}
        reference = self.references.setdefault(path, found)
        count = len(self.labels)

        def difference(name):
            return float(np.abs(found[name] - reference[name]).max())

        row.max_probability_difference = difference("probabilities")
        row.max_logit_difference = difference("logits") if "logits" in found else ""
        row.class_differences = int(np.sum(found["classes"][:count] != reference["classes"][:count]))
        row.test_accuracy = float(np.mean(found["classes"][:count] == self.labels))
        row.probability_bound = runtime.get("probability", 1e-5)
        row.class_bound = runtime.get("classes", 0)
        row.accuracy_bound = runtime.get("accuracy", 2e-4)
        accepted = [list(shape) for shape, answer in zip(WRONG_SHAPES, wrong) if answer]
        row.wrong_shapes_accepted = len(accepted)
        row.message = f"accepts {', '.join(map(str, accepted))}" if accepted else ""
        row.wrong_shapes_bound = runtime.get("shapes", 0)
        row.empty_batch = "refused" if empty is None else "empty"
        row.nan, row.infinity = (
            "NaN" if np.isnan(answer["probabilities"]).any() else str(answer["classes"][0])
            for answer in (nan, infinity)
        )
        row.accuracy_at_0_to_1 = float(np.mean(scaled["classes"] == self.labels[:BATCH]))
        with open(path / "metrics.csv") as stream:
            accuracy = float(list(csv.DictReader(stream))[-1]["test_accuracy"])
        # NaN is within no bound.
        met = (
            row.max_probability_difference <= row.probability_bound
            and (row.max_logit_difference or 0) <= 10 * row.probability_bound
            and row.class_differences <= row.class_bound
            and abs(row.test_accuracy - accuracy) <= row.accuracy_bound + 1e-9
            and row.wrong_shapes_accepted <= row.wrong_shapes_bound
        )
        row.status = "met" if met else "exceeded"


def arguments(runtimes):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", metavar="FILE", type=pathlib.Path, required=True)
    parser.add_argument("--runtimes", metavar="ID,...", default="")
    parser.add_argument("--data", metavar="FOLDER", default=mnist.FOLDER)
    parser.add_argument("runs", metavar="RUN", type=pathlib.Path, nargs="+")
    options = parser.parse_args()
    options.runtimes = options.runtimes.replace(",", " ").split()
    for key in options.runtimes:
        if key not in runtimes:
            parser.error(f"--runtimes: '{key}', expected some of {', '.join(runtimes)}")
    for path in options.runs:
        if not (path / "saved_model/saved_model.pb").is_file():
            parser.error(f"{path}/saved_model: no SavedModel, expected a folder with saved_model.pb")
        if not (path / "metrics.csv").is_file():
            parser.error(f"{path}/metrics.csv: no such file, expected the metrics of the run")
    return options


def write(file, rows):
    draft = file.with_name(file.name + ".tmp")
    with open(draft, "w", newline="") as stream:
        names = [field.name for field in dataclasses.fields(Row)]
        table = csv.DictWriter(stream, names, lineterminator="\n")
        table.writeheader()
        for row in rows:
            values = dataclasses.asdict(row)
            for name, value in values.items():
                if isinstance(value, float) and "accuracy" not in name:
                    values[name] = f"{value:.3g}"
            table.writerow(values)
    draft.replace(file)


def bound(value):
    return "no bound" if value == float("inf") else f"{value:g}"


def write_page(file, rows):
    """Writes the rows as a Markdown table, atomically."""
    lines = [
        "# Other runtimes",
        "",
        "Exported models on all test images in batches of 500, and on the first 1 and 7 of them. Differences: the largest",
        "from TensorFlow Java on the same model, with the bound in parentheses; the bound of logits is ten times that of",
        "probabilities. The accuracy is compared with that in the run's `metrics.csv`.",
        f"*Shapes*: how many of {len(WRONG_SHAPES)} wrong input shapes are accepted. *Empty*, *NaN*, *Infinity*: the result for an",
        "empty batch and for an image with one such pixel. *0 to 1*: the accuracy on the first 500 images, divided by 255.",
        "*Time* is per image in batches of 500, on a machine that runs other programs too: only its order of magnitude",
        "counts. *Result*: `met` if no bound is exceeded.",
        "",
        "| Runtime | Version | Model | Probabilities | Logits | Classes | Accuracy | Shapes | Empty | NaN"
        " | Infinity | 0 to 1 | Time | Size | Result |",
        "| --- " * 15 + "|",
    ]
    for row in rows:
        cells = [row.runtime, row.version, f"{row.experiment}, seed {row.seed}" if row.seed else ""]
        if row.status in ("met", "exceeded"):
            cells += [
                f"{row.max_probability_difference:.1e} ({bound(row.probability_bound)})",
                "" if row.max_logit_difference == "" else f"{row.max_logit_difference:.1e}",
                f"{row.class_differences} ({bound(row.class_bound)})",
                f"{row.test_accuracy:.2%}",
                f"{row.wrong_shapes_accepted} ({row.wrong_shapes_bound})",
                row.empty_batch,
                row.nan,
                row.infinity,
                f"{row.accuracy_at_0_to_1:.1%}",
                f"{row.milliseconds_per_image:.3g} ms",
                f"{row.bytes / 1000:,.0f} kB",
                ": ".join(filter(None, (row.status, row.message))),
            ]
        else:
            cells += [""] * 11 + [f"{row.status}: {row.message}"]
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
                print(row.runtime, row.experiment, row.status, row.message, sep="  ", flush=True)
            if not verification.references:
                sys.exit(f"{runtime['name']} has to run: the others are compared with it")
    write(options.out, rows)
    write_page(options.out.with_name("runtimes.md"), rows)
    print(f"Written: {options.out} and runtimes.md")
    passing = ["met"] if options.runtimes else ["met", "not installed"]
    sys.exit(any(row.status not in passing for row in rows))


if __name__ == "__main__":
    main()
