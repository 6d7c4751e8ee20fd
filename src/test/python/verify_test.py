"""Tests src/interop/verify.py; the runtimes are shell scripts, and the first is the reference."""

import contextlib
import csv
import io
import os
import pathlib
import sys
import tempfile
import unittest
from unittest import mock

import numpy as np

sys.path.append(str(pathlib.Path(__file__).parents[2] / "interop"))

import verify  # noqa: E402

IMAGES = 20
LABELS = np.arange(IMAGES) % 10
COPY = "cp $PWD/answer/* $3; echo 1.2.3 in Java 17"
# The valid tensors: all images, batches of 1, 7 and 0, all images scaled, a NaN and an infinity.
BATCHES = [20, 1, 7, 0, 20, 1, 1]


class VerificationTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(folder.name)
        self.run_folder = pathlib.Path("results/m/seed-3")
        (self.run_folder / "saved_model").mkdir(parents=True)
        (self.run_folder / "saved_model/saved_model.pb").write_bytes(b"model")
        (self.run_folder / "metrics.csv").write_text("epoch,test_accuracy\n1,0.5\n2,1.0\n")
        patch = mock.patch.object(verify, "INTEROP", pathlib.Path(folder.name))
        patch.start()
        self.addCleanup(patch.stop)
        self.script("install", "[ $1 = nowhere ] && echo 'no such package' >&2 && exit 1; exit 0")
        self.answer(np.eye(10)[LABELS], LABELS)
        images = np.zeros((IMAGES, 28, 28, 1))
        self.verification = verify.Verification([self.run_folder], images, LABELS)
        self.assertEqual(self.verify(COPY).status, "met")

    def answer(self, probabilities, classes, shapes=()):
        """Writes what a runtime answers that accepts the wrong shapes with these indices."""
        wrong = [1 if i in shapes else 0 for i in range(len(verify.WRONG_SHAPES))]
        counts = BATCHES + [1] * len(shapes)
        lines = [f"{count} 10" for count in BATCHES]
        lines += ["1 10" if accepted else "refused shape" for accepted in wrong]
        pathlib.Path("answer").mkdir(exist_ok=True)
        pathlib.Path("answer/answers").write_text("\n".join(lines) + "\n")
        for name, values, dtype in (
            ("probabilities", probabilities, "<f4"),
            ("logits", 2 * probabilities, "<f4"),
            ("classes", classes, "<i8"),
        ):
            parts = [values[:count].astype(dtype).tobytes() for count in counts]
            pathlib.Path("answer", name).write_bytes(b"".join(parts))

    def script(self, name, body):
        pathlib.Path(name).write_text(f"#!/bin/sh\n{body}\n")
        os.chmod(name, 0o755)
        return str(pathlib.Path(name).absolute())

    def verify(self, program, install="here", **bounds):
        runtime = {"name": "R", "install": [install], "model": "saved_model", **bounds}
        runtime["run"] = self.script("program", program)
        (row,) = self.verification.verify("r", runtime)
        return row

    def test_measures_a_runtime_that_answers_as_the_reference(self):
        row = self.verify(COPY)
        self.assertEqual((row.experiment, row.seed, row.version), ("m", "3", "1.2.3 in Java 17"))
        self.assertEqual((row.max_probability_difference, row.class_differences), (0, 0))
        self.assertEqual((row.test_accuracy, row.milliseconds_per_image), (1, 0.5))
        self.assertEqual((row.empty_batch, row.nan, row.infinity), ("empty", "0", "0"))
        self.assertEqual((row.wrong_shapes_accepted, row.accuracy_at_0_to_1), (0, 1))
        self.assertEqual(row.bytes, len(b"model"))

    def test_finds_a_probability_beyond_its_bound(self):
        self.answer(np.eye(10)[LABELS] + 2e-5, LABELS)
        self.assertEqual(self.verify(COPY).status, "exceeded")
        self.assertEqual(self.verify(COPY, probability=3e-5).status, "met")

    def test_a_nan_is_within_no_bound(self):
        self.answer(np.full((IMAGES, 10), np.nan), LABELS)
        self.assertEqual(self.verify(COPY, probability=float("inf")).status, "exceeded")

    def test_finds_a_class_and_an_accuracy_beyond_their_bounds(self):
        self.answer(np.eye(10)[LABELS], np.where(np.arange(IMAGES) == 7, 0, LABELS))
        self.assertEqual(self.verify(COPY, accuracy=1).status, "exceeded")
        self.assertEqual(self.verify(COPY, classes=1).status, "exceeded")
        # One of 20 images: 0.05, give or take a rounding.
        self.assertEqual(self.verify(COPY, classes=1, accuracy=0.051).status, "met")

    def test_finds_a_logit_beyond_ten_times_the_bound(self):
        content = np.fromfile("answer/logits", "<f4")
        (content + 2e-4).astype("<f4").tofile("answer/logits")
        self.assertEqual(self.verify(COPY).status, "exceeded")
        self.assertEqual(self.verify(COPY, probability=3e-5).status, "met")

    def test_finds_a_batch_of_one_that_is_classified_differently(self):
        content = np.fromfile("answer/probabilities", "<f4").reshape(-1, 10)
        content[20] = np.eye(10)[9]
        content.tofile("answer/probabilities")
        self.assertEqual(self.verify(COPY).status, "exceeded")

    def test_finds_an_accuracy_that_the_run_did_not_have(self):
        self.verification.references.clear()
        (self.run_folder / "metrics.csv").write_text("epoch,test_accuracy\n1,0.95\n")
        self.assertEqual(self.verify(COPY).status, "exceeded")
        self.assertEqual(self.verify(COPY, accuracy=0.05).status, "met")

    def test_names_the_wrong_shapes_that_are_accepted(self):
        self.answer(np.eye(10)[LABELS], LABELS, shapes=[2])
        row = self.verify(COPY)
        self.assertEqual((row.status, row.wrong_shapes_accepted), ("exceeded", 1))
        self.assertEqual(row.message, "accepts [1, 28, 28]")
        self.assertEqual(self.verify(COPY, shapes=1).status, "met")

    def test_finds_an_answer_of_too_few_images(self):
        row = self.verify(f"{COPY}; head -c 40 answer/probabilities >$3/probabilities")
        self.assertEqual(row.status, "failed")
        self.assertIn("outputs of another length", row.message)

    def test_finds_a_valid_batch_that_is_refused(self):
        row = self.verify(f"{COPY}; sed -i '3s/.*/refused why/' $3/answers")
        self.assertEqual(row.status, "failed")

    def test_an_earlier_answer_does_not_pass_for_a_runtimes_own(self):
        row = self.verify("echo 1.2.3")
        self.assertEqual(row.status, "failed")
        self.assertIn("answers", row.message)

    def test_reads_the_classes_from_the_probabilities_where_there_are_no_others(self):
        row = self.verify(f"{COPY}; rm $3/classes $3/logits")
        self.assertEqual((row.status, row.max_logit_difference), ("met", ""))

    def test_gives_the_message_that_a_stack_trace_ends_with(self):
        trace = r"Error: it broke\n\tat A.main(A.java:1)\nCaused by: no input\n\t... 1 more\n"
        row = self.verify(f"printf '{trace}' >&2; exit 1")
        self.assertEqual((row.status, row.message), ("failed", "Caused by: no input"))

    def test_says_that_a_runtime_cannot_be_installed(self):
        row = self.verify(COPY, install="nowhere")
        self.assertEqual((row.status, row.message), ("not installed", "no such package"))
        self.assertEqual(row.experiment, "")

    def test_writes_one_line_a_row(self):
        file = pathlib.Path("interop.csv")
        verify.write(file, [self.verify(COPY), self.verify(COPY, install="nowhere")])
        with open(file) as stream:
            measured, missing = csv.DictReader(stream)
        self.assertEqual(measured["status"], "met")
        self.assertEqual(measured["probability_bound"], "1e-05")
        self.assertEqual(missing["message"], "no such package")
        self.assertEqual(missing["test_accuracy"], "")

    def test_shows_every_row_in_a_table(self):
        file = pathlib.Path("runtimes.md")
        verify.write_page(file, [self.verify(COPY), self.verify(COPY, install="nowhere")])
        measured, missing = file.read_text().splitlines()[-2:]
        self.assertTrue(measured.startswith("| R | 1.2.3 in Java 17 | m, seed 3 | 0.0e+00 (1e-05) |"))
        self.assertTrue(missing.endswith("| not installed: no such package |"))

    def test_refuses_a_folder_without_a_model_and_an_unknown_runtime(self):
        for arguments, message in (
            (["nowhere"], "nowhere/saved_model: no SavedModel"),
            (["--runtimes", "abacus", str(self.run_folder)], "--runtimes: 'abacus', expected some"),
        ):
            errors = io.StringIO()
            argv = ["verify.py", "--out", "o.csv", *arguments]
            with mock.patch.object(sys, "argv", argv), contextlib.redirect_stderr(errors):
                self.assertRaises(SystemExit, verify.arguments, {"c": {}})
            self.assertIn(message, errors.getvalue())


if __name__ == "__main__":
    unittest.main()
