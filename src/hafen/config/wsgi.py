import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from hafen.config.kept_pages import store
from hafen.web.portal.cache import PageCache
from hafen.web.portal.versions import Versions
from hafen.web.readings.tally import Tally

# What is loaded here stays: to look through it for garbage while it comes takes a
# fifth of the start, and later on a part of every full collection.
gc.disable()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hafen.config.settings")

django_application = get_wsgi_application()
# Only now may models be loaded; the views with them, before the processes part.
import_module(settings.ROOT_URLCONF)
add = import_module("hafen.web.readings.services").add
application = PageCache(
    application=django_application,
    versions=Versions(),
    session_cookie=settings.SESSION_COOKIE_NAME,
    store=store(),
    note=Tally(add).note,
)
gc.freeze()
gc.enable()
