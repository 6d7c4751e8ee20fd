"""python3 -m unittest discover -s src/bench"""

import contextlib
import csv
import io
import pathlib
import shutil
import sys
import tempfile
import time
import unittest
from unittest import mock

import bench
import figures
import machine
import page
import process


REFERENCE = pathlib.Path(__file__).parents[2] / "results" / "reference"


class Figures(unittest.TestCase):
    def test_puts_quartiles_between_values(self):
        # As numpy.percentile does.
        self.assertEqual([1.75, 2.5, 3.25], figures.quartiles([4.0, 1.0, 3.0, 2.0]))
        self.assertEqual([5, 5, 5], figures.quartiles([5]))

    def test_writes_four_digits(self):
        texts = [figures.text(v) for v in (19.4349, 12681.4, 0.25557, 3, None, "eager")]
        self.assertEqual(["19.43", "12680", "0.2556", "3", "", "eager"], texts)

    def test_adds_the_parts_of_a_job_up_to_cores_times_wall_time(self):
        runs = [
            {"start": 2, "end": 13, "epochs": [5, 5]},
            {"start": 2, "end": 8, "epochs": [5]},
        ]
        parts = figures.job_parts(0, 14, 2, runs, evaluation_seconds=0.5)
        expected = {
            "start": 4,
            "steps": 13.5,
            "evaluation": 1.5,
            "set-up and export": 2,
            "report": 2,
            "idle cores": 5,
        }
        self.assertEqual(expected, parts)
        self.assertEqual(2 * 14, sum(parts.values()))


class Rows(unittest.TestCase):
    HEADER = ["processor", "mode", "ms_per_step"]

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = pathlib.Path(folder.name) / "bench.csv"

    def write(self, *rows):
        figures.write_rows(self.file, self.HEADER, [dict(zip(self.HEADER, row)) for row in rows])

    def test_replaces_the_rows_of_its_own_processor_only(self):
        self.write(("A", "eager", 1.0), ("A", "compiled", 2.0))
        self.write(("B", "eager", 3.0))
        self.write(("A", "eager", 4.0))
        lines = self.file.read_text().splitlines()
        self.assertEqual(["processor,mode,ms_per_step", "B,eager,3", "A,eager,4"], lines)

    def test_leaves_a_file_with_other_columns_alone(self):
        self.file.write_text("processor,ms\nA,1\n")
        with self.assertRaisesRegex(ValueError, "bench.csv: other columns, expected processor,"):
            self.write(("A", "eager", 1.0))
        self.assertEqual("processor,ms\nA,1\n", self.file.read_text())


class Page(unittest.TestCase):
    def test_shows_each_machine_by_itself(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        here = pathlib.Path(folder.name)

        def row(processor, system, mode, runs, ms):
            values = [processor, 2, 16.0, system, "1.0", mode, "float32", runs, 1, ms, ms - 1, ms + 1]
            return dict(zip(bench.BENCH, [*values, 700, 1.5, None, ""]))

        figures.write_rows(
            here / "bench.csv",
            bench.BENCH,
            [
                row("A|B", "Tiny MNIST", "", 1, 20.0),
                row("A|B", "Tiny MNIST", "augmentation", 1, 10.0),
                row("A|B", "Tiny MNIST", "", 2, 25.0),
                row("A|B", "PyTorch", "eager", 1, 35.0),
                row("A|B", "PyTorch", "compiled", 1, 30.0),
                row("C", "Tiny MNIST", "", 1, 40.0),
                {"processor": "C", "cores": 2, "memory_gb": 16.0, "system": "Keras"}
                | {"note": "not installed: no wheel"},
            ],
        )
        job = {"cores": 2, "memory_gb": 16.0, "version": "1.0", "runs": 3, "epochs": 60}
        figures.write_rows(
            here / "job.csv",
            bench.JOB,
            [
                job | {"processor": "C", "part": part, "core_seconds": seconds}
                for part, seconds in (
                    ("steps", 930.0), ("evaluation", 70.0), (page.HERE, 60.0), (page.IN_PYTORCH, 222.0)
                )
            ],
        )
        page.write(here, bench.HEADERS)
        text = (here / "speed.md").read_text()
        self.assertTrue(text.startswith("# Speed\n\nThe three experiments take **3.7 times as long** in"))
        self.assertIn("111 s instead of 30 s for an epoch of each", text)
        first, second = text.split("## C, ")
        self.assertIn(
            "GB, float32, one core: **20 ms** per step of Model 1; fastest PyTorch (compiled) 30 ms,"
            " **1.50 times** as long.",
            first,
        )
        self.assertIn("GB, float32, 2 cores: **12.5 ms** per step of Model 1;", first)
        self.assertIn("| Tiny MNIST | augmentation | float32 | 1 × 1 | 10 ms (9 to 11) | 10 ms |", first)
        self.assertIn("not installed: no wheel", second)
        self.assertIn("| steps | 930 s | 93.0% |", second)


    def test_of_the_reference_follows_from_its_files(self):
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder)
            for name in (*bench.HEADERS, "profile.txt"):
                shutil.copy(REFERENCE / name, copy)
            page.write(copy, bench.HEADERS)
            written = (copy / "speed.md").read_text()
        self.assertEqual((REFERENCE / "speed.md").read_text(), written)


class WholeJob(unittest.TestCase):
    """With stand-ins: PyTorch's takes longer."""

    def test_times_the_three_models_here_and_in_pytorch(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        here = pathlib.Path(folder.name)
        (here / "ours.py").write_text("import sys, pathlib\npathlib.Path(sys.argv[-1]).mkdir()")
        (here / "reference_pytorch.py").write_text(
            "import sys, pathlib, time\ntime.sleep(0.5)\n"
            "run = pathlib.Path(sys.argv[1], 'model-1', 'seed-1')\nrun.mkdir(parents=True)\n"
            """(run / "machine.json").write_text('{"torch": "2.0", "torchvision": "0.2"}')"""
        )
        (here / "install").write_text("#!/bin/sh\n")
        (here / "install").chmod(0o755)
        python = here / "reference" / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.symlink_to(sys.executable)
        options = mock.Mock(program=[sys.executable, here / "ours.py"], quick=False, rounds=1)
        with mock.patch.object(bench, "HERE", here), mock.patch.object(process, "WORK", here):
            with contextlib.redirect_stdout(io.StringIO()):
                ours, pytorch = bench.three_models(options, "3.0")
        self.assertEqual((page.HERE, "3.0"), (ours["part"], ours["version"]))
        self.assertEqual("PyTorch 2.0, torchvision 0.2", pytorch["version"])
        self.assertGreater(pytorch["core_seconds"], ours["core_seconds"])
        self.assertLessEqual(set(ours), set(bench.JOB))


class Peers(unittest.TestCase):
    """With stand-ins that only say lines: the fast way sleeps less."""

    STAND_IN = """
import sys, time
if "--profile" in sys.argv:
    print("75000000 conv1 conv1 = Conv2D(x)")
    sys.exit()
print("version 2.0")
for count in range(1, 10**6):
    print("step 1", count, flush=True)
    time.sleep(0.002 if "fast" in sys.argv else 0.02)
"""

    def test_measures_the_best_way_again_beside_this_project(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        here = pathlib.Path(folder.name)
        (here / "peers").mkdir()
        for program in ("ours.py", "peers/other_fit.py"):
            (here / program).write_text(self.STAND_IN)
        (here / "install").write_text("#!/bin/sh\n[ $1 = other ] || { echo no wheel >&2; exit 1; }\n")
        (here / "install").chmod(0o755)
        python = here / "other" / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.symlink_to(sys.executable)
        systems = {"Other": ("other", "slow", "fast"), "Missing": ("missing", "any")}
        with mock.patch.multiple(
            bench, HERE=here, PEERS=systems, ALL_CORES=1, PRECISIONS=["float32"]
        ), mock.patch.object(process, "WORK", here), contextlib.redirect_stdout(io.StringIO()) as out:
            bench.main(
                ["peers", "--quick", "--rounds", "1", "--out", str(here)]
                + ["--program", f"{sys.executable} {here}/ours.py"]
            )
        self.assertIn("times as fast as Other, fast, float32", out.getvalue())
        profile = (here / "profile.txt").read_text()
        self.assertIn("1.50 ms in operations", profile)
        self.assertIn("   1.500 100.0 %      0  conv1 [Conv2D]", profile)
        with open(here / "bench.csv") as file:
            rows = list(csv.DictReader(file))
        modes = [(row["system"], row["mode"]) for row in rows]
        self.assertEqual([("Other", "slow"), ("Other", "fast"), ("Missing", "")], modes[-3:])
        self.assertEqual("not installed: no wheel", rows[-1]["note"])
        ours, slow, fast = rows[0], rows[-3], rows[-2]
        self.assertEqual(("Tiny MNIST", "2.0", "float32"), (ours["system"], ours["version"], ours["precision"]))
        self.assertLess(float(fast["ms_per_step"]), float(slow["ms_per_step"]))


class KilledProcess(unittest.TestCase):
    def test_its_last_line_may_be_half_written(self):
        with tempfile.TemporaryDirectory() as folder:
            program = "import time; print('step 0 1'); print('step 0', end='', flush=True); time.sleep(60)"
            killed = process.Process([sys.executable, "-c", program], pathlib.Path(folder) / "log")
            while not killed.steps:
                time.sleep(0.01)
            killed.kill()
        self.assertEqual(1, len(killed.steps["0"]))
        self.assertGreater(killed.peak_mb, 0)


class Machine(unittest.TestCase):
    def test_names_the_instructions_that_count(self):
        self.assertEqual("AVX2", machine.instructions(["avx", "avx2", "fma"]))
        flags = ["avx2", "avx512f", "amx_tile", "amx_bf16"]
        self.assertEqual("AVX-512, AMX", machine.instructions(flags))
        self.assertEqual("", machine.instructions([]))


class Blocks(unittest.TestCase):
    def test_leaves_out_what_ends_before_all_are_warm(self):
        # Warm at 2 s: 10 steps in 100 ms, then 5 in 100 ms.
        run = [(1, 1.0), (10, 1.9), (20, 2.0), (30, 2.1), (35, 2.2)]
        self.assertAllClose([10, 20], process.block_ms([run], warm_up=1))

    def test_takes_blocks_in_which_all_runs_were_under_way(self):
        # The second is warm at 3, the first ends at 5: its last two blocks count, and one of these.
        first = [(1, 1), (2, 2), (3, 3), (4, 4), (5, 5)]
        second = [(1, 2), (3, 3.5), (5, 4.5), (7, 5.5)]
        self.assertAllClose([1000, 1000, 500], process.block_ms([first, second], warm_up=1))

    def assertAllClose(self, expected, values):
        self.assertEqual(expected, [round(value, 6) for value in values])


class Processes(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.work, process.WORK = process.WORK, pathlib.Path(folder.name)
        self.addCleanup(setattr, process, "WORK", self.work)

    def measure(self, script, processes=1, runs=1, measured=0.1):
        return process.measure(["sh", "-c", script], processes, runs, 0, measured)

    def test_measures_processes_that_train_at_the_same_time(self):
        script = "echo version 2.0; n=1; while :; do echo step 1 $n; n=$((n + 2)); sleep 0.02; done"
        sample = self.measure(script, processes=2, runs=2)
        self.assertEqual("2.0", sample["version"])
        self.assertGreater(len(sample["block_ms"]), 1)
        self.assertGreater(sample["peak_mb"], 0)
        self.assertGreater(sample["first_step_seconds"], 0)

    def test_waits_for_the_end_of_an_epoch(self):
        script = "echo step 1 1; sleep 0.1; echo step 1 11; echo evaluation 0.5"
        sample = self.measure(script, measured=None)
        self.assertEqual([0.5], sample["evaluations"])
        self.assertEqual(1, len(sample["block_ms"]))

    def test_says_why_a_process_did_not_measure(self):
        with self.assertRaisesRegex(process.Failed, "^cannot compile$"):
            self.measure("echo step 1 1; echo cannot compile >&2; exit 1")
        with self.assertRaisesRegex(process.Failed, "^too few steps to measure$"):
            self.measure("echo step 1 1")


if __name__ == "__main__":
    unittest.main()
