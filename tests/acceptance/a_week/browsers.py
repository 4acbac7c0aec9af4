"""People at their screens: a visitor on a phone, a colleague at a desk."""

import re
import time
from urllib.parse import urljoin

from django.test import Client

from hafen.core.db import context
from hafen.core.db.context import Context
from tests.acceptance.a_week.city import READING
from tests.acceptance.a_week.pages import Page

_HERE = "http://testserver"
_WRONG = re.compile(r'class="[^"]*(?:error|alert)[^"]*"[^>]*>(.*?)</', re.DOTALL)


class Browser:
    """Opens pages, fills in forms, presses buttons; whatever is refused fails."""

    def __init__(self, city, *, sender="192.0.2.1"):
        self.city = city
        self.sent = 0
        self._client = Client(REMOTE_ADDR=sender)

    def open(self, address):
        answer = self._client.get(address, follow=True)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        return Page(answer.redirect_chain[-1][0] if answer.redirect_chain else address,
                    answer)  # fmt: skip

    def send(self, page, form, press=None, *, statuses=(200,), **values):
        """Fill in a form of a page and send it; return the page that follows.

        :param statuses: 422 among them: the form may ask back
        """
        self.city.clock.now += READING
        data = form.filled_in(values)
        if press is not None:
            assert press in form.buttons, f"{page.address}: no button {press}"
            data[press[0]] = press[1]
        where = urljoin(page.address, form.action or page.address)
        answer = self._client.post(where, data, HTTP_ORIGIN=_HERE, follow=True)
        self.sent += 1
        found = Page(answer.redirect_chain[-1][0] if answer.redirect_chain else where,
                     answer)  # fmt: skip
        assert answer.status_code in statuses, (
            f"{where}: {answer.status_code} {wrong(found)}"
        )
        return found

    def press(self, page, name, value, **values):
        """Press the button of a page that has this name and value."""
        form = page.form(*values, button=(name, value))
        return self.send(page, form, (name, value), **values)


def wrong(page):
    return [" ".join(re.sub("<[^>]+>", " ", each).split()) for each in
            _WRONG.findall(page.text)][:5]  # fmt: skip


class Desk(Browser):
    """A colleague who is signed in, second factor included."""

    def __init__(self, city, user):
        super().__init__(city)
        self.user = user

    def sign_in(self):
        """Begin to work, in a session of its own."""
        self._client.cookies.clear()
        own = Context(municipality=self.user.municipality_id, actor=self.user.pk)
        with context.acting(own):
            self._client.force_login(self.user)
            session = self._client.session
            session["account_authentication_methods"] = [
                {"method": "password", "at": time.time(), "email": self.user.email},
                {"method": "mfa", "at": time.time(), "type": "totp"},
            ]
            session.save()
