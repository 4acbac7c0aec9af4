"""A page of the desk that exists in tests only: a form, a list, a dialog."""

from importlib import import_module

from django.contrib import messages
from django.http import HttpResponse
from django.template import engines
from django.urls import path
from django_cotton.compiler_regex import CottonCompiler

from hafen.core.db.permissions import signed_in

PAGE = """{% extends "layouts/staff.html" %}
{% block title %}Example{% endblock title %}
{% block content %}
<h1>Example</h1>
<div id="part">
<c-form action="" submit="Save" hx-post="" hx-target="#part">
<label>Note <input name="note"></label>
</c-form>
</div>
<c-button type="button" look="secondary" hx-post="?fail" hx-target="#part">
Fail</c-button>
<ul class="task-list"><c-task title="One" href="#one" />
<c-task title="Two" href="#two" /></ul>
{% endblock content %}"""


@signed_in
def example(request, municipality):
    if request.method == "GET":
        messages.success(request, "Welcome back.")
        template = engines["django"].from_string(CottonCompiler().process(PAGE))
        return HttpResponse(template.render({}, request))
    if "fail" in request.GET:
        return HttpResponse("A page for errors", status=500)
    note = request.POST.get("note", "")
    return HttpResponse(f"Refused: {note}", status=422)


# The test runs with these addresses beside all of the house.
real = import_module("hafen.config.urls").urlpatterns
urlpatterns = [*real, path("<slug:municipality>/desk/example/", example)]
