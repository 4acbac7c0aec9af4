"""Every address says who may use it, and answers so: role by role, town by town."""

import pytest
from django.http import HttpResponseNotFound
from django.urls import reverse

from hafen.config import urls
from hafen.core.db.roles import EVERYBODY, Role
from tests.architecture.routes import desk_routes, is_thorough, routes, share


def test_every_url_declares_who_may_use_it():
    undeclared = [
        route.route
        for route in routes()
        if not hasattr(route.callback, "permission")
        and not getattr(route.callback, "is_public", False)
    ]

    assert undeclared == []


def test_every_desk_address_needs_somebody_who_is_signed_in():
    open_doors = [
        route.route
        for route in routes()
        if "/desk/" in route.route and getattr(route.callback, "is_public", False)
    ]

    assert open_doors == []


def address(route, municipality):
    return reverse(route.name, kwargs=route.fitting(municipality=municipality))


def knock(client, where):
    """Return the answer to GET, or to POST where only that is taken."""
    answer = client.get(where)
    return (client.post(where) if answer.status_code == 405 else answer).status_code


def is_open_to(route, role):
    needed = route.callback.permission
    return needed is None or role in needed.roles


def routes_for(role):
    if is_thorough(role):
        return desk_routes()
    one_each = {route.callback.permission: route for route in desk_routes()}
    return share(list(one_each.values()), role)


@pytest.fixture
def plain_404(monkeypatch):
    """What a missing page looks like is shown elsewhere, and takes its time."""
    monkeypatch.setattr(urls, "handler404", lambda *_, **__: HttpResponseNotFound())


@pytest.mark.usefixtures("plain_404")
@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_a_desk_address_opens_to_the_roles_of_its_rule_only(
    role, town, other_town, person, sign_in
):
    client = sign_in(person(town, role))
    client.raise_request_exception = False

    for route in routes_for(role):
        foreign = knock(client, address(route, "dort"))
        assert foreign == 404, f"{route.route}: opens another town"
        if not is_open_to(route, role):
            own = knock(client, address(route, "hier"))
            assert own == 404, f"{route.route}: opens to {role}"
            continue
        own = client.get(address(route, "hier")).status_code
        assert own < 500, f"{route.route}: breaks for {role}"
        if set(route.arguments) == {"municipality"}:
            assert own in {200, 302, 405}, f"{route.route}: shut to {role}"


def test_nobody_gets_in_without_signing_in(town, client):
    for route in desk_routes():
        where = address(route, "hier")
        answer = client.get(where)
        if answer.status_code == 405:
            answer = client.post(where)
        assert answer.status_code == 302, route.route
        assert answer["Location"].startswith("/account/login/"), route.route


def test_the_administrator_of_a_municipality_sees_no_case_data():
    """Rule of separation: whoever manages accounts reads no files."""
    secret = [
        route.route
        for route in desk_routes()
        if route.callback.permission
        and route.callback.permission.name.startswith(("cases.", "consultations."))
        and Role.ADMINISTRATOR in route.callback.permission.roles
    ]

    assert secret == []
