"""C-08: the desk looks for a skill and places whom it finds, by keyboard alone."""

from django.utils import timezone

from hafen.exchange.pool.models import Match
from hafen.exchange.pool.tests.conftest import at


def test_c08_helpers_are_found_by_a_skill_of_theirs_or_of_one_offer(
    town, desk, offer, need
):
    now = timezone.now()
    offer(now=now, name="Bruno Probe", person_skills=["DRIVING"])
    offer(now=now, name="Carla Probe", skills=["DRIVING"])
    offer(now=now, name="Doris Probe", person_skills=["COOKING"])
    need(now=now, name="Amira Haddad", skills=["DRIVING"])
    need(now=now, name="Emil Haddad")

    def listed(name):
        page = desk.get(at(town, name), {"skill": "DRIVING"})
        assert page.context["filters"] == 1
        return {
            (row.seeker if row.is_need else row.helper).name
            for row in page.context["page"]
        }

    assert listed("offers") == {"Bruno Probe", "Carla Probe"}
    assert listed("needs") == {"Amira Haddad"}


def test_c08_the_found_helper_is_placed_on_a_need_by_one_button(
    town, desk, offer, need
):
    now = timezone.now()
    found = offer(now=now, person_skills=["DRIVING"])
    wanted = need(now=now, title="Fahrt zum Amt", skills=["DRIVING"])
    need(now=now, title="Kochen", skills=["COOKING"])
    page = desk.get(at(town, "offer", found.pk)).content.decode()
    where = at(town, "ask", wanted.pk)
    # What does not fit has no button, whoever presses it.
    assert page.count(f'name="offer" value="{found.pk}"') == 1
    assert f'action="{where}"' in page

    asked = desk.post(where, {"offer": str(found.pk)})

    assert asked.status_code == 302
    match = Match.objects.get()
    assert (match.need, match.offer, match.state) == (wanted, found, "ASKED")
