from typing import Any

from hafen.core.files.doors import may_read
from hafen.core.files.models import StoredFile


def file_readable_by(user: Any, *, key: str) -> StoredFile | None:
    """Return the file if this user may read it; None as if there were none."""
    file = StoredFile.objects.filter(key=key).first()
    return file if file is not None and may_read(user=user, file=file) else None


def public_file(*, municipality: Any, key: str) -> StoredFile | None:
    """Return a file that everybody may read; None for any other."""
    return StoredFile.objects.filter(
        municipality=municipality, key=key, data_class="P0"
    ).first()
