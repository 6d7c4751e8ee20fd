"""Processor, cores and memory of this machine."""

import os
import platform

def cpuinfo(key):
    """A value of /proc/cpuinfo for the first core, or an empty string."""
    try:
        with open("/proc/cpuinfo") as lines:
            return next(line.split(":", 1)[1].strip() for line in lines if line.startswith(key))
    except (OSError, StopIteration):
        return ""


def instructions(flags):
    """The instructions that decide the speed of a step: the widest vectors, and AMX."""
    vectors = ["AVX-512"] if "avx512f" in flags else ["AVX2"] if "avx2" in flags else []
    return ", ".join(vectors + ["AMX"] * ("amx_tile" in flags))


FLAGS = cpuinfo("flags").split()
NAME = cpuinfo("model name") or platform.machine()
PROCESSOR = f"{NAME} ({instructions(FLAGS)})" if instructions(FLAGS) else NAME
BFLOAT16 = "avx512_bf16" in FLAGS or "amx_bf16" in FLAGS
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
MEMORY_GB = round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1)
