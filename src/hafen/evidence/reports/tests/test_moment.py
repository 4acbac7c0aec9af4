"""All numbers of a report are of one moment, though contacts come meanwhile."""

from datetime import date

import psycopg
from django.db import connection
from django.utils import timezone

from conftest import make_town
from hafen.core.db.context import Context, acting, one_moment
from hafen.evidence.reports import queries
from hafen.evidence.reports.measuring import templates
from hafen.network.contacts.services import record_contact

DAY = date(2026, 3, 2)


def test_a_contact_that_comes_meanwhile_stands_in_all_numbers_or_in_none(own_database):
    town = make_town("hier")
    with acting(Context(municipality=town.pk)):
        for _each in range(5):
            record_contact(
                municipality=town, by=None,
                data={"held_on": DAY, "group": "b", "channel": "EMAIL"},
            )  # fmt: skip
    frame = queries.frame_of(town, first=DAY, last=DAY, today=DAY)
    where = {**connection.get_connection_params()}
    known = {"host", "port", "user", "password", "dbname"}
    there = {name: value for name, value in where.items() if name in known}

    with one_moment(Context(municipality=town.pk)):
        before = templates["contacts"]
        first = queries.measured(before, frame, now=timezone.localtime())
        with psycopg.connect(**there) as other:
            here = "SELECT set_config('hafen.municipality', %s, false)"
            other.execute(here, [str(town.pk)])
            other.execute("DELETE FROM contacts_contact")
        frame.memory.clear()
        second = queries.measured(before, frame, now=timezone.localtime())

    assert first.as_json()["sections"] == second.as_json()["sections"]
    frame.memory.clear()
    with one_moment(Context(municipality=town.pk)):
        third = queries.measured(before, frame, now=timezone.localtime())
    assert third.as_json()["sections"] != first.as_json()["sections"]
