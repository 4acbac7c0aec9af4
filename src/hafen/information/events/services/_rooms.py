from django.db.models import Exists, F, OuterRef

from hafen.core.places.models import Room
from hafen.information.events.models import Event, EventDate
from hafen.information.events.services._errors import RoomTaken


def refuse_taken_room(event: Event) -> None:
    """
    Make sure that nobody else has the room; call it once the dates are laid.

    :raises RoomTaken: when a date meets one of another public event in the room
    """
    if event.room_id is None or event.state != Event.State.PUBLISHED:
        return
    # Its row is the lock: two desks cannot take one room at once.
    Room.objects.select_for_update().get(pk=event.room_id)
    others = EventDate.objects.filter(
        event__room=event.room_id,
        event__state=Event.State.PUBLISHED,
        is_cancelled=False,
        starts_at__lt=OuterRef("ends_at"),
        ends_at__gt=OuterRef("starts_at"),
    ).exclude(event=event)
    own = event.dates.filter(is_cancelled=False, ends_at__gt=F("starts_at"))
    if own.filter(Exists(others)).exists():
        raise RoomTaken
