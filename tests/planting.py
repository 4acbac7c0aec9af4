"""One person with a row in every table that can be theirs, a word in every column.

Models are walked, not listed: where a row belongs is what it declares itself. Each
row is a copy of one that the demo municipality has, and belongs to the person by its
`subject` alone; every other relation leads to somebody else, the neighbour.
"""

import secrets
from base64 import b64encode
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import Error, models, transaction
from django.utils import timezone

from hafen.core.db.encryption import (
    EncryptedTextField,
    encrypted_fields,
)
from hafen.core.db.personal_data import PersonalData, declared
from hafen.core.db.roles import Role
from hafen.core.files.models import StoredFile
from hafen.mechanisms.privacy import rights
from hafen.mechanisms.privacy.rights import Model, personal_models
from tests.planted import Person
from tests.planted_words import TEXTS, write_words

NOW = timezone.now()
TODAY = timezone.localdate()
LATELY = TODAY - timedelta(days=1)


def roots() -> list[Model]:
    """Return the kinds of rows that are persons."""
    return [model for model, found in personal_models() if found.subject == "self"]


def plant(
    town: Any,
    root: Model,
    *,
    initial: str,
    neighbour: Person | None = None,
    shares: bool = False,
) -> Person:
    """
    Make a person of this kind and all that may belong to them.

    :param shares: what several can share they have together with the neighbour
    """
    person = Person(town, initial, neighbour)
    _add(person, root, {})
    _share(person, neighbour if shares else None)
    is_new = True
    while is_new:
        is_new = False
        for model, declaration in personal_models():
            if model in person.rows or getattr(model, "append_only", False):
                continue
            for ties in _ties(person, model, declaration):
                if shares and _is_common(person, model, ties):
                    continue  # it is there: the neighbour has it
                is_new = _add(person, model, ties) or is_new
    return person


def leave_traces(person: Person) -> None:
    """Let rooms keep something by the key of the person alone, as services do."""
    own, root = {"municipality": person.town}, person.root
    word = person.word(root, "traces")
    apps.get_model("todos.Todo").objects.create(
        **own, kind="note", subject_id=root.pk, params={"who": word}, title=word,
        owner=_some("accounts.User"),
    )  # fmt: skip
    apps.get_model("search.SearchDocument").objects.create(
        **own, kind="x", object_id=root.pk, language="de", text_language="de",
        title=word, address="x", changed_at=NOW,
    )  # fmt: skip
    file = StoredFile.objects.create(
        **own, key=secrets.token_hex(16), kind="x", owner=root.pk, name="x.pdf",
        content_type="application/pdf", size=1, sha256="0", data_class="P1",
    )  # fmt: skip
    default_storage.save(file.path, ContentFile(word.encode()))


def _share(person: Person, beside: Person | None) -> None:
    """Give them what several persons can share: alone, or together with another."""
    for model, declaration in personal_models():
        relation = _first(model, declaration)
        if not isinstance(relation, models.ManyToOneRel):
            continue
        if own := person.of(relation.related_model):
            if beside:
                person.rows[model] = [beside.of(model)]
                person.common += person.rows[model]
            else:
                _add(person, model, {})
            setattr(own, relation.field.name, person.rows[model][0])
            own.save()


def _ties(
    person: Person, model: Model, declaration: PersonalData
) -> list[dict[str, Any]]:
    """Return by which values a new row would belong to them."""
    own = _own_ties(person, model, declaration.subject)
    if declaration.sides:
        both = [
            ties | ({"side": side} if side else {})
            for side, path in declaration.sides
            for ties in _own_ties(person, model, path)
        ]
        own = [ties for at, ties in enumerate(both) if ties not in both[:at]]
    name = declaration.shared_by
    shared: Any = model._meta.get_field(name) if name else None
    if shared is None:
        return own
    is_key = isinstance(shared, models.UUIDField)
    above = person.root.pk if is_key else person.of(shared.related_model)
    if above is None:
        return own
    as_one_of_many = (
        {} if declaration.subject == "self" else {declaration.subject: None}
    )
    return [*(ties | {name: above} for ties in own), as_one_of_many | {name: above}]


def _own_ties(person: Person, model: Model, path: str) -> list[dict[str, Any]]:
    name = path.partition("__")[0]
    column: Any = None if name == "self" else model._meta.get_field(name)
    root, values = person.root, []
    if isinstance(column, models.UUIDField):
        held = declared(type(root)).holds
        values = [root.pk, getattr(root, held).pk if held else None]
    elif isinstance(column, models.EmailField | EncryptedTextField):
        values = [getattr(root, "email", "")]
    elif isinstance(column, models.ForeignKey):
        values = [_above(person, model, path)]
    elif declared(model).digest and getattr(root, "email", ""):
        values = [declared(model).digest(person.town.pk, root.email)]
    return [{name: value} for value in values if value]


def _above(person: Person, model: Model, path: str) -> Any:
    """Return the row of theirs to which a path leads first."""
    first, *_between = steps = list(rights.steps(model, path))
    last = steps[-1]
    own = person.of(last.related_model)
    if own is None:
        return None
    if isinstance(last, models.OneToOneRel):
        return getattr(own, last.field.name)
    return person.of(first.related_model)


def _is_common(person: Person, model: Model, ties: dict[str, Any]) -> bool:
    """Return whether a row is theirs together with others of the household, say."""
    declaration: Any = declared(model)
    if declaration.subject in ties and declaration.shared_by:
        return ties[declaration.subject] is None
    is_root_of_it = isinstance(_first(model, declaration), models.ManyToOneRel)
    return is_root_of_it or any(value in person.common for value in ties.values())


def _first(model: Model, declaration: PersonalData) -> Any:
    name = declaration.subject.partition("__")[0]
    return None if name == "self" else model._meta.get_field(name)


def _add(person: Person, model: Model, ties: dict[str, Any]) -> bool:
    keys = model._base_manager.order_by("pk").values_list("pk", flat=True)
    trouble, known = "", len(person.words)
    for key in [*keys[:40]] or [None]:
        for is_apart in (True, False):
            row = _like(person, model, key)
            try:
                _insert(person, row, ties, is_apart=is_apart)
            except Error as error:
                trouble = str(error).partition("\n")[0]
                continue
            person.rows.setdefault(model, []).append(row)
            done = {*ties, *_BY_HAND.get(model._meta.label, {})}
            write_words(person, row, besides=done)
            if _is_common(person, model, ties):
                person.common.append(row)
                person.shared |= {word.text for word in person.words[known:]}
            return True
    person.refused.append(f"{model._meta.label} {sorted(ties)}: {trouble}")
    return False


def _like(person: Person, model: Model, key: Any) -> Any:
    """Return a row as one that is there; a bare one where there is none."""
    if key is not None:
        row = model._base_manager.get(pk=key)
        for sealed in encrypted_fields(model):
            getattr(row, sealed.name)  # it can be opened in its own row alone
        return row
    row = model(municipality=person.town)
    for column in _relations(model):
        if not column.null:
            setattr(row, column.name, column.related_model._base_manager.first())
    return row


def _relations(model: Model) -> list[Any]:
    return [
        column
        for column in model._meta.concrete_fields
        if column.is_relation and column.name != "municipality"
    ]


def _insert(person: Person, row: Any, ties: dict[str, Any], *, is_apart: bool) -> None:
    row.pk = row.id = row._meta.pk.get_default()
    row._state.adding = True
    for column in _relations(type(row)):
        if column.name not in ties:
            _lead_elsewhere(person, row, column, is_apart=is_apart)
    for column in _single(type(row)):
        if column.name not in ties:
            setattr(row, column.name, _other(column, row))
    known = len(person.words)
    for name, value in (_BY_HAND.get(row._meta.label, {}) | ties).items():
        setattr(row, name, value(person, row) if callable(value) else value)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except Error:
        del person.words[known:]
        raise
    if isinstance(row, StoredFile):
        content = person.word(row, "content").encode()
        default_storage.save(row.path, ContentFile(content))


def _lead_elsewhere(person: Person, row: Any, column: Any, *, is_apart: bool) -> None:
    """Let a relation lead to the neighbour, where there is one."""
    if getattr(row, column.attname) is None:
        return
    other = person.neighbour.of(column.related_model) if person.neighbour else None
    if other is not None and is_apart:
        setattr(row, column.name, other)
    elif _stands_once(column):
        own = person.of(column.related_model)
        setattr(row, column.name, own or _twin(person, getattr(row, column.name)))


def _stands_once(column: Any) -> bool:
    return column.unique or any(
        tuple(rule.fields) == (column.name,)
        for rule in column.model._meta.constraints
        if isinstance(rule, models.UniqueConstraint)
    )


def _twin(person: Person, row: Any) -> Any:
    twin = _like(person, type(row), row.pk)
    _insert(person, twin, {}, is_apart=False)
    return twin


def _single(model: Model) -> list[Any]:
    """Return the columns whose values stand only once, alone or with others."""
    names = {column.name for column in model._meta.concrete_fields if column.unique}
    for rule in model._meta.constraints:
        if isinstance(rule, models.UniqueConstraint):
            names |= set(rule.fields)
            for expression in rule.expressions:
                parts = expression.flatten()
                names |= {each.name for each in parts if isinstance(each, models.F)}
    return [
        column
        for column in model._meta.concrete_fields
        if column.name in names
        and not (column.is_relation or column.primary_key or column.choices)
    ]


def _other(column: Any, row: Any) -> Any:
    value = getattr(row, column.name)
    if isinstance(column, models.UUIDField):
        value = row.pk
    elif isinstance(column, TEXTS):
        value = secrets.token_hex(16)[: column.max_length]
    elif isinstance(column, models.IntegerField):
        taken = type(row)._base_manager.values_list(column.name, flat=True)
        value = 1 + max(taken, default=0)
    return value


def _some(label: str) -> Any:
    return apps.get_model(label)._base_manager.order_by("pk").first()


def _area(person: Person, _row: Any) -> Any:
    model = apps.get_model("knowledge.Area")
    area = _some("knowledge.Area") or _like(person, model, None)
    area.save()
    return area


def _lost(person: Person, _row: Any) -> Any:
    """Return the other entry of somebody who was listed twice."""
    twin = _twin(person, person.root)
    twin.merged_into = person.root
    twin.save()
    return twin


def _later(_person: Person, row: Any) -> Any:
    """Return a time at which nobody else has the vehicle."""
    taken = type(row)._base_manager.values_list("during", flat=True)
    begins = max(each.upper for each in taken) + timedelta(days=1)
    return (begins, begins + timedelta(hours=1))


def _after_all(_person: Person, row: Any) -> Any:
    """Return a time at which no adviser has an appointment."""
    return max(type(row)._base_manager.values_list("ends_at", flat=True))


def _words(*names: str, kind: Any = str) -> dict[str, Any]:
    """Return words for columns that are never changed once the row is there."""
    return {name: lambda who, row, at=name: kind(who.word(row, at)) for name in names}


def _own_paper(person: Person, row: Any) -> Any:
    """Return a paper of the person; only one of theirs goes along."""
    papers = apps.get_model("cases.ClientPaper")._base_manager
    return papers.create(
        municipality=row.municipality,
        client=person.of(apps.get_model("referrals.Referral")).client,
        kind=row.kind,
        valid_until=row.valid_until,
    )


# What no rule above knows: what hangs together in a table, or is in no demo.
_BY_HAND: dict[str, dict[str, Any]] = {
    "privacy.DeletionRun": {"state": "DONE", "done_at": NOW},
    "privacy.Hold": {"ended_on": TODAY},
    "accounts.Absence": {"valid_from": TODAY},
    "accounts.InvitedRole": {"role": Role.EDITOR.value},
    "accounts.User": {"left_on": TODAY, "is_active": False},
    "board.Converted": {"need": lambda *_: _some("pool.Need")},
    "childprotection.Procedure": {
        "confirmed_on": LATELY, "closed_on": LATELY, "released_on": LATELY,
        "delete_on": TODAY,
    },
    "consultations.Appointment": {
        "starts_at": _after_all,
        "ends_at": lambda _who, row: row.starts_at + timedelta(hours=1),
    },
    "directory.Proposal": {"state": "REFUSED", "decided_at": NOW},
    "directory.ServicePerson": {"agreed_on": TODAY, "agreed_how": "x"},
    "inquiries.Placed": {"need": lambda *_: _some("pool.Need")},
    "interpreting.Voucher": {
        "number": 1, **_words("name", "leitweg_id"),
        **_words("pdf", "xml", kind=str.encode),
    },
    "knowledge.AreaMember": {"area": _area},
    "knowledge.ConceptDraft": {"outline": ""},
    "knowledge.Tester": {"until": TODAY},
    "organisations.Merge": {"lost_person": _lost, "moved": {}},
    "outreach.VehicleBooking": {"during": _later},
    "pool.Exclusion": {"seeker": lambda *_: _some("pool.Seeker")},
    "pool.Match": {
        "state": "PROPOSED", "answer_by": None, "helper_agreed_at": None,
        "seeker_agreed_at": None, "talk_on": None, "reason": "", "outcome": "",
        "closed_at": None,
    },
    "pool.MatchStep": _words("told_helper", "told_seeker"),
    "pool.Need": {"languages": {}},
    "referrals.ReferralDocument": {
        "paper": _own_paper,
        **_words("copy", kind=lambda word: b64encode(word.encode()).decode()),
    },
    "reports.Release": {
        "template": "x", "title": "x", "first": TODAY, "last": TODAY,
        "result": {
            "report": "x", "title": "x", "municipality": "x", "from": str(TODAY),
            "to": str(TODAY), "as_of": "x", "smallest_count_shown": 5, "given": {},
            "data_hash": "x", "sections": [],
        },
        "cells": [], "data_hash": "x", "result_hash": "x",
    },
    "surveys.Asked": {"forget_on": TODAY},
    "volunteers.Concern": {"done_at": NOW},
}  # fmt: skip
