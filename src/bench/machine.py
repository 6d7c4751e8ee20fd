"""The machine that is measured."""

import os
import platform

def cpuinfo(key):
    """A line of Linux's description of the first core, or nothing."""
    try:
        with open("/proc/cpuinfo") as lines:
            return next(line.split(":", 1)[1].strip() for line in lines if line.startswith(key))
    except (OSError, StopIteration):
        return ""


def instructions(flags):
    """What a step's speed depends on: the widest vectors, and AMX."""
    vectors = ["AVX-512"] if "avx512f" in flags else ["AVX2"] if "avx2" in flags else []
    return ", ".join(vectors + ["AMX"] * ("amx_tile" in flags))


FLAGS = cpuinfo("flags").split()
NAME = cpuinfo("model name") or platform.machine()
PROCESSOR = f"{NAME} ({instructions(FLAGS)})" if instructions(FLAGS) else NAME
BFLOAT16 = "avx512_bf16" in FLAGS or "amx_bf16" in FLAGS
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
MEMORY_GB = round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1)
