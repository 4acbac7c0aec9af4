"""A passkey from its making to a sign-in with it alone: the ceremony in Chromium.

The authenticator is the browser's own virtual one, with a fingerprint that
always fits; the policy of the page (no inline script) holds as in production.
"""

import pytest
from playwright.sync_api import expect

from hafen.config.demo_loading import PASSWORD
from tests.browser.test_desk import enter


@pytest.fixture
def finger(page):
    """A device with a fingerprint reader inside."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return devtools


def sign_out(page):
    page.goto("/account/me/")
    page.locator("form[action='/account/logout/'] button").first.click()
    page.wait_for_url("**/")


def test_a_passkey_signs_in_without_password_and_code(page, finger):
    enter(page, "ehrenamt@example.org")
    page.goto("/account/2fa/webauthn/add/")
    page.locator("input[name=name]").fill("Fingerabdruck")
    page.locator("input[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/account/2fa/recovery-codes/**")
    sign_out(page)

    page.goto("/account/login/")
    page.locator("#passkey_login").click()
    page.wait_for_url("**/musterhafen/desk/**")

    expect(page.locator("h1")).to_be_visible()


def test_a_key_is_a_second_factor_after_the_password(page, finger):
    enter(page, "wohnen@example.org")
    page.goto("/account/2fa/webauthn/add/")
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/account/2fa/recovery-codes/**")
    sign_out(page)

    page.goto("/account/login/?next=/musterhafen/desk/")
    page.locator("input[name=login]").fill("wohnen@example.org")
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator("#mfa_webauthn_authenticate").click()
    page.wait_for_url("**/musterhafen/desk/**")

    expect(page.locator("h1")).to_be_visible()


def test_the_pages_of_an_account_have_no_barrier(page, axe):
    enter(page, "moderation@example.org")
    for address in (
        "/account/me/",
        "/account/2fa/",
        "/account/2fa/webauthn/add/",
        "/account/second-factor/",
        "/account/password/change/",
        "/account/link/?language=ar",
    ):
        page.goto(address)
        assert axe() == [], address
