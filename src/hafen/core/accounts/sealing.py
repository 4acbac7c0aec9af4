"""The secrets of second factors: sealed in the database, keys kept elsewhere.

Whoever reads a backup can sign in as nobody.
"""

import base64

from allauth.mfa.models import Authenticator
from django.db import transaction

from hafen.core.db.context import Context, acting
from hafen.core.db.encryption import ring
from hafen.core.db.keyring import key_name
from hafen.core.db.rotation import Resealing, resealings
from hafen.core.places.models import Municipality

_PLACE = "mfa_authenticator:data"
_MARK = "sealed:"
_FIELDS = ("secret", "seed")


def seal(text: str) -> str:
    sealed = ring().seal(text, place=_PLACE)
    return _MARK + base64.urlsafe_b64encode(sealed).decode()


def unseal(text: str) -> str:
    """Return the secret; one from before sealing is read as it is.

    :raises KeyMissing: when its key is not in the ring
    :raises Forged: when somebody changed it
    """
    if not text.startswith(_MARK):
        return text
    return ring().open(_data(text), place=_PLACE)


def _data(text: str) -> bytes:
    return base64.urlsafe_b64decode(text.removeprefix(_MARK))


def seal_anew() -> int:
    """Seal all secrets with the current key; return how many were changed."""
    return sum(_seal_of(town) for town in Municipality.objects.order_by("pk"))


def _seal_of(town: Municipality) -> int:
    changed = 0
    with acting(Context(municipality=town.pk, channel="command")):
        for factor in Authenticator.objects.select_for_update().order_by("pk"):
            changed += _seal_factor(factor)
    return changed


@transaction.atomic
def _seal_factor(factor: Authenticator) -> int:
    old = {name: factor.data[name] for name in _FIELDS if name in factor.data}
    stale = [name for name, text in old.items() if _is_stale(text)]
    for name in stale:
        factor.data[name] = seal(unseal(old[name]))
    if stale:
        factor.save(update_fields=["data"])
    return len(stale)


def _is_stale(text: str) -> bool:
    return not text.startswith(_MARK) or key_name(_data(text)) != ring().current


def register() -> None:
    """Take part when the keys of the installation are changed."""
    resealings.register(Resealing(name="mfa_authenticator", run=seal_anew))
