from collections.abc import Mapping
from typing import Any

from django.db import transaction

from hafen.core.accounts.models import User
from hafen.core.audit import services as audit
from hafen.core.places.models import Municipality
from hafen.exchange.board.models import BoardSettings


@transaction.atomic
def save_settings(
    *, municipality: Municipality, data: Mapping[str, Any], by: User
) -> BoardSettings:
    row, _is_new = BoardSettings.objects.update_or_create(
        municipality=municipality, defaults=dict(data)
    )
    audit.record(action="board.settings.saved", subject=row, by=by)
    return row
