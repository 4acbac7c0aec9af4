"""What columns with personal data are called where people read of them.

Most say so themselves, by their verbose name; these are columns whose name was
never meant for a page, and mean the same in every table.
"""

from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_COLUMNS: dict[str, Promise] = {
    "about": _("what it is about"),
    "actor_id": _("who did it"),
    "actor_key": _("key of an organisation in a list"),
    "address": _("address"),
    "after": _("what stands there now"),
    "answer": _("answer"),
    "asker_name": _("name"),
    "attended_by": _("who was there"),
    "author": _("who wrote it"),
    "author_name": _("name"),
    "basis": _("Legal basis"),
    "before": _("what stood there before"),
    "by": _("who proposed it"),
    "cells": _("what stands in the list"),
    "cents": _("amount in cents"),
    "channel": _("channel"),
    "contributors": _("who contributed"),
    "decided_at": _("decided on"),
    "decided_by": _("who decided"),
    "detail": _("details"),
    "done_at": _("done on"),
    "done_by": _("done by"),
    "due_on": _("due on"),
    "email": _("e-mail address"),
    "gender": _("gender"),
    "ground_note": _("note on the legal ground"),
    "household_key": _("key of a household in a list"),
    "inquiry": _("inquiry"),
    "is_active": _("active"),
    "joined_by": _("who joined both"),
    "kind": _("kind"),
    "language": _("language"),
    "legal_area": _("legal area"),
    "lost_person": _("duplicate person"),
    "merged_into": _("merged into"),
    "message_id": _("identifier of the mail"),
    "name": _("name"),
    "name_key": _("key by which spellings of a name meet"),
    "note": _("note"),
    "organisation": _("organisation"),
    "outcome": _("Outcome"),
    "override_reason": _("why more than the year allows was approved"),
    "params": _("details"),
    "person": _("person"),
    "person_key": _("key of a person in a list"),
    "phone": _("telephone"),
    "place": _("Place"),
    "query": _("saved filter"),
    "question": _("question"),
    "reading": _("how the list was read"),
    "reason": _("reason"),
    "receipts": _("receipts"),
    "received_at": _("received on"),
    "recorded_by": _("recorded by"),
    "released_by": _("who released it"),
    "refusal": _("why it was refused"),
    "result": _("result"),
    "role": _("role"),
    "said": _("what the person agreed to"),
    "secret": _("secret (encrypted)"),
    "secret_hash": _("secret (only its fingerprint)"),
    "sender": _("sender (only a fingerprint)"),
    "skills": _("skills"),
    "sort_key": _("key for sorting by name"),
    "state": _("State"),
    "subject": _("subject of the mail"),
    "summary": _("summary"),
    "task": _("task"),
    "text": _("text"),
    "title": _("title"),
    "told": _("who was told"),
    "told_helper": _("what the helper was told"),
    "told_seeker": _("what whoever looks for help was told"),
    "user": _("account"),
    "value": _("answer"),
    "values": _("values taken over"),
    "withdrawn_at": _("withdrawn on"),
}
_TABLES: dict[str, Promise] = {
    "accounts.groupmembership": _("access to the editors' pages"),
    "knowledge.areamember": _("membership in a working area"),
}
# The same column names something else in these tables.
_HERE: dict[str, Promise] = {
    "accounts.linkedidentity.subject": _("identifier at the sign-in service"),
    "training.participant.interpreter": _("language"),
    "board.message.came_as": _("identifier of the mail"),
    "board.message.carried_as": _("identifier of the mail"),
    "surveys.asked.asked_on": _("asked last on"),
    "surveys.asked.forget_on": _("may be asked again from (empty: never)"),
}


def column_name(model: type[models.Model], name: str) -> Promise | str:
    """Return what a column is called, in the reader's language."""
    field: Any = model._meta.get_field(name)
    own = getattr(field, "verbose_name", name)
    if isinstance(own, Promise):
        return own
    here = f"{model._meta.label_lower}.{name}"
    if here in _HERE or name in _COLUMNS:
        return _HERE.get(here) or _COLUMNS[name]
    # What points to a row is called as the table of that row.
    return table_name(field.related_model) if field.is_relation else str(own)


def table_name(model: type[models.Model]) -> Promise | str:
    own = model._meta.verbose_name or model.__name__
    if isinstance(own, Promise):
        return own
    return _TABLES.get(model._meta.label_lower, own)
