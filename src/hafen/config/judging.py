"""How well the search finds what people mean: judged queries on the demo."""

from dataclasses import dataclass

from hafen.config import demo_loading
from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.db.demo import in_order
from hafen.core.places.models import Municipality
from hafen.information.directory.models import Service
from hafen.mechanisms.search.queries import Wanted, find

FIRST = 5
# What the words of the search were mended for, and what nobody mended it for.
TUNED, FRESH = "judged_searches", "fresh_searches"
_SEEDS = ("districts", "organisations", "services")


@dataclass(frozen=True)
class Judged:
    """One query with the share of its offers among the first hits."""

    language: str
    text: str
    share: float
    found: list[str]


def load(slug: str) -> Municipality:
    """Return a town with the offers of the demo, made when it is missing."""
    town = demo_loading.ensure_municipality(slug)
    if not Service.objects.filter(municipality=town).exists():
        with context.acting(Context(municipality=town.pk, channel="demo")):
            for seed in in_order():
                if seed.name in _SEEDS or seed.name.startswith("translations/"):
                    seed.load(town, demo_loading.read(seed.name))
    return town


def judge(town: Municipality, name: str = TUNED) -> list[Judged]:
    """Ask every query of a judged set in a town whose search is laid."""
    by_name = {
        service["name"]: service["code"]
        for service in demo_loading.read("services")["services"]
    }
    codes = {
        key: by_name.get(name, "")
        for key, name in Service.objects.filter(municipality=town).values_list(
            "pk", "name"
        )
    }
    judged = []
    for language, queries in demo_loading.read(name).items():
        for query in queries:
            found = find(town, Wanted(text=query["q"], language=language))
            hits = [*found.hits, *found.others]
            first = [codes.get(hit.object_id, "") for hit in hits[:FIRST]]
            share = len({*first} & {*query["finds"]}) / len(query["finds"])
            judged.append(Judged(language, query["q"], share, first))
    return judged


def recall(judged: list[Judged]) -> float:
    """Return the mean share of what should be found among the first hits."""
    return sum(each.share for each in judged) / len(judged)
