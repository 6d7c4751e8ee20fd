"""What a study on a cluster comes to, on a real Slurm: the same bytes, whatever happens to its tasks."""

import concurrent.futures
import filecmp
import gzip
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

from slurm import Slurm, call, kill, wait

ROOT = pathlib.Path(__file__).resolve().parents[3]
JAVA = ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", "target/tiny-mnist.jar"]
SHORT = os.environ.get("CLUSTER") == "short"
MODELS = ["model-1-optimized", "model-2-onecycle-dropout", "model-3-baseline"]
ONE = MODELS[1]

# Enough that something can happen to a run, and that it makes some checkpoints.
LONG = 20

ALL = [*MODELS, "--seeds", "1-4", "--epochs", 1]
TWO = [ONE, "--seeds", "1-2", "--epochs", LONG]

# Far more than anything takes.
SECONDS = 600


def small(folder):
    """Writes the first images of MNIST."""
    folder.mkdir()
    for part, images in (("train", 2000), ("t10k", 500)):
        for kind, header, size in (("images-idx3", 16, 784), ("labels-idx1", 8, 1)):
            name = f"{part}-{kind}-ubyte"
            with gzip.open(ROOT / f"src/main/resources/mnist/{name}.gz") as file:
                content = bytearray(file.read(header + images * size))
            content[4:8] = images.to_bytes(4, "big")
            (folder / name).write_bytes(content)
    return folder


def run(command, **more):
    done = subprocess.run(
        [str(word) for word in command],
        cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more,
    )
    return done.returncode, done.stdout


def told_to_end(process):
    """Returns whether a process that stands still has SIGTERM before it."""
    waiting = re.search(r"ShdPnd:\s*(\w+)", pathlib.Path(f"/proc/{process}/status").read_text()).group(1)
    return int(waiting, 16) >> (signal.SIGTERM - 1) & 1


class Case(unittest.TestCase):
    """The cases run at the same time, so each has its own folder and its own nodes."""

    def setUp(self):
        # Where the time goes.
        start = time.monotonic()
        self.addCleanup(lambda: print(f"{time.monotonic() - start:4.0f} s {self._testMethodName}", flush=True))

    # The program.

    @classmethod
    def train(cls, out, *arguments):
        """As make experiments does, without a cluster."""
        code, said = run([*JAVA, "run", *arguments, "--data", cls.data, "--out", cls.folder / out, "--gpu", "off"])
        assert code == 0, said
        return said

    def cluster(self, command, out, *arguments, **more):
        return run(
            ["src/slurm/cluster", command, "--program", " ".join(JAVA), "--out", self.folder / out, *arguments],
            **more)

    def submit(self, out, *arguments):
        """Returns what was said, and the numbers of the jobs, the report's last."""
        code, said = self.cluster("submit", out, "--data", self.data, *arguments)
        self.assertEqual(code, 0, said)
        jobs, report = re.search(r"jobs: ([\d ]+), report: job (\d+)\n", said).groups()
        return said, [*jobs.split(), report]

    def status(self, out):
        code, said = self.cluster("status", out)
        self.assertEqual(code, 0, said)
        return said

    def refused(self, *arguments, **more):
        """Returns the one line."""
        code, said = self.cluster("submit", "refused", ONE, "--data", self.data, *arguments, **more)
        self.assertEqual(code, 1, said)
        self.assertRegex(said, r"^tiny-mnist: .*\n$")
        return said

    # What it comes to.

    def ended(self, jobs):
        wait(lambda: not call("squeue", "-h", "-t", "all", "-j", ",".join(jobs), "-o", "%T").replace(
            "COMPLETED", "").replace("FAILED", "").replace("CANCELLED", "").strip(), SECONDS, f"jobs {jobs} end")

    def log(self, out, job):
        file = self.folder / out / "slurm" / f"{job}.log"
        return file.read_text() if file.exists() else ""

    def report(self, out, jobs):
        """Returns the report, and what its job said."""
        return (self.folder / out / "report.md").read_text() + self.log(out, f"report-{jobs[-1]}")

    def same(self, out, runs, epochs):
        """Compares runs with those that nothing disturbs."""
        self.plain[epochs].result()
        self.assertTrue(runs)
        for each in runs:
            for name in ("metrics.csv", "errors.csv", "saved_model/variables/variables.data-00000-of-00001"):
                files = [self.folder / folder / each / name for folder in (f"plain-{epochs}", out)]
                self.assertTrue(filecmp.cmp(*files, shallow=False), f"{each}/{name}")
        found = {str(file.parent.relative_to(self.folder / out)) for file in (self.folder / out).glob("*/*/run.json")}
        self.assertEqual(found, set(runs))
        left = [str(file) for file in (self.folder / out).glob("*/*/.*")]
        self.assertEqual(left, [])

    def finished(self, out, jobs, runs, epochs=LONG):
        self.same(out, runs, epochs)
        self.assertNotIn("missing:", self.report(out, jobs))
        self.assertRegex(self.status(out), rf"^{len(runs)} runs: {len(runs)} finished\n$")

    def under_way(self, out, run):
        """Waits for a checkpoint, and returns the process that makes the run and its node."""
        folder = self.folder / out / run
        wait((folder / ".checkpoint").exists, SECONDS, f"{run} is under way")
        holder = wait(lambda: self.holder(folder / ".lock"), SECONDS, f"{run} is locked")
        environment = pathlib.Path(f"/proc/{holder}/environ").read_text()
        return holder, re.search(r"SLURMD_NODENAME=(\w+)", environment).group(1)

    @staticmethod
    def holder(lock):
        process = re.match(r"process (\d+) on", lock.read_text()) if lock.exists() else None
        return process and int(process.group(1))


class Undisturbed(Case):
    """These take all nodes."""

    def test_gives_the_same_bytes_on_four_nodes_in_arrays_as_small_as_the_site_wants(self):
        said, jobs = self.submit("many", *ALL, "--cores", "1", "--rounds", "1")
        self.assertIn("runs: 12, tasks: 12,", said)
        self.assertEqual(len(jobs), 4, "three arrays of at most five tasks, and a report")
        self.assertIn("Nothing to submit", self.cluster("submit", "many", *ALL, "--data", self.data)[1])
        self.ended(jobs)
        self.finished("many", jobs, [f"{model}/seed-{seed}" for model in MODELS for seed in range(1, 5)], 1)
        logs = "".join(file.read_text() for file in (self.folder / "many/slurm").glob("*_*.log"))
        self.assertEqual(set(re.findall(r"on (n\d): started", logs)), {"n1", "n2", "n3", "n4"})
        self.assertEqual(len(re.findall(r"seed \d: written to", logs)), 12)

    def test_refuses_in_one_line(self):
        self.assertIn("invalid partition specified: nowhere", self.refused("--partition", "nowhere"))
        self.assertIn("time limit", self.refused("--partition", "small", "--time", "30").lower())
        self.assertIn("accounting/QOS policy", self.refused("--account", "poor"))
        alone = self.folder / "bin"
        alone.mkdir()
        for name in ("bash", "dirname", "readlink"):
            (alone / name).symlink_to(shutil.which(name))
        self.assertIn("there is no Slurm", self.refused(env={**os.environ, "PATH": str(alone)}))
        self.assertFalse((self.folder / "refused/slurm/plan.csv").exists())

    @unittest.skipIf(SHORT, "short")
    def test_shows_a_job_for_kubernetes_that_fits_its_schema(self):
        checker = ROOT / "target/slurm/bin/kubernetes-validate"
        self.assertIn("passed for resource job/tiny-mnist",
                      call(checker, "--strict", ROOT / "src/site/resources/kubernetes-job.yaml"))


class Disturbed(Case):
    """One of these takes node n2 down, which the others leave to it."""

    ELSEWHERE = ["--cores", "1", "--rounds", "1", "--", "--exclude=n2"]

    def test_starts_a_task_again_that_is_requeued(self):
        run = f"{ONE}/seed-1"
        _, jobs = self.submit("requeued", ONE, "--epochs", LONG, *self.ELSEWHERE)
        process, _ = self.under_way("requeued", run)
        # However fast the machine is, the run is not done before.
        kill(process, signal.SIGSTOP)
        beside = self.train("requeued", ONE, "--epochs", LONG)
        self.assertRegex(beside, r"seed 1: skipped: .*in use by process \d+ on ")
        self.assertRegex(self.status("requeued"), rf"running +{ONE}, seed 1: epoch \d+ of {LONG}, process")
        kill(process, signal.SIGCONT)
        call("scontrol", "requeue", f"{jobs[0]}_0")
        wait(lambda: self.log("requeued", f"{jobs[0]}_0").count(": started") == 2, SECONDS, "the task starts again")
        self.ended(jobs)
        self.assertRegex(self.log("requeued", f"{jobs[0]}_0"), r"seed 1: resumes after \d+ epochs")
        self.assertNotIn("time limit", self.log("requeued", f"{jobs[0]}_0"))
        self.finished("requeued", jobs, [run])

    @unittest.skipIf(SHORT, "short")
    def test_names_a_run_whose_process_was_killed_and_makes_it_when_submitted_again(self):
        runs = [f"{ONE}/seed-{seed}" for seed in (1, 2)]
        _, jobs = self.submit("killed", *TWO, *self.ELSEWHERE)
        process, _ = self.under_way("killed", runs[0])
        kill(process, signal.SIGKILL)
        self.ended(jobs)
        self.assertRegex(self.report("killed", jobs), rf"missing: {ONE}, seed 1: task {jobs[0]}_0 on n\d: killed by signal 9")
        self.assertRegex(self.status("killed"), rf"failed +{ONE}, seed 1: .*killed by signal 9\n2 runs: 1 finished, 1 failed")
        said, jobs = self.submit("killed", *TWO, *self.ELSEWHERE)
        self.assertIn("runs: 1, ", said)
        self.ended(jobs)
        self.assertRegex(self.log("killed", f"{jobs[0]}_0"), r"seed 1: resumes after \d+ epochs")
        self.finished("killed", jobs, runs)

    @unittest.skipIf(SHORT, "short")
    def test_names_a_run_whose_task_was_cancelled_and_makes_it_when_submitted_again(self):
        runs = [f"{ONE}/seed-{seed}" for seed in (1, 2)]
        _, jobs = self.submit("cancelled", *TWO, *self.ELSEWHERE)
        self.under_way("cancelled", runs[0])
        call("scancel", f"{jobs[0]}_0")
        self.ended(jobs)
        self.assertRegex(self.report("cancelled", jobs), rf"missing: {ONE}, seed 1: .*CANCELLED")
        self.assertRegex(self.status("cancelled"), rf"failed +{ONE}, seed 1: .*CANCELLED")
        said, jobs = self.submit("cancelled", *TWO, *self.ELSEWHERE)
        self.assertIn("runs: 1, ", said)
        self.ended(jobs)
        self.finished("cancelled", jobs, runs)

    @unittest.skipIf(SHORT, "short")
    def test_starts_a_task_again_whose_node_went_down(self):
        run = f"{ONE}/seed-1"
        _, jobs = self.submit("node", ONE, "--epochs", LONG, "--cores", "1", "--", "--nodelist=n2")
        process, node = self.under_way("node", run)
        self.assertEqual(node, "n2")
        self.slurm.kill(node, process)
        call("scontrol", "update", f"nodename={node}", "state=down", "reason=power")
        wait(lambda: "PENDING" in call("squeue", "-h", "-j", jobs[0], "-o", "%T"), SECONDS, "the task waits for its node")
        self.assertRegex(self.status("node"), rf"waiting +{ONE}, seed 1")
        self.slurm.start(node)
        self.ended(jobs)
        self.assertRegex(self.log("node", f"{jobs[0]}_0"), r"seed 1: resumes after \d+ epochs")
        self.finished("node", jobs, [run])

    @unittest.skipIf(SHORT, "short")
    def test_names_a_run_that_cannot_be_written_and_makes_the_others(self):
        (self.folder / "full").mkdir()
        (self.folder / "full" / MODELS[2]).write_text("in the way")
        asked = [*MODELS, "--epochs", "1", "--cores", "2", "--", "--exclude=n2"]
        _, jobs = self.submit("full", *asked)
        self.ended(jobs)
        self.assertRegex(self.report("full", jobs), rf"missing: {MODELS[2]}, seed 1: failed: .*: Not a directory")
        self.same("full", [f"{model}/seed-1" for model in MODELS[:2]], 1)
        (self.folder / "full" / MODELS[2]).unlink()
        said, jobs = self.submit("full", *asked)
        self.assertIn("runs: 1, ", said)
        self.ended(jobs)
        self.finished("full", jobs, [f"{model}/seed-1" for model in MODELS], 1)


class Slow(Case):
    """This waits for Slurm's clock: a time limit strikes 10 to 40 seconds after a start."""

    @unittest.skipIf(SHORT, "short")
    def test_goes_on_after_two_time_limits(self):
        run = f"{ONE}/seed-1"
        _, jobs = self.submit("slow", ONE, "--epochs", LONG, "--cores", "1", "--time", "1",
                              "--", "--nodelist=n4", "--signal=B:TERM@50")
        task = f"{jobs[0]}_0"
        for strike in (1, 2):
            wait(lambda: self.log("slow", task).count(": started") >= strike, SECONDS, f"start {strike}")
            latest = time.monotonic() + 45
            process, _ = self.under_way("slow", run)
            kill(process, signal.SIGSTOP)
            wait(lambda: told_to_end(process) or time.monotonic() > latest, SECONDS, f"strike {strike}")
            kill(process, signal.SIGCONT)
            wait(lambda: f"time limit; requeued, {strike} of 3" in self.log("slow", task), SECONDS, f"requeue {strike}")
        for job in (task, jobs[1]):
            call("scontrol", "update", f"jobid={job}", "timelimit=30")
        self.ended(jobs)
        self.assertRegex(self.log("slow", task), r"seed 1: resumes after \d+ epochs")
        self.finished("slow", jobs, [run])


class Together(unittest.TestSuite):
    """Runs its tests at the same time."""

    def run(self, result, debug=False):
        with concurrent.futures.ThreadPoolExecutor() as pool:
            for done in [pool.submit(test.run, result) for test in self]:
                done.result()
        return result


def cases(of):
    return Together(unittest.defaultTestLoader.loadTestsFromTestCase(of))


if __name__ == "__main__":
    with Slurm() as Case.slurm, tempfile.TemporaryDirectory(prefix="cluster-", dir=ROOT / "target") as folder:
        Case.folder = pathlib.Path(folder)
        Case.data = small(Case.folder / "data")
        pool = concurrent.futures.ThreadPoolExecutor(1)
        Case.plain = {runs[-1]: pool.submit(Case.train, f"plain-{runs[-1]}", *runs) for runs in (ALL, TWO)}
        rest = unittest.TestSuite([cases(Undisturbed), cases(Disturbed)])
        done = unittest.TextTestRunner().run(Together([cases(Slow), rest]))
    raise SystemExit(not done.wasSuccessful())
