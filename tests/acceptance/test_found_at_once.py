"""What people write is found as soon as it is public, and not only the next day."""

from hafen.mechanisms.search.models import SearchDocument


def test_rows_behind_the_second_fence_are_in_the_search_at_once(musterhafen):
    """The demo was written by the services, and no night has passed since."""
    kinds = set(SearchDocument.objects.values_list("kind", flat=True))

    assert {"board", "pool.need"} <= kinds
