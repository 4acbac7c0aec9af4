"""What stands in place of a file whose processing is restricted."""

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils import formats
from django.utils.translation import gettext as _

from hafen.casework.cases import queries
from hafen.core.ui.errors import NotHere

Row = TypeVar("Row", bound=Model)


def found_or_closed(rows: QuerySet[Row, Any], pk: UUID) -> Row:
    """
    Return a row of a file.

    :raises NotHere: where the file is closed to who is responsible for it
    :raises Http404: where there is none, or none for this person
    """
    row: Row | None = rows.filter(pk=pk).first()
    if row is not None:
        return row
    closed = queries.closed_files(pk)
    if not closed:
        raise Http404
    since = closed[0][0]
    raise NotHere(lambda: said(since))


def said(since: Any) -> str:
    day = formats.date_format(since, "DATE_FORMAT")
    return _(
        "The processing of the data in this file is restricted since %(day)s (Art. 18"
        " GDPR): nobody reads it until that ends. Ask the data protection officer."
    ) % {"day": day}
