"""Builds `.venv` from the hashed requirements; the standard library is enough.

Called as `environment.py run|dev|bench`. Nothing happens when the environment is of
this state already. uv installs, pip does where uv cannot be had.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
# Each set holds all packages of those before it.
SETS = ("run", "dev", "bench")


def requirements(name: str) -> Path:
    return ROOT / "requirements" / f"{name}.txt"


def fingerprint(name: str) -> str:
    """Return what the environment must have been built from."""
    digest = hashlib.sha256(sys.version.encode())
    digest.update(requirements(name).read_bytes())
    return digest.hexdigest()


def stamp(name: str) -> Path:
    return VENV / f"built-from-{name}"


def is_current(name: str) -> bool:
    """Return whether the environment holds the set, or a larger one."""
    return PYTHON.exists() and any(
        stamp(built).exists() and stamp(built).read_text() == fingerprint(built)
        for built in SETS[SETS.index(name) :]
    )


def create() -> None:
    """Create an empty environment, with the missing system package if allowed."""
    try:
        venv.create(VENV, with_pip=True, clear=True)
    except subprocess.CalledProcessError:
        package = f"python3.{sys.version_info.minor}-venv"
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            sys.exit(
                "Python lacks its module for environments. On Debian or Ubuntu:"
                f" apt-get install {package}"
            )
        subprocess.run(["apt-get", "update", "-qq"], check=True)
        subprocess.run(["apt-get", "install", "-y", "-qq", package], check=True)
        venv.create(VENV, with_pip=True, clear=True)


def is_of_this_python() -> bool:
    """Return whether the environment works and was made by this Python."""
    ask = [str(PYTHON), "-c", "import sys; print(sys.version)"]
    try:
        answer = subprocess.run(ask, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return answer.stdout.strip() == sys.version.strip()


def install(name: str) -> None:
    """Make the environment hold exactly the set, and uv for the next time."""
    uv = [str(PYTHON), "-m", "uv"]
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "-q", "install"]
    hashed = ["--require-hashes", "-r"]
    if not has_uv():
        succeeds([*pip, *hashed, str(requirements("uv"))])
    sync = [*uv, "pip", "sync", "-q", "--require-hashes"]
    if not succeeds([*sync, str(requirements(name)), str(requirements("uv"))]):
        print("  uv could not install; pip does it, slower.", file=sys.stderr)
        subprocess.run([*pip, *hashed, str(requirements(name))], check=True)


def has_uv() -> bool:
    ask = "import importlib.util, sys; sys.exit(not importlib.util.find_spec('uv'))"
    return succeeds([str(PYTHON), "-c", ask])


def succeeds(command: list[str]) -> bool:
    environment = os.environ | {
        "UV_COMPILE_BYTECODE": "1",
        "UV_LINK_MODE": "copy",
        "VIRTUAL_ENV": str(VENV),
    }
    done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL)
    return done.returncode == 0


def main(name: str) -> None:
    with (ROOT / ".venv.lock").open("w") as lock:
        if is_current(name):
            return
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_current(name):
            return
        print("→ Building the Python environment (.venv) …", file=sys.stderr)
        if not is_of_this_python():
            create()
        for old in VENV.glob("built-from-*"):
            old.unlink()
        install(name)
        stamp(name).write_text(fingerprint(name))


if __name__ == "__main__":
    main(sys.argv[1])
