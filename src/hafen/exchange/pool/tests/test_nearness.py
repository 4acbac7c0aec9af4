"""Lists that look around a district."""

import pytest

from hafen.core.places.models import District
from hafen.exchange.pool.tests.conftest import at


def square(town, name, latitude):
    """Make a district whose middle is known."""
    west, east, south, north = 7.0, 7.01, latitude - 0.001, latitude + 0.001
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return District.objects.create(
        municipality=town,
        name=name,
        sort_key=name.lower(),
        geometry={"type": "Polygon", "coordinates": [ring]},
    )


@pytest.mark.parametrize("side", ["need", "offer"])
def test_a_list_looks_around_a_district_the_nearest_first(
    desk, town, need, offer, now, acting, clara, side, questions
):
    acting(town, clara)
    nord, mitte, far = (
        square(town, name, latitude)
        for name, latitude in (("Nord", 51.52), ("Mitte", 51.50), ("Weit", 51.90))
    )
    make = need if side == "need" else offer
    for title, district in (
        ("in der Mitte", mitte), ("weit fort", far), ("im Norden", nord), ("wo", None),
    ):  # fmt: skip
        make(now=now, title=title, district=district)

    def found(**wanted):
        page = desk.get(at(town, f"{side}s"), {"district": nord.pk} | wanted)
        return [row.title for row in page.context["page"]]

    assert found() == ["im Norden"]
    assert found(km=5) == ["im Norden", "in der Mitte"]
    assert found(km=100) == ["im Norden", "in der Mitte", "weit fort"]
    where = f"{at(town, f'{side}s')}?district={nord.pk}&km=5"
    assert "2,2 km" in desk.get(where).content.decode()
    assert len(questions(desk, where)) <= 12
    table = desk.get(f"{where}&as=csv").content.decode()
    assert "im Norden" in table
    assert "weit fort" not in table


def test_without_an_outline_a_district_is_alone(desk, town, need, now, acting, clara):
    acting(town, clara)
    plain = District.objects.create(municipality=town, name="Ohne", sort_key="ohne")
    need(now=now, title="hier", district=plain)
    need(now=now, title="dort", district=square(town, "Nord", 51.52))

    page = desk.get(at(town, "needs"), {"district": plain.pk, "km": 50})

    assert [row.title for row in page.context["page"]] == ["hier"]
