"""The figures of the web for this machine; `make bench` prints them.

Everything stays on this machine: a database of its own, servers on loopback.
"""

import contextlib
import os
import platform
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hafen.config.settings")
django.setup()

import content  # noqa: E402 - after Django is set up
import files  # noqa: E402 - likewise
import find  # noqa: E402 - likewise
import load  # noqa: E402 - likewise
import paper  # noqa: E402 - likewise
import reports  # noqa: E402 - likewise
from django.db import connection, connections  # noqa: E402 - likewise
from django.test import Client  # noqa: E402 - likewise
from django.test.utils import CaptureQueriesContext  # noqa: E402 - likewise

from hafen.config import judging  # noqa: E402 - likewise
from hafen.mechanisms.search.services import rebuild  # noqa: E402 - likewise

HOST = "127.0.0.1"
PROCESSES = 2


def free_port():
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def server(**environment):
    """Run granian with two processes as the web role; give address, start, pid."""
    port, begin = free_port(), time.monotonic()
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "hafen.config.web_server"),
            *("--host", HOST, "--port", str(port), "--no-ws"),
            *("--workers", str(PROCESSES), "--blocking-threads", "4"),
            *("--log-level", "error"),
        ],
        env=os.environ | {"HAFEN_DB_ROLE": "web"} | environment,
        stdin=subprocess.PIPE,
    )
    with process.stdin as told:
        told.write(b"serve\n")
    address = f"http://{HOST}:{port}"
    try:
        yield address, _until_answer(address, begin), process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(15)


def _until_answer(address, begin):
    page = f"{address}/{content.slug(1)}/de/"
    while time.monotonic() - begin < 60:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(page).read()
            return time.monotonic() - begin
        time.sleep(0.05)
    raise SystemExit("The server did not answer within a minute.")


def memory_of(parent):
    """Return the megabytes of a process and those below it, what they share once."""
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError):
            if re.search(rf"^P?Pid:\s+{parent}$", status.read_text(), re.MULTILINE):
                rollup = (status.parent / "smaps_rollup").read_text()
                found.append(int(re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[1]))
    return sum(found) / 1_024


def list_page(factor):
    return f"/{content.slug(factor)}/de/offers/"


def queries(factor):
    client = Client(headers={"host": "localhost"})
    client.get(list_page(factor))
    with CaptureQueriesContext(connection) as seen:
        client.get(list_page(factor))
    return len(seen)


def web():
    """Yield name, figure and goal, line by line."""
    with server() as (address, start, pid):
        yield "start to the first page", f"{start:.1f} s", "≤ 3 s"
        page = address + list_page(1)
        for _ in range(8):
            load.milliseconds(page, times=5)
        yield "list, kept", f"{load.requests_per_second(page):,.0f}/s", "≥ 4,000/s"
        tag = load.header_of(page, "ETag")
        rate = load.requests_per_second(page, headers={"If-None-Match": tag})
        yield "list, 304", f"{rate:,.0f}/s", "≥ 5,000/s"
        share = memory_of(pid) / PROCESSES
        yield "memory per web process", f"{share:.0f} MB", "≤ 160 MB"
    with server(HAFEN_PAGE_CACHE_MB="0") as (address, _start, _pid):
        pages = {factor: address + list_page(factor) for factor in content.FACTORS}
        for page in pages.values():
            load.milliseconds(page)
        rate = load.requests_per_second(pages[1], connections=4)
        yield "list, made anew", f"{rate:,.0f}/s", "≥ 120/s"
        times = {factor: load.milliseconds(page) for factor, page in pages.items()}
    for factor, taken in times.items():
        yield (
            f"list, made anew, {factor} × content",
            f"{taken:.1f} ms, {queries(factor)} queries",
            "≤ 25 ms" if factor == 1 else f"≤ {times[1] * 1.2:.1f} ms",
        )


def search():
    total, middle, most = find.measure()
    yield f"search in {total:,}", f"p50 {middle:.1f}, p95 {most:.1f} ms", "p95 ≤ 50 ms"
    for name, label, goal in (
        (judging.TUNED, "judged queries", "≥ 0.95"),
        (judging.FRESH, "never tuned for", "told apart"),
    ):
        judged = judging.judge(judging.load("benchjudged"), name)
        yield (
            f"recall at 5, {len(judged)} {label}",
            f"{judging.recall(judged):.3f}",
            goal,
        )


def pilot():
    total, largest, taken = reports.measure()
    yield (
        f"pilot report, {largest:,} of {total:,} contacts",
        f"{taken:,.0f} ms",
        "≤ 2,000 ms",
    )


def papers():
    for language, pages, taken in paper.measure():
        goal = "≤ 150 ms for two"
        yield f"guide as PDF, {language}, {pages} pages", f"{taken:.0f} ms", goal


def make_search():
    find.make()
    rebuild(municipality=judging.load("benchjudged"))


# What is measured, and what it needs before; `./hafen bench files` runs one part.
PARTS = {
    "web": (content.make_all, web),
    "search": (make_search, search),
    "files": (files.make, files.measure),
    "reports": (reports.make, pilot),
    "papers": (lambda: judging.load("benchjudged"), papers),
}


def main():
    wanted = sys.argv[1:] or list(PARTS)
    for name in wanted:
        begin = time.monotonic()
        PARTS[name][0]()
        print(f"{name} made in {time.monotonic() - begin:,.0f} s", flush=True)
    connections.close_all()
    facts = [
        platform.machine(),
        f"{os.cpu_count()} processors",
        f"load {os.getloadavg()[0]:.1f}",
        f"Python {platform.python_version()}",
    ]
    print(", ".join(facts), end="\n\n")
    print(f"{'':38}{'measured':>26}   goal")
    for name in wanted:
        for label, figure, goal in PARTS[name][1]():
            print(f"{label:38}{figure:>26}   {goal}", flush=True)


if __name__ == "__main__":
    main()
