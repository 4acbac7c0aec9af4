"""How far somebody is from a district, for the lists that look around one."""

from typing import Any

from django.db.models import Case, F, FloatField, Func, Q, Value, When

from hafen.core.places.queries import DistrictNode, middle_of

NEAREST = F("km").asc(nulls_last=True)


def around(rows: Any, node: DistrictNode, km: int | None, *, of: str = "") -> Any:
    """
    Keep what lies in a district, or some kilometres around its middle.

    Each gets its distance as the crow flies (`km`), from middle to middle; without
    an outline nobody knows it.

    :param of: the way to the offer or need, such as "offer__"
    """
    inside = {below.district.pk for below in node.walk()}
    near = Q(**{f"{of}district__in": inside})
    if km:
        near |= Q(km__lte=km)
    return rows.annotate(km=_distance(node, of)).filter(near)


def _distance(node: DistrictNode, of: str) -> Any:
    latitude, longitude = middle_of(node.district)
    if latitude is None:
        return Value(None, FloatField())
    hectometres = Func(
        Value(latitude, FloatField()),
        Value(longitude, FloatField()),
        F(f"{of}latitude"),
        F(f"{of}longitude"),
        function="pool_distance",
        output_field=FloatField(),
    )
    return Case(When(**{f"{of}latitude__isnull": False}, then=hectometres / 10.0))
