"""The demo municipality with people in every table, and what stands of them where."""

import io
import json
import re
import shutil
import zipfile
from collections import defaultdict
from contextlib import contextmanager

import psycopg
from django.conf import settings
from django.db import connections
from django.test import override_settings
from django.utils import timezone
from psycopg import conninfo

from conftest import ADMIN, clone_template, drop, use
from hafen.config import environment as env
from hafen.core.accounts.models import User
from hafen.core.db.context import Context, acting
from hafen.core.db.encryption import encrypted_fields
from hafen.core.db.guards import our_models
from hafen.core.places.models import Municipality
from hafen.mechanisms.privacy import export, requests, rights
from tests.demo import demo_template
from tests.hostile.painting import fill, fill_by_hand
from tests.hostile.seeing import as_case_worker
from tests.planting import leave_traces

NOW = timezone.now()
TODAY = timezone.localdate()
WORD = re.compile(r"z[ab][0-9a-f]{8}z")
IN_BYTES = re.compile(r"7a6[12](?:3[0-9]|6[1-6]){8}7a")
KEY = re.compile("[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
# In the trail with their values, since they say nothing of the person.
OF_THE_OFFICE = {
    "allowances.Claim.lines": "codes and amounts",
    "board.Post.category": "code",
    "cases.Consent.edition": "edition of our own text",
    "cases.GridShare.number": "counts",
    "casetable.Item.number": "counts",
    "casetable.Measure.number": "counts",
    "casetable.Release.party": "of an organisation",
    "casetable.Seat.party": "of an organisation",
    "childprotection.Procedure.ground": "code",
    "childprotection.Procedure.number": "counts",
    "consultations.DeskHour.room": "number of a room",
    "desk.SavedView.page": "address of a page",
    "directory.Proposal.before": "of an offer",
    "directory.Proposal.content": "of an offer",
    "feedback.FeedbackEntry.page": "address of a page",
    "files.StoredFile.sha256": "checksum",
    "imports.Import.columns": "heads of a list",
    "imports.Import.options": "how a list is read",
    "interpreting.Appointment.alternatives": "times",
    "interpreting.Appointment.dialect": "of an appointment",
    "interpreting.Institution.address": "of an organisation",
    "interpreting.Institution.invoice_address": "of an organisation",
    "interpreting.Institution.leitweg_id": "of an organisation",
    "interpreting.Institution.name": "of an organisation",
    "interpreting.PlannedJob.why": "codes of the plan",
    "interpreting.Provider.conditions": "of an organisation",
    "interpreting.Provider.name": "of an organisation",
    "interpreting.Voucher.leitweg_id": "of an organisation",
    "knowledge.ConceptDraft.label": "edition of a paper",
    "knowledge.ConceptDraft.outline": "of a paper",
    "knowledge.ConceptDraft.parts": "of a paper",
    "mail.OutgoingMail.message_id": "our own key",
    "organisations.Agreement.payment": "of an organisation",
    "organisations.Agreement.subject": "of an organisation",
    "organisations.Agreement.terms": "of an organisation",
    "organisations.PublicationConsent.text_version": "edition of our own text",
    "pool.PlannedPair.missing_rule": "code",
    "privacy.Confirmation.note": "of a decision of the office",
    "privacy.KeepingPeriod.reason": "of a decision of the office",
    "privacy.RecipientNotice.reference": "number of what was passed on",
    "reports.Release.shaped": "figures",
}


@contextmanager
def connected_by(dsn):
    """Be somebody else at the database: whom no policy binds, or the worker."""
    connection = connections["default"]
    usual = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    told = conninfo.conninfo_to_dict(dsn)
    connection.close()
    connection.settings_dict.update(
        USER=str(told["user"]), PASSWORD=str(told.get("password", ""))
    )
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(usual)


class World:
    """The demo municipality with people who were planted in every table.

    :param plan: plants people; returns those of whom something is asked, and the
        one whose data must stay, with all their words
    """

    def __init__(self, database, folder, plan):
        self.database, self.folder = database, folder
        self.town = Municipality.objects.get()
        with connected_by(ADMIN), self.acting(), as_case_worker():
            fill(self.town)
            fill_by_hand(self.town)
            self.people, self.others = plan(self.town)
            for person in self.people:
                leave_traces(person)
            self.officer, self.second = (
                User.objects.get(email=f"{name}@example.org")
                for name in ("datenschutz", "verwaltung")
            )
        everybody = (*self.people, self.others)
        self.words = {word.text: word for who in everybody for word in who.words}

    @contextmanager
    def acting(self, user=None):
        with acting(Context(self.town.pk, user.pk if user else None)):
            yield

    def rows(self):
        """Return every row of every table of every schema, by column."""
        with psycopg.connect(ADMIN, dbname=self.database) as connection:
            tables = connection.execute(
                "SELECT format('%I.%I', table_schema, table_name)"
                " FROM information_schema.tables WHERE table_type = 'BASE TABLE'"
                " AND table_schema NOT IN ('pg_catalog', 'information_schema')"
            ).fetchall()
            for (table,) in tables:
                for (row,) in connection.execute(
                    f"SELECT to_jsonb(t) FROM {table} AS t"
                ):
                    yield table.removeprefix("public."), row

    def told(self):
        """Return each text that stands anywhere, with the place."""
        for table, row in self.rows():
            for column, value in row.items():
                text = value if isinstance(value, str) else json.dumps(value)
                yield f"{table}.{column}", text
                for found in IN_BYTES.findall(text):
                    yield f"{table}.{column}", bytes.fromhex(found).decode()
        yield from self.sealed()
        for path in (self.folder / "files").rglob("*"):
            if path.is_file():
                yield "files", path.read_bytes().decode("utf-8", "replace")

    def sealed(self):
        with connected_by(ADMIN):
            for model in our_models():
                names = [each.name for each in encrypted_fields(model)]
                for row in model._base_manager.all() if names else ():
                    for name in names:
                        yield f"{model._meta.label}.{name}", getattr(row, name) or ""

    def places(self):
        """Return where words stand."""
        found = defaultdict(set)
        for place, text in self.told():
            for word in WORD.findall(text):
                found[word].add(place)
        return found

    def left(self):
        """Return what stands of those who were erased and should not."""
        return {
            f"{word.label} in {place}"
            for text, places in self.places().items()
            if (word := self.words[text]) and text[1] == "a"
            for place in places
            if not (place == "audit_event.values" and word.label in OF_THE_OFFICE)
        }

    def keys_left(self):
        """Give each column in which the key of a row stands that has gone."""
        gone = {
            str(row.pk)
            for person in self.people
            for model, rows in person.rows.items()
            for row in rows
        }
        gone -= {row.get("id") for _table, row in self.rows()}
        for table, row in self.rows():
            for column, value in row.items():
                if gone.intersection(KEY.findall(json.dumps(value))):
                    yield f"{table}.{column}"

    def copy(self, person):
        """Return the files of the copy that somebody gets, by name."""
        with self.acting(self.officer), rights.opened(self.officer):
            content = export.archive(self.officer, [person.root], self.town, now=NOW)
            file = zipfile.ZipFile(io.BytesIO(content))
            return {
                name: file.read(name).decode("utf-8", "replace")
                for name in file.namelist()
            }

    def erase(self, person):
        key = rights.key_of(person.root)
        with self.acting(self.officer):
            asked = requests.receive(
                kind="ERASURE", roots=[key], received_on=TODAY, by=self.officer
            )
        with self.acting(self.second):
            requests.carry_out(asked=asked, blacken=(), by=self.second, now=NOW)


@contextmanager
def opened(plan, blocker, tmp_path_factory):
    """Give a world with its own database and files, while it is needed."""
    shared = connections["default"].settings_dict["NAME"]
    folder = tmp_path_factory.mktemp("var")
    for name in ("secrets.json", "keys.json"):
        shutil.copy(env.var() / name, folder)
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(folder / "files")},
    }
    with (
        blocker.unblock(),
        override_settings(
            AUDIT_HEADS=str(folder / "heads"),
            STORAGES=settings.STORAGES | {"default": storage},
        ),
    ):
        name = clone_template(demo_template())
        use(name)
        yield World(name, folder, plan)
        use(shared)
        drop(name)
