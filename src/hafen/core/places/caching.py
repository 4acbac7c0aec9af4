"""Which answers are the same for every anonymous reader, and until when.

A public view marks its answer; the page cache in front of Django reads the
mark and takes it away. An answer without a mark is never kept.
"""

from datetime import datetime
from typing import Protocol, TypeVar

from django.http import HttpResponseBase

MARK = "Hafen-Page-Of"

Answer = TypeVar("Answer", bound=HttpResponseBase)


class Owner(Protocol):
    """The municipality; named by what is needed, so that no model is loaded."""

    slug: str


def same_for_everybody(
    answer: Answer, municipality: Owner, *, until: datetime | None = None
) -> Answer:
    """Let an answer be kept until the municipality's content changes.

    :param until: the instant at which it changes by itself, such as the next
        opening; None if it never does
    """
    end = str(int(until.timestamp())) if until else ""
    answer.headers[MARK] = f"{municipality.slug};{end}"
    return answer
