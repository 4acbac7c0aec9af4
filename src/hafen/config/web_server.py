"""The web server: loads the application once, then forks its processes.

What the processes share lies in memory once, and one that is started again
after a crash stands at once. Options are those of granian. It may load before
the database is ready: it serves when a line comes on standard input, and ends
when none can come any more.
"""

import multiprocessing
import sys

from granian.cli import entrypoint

from hafen.config import wsgi

if __name__ == "__main__":
    if not sys.stdin.readline():
        sys.exit("Nobody said that the database is ready.")
    # From Python 3.14 on each process would load everything anew.
    multiprocessing.set_start_method("fork")
    # Granian finds in each process what is loaded here.
    sys.argv += [f"{wsgi.__name__}:application", "--interface", "wsgi"]
    entrypoint()  # type: ignore[no-untyped-call]
