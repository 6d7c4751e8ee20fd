"""Writes speed.md from the benchmark's files in a folder, machine by machine."""

import os

import figures

OURS = "Tiny MNIST"

# The parts of job.csv that are whole jobs: an epoch of each of the note's three models.
HERE = "three models here"
IN_PYTORCH = "three models in PyTorch"


def write(folder, headers):
    """Writes the page. headers: the columns of each file, by name."""
    files = {name: figures.read_rows(folder / name, header) for name, header in headers.items()}
    text = "\n".join(lines(*(files[name] for name in ("bench.csv", "scaling.csv", "job.csv"))))
    profile = folder / "profile.txt"
    if profile.exists():
        text += "\n\n## The operations of a step\n\nTracing slows a step down; compare shares only."
        text += f"\n\n```\n{profile.read_text()}```"
    draft = folder / "speed.md.draft"
    draft.write_text(text + "\n")
    os.replace(draft, folder / "speed.md")


def lines(cases, scaling, job):
    yield "# Speed"
    yield ""
    machines = list(dict.fromkeys(machine(row) for row in cases + scaling + job))
    for each in machines:
        yield from whole_job(each, [row for row in job if machine(row) == each])
    for each in machines:
        yield from ratios(each, [row for row in cases if machine(row) == each and row["ms_per_step"]])
    yield ""
    yield "The tables are of Model 1 with the data in memory. Milliseconds are medians, with the quartiles"
    yield "in parentheses. Compare values of one machine and one run of the benchmark only."
    for each in machines:
        yield from ["", f"## {each}"]
        for part, rows in ((steps, cases), (growth, scaling), (parts, job)):
            mine = [row for row in rows if machine(row) == each]
            yield from part(mine) if mine else []


def machine(row):
    return f"{row['processor']}, {row['cores']} cores, {row['memory_gb']} GB"


def steps(cases):
    yield from ["", "<details>", "<summary>A step of 128 images: all measurements</summary>", ""]
    yield "*Effective*: step time divided by the number of runs at once. *Memory*: peak resident memory."
    yield "*Evaluation*: of 10,000 images, measured for Tiny MNIST only."
    yield from table(
        "System | Mode | Precision | Runs × threads | Step | Effective | Memory"
        " | Evaluation | Command to first step",
        [
            [
                row["system"],
                row["mode"] or row["note"],
                row["precision"],
                f"{row['runs']} × {row['threads']}" if row["runs"] else "",
                step(row) or row["note"],
                unit(effective(row), "ms"),
                unit(row["peak_mb"], "MB"),
                unit(row["evaluation_seconds"], "s") or "–",
                unit(row["first_step_seconds"], "s"),
            ]
            for row in cases
        ],
    )
    versions = dict.fromkeys(f"{r['system']} {r['version']}" for r in cases if r["ms_per_step"])
    yield from ["", "Versions: " + "; ".join(versions) + ".", "", "</details>"]


def ratios(machine, measured):
    for precision in dict.fromkeys(row["precision"] for row in measured):
        rows = [row for row in measured if row["precision"] == precision]
        for cores in sorted({1, max(used(row) for row in rows)}):
            yield from best_of(machine, precision, cores, [r for r in rows if used(r) <= cores])


def best_of(machine, precision, cores, rows):
    """The fastest mode of each system and of this project."""
    best = {}
    for row in sorted(rows, key=effective, reverse=True):
        # With augmentation a step does more than the peers' steps.
        if row["system"] != OURS or not row["mode"]:
            best[row["system"]] = row
    mine = best.pop(OURS, None)
    if mine:
        others = [
            f"fastest {system} ({row['mode']}) {unit(effective(row), 'ms')},"
            f" **{effective(row) / effective(mine):.2f} times** as long"
            for system, row in best.items()
        ]
        on = "one core" if cores == 1 else f"{cores} cores"
        yield f"* {machine}, {precision}, {on}: " + "; ".join(
            [f"**{unit(effective(mine), 'ms')}** per step of Model 1", *others]
        ) + "."


def growth(scaling):
    yield from ["", "### By runs at once, batch size and number of images", ""]
    yield "One number varies; the others are those of Model 1 on MNIST."
    yield from table(
        "Runs at once | Batch size | Training images | Step | Images per second"
        " | Memory | Command to first step",
        [
            [
                row["runs"],
                row["batch_size"],
                f"{int(row['images']):,}",
                step(row),
                f"{1000 * int(row['runs']) * int(row['batch_size']) / float(row['ms_per_step']):,.0f}",
                unit(row["peak_mb"], "MB"),
                unit(row["first_step_seconds"], "s"),
            ]
            for row in scaling
        ],
    )


def whole_job(machine, job):
    """The ratio of the times of the note's models in PyTorch and here, if measured."""
    seconds = {row["part"]: float(row["core_seconds"]) / int(row["cores"]) for row in job}
    if HERE in seconds and IN_PYTORCH in seconds:
        yield f"The three experiments take **{seconds[IN_PYTORCH] / seconds[HERE]:.1f} times as long** in"
        yield "PyTorch, trained as in the note's notebooks (DataLoader, torchvision's transforms of PIL images,"
        yield f"eager): {short(seconds[IN_PYTORCH])} s instead of {short(seconds[HERE])} s for an epoch of each,"
        yield f"on all cores, start included ({machine})."
        yield ""


def parts(job):
    job = [row for row in job if row["part"] not in (HERE, IN_PYTORCH)]
    total = sum(float(row["core_seconds"]) for row in job)
    yield from ["", "### Where the time of a job goes", ""]
    yield f"`make experiments`: {job[0]['runs']} runs, {job[0]['epochs']} epochs in total."
    yield from table(
        "Part | Core-seconds | Share",
        [
            [row["part"], unit(row["core_seconds"], "s"), f"{float(row['core_seconds']) / total:.1%}"]
            for row in job
        ],
    )


def table(header, rows):
    yield ""
    yield f"| {header} |"
    yield "|" + " --- |" * len(header.split(" | "))
    for row in rows:
        yield "| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |"


def step(row):
    if not row["ms_per_step"]:
        return ""
    return f"{unit(row['ms_per_step'], 'ms')} ({short(row['ms_low'])} to {short(row['ms_high'])})"


def used(row):
    return int(row["runs"]) * int(row["threads"])


def effective(row):
    return float(row["ms_per_step"]) / int(row["runs"]) if row["ms_per_step"] else ""


def short(number):
    """A number with three significant digits."""
    value = float(number)
    return f"{value:,.0f}" if value >= 100 else f"{float(f'{value:.3g}'):g}"


def unit(number, name):
    return "" if number == "" else f"{short(number)} {name}"
