"""Each stranger reads what the matrix of roles and classes says (domain 5.2, SEC-10).

Every declared column of every row, and each of the exchange, has a mark of its own.
Then one stranger for each set of rights opens what there is: pages, lists, exports,
papers, feeds, the search, and by its key what no link leads to. What is heard is held,
by the class that the model declares, against the matrix.
"""

import os

import pytest
from django.apps import apps
from django.http import HttpResponseNotFound
from django.urls import reverse

from hafen.config import urls
from hafen.core.db.guards import our_models
from hafen.core.db.permissions import permissions
from hafen.core.db.personal_data import declared
from hafen.core.db.roles import EVERYBODY, STAFF, Role
from hafen.exchange.pool.models import Need, Visibility
from tests.hostile.keyed import guarded_addresses
from tests.hostile.marks import (
    is_declared,
    is_of_the_exchange,
    marked_in,
    text_of,
)
from tests.hostile.matrix import CLASSES, DEVIATIONS, MATRIX, reads
from tests.hostile.seeing import as_case_worker
from tests.hostile.test_leaks import is_public
from tests.hostile.walking import Walk, far_off, first_addresses, route_of

# Walked in the short run too, and with whom: one who has the accounts of all, one who
# helps, and one who has a part of the exchange.
NEAR = ("hafen.casework.", "hafen.exchange.", "hafen.mechanisms.", "hafen.web.desk")
SHORT = (Role.ADMINISTRATOR, Role.VOLUNTEER, Role.INTERPRETER_COORDINATOR)


def different_roles():
    """Return one role for each set of rights; whoever works at a desk is apart."""
    found = {}
    for role in sorted(EVERYBODY):
        held = {each.name for each in permissions if role in each.roles}
        found.setdefault((role in STAFF, frozenset(held)), role)
    return sorted(found.values()) if os.environ.get("HAFEN_LONG") else SHORT


def test_the_matrix_knows_every_role_and_class():
    assert set(MATRIX) == {(role, kind) for role in EVERYBODY for kind in CLASSES}


def test_each_deviation_is_about_columns_that_there_are():
    labels = {
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in model._meta.concrete_fields
    }
    lost = [
        each.columns
        for each in DEVIATIONS
        if not any(label.startswith(each.columns) for label in labels)
    ]
    assert lost == []


@pytest.fixture
def marked(musterhafen, monkeypatch):
    # A page that is not there says nothing here; to make it takes most of the time.
    monkeypatch.setattr(urls, "handler404", lambda *_, **__: HttpResponseNotFound())
    # What everybody may read would say nothing of who may read the others.
    Need._base_manager.update(visibility=Visibility.NETWORK)
    # Of the exchange every column: what its needs and offers say is not declared.
    return marked_in(
        musterhafen, only=lambda f: is_declared(f) or is_of_the_exchange(f)
    )


def test_a_stranger_in_every_role_reads_what_the_matrix_says(
    musterhafen, marked, person, sign_in
):
    with as_case_worker():
        keyed = guarded_addresses(musterhafen)
    search = reverse("desk:search", args=[musterhafen.slug]) + "?q=zq0"
    starts = [*first_addresses(musterhafen, "de", is_public=False), search]
    leaks = set()
    for role in different_roles():
        client = sign_in(person(musterhafen, role))
        client.raise_request_exception = False
        walk = Walk(client, skip=far_off(NEAR)).start(starts).knock(keyed)
        assert walk.answers
        for address, answer in walk.answers.items():
            for label, _key in marked.heard(text_of(answer)):
                if not is_theirs(role, label):
                    leaks.add(f"{role} × {label}: {route_of(address)}")

    assert "\n".join(sorted(leaks)) == ""


def is_theirs(role, label):
    column = label.partition(" ")[0]
    kind = declared(apps.get_model(column.rpartition(".")[0])).data_class
    return is_public(column) or reads(role, column, kind)
