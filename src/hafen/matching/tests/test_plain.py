"""Without Numba the engine gives the same plans, only slower."""

import os
import subprocess
import sys

from hafen.matching import planning
from hafen.matching.changes import NeedLeaves
from hafen.matching.repairing import repair
from hafen.matching.tests.towns import DEAR, town

SCRIPT = """
import sys
sys.modules["numba"] = None
from hafen.matching import planning
from hafen.matching.changes import NeedLeaves
from hafen.matching.kernels.jit import IS_COMPILED
from hafen.matching.repairing import repair
from hafen.matching.tests.towns import DEAR, town
assert not IS_COMPILED
place = town(12, needs=60, offers=25, policy=DEAR)
plan = planning.solve(place.needs, place.index)
after = repair(plan, NeedLeaves(plan.pairs[0][0]))
print(plan.hash, after.hash)
"""


def test_plain_python_makes_the_same_plan_as_compiled_loops():
    place = town(12, needs=60, offers=25, policy=DEAR)
    plan = planning.solve(place.needs, place.index)
    after = repair(plan, NeedLeaves(plan.pairs[0][0]))

    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", SCRIPT],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.stderr == ""
    assert done.stdout.split() == [plan.hash, after.hash]
