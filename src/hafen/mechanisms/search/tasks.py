from hafen.core.db import work
from hafen.core.db.context import current
from hafen.core.places.models import Municipality
from hafen.mechanisms.search import services


# Just after midnight in Germany, in winter and in summer: what begins or ends
# with the day is found or gone, and words that no text has any more go.
@work.every("7 22,23 * * *")
@work.task("search.rebuild")
def rebuild() -> None:
    if key := current().municipality:
        services.rebuild(municipality=Municipality.objects.get(pk=key))
