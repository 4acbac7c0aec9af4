import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connections
from django.http import HttpResponse, HttpResponseRedirect
from django.test import Client
from django.urls import path

from hafen.core.db import work
from hafen.core.db.models import Submission
from hafen.core.db.permissions import public
from hafen.core.db.tasks import forget_submissions
from hafen.core.places.models import Municipality


@public
def create(request):
    if request.POST.get("slug") == "refused":
        return HttpResponse("no", status=422)
    town = Municipality.objects.create(
        slug=f"t{uuid4().hex}", name=request.POST["slug"], languages=["de"]
    )
    return HttpResponseRedirect(f"/made/{town.slug}")


urlpatterns = [path("create", create)]
pytestmark = pytest.mark.urls(__name__)


def test_sending_twice_makes_one_row_and_leads_to_the_same_answer(client, db):
    form = {"submission": uuid4(), "slug": "einmal"}

    first, second = client.post("/create", form), client.post("/create", form)

    assert first["Location"] == second["Location"]
    assert Municipality.objects.filter(name="einmal").count() == 1


def test_a_refused_form_may_be_corrected_and_sent_again(client, db):
    form = {"submission": uuid4(), "slug": "refused"}

    assert client.post("/create", form).status_code == 422
    assert client.post("/create", form | {"slug": "besser"}).status_code == 302
    assert Submission.objects.count() == 1


def test_two_sendings_at_once_make_one_row(own_database):
    form = {"submission": uuid4(), "slug": "zugleich"}
    answers = []

    def send():
        answers.append(Client().post("/create", form)["Location"])
        connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(set(answers)) == 1
    assert len(answers) == 8
    assert Municipality.objects.filter(name="zugleich").count() == 1


def test_a_sent_form_is_forgotten_after_a_day(client, db):
    client.post("/create", {"submission": uuid4(), "slug": "heute"})
    sent = Submission.objects.get().at

    forget_submissions(sent + timedelta(hours=23))
    assert Submission.objects.count() == 1
    forget_submissions(sent + timedelta(hours=25))
    assert Submission.objects.count() == 0


def test_the_forgetting_is_part_of_the_nightly_work():
    assert "db.forget_submissions" in work.housekeepings
