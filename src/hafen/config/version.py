"""The version of this code."""

import tomllib
from functools import cache

from hafen.config import environment as env


@cache
def current() -> str:
    with (env.ROOT / "pyproject.toml").open("rb") as source:
        version: str = tomllib.load(source)["project"]["version"]
    return version
