"""The rows that are measured can be made: a new column stops no benchmark."""

import os
import subprocess
import sys

from hafen.config import environment as env

FOLDERS = (str(env.ROOT / "src"), str(env.ROOT / "bench"))
MAKE = "import files, reports; files.make(); reports.make()"


def test_the_rows_of_files_and_reports_can_be_made(own_database):
    done = subprocess.run(
        [sys.executable, "-c", MAKE],
        env=os.environ | {
            "HAFEN_BENCH_PERSONS": "500",
            "HAFEN_BENCH_CONTACTS": "500",
            "HAFEN_DB_NAME": own_database, "HAFEN_DB_ROLE": "owner",
            "PYTHONPATH": os.pathsep.join(FOLDERS),
        },
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr[-2_000:]
