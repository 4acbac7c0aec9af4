"""The teams of the demo municipality, so that staffing can be looked at."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from hafen.core.accounts.models import (
    Deputy,
    Position,
    PositionTask,
    Team,
    TeamMembership,
    TeamSite,
    User,
)
from hafen.core.db.demo import DemoSeed, demo_seeds
from hafen.core.places.models import Municipality, Site


def load(municipality: Municipality, content: dict[str, Any]) -> None:
    """Make teams, posts, holders and deputies; a second time changes nothing."""
    today = timezone.localdate()
    if Team.objects.filter(municipality=municipality).exists():
        return
    people = {user.email: user for user in User.objects.exclude(email=None)}
    for facts in content["teams"]:
        _load_team(municipality, facts, people, today)
    for pair in content["deputies"]:
        user, deputy = people.get(pair["user"]), people.get(pair["deputy"])
        if user is not None and deputy is not None:
            Deputy.objects.create(
                municipality=municipality, user=user, deputy=deputy, valid_from=today
            )


def _load_team(
    municipality: Municipality,
    facts: dict[str, Any],
    people: dict[str | None, User],
    today: date,
) -> None:
    team = Team.objects.create(
        municipality=municipality,
        name=facts["name"],
        purpose=facts["purpose"],
        employers=facts["employers"],
    )
    for site in Site.objects.filter(name__in=facts["sites"]):
        TeamSite.objects.create(municipality=municipality, team=team, site=site)
    for post in facts["positions"]:
        _load_position(team, post, people.get(post.get("holder")), today)


def _load_position(
    team: Team, post: dict[str, Any], holder: User | None, today: date
) -> None:
    position = Position.objects.create(
        municipality_id=team.municipality_id,
        team=team,
        title=post["title"],
        employer=post["employer"],
        department=post.get("department", ""),
        share=Decimal(post["share"]),
        funding=post["funding"],
        valid_from=today,
    )
    for task in post.get("tasks", ()):
        PositionTask.objects.create(
            municipality_id=team.municipality_id, position=position, name=task
        )
    if holder is not None:
        TeamMembership.objects.create(
            municipality_id=team.municipality_id,
            team=team,
            user=holder,
            position=position,
            employer=post["employer"],
            valid_from=today,
        )


def register() -> None:
    demo_seeds.register(DemoSeed(name="teams", order=25, load=load))
