"""`./hafen run` and `./hafen serve`: the web server, the worker, the database.

This process starts them, watches them, and stops them cleanly. It holds
`run/serve.lock`, so a second start on the same data says where the first runs.
"""

import argparse
import contextlib
import ctypes
import fcntl
import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TextIO

import psycopg

from hafen.config import database, setup
from hafen.config import environment as env
from hafen.config.database import Server
from hafen.config.interrupts import Interrupted
from hafen.config.maintenance import database_checks, machine_checks
from hafen.core.db.commands import Outcome
from hafen.core.db.errors import DomainError

HOST = "127.0.0.1"
DEMO = env.ROOT / "src" / "hafen" / "config" / "demo"
STOP_SECONDS = 10
PR_SET_PDEATHSIG = 1


class AlreadyRunning(DomainError):
    """Another process serves this data; the message says where."""


class PortTaken(DomainError):
    """Another program listens on the port; the message says what to do."""


def run(options: argparse.Namespace) -> Outcome:
    """`./hafen run`: with the demo municipality, mail into files."""
    os.environ["HAFEN_DEMO"] = "1"
    return _serve(options.server)


def serve(options: argparse.Namespace) -> Outcome:
    """`./hafen serve`"""
    return _serve(options.server)


def _serve(server: Server) -> Outcome:
    port = env.number("HAFEN_PORT", 8000)
    with _alone(port):
        _refuse_taken(port)
        processes = Processes(server, port)
        try:
            if setup.static_is_collected():
                # It loads on one core while the database is looked at on another.
                processes.load_web()
            with setup.collecting_static(server):
                setup.make_ready(server)
                if env.flag("HAFEN_DEMO"):
                    _load_demo(server)
            _warn(server)
            processes.start()
            _announce(port)
            processes.watch()
        except (KeyboardInterrupt, Interrupted):
            setup.say("Stopping …")
        finally:
            processes.stop()
    return Outcome(None)


@contextmanager
def _alone(port: int) -> Iterator[None]:
    """Hold the serving of this data.

    :raises AlreadyRunning: when another process holds it
    """
    path = env.var() / "run" / "serve.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(_where(lock)) from None
        lock.truncate(0)
        lock.write(json.dumps(_facts(port)))
        lock.flush()
        yield
        lock.truncate(0)


def _facts(port: int) -> dict[str, int | bool]:
    return {"pid": os.getpid(), "port": port, "demo": env.flag("HAFEN_DEMO")}


def _warn(server: Server) -> None:
    """Say loudly what makes this start dangerous, and the way out."""
    with psycopg.connect(server.dsn("owner")) as connection:
        found = [*machine_checks.demo(), *database_checks.check_demo(connection)]
    for finding in found:
        if finding.state != "good":
            setup.say("\n".join(["!" * 72, *finding.lines, "!" * 72]))


def _where(lock: TextIO) -> str:
    lock.seek(0)
    with contextlib.suppress(ValueError):
        found = json.load(lock)
        return (
            f"Hafen already runs on this data: http://localhost:{found['port']}"
            f" (process {found['pid']}).\nStop it there with Ctrl-C, or give another"
            " folder: HAFEN_VAR=/some/folder HAFEN_PORT=8001 make run"
        )
    return "Another Hafen is just starting or stopping on this data. Try again."


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            message = (
                f"Port {port} is taken by another program."
                f" Take another one: HAFEN_PORT={port + 1} make run"
            )
            raise PortTaken(message) from None


def _load_demo(server: Server) -> None:
    """Load the demo unless this database holds it in this edition already."""
    marker = env.var() / "run" / "demo-loaded"
    if marker.exists() and marker.read_text() == _demo_edition(server):
        return
    setup.say("Loading the demo municipality …")
    subprocess.run(
        [sys.executable, "-m", "hafen.config.command", "demo", "load"],
        stdout=subprocess.DEVNULL,
        check=True,
    )
    marker.write_text(_demo_edition(server))


def _demo_edition(server: Server) -> str:
    """Return what the loaded demo follows from, and which row it has become."""
    digest = hashlib.sha256(database.fingerprint().encode())
    for file in sorted(DEMO.glob("**/*.yaml")):
        digest.update(file.read_bytes())
    with psycopg.connect(server.dsn("worker")) as connection:
        found = connection.execute(
            "SELECT id FROM places_municipality WHERE slug = 'musterhafen'"
        ).fetchone()
    return f"{digest.hexdigest()} {found and found[0]}"


@dataclass
class Processes:
    """The children: granian for the web, one worker for the jobs."""

    server: Server
    port: int
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self) -> None:
        # Whoever waits, waits for a page: the worker loads when that stands.
        self._start_web()
        self._wait_for_first_page()
        if setup.importable("hafen.core.jobs.worker"):
            self._start_worker()

    def load_web(self) -> None:
        """Let the web server load; it serves nothing until `start` is called."""
        self._spawn(
            "web",
            [
                *("hafen.config.web_server", "--no-ws"),
                *("--host", HOST, "--port", str(self.port)),
                *("--workers", str(env.number("HAFEN_WEB_PROCESSES", 2))),
                *("--blocking-threads", str(env.number("HAFEN_WEB_THREADS", 4))),
                *("--respawn-failed-workers", "--log-level", "warning"),
            ],
            stdin=subprocess.PIPE,
        )

    def _start_web(self) -> None:
        if "web" not in self.children or self.children["web"].poll() is not None:
            self.load_web()
        told = self.children["web"].stdin
        if told is not None:
            # If it ended meanwhile, the watch starts it again.
            with contextlib.suppress(BrokenPipeError), told:
                told.write(b"serve\n")

    def _start_worker(self) -> None:
        self._spawn("worker", ["hafen.core.jobs.worker"])

    def _spawn(
        self, role: str, module: list[str], *, stdin: int = subprocess.DEVNULL
    ) -> None:
        self.children[role] = subprocess.Popen(
            [sys.executable, "-m", *module],
            env=os.environ | self.server.environment(role),
            stdin=stdin,
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )

    def _wait_for_first_page(self) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"http://{HOST}:{self.port}/health/live")
            except urllib.error.HTTPError:
                return  # it answers, so it stands
            except OSError:
                time.sleep(0.05)
            else:
                return

    def watch(self) -> None:
        """Start again what ends by itself, until a signal ends the watch."""
        while True:
            time.sleep(0.5)
            if self.server.cluster:
                self.server.cluster.ensure_running()
            for role, child in list(self.children.items()):
                if child.poll() is not None:
                    setup.say(f"The {role} process ended; it is started again.")
                    (self._start_web if role == "web" else self._start_worker)()

    def stop(self) -> None:
        for child in self.children.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGTERM)
        for child in self.children.values():
            try:
                child.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)


def _die_with_parent() -> None:
    """Let the kernel end this child when its parent is killed (Linux)."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _announce(port: int) -> None:
    print(f"\nHafen runs: http://localhost:{port}\n", flush=True)
    if env.flag("HAFEN_DEMO"):
        print(
            "  Demo municipality:  "
            f"http://localhost:{port}/musterhafen/de/\n"
            f"  Desk:               http://localhost:{port}/musterhafen/desk/\n"
            f"  Style guide:        http://localhost:{port}/styleguide/\n\n"
            "  Demo sign-ins:      ./hafen demo users\n"
            "  Second factor:      ./hafen demo code NAME\n",
            flush=True,
        )
    print("  Stop with Ctrl-C.", flush=True)
