"""What views and templates get from the user interface."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django import forms as fields
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse, QueryDict
from django.template import engines
from django.test import RequestFactory
from django_cotton.compiler_regex import CottonCompiler

from hafen.core.db.permissions import Permission
from hafen.core.db.registry import Registry
from hafen.core.db.roles import Role
from hafen.core.ui import context, csp, forms, navigation, pages, theme
from hafen.core.ui.navigation import PublicEntry, StaffEntry


@pytest.fixture
def request_in():
    """A maker of requests in a town that speaks German and Arabic."""

    def make(path="/hier/de/", **headers):
        request = RequestFactory().get(path, headers=headers)
        request.user = AnonymousUser()
        request.municipality = SimpleNamespace(
            slug="hier",
            name="Hier",
            languages=["de", "ar"],
            features={},
            pk=1,
            domain="",
        )
        return request

    return make


def drawn(source, **values):
    compiled = CottonCompiler().process(source)
    return engines["django"].from_string(compiled).render(values)


class Question(forms.Form):
    name = fields.CharField(label="Name", help_text="As in your passport.")
    note = fields.CharField(label="Note", required=False)
    topics = fields.MultipleChoiceField(
        label="Topics",
        choices=[("a", "A"), ("b", "B")],
        widget=fields.CheckboxSelectMultiple,
    )


# Components


def test_a_field_ties_label_hint_and_error_to_its_control():
    html = drawn("<c-field :field='form.name' />", form=Question({}))

    assert '<label class="kern-label" for="id_name">Name</label>' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_helptext">As in your passport.' in html
    assert 'id="id_name_error"' in html


def test_a_field_that_may_stay_empty_says_so():
    html = drawn("<c-field :field='form.note' />", form=Question())

    assert "kern-label__optional" in html


def test_several_choices_stand_in_a_group_with_a_legend():
    html = drawn("<c-field :field='form.topics' />", form=Question({}))

    assert html.count('type="checkbox"') == 2
    assert "<legend" in html
    assert 'class="kern-form-check__checkbox"' in html


def test_a_form_lists_its_errors_first_and_leads_to_the_fields():
    html = drawn("<c-form :form='form' submit='Go' public='yes' />", form=Question({}))

    assert html.index("error-summary") < html.index("kern-form-input")
    assert 'href="#id_name"' in html
    assert 'href="#id_topics"' in html
    assert 'id="id_topics"' in html


def test_text_of_people_is_never_markup():
    html = drawn("<c-card title='{{ title }}' />", title="<script>")

    assert "<script>" not in html


def test_an_attribute_that_a_component_does_not_know_reaches_its_element():
    html = drawn("<c-button hx-get='/x' disabled>Go</c-button>")

    assert 'hx-get="/x"' in html
    assert "disabled" in html


def test_a_telephone_number_reads_from_left_to_right():
    html = drawn("<c-phone number='+49251123' shown='0251 123' />")

    assert 'href="tel:+49251123"' in html
    assert '<bdi dir="ltr">0251 123</bdi>' in html


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+492514920", "0251 4920"),
        ("+4314000", "+43 1 4000"),
        ("116117", "116117"),
        ("ask Ms Muster", "ask Ms Muster"),
    ],
)
def test_a_stored_number_is_written_as_people_dial_it(number, shown):
    html = drawn("<c-phone number='{{ number }}' />", number=number)

    assert f'<bdi dir="ltr">{shown}</bdi>' in html


# Forms


def test_every_sending_of_a_form_has_an_id_of_its_own():
    first, second = (str(Question()["submission"].value()) for _ in range(2))

    assert first != second


def test_the_version_that_was_read_comes_back():
    number = uuid4()
    data = QueryDict(f"name=A&topics=a&version=3&submission={number}")
    form = Question(data)

    assert form.is_valid()
    assert form.read_version == 3
    assert form.submission_id == number
    assert form.content == {"name": "A", "note": "", "topics": ["a"]}


def test_a_form_for_a_new_row_has_no_version():
    assert "version" not in Question().fields
    assert Question(version=4)["version"].value() == 4


# Pages


@pytest.mark.parametrize(
    ("headers", "is_partial"),
    [
        ({}, False),
        ({"HX-Request": "true"}, True),
        ({"HX-Request": "true", "HX-Boosted": "true"}, False),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, False),
    ],
)
def test_htmx_gets_the_part_and_a_browser_the_page(request_in, headers, is_partial):
    assert pages.is_partial(request_in(**headers)) is is_partial


def test_an_answer_varies_with_who_asks(request_in):
    response = pages.render_page(request_in(), "errors/404.html")

    assert "HX-Request" in response.headers["Vary"]


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/hier/de/", "/hier/ar/"),
        ("/hier/de/offers/x-1/?page=2", "/hier/ar/offers/x-1/?page=2"),
        ("/hier/desk/", "/hier/ar/"),
        ("/account/login/", "/hier/ar/"),
    ],
)
def test_the_language_switch_stays_on_the_page(request_in, path, address):
    assert context.in_language(request_in(path), "ar") == address


def test_languages_are_named_in_themselves(request_in):
    names = [item["name"] for item in context.languages(request_in(), "ar")]

    assert names == ["Deutsch", "العربيّة"]


# Navigation


@pytest.fixture
def entries(monkeypatch):
    """Registries of this test alone."""
    for name in ("staff", "public"):
        empty = Registry(key=lambda entry: entry.url_name)
        monkeypatch.setattr(navigation, name, empty)
    return navigation


EDITORS = Permission("ui.test", roles=frozenset({Role.EDITOR}))


@pytest.mark.parametrize(("roles", "links"), [({Role.EDITOR}, 1), (set(), 0)])
def test_staff_see_only_what_their_roles_open(request_in, entries, roles, links):
    entries.staff.register(
        StaffEntry("Colours", "ui_installation:theme", permission=EDITORS)
    )
    request = request_in()
    request.user = SimpleNamespace(is_authenticated=True, roles_now=frozenset(roles))

    sections = navigation.staff_sections(request)

    assert sum(len(section.links) for section in sections) == links


@pytest.mark.parametrize(
    ("path", "address", "is_current"),
    [
        ("/hier/desk/", "/hier/desk/", True),
        ("/hier/desk/offers/", "/hier/desk/", False),
        ("/hier/desk/offers/new/", "/hier/desk/offers/", True),
        ("/hier/de/offers/", "/hier/de/", False),
    ],
)
def test_a_link_is_current_on_its_page_and_below(path, address, is_current):
    assert navigation._is_current(path, address) is is_current


def test_a_room_that_is_switched_off_is_not_shown(request_in, entries):
    entry = StaffEntry("Colours", "ui_installation:theme", feature="colours")
    entries.staff.register(entry)
    request = request_in()
    request.user = SimpleNamespace(is_authenticated=True, roles_now=frozenset())

    assert len(navigation.staff_sections(request)) == 1
    request.municipality.features = {"colours": False}
    assert navigation.staff_sections(request) == []


def test_an_entry_of_a_missing_room_is_left_out(request_in, entries):
    entries.public.register(PublicEntry("Nowhere", "nowhere_public:start"))

    assert navigation.public_links(request_in(), entries.public, "de") == []


# Colours and headers


@pytest.mark.parametrize(
    "colour", ["#ffd500", "#2044aa", "#000000", "#ffffff", "#7fff00", "#e30613"]
)
def test_every_colour_of_a_town_can_be_read(colour):
    parsed = theme.parsed(colour)
    on_light = theme.towards(parsed, (0, 0, 0), on=(242, 244, 248))
    on_dark = theme.towards(parsed, (255, 255, 255), on=(20, 23, 40))

    assert theme.contrast(on_light, (255, 255, 255)) >= 4.5
    assert theme.contrast(on_dark, (0, 0, 0)) >= 4.5


@pytest.mark.parametrize("colour", ["red", "#12345", "#fff;}body{", "", None])
def test_what_is_no_colour_makes_no_rule(colour):
    assert theme.stylesheet({"colour": colour}) == ""


def test_a_page_may_ask_only_for_what_the_installation_allows(settings):
    settings.CSP_ALLOWED_SOURCES = ["https://tiles.example.org"]
    response = HttpResponse()

    csp.allow(response, "img-src", "https://tiles.example.org")
    with pytest.raises(csp.NotAllowed):
        csp.allow(response, "script-src", "https://evil.example.org")

    value = csp.policy(response.csp_extra)
    assert "img-src 'self' data: https://tiles.example.org;" in value
    assert "evil" not in value
    assert "unsafe" not in value
