"""A week of a city, played through its public and staff pages (issue 3).

People write, follow the links of their mails, answer or stay silent; colleagues
work off Today in the morning and in the afternoon; at night the jobs run. After the
week nobody who wrote is without an answer, nothing open is without an owner and a
day, nothing was given twice, and no mail tells an address of the other side.

The short run plays a thirtieth of the city, `HAFEN_LONG=1` all of it.
"""

import os
from collections import Counter
from datetime import timedelta

import pytest

from conftest import make_town
from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.db.roles import Role
from hafen.core.mail.models import OutgoingMail
from hafen.exchange.board.models import Post
from hafen.exchange.interpreting.models import Appointment
from hafen.exchange.mentoring import services as mentoring
from hafen.exchange.pool.models import Match, Need
from hafen.exchange.volunteers.models import Volunteer
from hafen.mechanisms.todos.models import Todo
from tests.acceptance.a_week import checks
from tests.acceptance.a_week.browsers import Desk
from tests.acceptance.a_week.citizens import Citizens
from tests.acceptance.a_week.city import City, Clock
from tests.acceptance.a_week.desks import Desks
from tests.acceptance.a_week.people import Drawer

SHARE = 1 if os.environ.get("HAFEN_LONG") else 30
HELPERS, NEEDS, APPOINTMENTS, NOTICES = (
    number // SHARE for number in (400, 300, 120, 60)
)
INSTITUTIONS = 12 // SHARE + 2
COLLEAGUES = {
    "clara": Role.VOLUNTEER_COORDINATOR,
    "dora": Role.INTERPRETER_COORDINATOR,
    "mona": Role.BOARD_MODERATOR,
}


class Week:
    """Who does what on which day; the seed decides the rest."""

    def __init__(self, city, person):
        self.city = city
        self.draw = Drawer(seed=2026)
        self.citizens = Citizens(city, self.draw)
        self.users = {
            name: person(city.town, role, name=name.title())
            for name, role in COLLEAGUES.items()
        }
        self.colleagues = {name: Desk(city, user) for name, user in self.users.items()}
        self.volunteers = self._people("helper", HELPERS * 7 // 10, by_telephone=0.15)
        self.interpreters = self._people("interpreter", HELPERS * 15 // 100)
        self.sponsors = self._people(
            "sponsor", HELPERS - len(self.volunteers) - len(self.interpreters)
        )
        self.asking = self._people("asking", NEEDS * 85 // 100, by_telephone=0.15)
        self.wishing = self._people("wishing", NEEDS - len(self.asking))
        self.institutions = self._people("institution", INSTITUTIONS)
        self.provider = self._people("provider", 1)
        self.posting = self._people("posting", NOTICES)
        self.answering = self._people("answering", NOTICES)
        self.desks = Desks(city, self.people)

    def _people(self, role, number, **how):
        return [self.draw.person(role, **how) for _each in range(number)]

    @property
    def people(self):
        return [
            *self.volunteers, *self.interpreters, *self.sponsors, *self.asking,
            *self.wishing, *self.institutions, *self.posting, *self.answering,
            *self.provider,
        ]  # fmt: skip

    def play(self):
        self._set_up()
        for day in range(7):
            self._play(day)

    def _set_up(self):
        """Clara has a programme of sponsorships; Dora has opened interpreting."""
        clara, dora = self.users["clara"], self.users["dora"]
        with context.acting(Context(municipality=self.city.town.pk, actor=clara.pk)):
            self.programme = mentoring.save_programme(
                municipality=self.city.town,
                programme=None,
                data={"titles": {"de": "Ankommen zu zweit"}, "owner": clara},
                expected=None,
                by=clara,
            )
        desk = self.colleagues["dora"]
        desk.sign_in()
        page = desk.open(self.desks.at("interpreting:settings"))
        desk.send(page, page.form("owner", "buffer_minutes"), owner=dora.pk)
        page = desk.open(self.desks.at("interpreting:add_provider"))
        [provider] = self.provider
        desk.send(page, page.form("name", "conditions"), name="Fachdienst",
                  email=provider.email, languages="so")  # fmt: skip
        self.citizens.browser(provider)

    def _play(self, day):
        city, citizens = self.city, self.citizens
        is_working_day = day < 5
        city.at(day, 8)
        if is_working_day:
            self._at_the_desks()
        city.at(day, 10)
        self._write(day)
        city.at(day, 13)
        citizens.read_mail()
        citizens.look_at_own_pages()
        if is_working_day:
            city.at(day, 15)
            self._at_the_desks(looks_again=day >= 2)
        city.at(day, 18)
        citizens.read_mail()
        citizens.report_times()

    def _at_the_desks(self, *, looks_again=False):
        for desk in self.colleagues.values():
            desk.sign_in()
            self.desks.work_off_today(desk)
        if looks_again:
            self.desks.look_for_helpers_again(self.colleagues["clara"])

    def _write(self, day):
        """Everybody whose day it is writes; institutions book from Tuesday on."""
        say, programme = self.citizens, self.programme.pk
        for people, step in (
            (self.volunteers, say.offer_help),
            (self.interpreters, say.apply_as_interpreter),
            (self.sponsors, lambda each: say.offer_sponsorship(each, programme)),
            (self.asking, say.ask_for_help),
            (self.wishing, lambda each: say.wish_for_a_sponsor(each, programme)),
            (self.posting, say.write_notice),
        ):
            for each in people:
                if each.day == day:
                    step(each)
        if day == 0:
            for each in self.institutions:
                say.register_institution(each)
        if day in {1, 2}:
            self._book(day)
        for each in self.answering[day - 1 :: 5] if 1 <= day <= 5 else ():
            say.answer_notice(each)

    def _book(self, day):
        """Half of the appointments; some languages nobody here speaks."""
        dice = self.draw.dice
        spoken = [each.tongue for each in self.interpreters]
        for number in range((day - 1) * APPOINTMENTS // 2, day * APPOINTMENTS // 2):
            institution = self.institutions[number % len(self.institutions)]
            language = "so" if dice.random() < 0.1 else dice.choice(spoken)
            on = self.city.today + timedelta(days=dice.choice((1, 2, 2, 3, 6, 7)))
            self.citizens.book(institution, language, on, dice.randint(8, 16))

    def summary(self):
        """Return what the week came to, a line each."""

        def states(model, field="state"):
            return dict(
                sorted(Counter(model.objects.values_list(field, flat=True)).items())
            )

        return "\n".join(
            f"{what}: {figure}"
            for what, figure in (
                ("people", len(self.people)),
                ("forms sent by people", sum(
                    each.sent for each in self.citizens._browsers.values())),
                ("forms sent at desks", sum(
                    each.sent for each in self.colleagues.values())),
                ("volunteers", states(Volunteer, "stage")),
                ("requests for help", states(Need)),
                ("placements", states(Match)),
                ("appointments", states(Appointment)),
                ("notices", states(Post)),
                ("todos", states(Todo)),
                ("mails", states(OutgoingMail)),
            )
        )  # fmt: skip


@pytest.fixture
def week(own_database, monkeypatch, person, settings, tmp_path):
    settings.EMAIL_BACKEND = "hafen.core.mail.backends.OutboxBackend"
    settings.MAIL_URL = f"file:{tmp_path}"
    clock = Clock(monkeypatch)
    return Week(City(make_town("hier"), clock), person)


def test_a_week_of_a_city_forgets_nobody(week):
    week.play()

    with week.city.inside():
        print(f"\n{week.summary()}")  # noqa: T201 - what the week came to
        mails = checks.all_mails()
        wrong = {
            "without an answer": checks.without_an_answer(week.people, mails),
            "without owner or day": checks.without_owner_or_date(),
            "given twice": checks.given_twice(),
            "in two places": checks.in_two_places(),
            "tells an address": checks.addresses_of_others(week.people, mails),
            "leads nowhere": week.desks.led_nowhere,
        }
    assert {what: found for what, found in wrong.items() if found} == {}
