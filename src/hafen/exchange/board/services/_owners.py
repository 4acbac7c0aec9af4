"""Nothing of the board is without an owner: who looks at what."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_noop

from hafen.core.accounts.models import RoleAssignment, User
from hafen.core.places import queries as places
from hafen.core.places.models import Municipality
from hafen.exchange.board.models import BoardSettings, Post
from hafen.exchange.board.rules import MODERATE
from hafen.mechanisms.todos import services as todos

CHECK, REPORT, PASS_ON = "board.check", "board.report", "board.pass_on"
TITLES = {
    CHECK: gettext_noop("Look at notice %(number)s"),
    REPORT: gettext_noop("Notice %(number)s was reported"),
    PASS_ON: gettext_noop("Pass on an answer to notice %(number)s"),
}


def settings_of(municipality: Municipality) -> BoardSettings:
    """Return the settings of a municipality; the defaults until it has its own."""
    found = (
        BoardSettings.objects.select_related("team")
        .filter(municipality=municipality)
        .first()
    )
    return found or BoardSettings(municipality=municipality)


def remind(post: Post, kind: str, *, now: datetime, by: User | None = None) -> None:
    """Put something about a notice before the team of the board, or who posted it."""
    town = post.municipality
    today = local_day(town, now)
    found = settings_of(town)
    team = None if kind == PASS_ON else found.team
    owner = post.owner if kind == PASS_ON else None
    if team is None and owner is None:
        owner = _first_moderator(town, today)
    if team is None and owner is None:
        return
    days = 0 if kind == REPORT else found.check_days
    calendar = places.working_calendar(town)
    todos.create_todo(
        municipality=town,
        kind=kind,
        title=TITLES[kind],
        params={"number": post.number},
        today=today,
        owner=owner,
        team=team,
        subject_type="board.post",
        subject_id=post.pk,
        due_on=calendar.add_working_days(today, days) if days else today,
        by=by,
    )


def relieve(post: Post, *kinds: str, by: User | None, now: datetime) -> None:
    for kind in kinds:
        todos.finish_about(
            kind=kind,
            subject_id=post.pk,
            municipality=post.municipality,
            by=by,
            now=now,
        )


def _first_moderator(town: Municipality, today: date) -> User | None:
    roles = RoleAssignment.objects.valid(today).filter(role__in=MODERATE.roles)
    rows = User.objects.filter(
        municipality=town, is_active=True, pk__in=roles.values("user")
    )
    return rows.order_by("created_at", "id").first()


def hangs_until(post: Post, *, now: datetime) -> date:
    """Return the last day: the usual one, or the earlier one of the author."""
    days = settings_of(post.municipality).valid_days
    usual = local_day(post.municipality, now) + timedelta(days=days)
    return min(usual, post.ends_on) if post.ends_on else usual


def local_day(town: Municipality, now: datetime) -> date:
    return now.astimezone(ZoneInfo(town.time_zone)).date()
