"""python3 -m unittest discover -s src/bench"""

import pathlib
import sys
import tempfile
import unittest

import figures
import process


class Figures(unittest.TestCase):
    def test_leaves_out_the_first_blocks(self):
        # Blocks of 10 steps: 100 and 90 ms to get warm, then 20, 30 and 10.
        self.assertEqual([2, 3, 1], figures.block_ms([[100, 190, 290, 310, 340, 350]], 10)[-3:])
        self.assertEqual(3, len(figures.block_ms([[100, 190, 290, 310, 340, 350]], 10)))

    def test_takes_blocks_in_which_all_runs_were_under_way(self):
        # The second run is warm at 50 and the first ends at 80: 60-70, 70-80, and 50-75.
        first, second = [10, 20, 30, 60, 70, 80], [0, 25, 50, 75, 100]
        self.assertEqual([1, 1, 2.5], figures.block_ms([first, second], 10))

    def test_refuses_to_measure_a_single_block(self):
        with self.assertRaisesRegex(ValueError, "too few steps: expected 20 or more"):
            figures.block_ms([[100]], 10)

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


class Processes(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.work, process.WORK = process.WORK, self.folder
        self.addCleanup(setattr, process, "WORK", self.work)

    def test_starts_the_clock_when_all_are_ready(self):
        # Each goes on only when the other one is ready, too: a file for each process.
        ready = self.folder / "ready"
        ready.mkdir()
        says = '{"first_step_at": 4e9}'
        script = f"touch {ready}/$$; echo ready; read x; [ $(ls {ready} | wc -l) = 2 ] && echo '{says}'"
        samples = process.measure(["sh", "-c", script], 2)
        self.assertEqual(2, len(samples))
        self.assertTrue(all(sample["peak_mb"] > 0 for sample in samples))

    def test_says_why_a_process_did_not_measure(self):
        with self.assertRaisesRegex(process.Failed, "^cannot compile$"):
            process.measure(["sh", "-c", "echo cannot compile >&2; exit 1"])
        with self.assertRaisesRegex(process.Failed, "'nonsense' is no measurement"):
            process.measure([sys.executable, "-c", "print('nonsense')"])


if __name__ == "__main__":
    unittest.main()
