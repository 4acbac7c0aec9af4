import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from hafen.config.kept_pages import store
from hafen.web.portal.cache import PageCache
from hafen.web.portal.versions import Versions

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hafen.config.settings")
application = PageCache(
    application=get_wsgi_application(),
    versions=Versions(),
    session_cookie=settings.SESSION_COOKIE_NAME,
    store=store(),
)
