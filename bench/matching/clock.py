"""How long something takes, and whether two results are the same."""

import gc
import hashlib
import time

import numpy as np


class Watch:
    """Wall and processor seconds of what happens inside."""

    def __enter__(self):
        gc.collect()
        self.wall, self.cpu = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_error):
        self.wall = time.perf_counter() - self.wall
        self.cpu = time.process_time() - self.cpu


def best_of(times, work):
    """Return the fastest of some runs, and what the last one gave."""
    runs = []
    for _ in range(times):
        with Watch() as watch:
            result = work()
        runs.append(watch)
    fastest = min(runs, key=lambda run: run.cpu)
    return fastest, result


def digest(*columns):
    joined = b"".join(np.asarray(column, "<i8").tobytes() for column in columns)
    return hashlib.sha256(joined).hexdigest()[:12]


def seconds(watch, factor=1.0):
    return {
        "wall": round(watch.wall * factor, 4),
        "cpu": round(watch.cpu * factor, 4),
        "extrapolated": factor > 1,
    }
