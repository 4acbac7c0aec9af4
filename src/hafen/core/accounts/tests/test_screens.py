"""What administrators do on their screens, and what the doors refuse (SEC-06)."""

import time
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hafen.core.accounts.models import (
    Absence,
    Invitation,
    RoleAssignment,
    SignInCard,
    Team,
    User,
)
from hafen.core.accounts.rules import EDIT_ROLES
from hafen.core.db.permissions import permissions
from hafen.core.db.roles import Role

TODAY = timezone.localdate()


@pytest.fixture
def ayse(town, person):
    return person(town, Role.ADMINISTRATOR, name="Ayşe Muster")


@pytest.fixture
def clara(town, person):
    return person(town, Role.SOCIAL_WORKER, name="Clara Exempel")


@pytest.fixture
def emil(other_town, person):
    """The stranger."""
    return person(other_town, Role.SOCIAL_WORKER, name="Emil Fremd")


@pytest.fixture
def desk(sign_in, ayse):
    return sign_in(ayse)


def at(name, *arguments):
    return reverse(f"accounts:{name}", args=["hier", *arguments])


def age_factor(client, seconds):
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "mfa", "at": time.time() - seconds, "type": "totp"}
    ]
    session.save()


def test_the_list_of_people_finds_by_name_and_role(desk, clara, ayse):
    page = desk.get(at("people"), {"q": "clara"})
    assert [found.pk for found in page.context["page"]] == [clara.pk]

    page = desk.get(at("people"), {"role": Role.ADMINISTRATOR})
    assert [found.pk for found in page.context["page"]] == [ayse.pk]


def test_the_list_of_people_needs_as_many_questions_for_many_as_for_few(
    desk, town, person, clara, django_assert_max_num_queries
):
    for number in range(20):
        person(town, Role.EDITOR, name=f"Probe {number}")
    with django_assert_max_num_queries(26):
        page = desk.get(at("people"))

    assert page.context["page"].paginator.count == 22


@pytest.mark.parametrize(
    "name", ["people", "teams", "serving", "absences", "undertakings", "rights"]
)
def test_no_page_asks_the_database_more_than_twelve_times(desk, clara, questions, name):
    desk.get(at(name))
    asked = questions(desk, at(name))

    assert len(asked) <= 12, "\n".join(asked)


def test_an_invitation_is_sent_and_withdrawn_on_the_screen(desk, ayse, acting, town):
    answer = desk.post(
        at("invite"),
        {
            "name": "Neu",
            "email": "neu@example.org",
            "language": "de",
            "roles": [Role.EDITOR],
        },
    )
    acting(town, ayse)
    invitation = Invitation.objects.get()
    assert answer.status_code == 302

    desk.post(at("withdraw_invitation", invitation.pk))

    acting(town, ayse)
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is not None


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.DATA_PROTECTION_OFFICER])
def test_a_role_beyond_ones_reach_is_no_choice(desk, clara, role):
    answer = desk.post(
        at("grant_role", clara.pk), {"role": role, "valid_from": TODAY.isoformat()}
    )

    assert answer.status_code == 422


def test_a_role_is_given_and_ended_on_the_screen(desk, clara, ayse, acting, town):
    desk.post(
        at("grant_role", clara.pk),
        {"role": Role.EDITOR, "valid_from": TODAY.isoformat()},
    )
    acting(town, ayse)
    assignment = RoleAssignment.objects.get(user=clara, role=Role.EDITOR)
    assert assignment.granted_by_id == ayse.pk

    desk.post(at("revoke_role", clara.pk, assignment.pk))

    acting(town, ayse)
    assert not RoleAssignment.objects.filter(user=clara, role=Role.EDITOR).exists()


def test_nobody_raises_their_own_rights_on_the_screen(desk, ayse, acting, town):
    desk.post(
        at("grant_role", ayse.pk),
        {"role": Role.EDITOR, "valid_from": TODAY.isoformat()},
    )

    acting(town, ayse)
    assert not RoleAssignment.objects.filter(user=ayse, role=Role.EDITOR).exists()


@pytest.mark.parametrize(
    "name",
    ["person", "grant_role", "reset_factor", "end_sessions", "set_active", "leave"],
)
def test_people_of_another_municipality_do_not_exist(desk, emil, name):
    answer = desk.post(at(name, emil.pk))

    assert answer.status_code in {404, 405}
    assert desk.get(at("person", emil.pk)).status_code == 404


def test_sec06_every_sensitive_page_asks_again_after_ten_minutes(desk, clara):
    age_factor(desk, 601)
    for name in ("leave",):
        answer = desk.get(at(name, clara.pk))
        assert answer.headers["Location"].startswith("/account/2fa/reauthenticate/")
    answer = desk.post(
        at("grant_role", clara.pk),
        {"role": Role.EDITOR, "valid_from": TODAY.isoformat()},
        HTTP_REFERER="http://testserver" + at("person", clara.pk),
    )
    assert answer.headers["Location"].endswith(
        at("person", clara.pk).replace("/", "%2F")
    )

    age_factor(desk, 599)
    assert desk.get(at("leave", clara.pk)).status_code == 200


def test_sec06_changing_rights_is_sensitive_and_reading_is_not():
    assert EDIT_ROLES.sensitive
    assert not permissions["accounts.view_people"].sensitive


def test_a_foreign_referer_leads_home(desk, clara):
    age_factor(desk, 601)

    answer = desk.post(
        at("reset_factor", clara.pk), HTTP_REFERER="https://evil.example/x"
    )

    assert answer.headers["Location"].endswith("%2Faccount%2Fme%2F")


def test_sec05_new_roles_mean_a_new_session_id(desk, ayse, clara, town, acting):
    desk.get(at("people"))
    before = desk.session.session_key
    acting(town, clara)
    RoleAssignment.objects.create(
        municipality=town,
        user=ayse,
        role=Role.EDITOR,
        valid_from=TODAY,
        granted_by=clara,
    )

    desk.get(at("people"))

    assert desk.session.session_key != before
    assert desk.get(at("people")).status_code == 200


def test_a_card_is_shown_once_to_be_printed(desk, clara, ayse, acting, town):
    page = desk.post(at("issue_card", clara.pk))
    acting(town, ayse)
    card = SignInCard.objects.get()

    assert page.context["printed"].pin in page.content.decode()
    assert page.context["printed"].pin not in card.pin_hash
    assert "no-store" in page.headers["Cache-Control"]


def test_somebody_without_mail_is_added_gets_a_card_and_a_new_one(
    desk, ayse, acting, town, client
):
    page = desk.post(
        at("add_person"),
        {
            "name": "Samira Beispiel",
            "language": "ar",
            "way": "VISIT",
            "roles": [Role.VOLUNTEER],
        },
        follow=True,
    )
    acting(town, ayse)
    samira = User.objects.get(name="Samira Beispiel")
    assert page.redirect_chain[0][0] == at("person", samira.pk) + "#access"
    assert samira.email is None
    assert not samira.has_usable_password()

    first = desk.post(at("issue_card", samira.pk))
    text = first.content.decode()
    assert 'lang="ar" dir="rtl"' in text  # the card is read by whom it belongs to
    assert first.context["printed"].pin in text
    second = desk.post(at("issue_card", samira.pk)).context["printed"]
    acting(town, ayse)
    [card] = SignInCard.objects.filter(user=samira, revoked_at=None)
    assert card == second.card
    desk.post(at("revoke_card", samira.pk, card.pk))
    client.logout()
    where = reverse("accounts_installation:use_card", args=["hier", second.secret])
    assert client.post(where, {"pin": second.pin}).status_code == 422


@pytest.mark.parametrize(
    ("way", "field"), [("LETTER", "postal_address"), ("TELEPHONE", "phone")]
)
def test_somebody_without_mail_has_what_their_way_needs(desk, way, field):
    answer = desk.post(
        at("add_person"),
        {"name": "Ohne", "language": "de", "way": way, "roles": [Role.VOLUNTEER]},
    )

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_a_team_is_made_changed_and_filled(desk, clara, ayse, acting, town):
    desk.post(at("new_team"), {"name": "Nord", "employers": "Stadt\nVerband"})
    acting(town, ayse)
    team = Team.objects.get()
    desk.post(
        at("add_position", team.pk),
        {
            "title": "Sozialarbeit",
            "share": "0.5",
            "employer": "Stadt",
            "valid_from": TODAY.isoformat(),
            "tasks": "Beratung\nHausbesuche",
        },
    )
    acting(town, ayse)
    desk.post(
        at("add_member", team.pk),
        {
            "user": str(clara.pk),
            "position": str(team.positions.get().pk),
            "valid_from": TODAY.isoformat(),
        },
    )

    page = desk.get(at("team", team.pk))

    assert page.context["staffing"].missing == ["Verband"]
    assert page.context["staffing"].vacant == []
    assert [row.total for row in page.context["coverage"]] == [None, None]


def test_a_lost_update_of_a_team_is_refused(desk, ayse, acting, town):
    desk.post(at("new_team"), {"name": "Nord"})
    acting(town, ayse)
    team = Team.objects.get()
    desk.post(at("edit_team", team.pk), {"name": "Nordost", "version": team.version})

    late = desk.post(at("edit_team", team.pk), {"name": "Süd", "version": team.version})

    assert late.status_code == 422


def test_people_enter_their_own_absence_and_no_other(
    sign_in, clara, ayse, town, acting
):
    client = sign_in(clara)
    days = {
        "valid_from": TODAY.isoformat(),
        "valid_until": (TODAY + timedelta(days=3)).isoformat(),
    }

    own = client.post(at("absences"), {"user": str(clara.pk), **days})
    other = client.post(at("absences"), {"user": str(ayse.pk), **days})

    acting(town, clara)
    assert (own.status_code, other.status_code) == (302, 422)
    assert Absence.objects.get().user_id == clara.pk


def test_the_role_sheet_names_every_right(desk):
    text = desk.get(at("rights")).content.decode()

    assert all(right.name in text for right in permissions)
