"""How long a volunteer needs from one shift to the next."""

from hafen.core.places import travel
from hafen.core.places.geometry import NotAnArea, Point, centre, distance, read_area
from hafen.exchange.volunteers.models import Shift, Task


def minutes_between(one: Shift, other: Shift, kilometres_per_hour: int) -> int:
    """Return a guess on the safe side; nothing where a place is unknown."""
    here, there = _place(one.task), _place(other.task)
    if here is None or there is None:
        return 0
    return travel.minutes(round(distance(here, there)), kilometres_per_hour)


def _place(task: Task) -> Point | None:
    """Return where a task is done: at its site, else in the middle of the district."""
    site = task.site
    if site and site.longitude is not None and site.latitude is not None:
        return site.longitude, site.latitude
    district = task.district or (site.district if site else None)
    if district is None or district.geometry is None:
        return None
    try:
        return centre(read_area(district.geometry))
    except NotAnArea:
        return None
