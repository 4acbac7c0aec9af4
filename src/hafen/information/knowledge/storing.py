"""Where small pictures of the editor lie, and by which address they are shown."""

from django.core.files.storage import DefaultStorage
from django.urls import reverse


class EditorsStorage(DefaultStorage):
    """Where the files of all else lie; small pictures are shown to editors alone."""

    def url(self, name: str) -> str:
        return reverse("knowledge_installation:rendition", args=[name])
