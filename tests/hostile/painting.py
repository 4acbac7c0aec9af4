"""Writes a text of one's own into every column in which people's words can stand.

Models are walked, not listed: a new field is painted by itself. Left out is what
has choices, what is a key of ours, and what a program alone writes.
"""

import json
import re
import secrets
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import DatabaseError, models, transaction
from django.utils import timezone
from wagtail.fields import StreamField

from hafen.core.db.encryption import EncryptedTextField
from hafen.core.db.guards import our_models
from hafen.core.files.models import StoredFile
from hafen.core.places.models import MunicipalityRow
from hafen.information.knowledge.models import (
    ConceptComment,
    ConceptDraft,
    Document,
    DocumentVersion,
)
from tests.hostile.seeing import as_case_worker

# Columns that hold keys and codes, which nobody types as text.
CODES = re.compile(
    r"^(slug|path|url_path|code|key|kind|activity|channel|importer|content_type"
    r"|.*zone|rule|rrule|group|subtype|topic|slot|owner|seed|tag|script"
    r"|object_id|secret|client_secret|password|trouble|digest|target"
    r"|address_key|street_key|sort_key|source_id|short_id|public_id|storage"
    r"|legal_area|law_key|land|theme|features|geometry|mapping|mandates"
    r"|copy|facets|hashes|roots|counts|levels|vector|token_hashes|moved|told"
    r"|.*language.*|.*_hash|.*_type)$"
)
# What is called like a code and typed by people all the same.
TYPED = frozenset({"places.Unit.code", "contacts.OfficeTask.code"})
# Answers of all kinds lie in one sealed text, each as JSON.
AS_JSON = frozenset({"questions.Answer.value"})
_LISTS = frozenset({"keywords", "employers", "laws", "lines"})
# Reference data and records of the machine: nobody of a municipality writes them.
ROOMS_LEFT_OUT = frozenset({"audit", "taxonomy", "db", "jobs"})
MOST_ROWS = 60

Text = Callable[[models.Field, models.Model], str]


def painted_fields(model: type[models.Model]) -> list[models.Field]:
    """Return the columns of a model in which people's words can stand."""
    return [
        field
        for field in model._meta.concrete_fields
        if not field.choices
        and (not CODES.match(field.name) or label_of(field) in TYPED)
        and not isinstance(field, models.SlugField | models.FileField)
        and (
            isinstance(
                field,
                models.CharField
                | models.TextField
                | models.JSONField
                | EncryptedTextField
                | StreamField,
            )
            or _is_list_of_words(field)
        )
    ]


def _is_list_of_words(field: models.Field) -> bool:
    return isinstance(field, ArrayField) and field.name in _LISTS


def label_of(field: models.Field) -> str:
    return f"{field.model._meta.label}.{field.name}"


def painted_models() -> list[type[models.Model]]:
    return [
        model
        for model in our_models()
        if model._meta.app_label not in ROOMS_LEFT_OUT and painted_fields(model)
    ]


@as_case_worker()
def paint(
    text: Text,
    *,
    only: Callable[[models.Field], bool] = bool,
    most_rows: int = MOST_ROWS,
) -> list[str]:
    """Write into the rows that the context shows; return the painted columns."""
    done: set[str] = set()
    for model in painted_models():
        fields = [field for field in painted_fields(model) if only(field)]
        if fields:
            for row in model._base_manager.order_by("pk")[:most_rows]:
                done.update(_paint_row(row, fields, text))
    return sorted(done)


def _paint_row(row: Any, fields: list[models.Field], text: Text) -> Iterator[str]:
    values = {}
    for field in fields:
        value = field.value_from_object(row)
        painted = _painted(field, value, lambda each=field: text(each, row))
        if painted is not None:
            values[field.name] = painted
    for chosen in (values, *({name: value} for name, value in values.items())):
        try:
            with transaction.atomic():
                _write(row, chosen)
        except DatabaseError:
            continue  # one of them is bound by a constraint: try each alone
        yield from (f"{row._meta.label}.{name}" for name in chosen)
        if chosen is values:
            return


def _write(row: Any, values: dict[str, Any]) -> None:
    """Write past the services; a sealed text needs the row that it is sealed for."""
    sealed = {
        field.name
        for field in row._meta.concrete_fields
        if isinstance(field, EncryptedTextField) and field.name in values
    }
    plain = {name: value for name, value in values.items() if name not in sealed}
    if plain:
        type(row)._base_manager.filter(pk=row.pk).update(**plain)
    if sealed:
        for name in sealed:
            setattr(row, name, values[name])
        row.save(update_fields=sorted(sealed))


def _painted(field: models.Field, value: Any, text: Callable[[], str]) -> Any:
    """Return the painted value of a column; None leaves it as it is."""
    if isinstance(field, StreamField):
        return _painted_stream(field, value, text)
    if isinstance(field, models.JSONField):
        return _painted_json(value, text)
    if isinstance(field, ArrayField):
        return [text()]
    return _answered(value, text) if label_of(field) in AS_JSON else text()


def _answered(value: str, text: Callable[[], str]) -> str:
    said = json.loads(value)
    return json.dumps(text() if isinstance(said, str) else _painted_json(said, text))


_KEYS = frozenset({"id", "type", "kind", "language", "page", "contact", "offer"})
_CODE = re.compile(r"^[A-Za-z0-9_.:-]{0,24}$|^[0-9a-f-]{36}$")


def _painted_json(value: Any, text: Callable[[], str]) -> Any:
    """Write into sentences of nested data; codes, keys and numbers stay."""
    if isinstance(value, dict):
        return {
            key: inner if key in _KEYS else _painted_json(inner, text)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_painted_json(inner, text) for inner in value]
    if isinstance(value, str) and (" " in value or not _CODE.match(value)):
        return text()
    return value


def _painted_stream(field: Any, value: Any, text: Callable[[], str]) -> Any:
    raw = [dict(block) for block in value.raw_data]
    for block in raw:
        inner = block["value"]
        if isinstance(inner, str) and not _CODE.match(inner):
            block["value"] = text()
        elif isinstance(inner, dict | list):
            block["value"] = _painted_json(inner, text)
    return field.stream_block.to_python(raw)


class Texts:
    """Gives each column its own way through all texts, as many as it takes at once.

    :param most_at_once: of them in one cell
    """

    def __init__(self, texts: Sequence[str], *, most_at_once: int = 1) -> None:
        self.most_at_once = most_at_once
        self._texts = texts
        # Columns begin at different places, so that few rows show many texts.
        self._at: dict[str, int] = {}
        self.given: dict[str, set[int]] = defaultdict(set)

    def __call__(self, field: models.Field, _row: Any) -> str:
        name = str(field)
        found: list[str] = []
        room = field.max_length or 1_000_000
        start = self._at.setdefault(name, zlib.crc32(name.encode()))
        for step in range(start, start + 2_000):
            text = _fitting(field, self._texts[step % len(self._texts)])
            if text is None or len(text) > room:
                continue
            found.append(text)
            self.given[name].add(step % len(self._texts))
            self._at[name] = step + 1
            room -= len(text) + 1
            is_one = isinstance(field, models.EmailField | models.URLField)
            if is_one or len(found) >= self.most_at_once or room < 20:
                break
        return " ".join(found)


def _fitting(field: models.Field, text: str) -> str | None:
    """Return the text as the column takes it by its own rules, None where not."""
    if isinstance(field, models.EmailField):
        text = f'"{text}"@example.org'
    elif isinstance(field, models.URLField):
        text = f"https://example.org/?{text}"
    else:
        return text
    return text if _passes(field, text) else None


def _passes(field: models.Field, value: str) -> bool:
    try:
        field.run_validators(value)
    except ValidationError:
        return False
    return True


@as_case_worker()
def fill(town: Any) -> list[str]:
    """Make one row in each empty table of a municipality, as far as it lets us."""
    made = []
    _claim(town)
    for _round in range(3):  # some stand on others
        for model in filter(_is_fillable, our_models()):
            if not model._base_manager.exists() and _row(model, town) is not None:
                made.append(model._meta.label)
    return made


def fill_by_hand(town: Any) -> None:
    """Make the rows that hang together in a way which no rule above knows."""
    now = timezone.now()
    service = apps.get_model("directory.Service").objects.first()
    records = apps.get_model("api.StandardRecord")._base_manager
    said = {"name": "Two words", "description": "Some more words"}
    record, _new = records.get_or_create(
        municipality=town,
        service=service,
        defaults={"source_id": "x", "said": said, "was": {}},
    )
    rows = {
        "api.PublishedPeople": {
            "record": record, "said": said, "agreement": "x", "agreed_on": now.date(),
        },
        "knowledge.LawChange": {"law": "x", "what": "x", "in_force_on": now.date()},
        "training.Qualification": {
            "helper": apps.get_model("pool.Helper")._base_manager.first(),
            "module": apps.get_model("training.Module")._base_manager.first(),
            "acquired_on": now.date(),
        },
        "accounts.Invitation": {
            "email": "x@example.org", "name": "x", "token_hash": "0" * 64,
            "expires_at": now + timedelta(days=1),
        },
    }  # fmt: skip
    for label, values in rows.items():
        manager = apps.get_model(label)._base_manager
        if not manager.exists():
            manager.create(municipality=town, **values)
    _shelve(town)
    _draft(town)


def _claim(town: Any) -> None:
    """Have something to pay: a scale is no list, and no claim is paid without one."""
    if apps.get_model("allowances.Claim")._base_manager.exists():
        return
    tariffs = apps.get_model("allowances.Tariff")._base_manager
    today = timezone.localdate()
    helper = apps.get_model("pool.Helper")._base_manager.first()
    shared = {
        "municipality": town,
        "helper": helper,
        "tariff": tariffs.create(
            municipality=town, name="x", sort_key="x", valid_from=today,
            pay={"on_site": {"step": 30, "cents": 750}},
        ),
    }  # fmt: skip
    order = apps.get_model("allowances.Order")._base_manager.create(
        **shared, task="x", starts_on=today, until=today, ordered_on=today,
        owner=apps.get_model("accounts.User")._base_manager.first(),
    )  # fmt: skip
    apps.get_model("allowances.Claim")._base_manager.create(
        **shared, order=order, on=today, pay_cents=1, refund_cents=0
    )


def _shelve(town: Any) -> None:
    """Put a public paper onto the shelf."""
    if not Document.objects.exists():
        file = _file(town)
        document = Document.objects.create(
            municipality=town, title="x", category=Document.Category.values[0],
            is_public=True,
        )  # fmt: skip
        DocumentVersion.objects.create(
            municipality=town, document=document, file=file, label="x",
            valid_from=timezone.localdate(),
        )  # fmt: skip


def _draft(town: Any) -> None:
    """Give a draft of a concept, and say something to it."""
    user = apps.get_model("accounts.User")._base_manager.first()
    concept = Document.objects.create(
        municipality=town, title="x", category=Document.Category.CONCEPT
    )
    draft = ConceptDraft.objects.create(
        municipality=town, document=concept, file=_file(town), label="x",
        contributors="x", given_by=user, outline="mentoring.programme",
        parts={"tasks": "x"},
    )  # fmt: skip
    ConceptComment.objects.create(municipality=town, draft=draft, author=user, text="x")


def _is_fillable(model: type[models.Model]) -> bool:
    return (
        issubclass(model, MunicipalityRow)
        and model._meta.app_label not in {*ROOMS_LEFT_OUT, "knowledge"}
        and model._meta.label != "reports.Release"  # it has a shape
    )


def _row(model: type[models.Model], town: Any) -> models.Model | None:
    row = model(municipality=town)
    for field in model._meta.concrete_fields:
        if field.primary_key or field.name == "municipality" or field.has_default():
            continue
        if field.is_relation:
            setattr(row, field.attname, _related(field.related_model, town))
        elif not field.null or isinstance(field, models.CharField):
            setattr(row, field.attname, _value(field))
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except DatabaseError:
        return None
    return row


def _related(model: type[models.Model], town: Any) -> Any:
    """Return the key of some row; a file belongs to one row, so it is a new one."""
    if model is StoredFile:
        return _file(town).pk
    found = model._base_manager.order_by("pk").first()
    return found.pk if found else None


def _file(town: Any) -> StoredFile:
    return StoredFile.objects.create(
        municipality=town, key=secrets.token_hex(16), kind="knowledge.document",
        name="x.pdf", content_type="application/pdf", size=1, sha256="0" * 64,
        data_class="P0",
    )  # fmt: skip


def _value(field: models.Field) -> Any:
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, EncryptedTextField):
        return json.dumps("x")
    kind = field.get_internal_type()
    if isinstance(field, ArrayField | models.JSONField):
        return []
    now = timezone.now()
    return {
        "DateField": now.date(),
        "DateTimeField": now,
        "TimeField": now.time(),
        "BooleanField": True,
        "BinaryField": b"x",
        "CharField": ("de" if "language" in field.name else field.name)[
            : field.max_length
        ],
        "TextField": field.name,
    }.get(kind, 1)
