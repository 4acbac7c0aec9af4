"""Translations as one piece of work: offices, machines, a glossary (A1-01 to A1-09)."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from hafen.core.db.roles import Role
from hafen.core.translation import contents, machines, services, xliff
from hafen.core.translation.models import MachineOrder, Translation
from hafen.network.organisations.models import Organisation
from hafen.network.organisations.services import (
    create_organisation,
    edit_organisation,
    publish_organisation,
)

pytestmark = pytest.mark.django_db
State = Translation.State
KEY = "organisations.organisation"


@pytest.fixture
def edda(town, person, acting):
    user = person(town, Role.EDITOR, name="Edda Beispiel")
    acting(town, user)
    return user


@pytest.fixture
def bridge(town, edda):
    made = create_organisation(
        municipality=town,
        data={
            "name": "Brücke",
            "kind": "ASSOCIATION",
            "description": "Hilft beim Jobcenter <Amt> & mehr.",
        },
        by=edda,
    )
    publish_organisation(organisation=made, expected=None, by=edda)
    return made


def sent_out(town, edda, language="ar"):
    return services.for_offices(
        municipality=town, language=language, with_checked=False, by=edda
    )


def answered(file, text="نص مترجم"):
    """What an office sends back: each unit with a target."""
    return xliff.write(
        [
            xliff.Document(
                content=each.content,
                row=each.row,
                source_language=each.source_language,
                language=each.language,
                read_hash=each.read_hash,
                units=tuple(
                    xliff.Unit(unit.field, unit.label, unit.source, text)
                    for unit in each.units
                ),
            )
            for each in xliff.read(file)
        ]
    )


def take(town, edda, file, **changes):
    options = {"is_checked": True, "is_trial": False} | changes
    return services.take_in(
        municipality=town, file=file, by=edda, now=timezone.now(), **options
    )


def test_an_office_gets_what_is_open_and_its_answer_is_taken_in(town, edda, bridge):
    file = sent_out(town, edda)
    (document,) = xliff.read(file)

    taken = take(town, edda, answered(file))

    assert document.language == "ar"
    assert document.units[0].source == "Hilft beim Jobcenter <Amt> & mehr."
    assert taken.taken == [("Organisationen", "Brücke")]
    written = bridge.translations.get(language="ar")
    assert (written.description, written.state) == ("نص مترجم", State.CHECKED)
    assert xliff.read(sent_out(town, edda)) == []


def test_what_changed_meanwhile_is_refused_and_named(town, edda, bridge):
    file = answered(sent_out(town, edda))
    edit_organisation(
        organisation=bridge, data={"description": "Neu."}, expected=None, by=edda
    )

    taken = take(town, edda, file)

    assert (taken.taken, taken.stale) == ([], [("Organisationen", "Brücke")])
    assert not bridge.translations.filter(language="ar").exists()


def test_a_trial_tells_all_and_writes_nothing(town, edda, bridge):
    taken = take(town, edda, answered(sent_out(town, edda)), is_trial=True)

    assert len(taken.taken) == 1
    assert not bridge.translations.exists()


def test_texts_of_another_town_and_of_no_kind_are_not_taken(
    town, other_town, edda, bridge, acting
):
    file = answered(sent_out(town, edda))
    acting(other_town)

    foreign = take(other_town, edda, file)
    unknown = take(other_town, edda, file.replace(KEY.encode(), b"nothing.here"))

    assert (len(foreign.unknown), len(unknown.unknown)) == (1, 1)
    acting(town, edda)
    assert not bridge.translations.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no xml",
        b"<xliff/>",
        b'<!DOCTYPE x [<!ENTITY a "b">]><xliff>&a;</xliff>',
        f'<xliff xmlns="{xliff.NAMESPACE}"><file original="x/1"/></xliff>'.encode(),
    ],
)
def test_a_file_that_is_none_is_refused(town, edda, content, sign_in):
    client = sign_in(edda)

    answer = client.post(
        f"/{town.slug}/desk/translations/taking-in/",
        {"file": SimpleUploadedFile("x.xlf", content or b" ")},
    )

    assert answer.status_code == 422
    assert "XLIFF" in answer.content.decode()


class StandIn(BaseHTTPRequestHandler):
    """Both machines in one: says every text in capitals, and keeps marked words."""

    asked: list = []

    def do_POST(self):
        data = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).asked.append((self.path, data, dict(self.headers)))
        texts = data.get("text") or data.get("q")
        found = [f"[{text}]" for text in texts]
        said = (
            {"translations": [{"text": text} for text in found]}
            if "/v2/" in self.path
            else {"translatedText": found}
        )
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments):
        pass


@pytest.fixture(params=["deepl", "libretranslate"])
def machine(request, settings):
    server = HTTPServer(("127.0.0.1", 0), StandIn)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.TRANSLATOR = request.param
    settings.TRANSLATOR_URL = f"http://127.0.0.1:{server.server_port}"
    settings.TRANSLATOR_KEY = "secret-key"
    settings.TRANSLATOR_WORDS = 100
    StandIn.asked = []
    yield StandIn
    server.shutdown()
    server.server_close()


def order(town, edda, language="en"):
    return services.order_machine(
        municipality=town,
        content=contents.contents[KEY],
        language=language,
        by=edda,
        now=timezone.now(),
    )


def test_a_machines_text_is_marked_and_keeps_to_the_glossary(
    town, edda, bridge, machine
):
    services.keep_term(municipality=town, term="Jobcenter", by=edda)
    services.keep_term(
        municipality=town, term="Amt", language="en", translation="Office", by=edda
    )
    made = order(town, edda)

    services.carry_out(order=made, now=timezone.now())
    services.carry_out(order=made, now=timezone.now())

    written = bridge.translations.get(language="en")
    assert written.state == State.MACHINE
    assert written.description == "[Hilft beim Jobcenter <Office> & mehr.]"
    assert len(machine.asked) == 1
    assert made.state == MachineOrder.State.DONE
    assert made.words == 6


def test_a_machine_never_writes_over_a_person(town, edda, bridge, machine):
    services.save_translation(
        row=bridge,
        language="en",
        texts={"description": "À la main"},
        state=State.CHECKED,
        by=edda,
        now=timezone.now(),
    )
    edit_organisation(
        organisation=bridge, data={"description": "Neu."}, expected=None, by=edda
    )

    services.carry_out(order=order(town, edda), now=timezone.now())

    assert bridge.translations.get(language="en").description == "À la main"
    assert machine.asked == []


def test_the_months_words_are_an_end(town, edda, bridge, machine, settings):
    settings.TRANSLATOR_WORDS = 7
    order(town, edda, "en")

    with pytest.raises(services.OverBudget):
        order(town, edda, "ar")


def test_a_machine_that_is_away_changes_nothing(town, edda, bridge, settings, machine):
    made = order(town, edda)
    settings.TRANSLATOR_URL = "http://127.0.0.1:9"

    with pytest.raises(machines.MachineTrouble):
        services.carry_out(order=made, now=timezone.now())

    assert not bridge.translations.exists()


def test_without_a_setting_there_is_no_machine(town, edda, bridge, sign_in):
    with pytest.raises(services.SwitchedOff):
        order(town, edda)
    page = sign_in(edda).get(f"/{town.slug}/desk/translations/in/ar/")
    assert "/machine/" not in page.content.decode()


def test_the_board_says_words_and_who_does_it(town, edda, bridge, sign_in):
    client = sign_in(edda)
    here = f"/{town.slug}/desk/translations/"

    client.post(f"{here}in/ar/keeper/", {"user": str(edda.pk)})
    client.post(f"{here}glossary/", {"term": "Jobcenter", "language": ""})

    board = client.get(here)
    (row,) = [row for row in board.context["rows"] if row[0] == "ar"]
    assert row[3] == 6
    assert row[4] == edda
    assert "Jobcenter" in client.get(f"{here}glossary/").content.decode()
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.VOLUNTEER_COORDINATOR])
def test_who_does_not_manage_translations_sends_nothing_out(
    role, town, person, sign_in, bridge
):
    client = sign_in(person(town, role))

    sent = client.post(f"/{town.slug}/desk/translations/in/ar/file/")

    assert sent.status_code == 404
