#!/usr/bin/env python3
"""Measures the speed of training on this machine. Requires Python 3.9.

    bench.py training   time and memory of a step, into bench.csv
    bench.py peers      the same for Tiny MNIST, PyTorch and Keras
    bench.py scaling    by runs at once, batch size and number of images, into scaling.csv
    bench.py job        a whole job: where its time goes, and how long it takes in PyTorch, into job.csv

Each updates speed.md beside these files; training and peers also write profile.txt, the time of
each operation of a step.

Measurements alternate between systems in several rounds, in new processes, so that other load on
the machine affects all systems alike.
"""

import argparse
import collections
import dataclasses
import datetime
import gzip
import json
import pathlib
import re
import shlex
import shutil
import signal
import statistics
import subprocess
import sys
import time

import figures
import machine
import page
import process

HERE = pathlib.Path(__file__).parent
MNIST = HERE.parent / "main" / "resources" / "mnist"
SYSTEM = "Tiny MNIST"
# The peers do not augment images, so the rows compared with them do not either.
EXPERIMENT = "experiments/ablations/model-1-no-augmentation.yaml"
AUGMENTED = "experiments/model-1-optimized.yaml"
PRECISIONS = ["float32"] + ["bfloat16"] * machine.BFLOAT16
ALL_CORES = machine.CORES
EPOCH = (2, None)  # see Case.seconds
# The note's models, and the number of training images of a quick run.
MODELS = ["model-1-optimized", "model-2-onecycle-dropout", "model-3-baseline"]
QUICK_IMAGES = 2_560
PROFILED = 50  # steps that `measure --profile` traces

# By system: the requirements and program, then its modes, of which the fastest counts.
PEERS = {
    "PyTorch": ("pytorch", "eager", "eager channels_last", "compiled", "compiled channels_last"),
    "Keras": ("keras", "graph", "graph, no oneDNN", "jit_compile", "jit_compile, no oneDNN"),
}

MACHINE = ["processor", "cores", "memory_gb"]
STEP = ["ms_per_step", "ms_low", "ms_high", "peak_mb", "first_step_seconds"]
BENCH = (
    MACHINE
    + ["system", "version", "mode", "precision", "runs", "threads"]
    + STEP
    + ["evaluation_seconds", "note"]
)
SCALING = MACHINE + ["version", "runs", "batch_size", "images"] + STEP
JOB = MACHINE + ["version", "runs", "epochs", "part", "core_seconds"]
HEADERS = {"bench.csv": BENCH, "scaling.csv": SCALING, "job.csv": JOB}


@dataclasses.dataclass(frozen=True)
class Case:
    """A way to train.

    runs: trained at once; threads: per run; processes: one for all runs or one for each;
    seconds: of warm-up and of measurement, None until the program ends
    """

    system: str
    mode: str
    precision: str
    runs: int
    threads: int
    command: tuple
    processes: int = 1
    seconds: tuple = (2, 4)

    def title(self):
        parts = (self.system, self.mode, self.precision, f"{self.runs} x {self.threads} threads")
        return ", ".join(filter(None, parts))


class Results:
    """Samples by case, or the reason why a case has none."""

    def __init__(self, quick):
        self.quick = quick
        self.samples = collections.defaultdict(list)
        self.failures = {}

    def measure(self, case):
        if case in self.failures:
            return
        seconds = (0.5, 0.5) if self.quick else case.seconds
        try:
            sample = process.measure(case.command, case.processes, case.runs, *seconds)
        except process.Failed as e:
            if case.system == SYSTEM:
                sys.exit(f"bench.py: {case.title()}: {e}")
            self.failures[case] = str(e)
            print(f"{case.title()}: failed: {e}", flush=True)
            return
        self.samples[case].append(sample)
        ms = statistics.median(sample["block_ms"])
        print(f"{case.title()}: {ms / case.runs:.2f} ms a step", flush=True)

    def ms(self, case):
        """The median step time divided by the number of runs at once."""
        return self.measured(case)["ms_per_step"] / case.runs

    def measured(self, case):
        """The medians and quartiles of all rounds."""
        samples = self.samples[case]
        low, median, high = figures.quartiles([ms for s in samples for ms in s["block_ms"]])
        evaluations = [seconds for s in samples for seconds in s["evaluations"]]
        return {
            "version": samples[0]["version"],
            "ms_per_step": median,
            "ms_low": low,
            "ms_high": high,
            "peak_mb": statistics.median(s["peak_mb"] for s in samples),
            "first_step_seconds": statistics.median(s["first_step_seconds"] for s in samples),
            "evaluation_seconds": statistics.median(evaluations) if evaluations else None,
        }

    def row(self, case):
        """A row of bench.csv."""
        device = self.samples[case][0]["device"] if self.samples[case] else "CPU"
        row = here("" if device == "CPU" else device + ", ")
        keys = ("system", "mode", "precision", "runs", "threads")
        row.update({key: getattr(case, key) for key in keys})
        row.update(self.measured(case) if case not in self.failures else {})
        row["note"] = self.failures.get(case, "")
        return row


def here(device=""):
    values = (device + machine.PROCESSOR, machine.CORES, machine.MEMORY_GB)
    return dict(zip(MACHINE, values))


def ours(options, experiment=EXPERIMENT, runs=1, cores=1, data=None):
    """The command that measures this project."""
    command = [*options.program, "measure", experiment, "--jobs", runs, "--gpu", options.gpu]
    command += ["--cores", cores]
    data = data or options.data
    command += ["--data", data] if data else []
    return tuple(map(str, command))


def our_cases(options):
    """Tiny MNIST with one run and with one run a core, with and without augmentation and oneDNN."""

    def case(mode, precision="float32", runs=1, threads=1, **how):
        return Case(
            SYSTEM, mode, precision, runs, threads, ours(options, runs=runs, **how), seconds=EPOCH
        )

    cases = [case(""), case("augmentation", experiment=AUGMENTED)]
    if ALL_CORES > 1:
        cases += [case("", threads=2, cores=2), case("", runs=ALL_CORES)]
    if machine.BFLOAT16:
        bfloat16 = variant("bfloat16", "batch_size: 128", "batch_size: 128\nprecision: bfloat16")
        cases += [
            case("", "bfloat16", runs=runs, experiment=bfloat16) for runs in sorted({1, ALL_CORES})
        ]
        fpmath = "TF_SET_ONEDNN_FPMATH_MODE=BF16"
        command = ("env", fpmath, *ours(options))
        cases.append(Case(SYSTEM, fpmath, "bfloat16", 1, 1, command, seconds=EPOCH))
    return cases


def training(options):
    results = Results(options.quick)
    cases = our_cases(options)
    for _ in range(options.rounds or 3):
        for case in cases:
            results.measure(case)
    return [results.row(case) for case in cases]


def profile(options):
    """The time of each kernel and node in a step, as text."""
    command = [*ours(options), "--profile"]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    # Nanoseconds, node, and "node = Kernel(inputs)"; a transfer has no kernel.
    operations = [
        (int(nanos) / 1e6 / PROFILED, node, label.partition(" = ")[2].partition("(")[0] or node)
        for nanos, node, label in (line.split(" ", 2) for line in out.splitlines())
    ]
    total = sum(milliseconds for milliseconds, _, _ in operations)
    lines = [f"{total:.2f} ms in operations of a step on one core"]
    for title, form in ("operation", "{1}"), ("node", "{0} [{1}]"):
        lines.append(f"      ms   share  times  {title}")
        groups = collections.defaultdict(list)
        for milliseconds, node, kernel in operations:
            groups[form.format(node, kernel)].append(milliseconds)
        for name, times in sorted(groups.items(), key=lambda group: -sum(group[1]))[:15]:
            share = 100 * sum(times) / total
            lines.append(f"{sum(times):8.3f} {share:5.1f} % {len(times) // PROFILED:6d}  {name}")
    return "\n".join(lines) + "\n"


def peer(options, system, mode, precision, threads, processes=1):
    environment = PEERS[system][0]
    program = HERE / "peers" / f"{environment}_fit.py"
    python = process.WORK / environment / "bin" / "python"
    command = (python, program, mode, precision, threads)
    command = tuple(map(str, command))
    return Case(system, mode, precision, processes, threads, command, processes)


def peers(options):
    """Measures all modes once, then the fastest ones and this project in more rounds."""
    results = Results(options.quick)
    cases = our_cases(options)
    reference = [case for case in cases if not case.mode]
    rows = []
    best = {}
    for system, (environment, *modes) in PEERS.items():
        print(f"{system}: installing", flush=True)
        installed = subprocess.run([HERE / "install", environment], capture_output=True, text=True)
        if installed.returncode != 0:
            reason = installed.stderr.strip().splitlines()[-1:] or ["no reason given"]
            rows.append(here() | {"system": system, "note": "not installed: " + reason[0]})
            continue
        best[system] = list(finalists(results, options, system, modes))
    for _ in range(options.rounds or 2):
        for case in cases:
            results.measure(case)
        for fastest in best.values():
            for case in [*fastest, *reference]:
                results.measure(case)
    measured = {**dict.fromkeys(cases), **results.samples, **results.failures}
    for line in comparison(results, best, reference):
        print(line)
    return [results.row(case) for case in measured] + rows


def finalists(results, options, system, modes):
    """The fastest mode of a system, for each precision, on one core and on all."""
    for precision in PRECISIONS:
        for threads in sorted({1, ALL_CORES}):
            tried = [peer(options, system, mode, precision, threads) for mode in modes]
            for case in tried:
                results.measure(case)
            tried = [case for case in tried if case not in results.failures]
            if tried:
                fastest = min(tried, key=results.ms)
                yield fastest
                if threads < ALL_CORES:
                    yield peer(options, system, fastest.mode, precision, 1, ALL_CORES)


def comparison(results, best, reference):
    """Prints our time and the best of each system, by precision, on one core and on all."""
    for precision in PRECISIONS:
        for most in sorted({1, ALL_CORES}):

            def fastest(cases):
                fitting = [c for c in cases if c.precision == precision]
                fitting = [c for c in fitting if c.runs * c.threads <= most]
                return min(fitting, key=results.ms, default=None)

            mine = fastest(reference)
            for cases in best.values():
                theirs = fastest(case for case in cases if case not in results.failures)
                if theirs:
                    ratio = results.ms(theirs) / results.ms(mine)
                    yield f"{most} cores: {ratio:.2f} times as fast as {theirs.title()}"


def scaling(options):
    """Varies one of three numbers on the CPU; the others are those of Model 1 on MNIST."""
    options.gpu = "off"
    cases = {}

    def add(runs=1, batch=128, images=60_000, **how):
        command = ours(options, runs=runs, **how)
        cases[runs, batch, images] = Case(
            SYSTEM, "", "float32", runs, 1, command, seconds=(0.5, 6)
        )

    for runs in (1, 2, 4, 8):
        add(runs=runs)
    for batch in (32, 64, 256, 512, 1024):
        add(batch=batch, experiment=with_batch(batch))
    for images in (6_000, 600_000):
        add(images=images, data=with_images(images))
    results = Results(options.quick)
    for _ in range(options.rounds or 2):
        for (runs, batch, images), case in cases.items():
            print(f"{runs} at once, batch {batch}, {images} images: ", end="", flush=True)
            results.measure(case)
    rows = []
    for (runs, batch, images), case in sorted(cases.items()):
        row = results.row(case) | {"runs": runs, "batch_size": batch, "images": images}
        rows.append({name: row[name] for name in SCALING})
    shutil.rmtree(process.WORK / "images-600000")
    return rows


def with_batch(size):
    """The experiment with another batch size."""
    return variant(f"batch-{size}", "batch_size: 128", f"batch_size: {size}")


def variant(name, line, instead):
    """The experiment with one line replaced."""
    text = pathlib.Path(EXPERIMENT).read_text()
    assert text.count(line) == 1, f"{EXPERIMENT}: expected {line}"
    file = process.WORK / f"{name}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text.replace(line, instead))
    return file


def with_images(count):
    """MNIST with fewer or repeated training images, as raw IDX files."""
    folder = process.WORK / f"images-{count}"
    folder.mkdir(parents=True, exist_ok=True)
    for packed in MNIST.glob("*.gz"):
        content = gzip.decompress(packed.read_bytes())
        number, start = int.from_bytes(content[4:8], "big"), 16 if "images" in packed.name else 8
        wanted = count if packed.name.startswith("train") else number
        end = start + (len(content) - start) // number * min(number, wanted)
        with open(folder / packed.stem, "wb") as raw:
            raw.write(content[:4] + wanted.to_bytes(4, "big") + content[8:start])
            # In pieces: the peak memory of a child process includes its parent's.
            for _ in range(max(1, wanted // number)):
                raw.write(content[start:end])
    return folder


def job(options):
    """The default experiments, by part; then an epoch of the note's models, here and in PyTorch."""
    if options.quick:
        options.epochs, options.data = 1, with_images(QUICK_IMAGES)
    parts = job_parts(options)
    return parts + three_models(options, parts[0]["version"])


def run(command, log):
    """Runs a command and returns its duration in seconds."""
    start = time.monotonic()
    with open(process.WORK / log, "w") as file:
        if subprocess.run(list(map(str, command)), stdout=file, stderr=file).returncode != 0:
            sys.exit(f"bench.py: the job failed: see {file.name}")
    return time.monotonic() - start


def job_parts(options):
    """Trains the default experiments as `make experiments` does."""
    out = process.WORK / "job"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    command = [*options.program, "run", *options.experiments, "--out", out, "--gpu", options.gpu]
    command += ["--epochs", options.epochs] if options.epochs else []
    command += ["--data", options.data] if options.data else []
    print(f"training into {out}", flush=True)
    start = time.time()
    end = start + run(command, "log-job")
    runs = []
    for file in out.glob("*/*/run.json"):
        record = json.loads(file.read_text())
        started = datetime.datetime.fromisoformat(record["started"].replace("Z", "+00:00"))
        epochs = record["seconds_per_epoch"]
        runs.append({"start": started.timestamp(), "end": file.stat().st_mtime, "epochs": epochs})
    results = Results(options.quick)
    command = ours(options, runs=ALL_CORES)
    whole_epochs = Case(SYSTEM, "", "float32", ALL_CORES, 1, command, seconds=EPOCH)
    results.measure(whole_epochs)
    measured = results.row(whole_epochs)
    evaluation = measured["evaluation_seconds"] or 0
    parts = figures.job_parts(start, end, ALL_CORES, runs, evaluation)
    same = {key: measured[key] for key in MACHINE + ["version"]}
    same |= {"runs": len(runs), "epochs": sum(len(run["epochs"]) for run in runs)}
    for part, seconds in parts.items():
        print(f"{part:>18}: {seconds:8.1f} core-seconds, {seconds / sum(parts.values()):6.1%}")
    print(f"{'wall time':>18}: {end - start:8.1f} seconds")
    return [same | {"part": part, "core_seconds": seconds} for part, seconds in parts.items()]


def three_models(options, version):
    """The time of an epoch of each of the note's models, here and in PyTorch, in turn.

    Both train on all cores; start and end are included.
    """
    out = process.WORK / "three-models"
    mine = [*options.program, "run", *MODELS, "--epochs", 1, "--gpu", "off", "--out", out]
    python = process.WORK / "reference" / "bin" / "python"
    theirs = [python, HERE / "reference_pytorch.py", out, "--seeds", 1, "--epochs", 1]
    theirs += ["--jobs", ALL_CORES]
    if options.quick:
        mine += ["--data", options.data]
        theirs += ["--images", QUICK_IMAGES]
    commands = {page.HERE: mine, page.IN_PYTORCH: theirs}
    print("PyTorch: installing", flush=True)
    installed = subprocess.run([HERE / "install", "reference"], capture_output=True, text=True)
    if installed.returncode != 0:
        reason = installed.stderr.strip().splitlines()[-1:] or ["no reason given"]
        print(f"PyTorch: not installed: {reason[0]}", flush=True)
        return []
    versions = {page.HERE: version}
    samples = collections.defaultdict(list)
    for _ in range(options.rounds or 2):
        for part, command in commands.items():
            shutil.rmtree(out, ignore_errors=True)
            samples[part].append(run(command, "log-three-models"))
            print(f"an epoch of {part}: {samples[part][-1]:.1f} seconds", flush=True)
        of = json.loads(next(out.glob("*/*/machine.json")).read_text())
        versions[page.IN_PYTORCH] = f"PyTorch {of['torch']}, torchvision {of['torchvision']}"
    same = here() | {"runs": len(MODELS), "epochs": len(MODELS)}
    return [
        same
        | {"version": versions[part], "part": part}
        | {"core_seconds": ALL_CORES * statistics.median(seconds)}
        for part, seconds in samples.items()
    ]


def positive(text):
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text}, expected 1 or more")
    return number


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["training", "peers", "scaling", "job"])
    parser.add_argument("--program", type=shlex.split, default="java -jar target/tiny-mnist.jar")
    parser.add_argument("--out", type=pathlib.Path, default="results", help="folder of the file")
    parser.add_argument("--rounds", type=positive, help="how often everything is measured")
    parser.add_argument("--gpu", choices=["on", "off", "auto"], default="off")
    parser.add_argument("--data", help="folder with another data set")
    parser.add_argument("--experiments", nargs="*", default=[], help="of the job")
    parser.add_argument("--epochs", type=positive, help="of the job")
    parser.add_argument("--quick", action="store_true", help="only check that everything works")
    options = parser.parse_args(arguments)
    # Ends its child processes too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if options.what == "peers" and (options.data or options.gpu != "off"):
        parser.error("peers: they train on MNIST and on the CPU, expected neither --data nor --gpu")
    measure, name = {
        "training": (training, "bench.csv"),
        "peers": (peers, "bench.csv"),
        "scaling": (scaling, "scaling.csv"),
        "job": (job, "job.csv"),
    }[options.what]
    file = options.out / name
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        for each, header in HEADERS.items():
            figures.read_rows(options.out / each, header)  # Before minutes are spent.
        figures.write_rows(file, HEADERS[name], measure(options))
        if name == "bench.csv":
            (options.out / "profile.txt").write_text(f"{machine.PROCESSOR}\n{profile(options)}")
        page.write(options.out, HEADERS)
    except ValueError as e:
        sys.exit(f"bench.py: {e}")
    print(f"Written: {file} and speed.md")


if __name__ == "__main__":
    main()
