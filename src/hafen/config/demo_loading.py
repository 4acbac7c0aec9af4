"""`./hafen demo …`: the fictional municipality, and the way into it."""

from argparse import Namespace
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from hafen.config import environment as env
from hafen.core.accounts import services as accounts
from hafen.core.accounts.models import User
from hafen.core.db import context
from hafen.core.db.commands import Outcome
from hafen.core.db.context import Context
from hafen.core.db.demo import in_order
from hafen.core.db.errors import DomainError
from hafen.core.places.models import Municipality
from hafen.core.places.services import set_published

FOLDER = Path(__file__).parent / "demo"
SLUG = "musterhafen"
PASSWORD = "Musterhafen-2026"  # noqa: S105 - public on purpose, for fictional people


class RealData(DomainError):
    """The demo never mixes with a municipality that is none."""


def read(name: str) -> dict[str, Any]:
    """Return a file of the demo."""
    with (FOLDER / f"{name}.yaml").open(encoding="utf-8") as file:
        content: dict[str, Any] = yaml.load(file, Loader=yaml.CSafeLoader)
    return content


def load(_options: Namespace) -> Outcome:
    """Make the rows of the demo municipality; a second time changes nothing.

    :raises RealData: where a municipality is at home already
    """
    towns = set(Municipality.objects.values_list("slug", flat=True))
    if towns and SLUG not in towns:
        message = (
            "This installation has a real municipality, so the demo is not loaded"
            " here. Give it a folder of its own: HAFEN_VAR=/some/folder make run"
        )
        raise RealData(message)
    municipality = ensure_municipality(SLUG)
    if not municipality.is_published:
        set_published(municipality, is_published=True)
    load_into(municipality)
    line = f"The demo municipality is ready: {municipality.name}."
    return Outcome({"municipality": municipality.slug}, [line])


def ensure_municipality(slug: str) -> Municipality:
    """Return the demo municipality; tests make a second one under another slug."""
    facts = read("municipality")
    with context.acting(Context(channel="demo")):
        municipality, _is_new = Municipality.objects.get_or_create(
            slug=slug,
            defaults={name: facts[name] for name in ("name", "languages", "land")}
            | {"contact": facts["contact"], "is_published": True, "is_demo": True},
        )
    return municipality


def load_into(municipality: Municipality, *, with_people: bool = True) -> None:
    """Run the seeds of all rooms, each in its place."""
    with context.acting(Context(municipality=municipality.pk, channel="demo")):
        if with_people:
            _load_people(municipality)
        for seed in in_order():
            seed.load(municipality, read(seed.name))


def _load_people(municipality: Municipality) -> None:
    for person in read("users")["users"]:
        accounts.create_demo_user(
            municipality=municipality,
            name=person["name"],
            email=person["email"],
            password=PASSWORD,
            roles=person["roles"],
            today=timezone.localdate(),
        )


def lock(_options: Namespace) -> Outcome:
    """Close the accounts of all invented people, and their portal with them."""
    closed = 0
    for municipality in Municipality.objects.filter(is_demo=True).order_by("slug"):
        with context.acting(Context(municipality=municipality.pk, channel="command")):
            closed += accounts.close_demo(municipality=municipality, now=timezone.now())
            set_published(municipality, is_published=False)
    # The next `make run` opens them again.
    (env.var() / "run" / "demo-loaded").unlink(missing_ok=True)
    line = (
        f"{closed} invented accounts are closed: no password, second factor, card or"
        " link opens them. Their portal is closed too."
    )
    return Outcome({"closed": closed}, [line])


def users(_options: Namespace) -> Outcome:
    """Name the demo people and how they sign in."""
    municipality = ensure_municipality(SLUG)
    with context.acting(Context(municipality=municipality.pk, channel="demo")):
        people = {
            str(user.email): (user.name, sorted(user.roles_now))
            for user in User.objects.order_by("email")
        }
    lines = [f"Password of all: {PASSWORD}", ""]
    lines += [
        f"{email:<32} {name:<32} {', '.join(roles)}"
        for email, (name, roles) in people.items()
    ]
    lines += ["", "The second factor: ./hafen demo code NAME (the part before the @)"]
    data = [
        {"email": email, "name": name, "roles": roles, "password": PASSWORD}
        for email, (name, roles) in people.items()
    ]
    return Outcome(data, lines)


def code(options: Namespace) -> Outcome:
    """Give the six digits of this moment for a demo person."""
    municipality = ensure_municipality(SLUG)
    with context.acting(Context(municipality=municipality.pk, channel="demo")):
        found = accounts.demo_code(options.name)
    return Outcome({"name": options.name, "code": found}, [found])
