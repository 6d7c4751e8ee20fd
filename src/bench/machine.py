"""The machine that is measured."""

import os
import platform

FLAGS = {"avx512f": "AVX-512", "amx_tile": "AMX", "avx2": "AVX2"}


def cpuinfo(key):
    """A line of Linux's description of the first core, or nothing."""
    try:
        with open("/proc/cpuinfo") as lines:
            return next(line.split(":", 1)[1].strip() for line in lines if line.startswith(key))
    except (OSError, StopIteration):
        return ""


def instructions(flags):
    """The vector instructions that a speed depends on: the widest, and AMX."""
    names = [name for flag, name in FLAGS.items() if flag in flags.split()]
    return " (" + ", ".join(n for n in names if n != "AVX2" or len(names) == 1) + ")" if names else ""


PROCESSOR = (cpuinfo("model name") or platform.machine()) + instructions(cpuinfo("flags"))
BFLOAT16 = any(flag in cpuinfo("flags").split() for flag in ("avx512_bf16", "amx_bf16"))
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
MEMORY_GB = round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1)
