"""Two at once (real transactions): one wins, the other is told."""

from django.utils import timezone

from hafen.core.db.context import Context, acting
from hafen.core.db.roles import Role
from hafen.exchange.board import services
from hafen.exchange.board.models import Post
from hafen.exchange.board.tests.conftest import PRAM
from tests.racing import named


def write(town, number):
    person = {"name": "Anna", "email": f"a{number}@example.org", "language": "de"}
    new = services.NewPost(facts=PRAM, person=person)
    return services.post(municipality=town, new=new, now=timezone.now())


def publishing(row, by):
    return lambda: services.publish_post(row=row, by=by, now=timezone.now())


def refusing(row, by):
    now = timezone.now()
    return lambda: services.refuse_post(row=row, reason="x", by=by, now=now)


def test_of_two_moderators_in_the_same_second_one_decides(race, person):
    with acting(Context(municipality=race.town.pk)):
        one, two = (
            person(race.town, Role.BOARD_MODERATOR, name=name) for name in ("M", "N")
        )
    for number in range(4):
        with acting(Context(municipality=race.town.pk)):
            row = write(race.town, number)

        results = named(race(publishing(row, one), refusing(row, two)))

        # Refusing takes down what was published a moment before, too.
        assert results in (["NotWaiting", "won"], ["won", "won"])
        with acting(Context(municipality=race.town.pk)):
            row.refresh_from_db()
            assert row.is_public or row.is_refused


def test_notices_written_at_once_have_numbers_of_their_own(race):
    steps = [lambda number=number: write(race.town, number) for number in range(6)]

    assert race(*steps) == ["won"] * 6

    with acting(Context(municipality=race.town.pk)):
        numbers = sorted(Post.objects.values_list("number", flat=True))
    assert numbers == list(range(101, 107))
