"""The second factor of demo people, as their telephone would show it."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from hafen.core.accounts.services._demo import _secret


def code_of(email):
    return format_hotp_value(hotp_value(_secret(email), int(time.time()) // 30))
