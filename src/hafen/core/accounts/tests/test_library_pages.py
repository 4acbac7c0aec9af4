"""Each page of the library that somebody reaches speaks as this house does."""

import re
from html.parser import HTMLParser

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.core import mail
from django.urls import get_resolver, reverse
from django.utils.translation import override

from hafen.core.accounts.adapters import AccountAdapter, SecondFactorAdapter
from hafen.core.accounts.tests.steps import sign_in, somebody, type_password
from hafen.core.db import context
from hafen.core.db.context import Context
from hafen.core.db.roles import Role

FAMILIAR = re.compile(r"\b(du|dich|dir|dein(e|en|em|er|es)?)\b", re.I)
ENGLISH = re.compile(
    r"\b(the|your|you|password|account|please|enter|are|code is|submit|sign in)\b",
    re.I,
)
# They answer with a redirect, or only to a form of ours.
SILENT = {"mfa_login_webauthn", "account_confirm_login_code", "mfa_signup_webauthn"}


class Words(HTMLParser):
    """What a page says: text and labels, without scripts and names of languages."""

    def __init__(self):
        super().__init__()
        self.said, self.muted = [], []

    def handle_starttag(self, tag, attrs):
        foreign = dict(attrs).get("lang") not in {None, "de"}
        if tag in {"script", "style"} or (foreign and tag != "html"):
            self.muted.append(tag)
        self.said += [
            value for name, value in attrs if name in {"alt", "title", "aria-label"}
        ]

    def handle_endtag(self, tag):
        if self.muted and self.muted[-1] == tag:
            self.muted.pop()

    def handle_data(self, data):
        if not self.muted:
            self.said.append(data)


def words(content):
    parser = Words()
    parser.feed(content.decode())
    return " ".join(" ".join(parser.said).split())


def refuse_foreign_words(text):
    assert not (found := FAMILIAR.search(text)), f"{found.group()} in: {text}"
    assert not (found := ENGLISH.search(text)), f"{found.group()} in: {text}"


def names():
    """Return the names of the library's pages, without those of our rooms."""
    found = {
        name
        for name in get_resolver().reverse_dict
        if isinstance(name, str) and name.startswith(("account_", "mfa_"))
    }
    assert len(found) > 18
    return found - SILENT


def look(client, name, **parts):
    page = client.get(reverse(name, kwargs=parts))
    if page.status_code in {302, 303}:
        return None
    assert page.status_code == 200, name
    assert "/hafen/" in str(page.templates[0].origin), f"{name} is not ours"
    refuse_foreign_words(words(page.content))
    return page


@pytest.fixture
def clara(client, place, monkeypatch):
    # The library unpacks the credential for this; the one here is empty.
    monkeypatch.setattr(WebAuthn, "is_passwordless", False)
    monkeypatch.setattr(auth, "get_credentials", lambda _user: [])
    user = somebody(place, Role.SOCIAL_WORKER)
    sign_in(client)
    with context.acting(Context(municipality=place.pk, actor=user.pk)):
        RecoveryCodes.activate(user)
        return Authenticator.objects.create(
            user=user, type="webauthn", data={"name": "Schlüssel", "credential": {}}
        )


def test_strangers_read_our_words_on_every_page(client, other_device, place):
    seen = {
        name
        for name in names()
        if name not in {"account_reset_password_from_key"}
        and not name.endswith(("remove_webauthn", "edit_webauthn"))
        and look(client, name)
    }
    assert {
        "account_login",
        "account_inactive",
        "account_signup",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
    } <= seen
    stale = {"uidb36": "a1", "key": "x-y"}
    assert look(client, "account_reset_password_from_key", **stale)

    somebody(place, Role.SOCIAL_WORKER)
    type_password(other_device)
    assert look(other_device, "mfa_authenticate")
    wrong = other_device.post(reverse("mfa_authenticate"), {"code": "1"})
    refuse_foreign_words(words(wrong.content))


def test_people_read_our_words_on_every_page_of_their_account(client, clara):
    keyed = {"mfa_remove_webauthn", "mfa_edit_webauthn"}
    seen = {
        name
        for name in names() - {"account_reset_password_from_key"}
        if look(client, name, **({"pk": clara.pk} if name in keyed else {}))
    }
    assert {
        *keyed,
        "account_logout",
        "account_change_password",
        "account_reauthenticate",
        "mfa_add_webauthn",
        "mfa_generate_recovery_codes",
        "mfa_index",
        "mfa_list_webauthn",
        "mfa_reauthenticate",
        "mfa_view_recovery_codes",
    } <= seen


def test_the_codes_stand_on_a_sheet_that_names_their_owner(client, clara):
    page = client.get(reverse("mfa_view_recovery_codes"))

    text = words(page.content)
    assert page.content.count(b"<li><bdi") == 10
    assert "Clara Exempel" in text
    assert page.headers["Cache-Control"].startswith("max-age=0, no-cache")


def test_a_new_password_is_refused_and_taken_in_our_words(client, place):
    somebody(place, Role.ORGANISATION_EDITOR, with_factor=False)
    client.post("/account/password/reset/", {"email": "clara@example.org"})
    url = next(word for word in mail.outbox[0].body.split() if "/reset/key/" in word)
    page = client.get(url, follow=True)
    address = page.redirect_chain[-1][0]
    refuse_foreign_words(words(page.content))

    for first, second in (("kurz", "kurz"), ("zwei ungleiche worte hier", "anders")):
        refused = client.post(address, {"password1": first, "password2": second})
        assert refused.context["form"].errors
        refuse_foreign_words(words(refused.content))
    new = "neun boote fahren langsam"
    done = client.post(address, {"password1": new, "password2": new}, follow=True)
    refuse_foreign_words(words(done.content))
    wrong = type_password(client)
    assert "ist falsch" in words(wrong.content)


@pytest.mark.django_db
def test_the_way_to_a_new_password_is_formal_in_arabic(client):
    page = client.get(reverse("account_login"), headers={"Accept-Language": "ar"})

    said = page.content.decode()
    assert "هل نسيتم كلمة المرور؟" in said
    assert "هل نسيت " not in said


def test_no_message_of_the_library_is_familiar():
    said = (
        "account_inactive",
        "email_password_mismatch",
        "enter_current_password",
        "incorrect_password",
        "too_many_login_attempts",
        "rate_limited",
    )
    with override("de"):
        for name in said:
            refuse_foreign_words(str(AccountAdapter.error_messages[name]))
        for name in ("incorrect_code", "cannot_generate_recovery_codes"):
            refuse_foreign_words(str(SecondFactorAdapter.error_messages[name]))
