"""The client side of OpenID Connect: code flow with PKCE, all claims checked.

Knows no database. The service is asked by our server alone, never by a page.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt
import requests

from hafen.core.accounts.errors import ProviderUnreachable, SignInRefused
from hafen.core.db import outside

_TIMEOUT = 5
_LARGEST = 200_000
_LOCAL = frozenset({"localhost", "127.0.0.1"})
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384")
_LEEWAY = 60


@dataclass(frozen=True)
class Service:
    """Where and as whom to ask.

    :param allow_local: whether plain HTTP on this machine will do; for trials
    """

    issuer: str
    client_id: str
    client_secret: str
    redirect_uri: str
    allow_local: bool = False


@dataclass(frozen=True)
class Attempt:
    """What is kept in the session between leaving and coming back."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Claims:
    """What the service vouches for."""

    subject: str
    email: str
    is_email_verified: bool


def is_safe(address: str, *, allow_local: bool) -> bool:
    """Return whether secrets may travel to the address."""
    parts = urlsplit(address)
    if parts.scheme == "https":
        return bool(parts.hostname)
    return allow_local and parts.scheme == "http" and parts.hostname in _LOCAL


def discover(service: Service) -> dict[str, Any]:
    """Return what the service says about itself.

    :raises ProviderUnreachable: when it does not answer, says that it is
        another one, or names an address without TLS
    """
    found = _get(
        service, service.issuer.rstrip("/") + "/.well-known/openid-configuration"
    )
    if str(found.get("issuer", "")).rstrip("/") != service.issuer.rstrip("/"):
        raise ProviderUnreachable
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not is_safe(str(found.get(name, "")), allow_local=service.allow_local):
            raise ProviderUnreachable
    return found


def begin(service: Service) -> tuple[str, Attempt]:
    """Return where to send the browser, and what to remember.

    :raises ProviderUnreachable: when the service does not answer as it should
    """
    attempt = Attempt(*(secrets.token_urlsafe(32) for _ in range(3)))
    digest = hashlib.sha256(attempt.verifier.encode()).digest()
    query = {
        "response_type": "code",
        "client_id": service.client_id,
        "redirect_uri": service.redirect_uri,
        "scope": "openid email profile",
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    target = str(discover(service)["authorization_endpoint"])
    return f"{target}{'&' if '?' in target else '?'}{urlencode(query)}", attempt


def finish(service: Service, *, code: str, attempt: Attempt) -> Claims:
    """Return who came back with this code.

    :raises ProviderUnreachable: when the service does not answer as it should
    :raises SignInRefused: when its answer is not for us, or not for this attempt
    """
    about = discover(service)
    answer = _redeem(service, about, code, attempt)
    claims = _checked(service, about, str(answer.get("id_token", "")))
    if not secrets.compare_digest(str(claims.get("nonce", "")), attempt.nonce):
        raise SignInRefused
    if not claims.get("email") and about.get("userinfo_endpoint"):
        claims |= _about_person(service, about, answer, str(claims["sub"]))
    return Claims(
        subject=str(claims["sub"]),
        email=str(claims.get("email") or "").strip().lower(),
        is_email_verified=claims.get("email_verified") is True,
    )


def _redeem(
    service: Service, about: dict[str, Any], code: str, attempt: Attempt
) -> dict[str, Any]:
    data = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": service.redirect_uri,
        "code_verifier": attempt.verifier,
    }
    methods = about.get("token_endpoint_auth_methods_supported")
    auth = None
    if methods and "client_secret_post" not in methods:
        auth = (service.client_id, service.client_secret)
    else:
        data |= {
            "client_id": service.client_id,
            "client_secret": service.client_secret,
        }
    return _ask(service, "POST", about["token_endpoint"], data=data, auth=auth)


def _checked(service: Service, about: dict[str, Any], id_token: str) -> dict[str, Any]:
    """Return the claims of a token that this service signed for us."""
    try:
        keys = jwt.PyJWKSet.from_dict(_get(service, about["jwks_uri"]))
        header = jwt.get_unverified_header(id_token)
        fitting = [key for key in keys.keys if header.get("kid") in {None, key.key_id}]
        if len(fitting) != 1 or header.get("alg") not in _ALGORITHMS:
            raise SignInRefused
        claims: dict[str, Any] = jwt.decode(
            id_token,
            fitting[0].key,
            algorithms=[header["alg"]],
            audience=service.client_id,
            issuer=about["issuer"],
            leeway=_LEEWAY,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )
    except (jwt.PyJWTError, TypeError, ValueError) as error:
        raise SignInRefused from error
    if claims.get("azp", service.client_id) != service.client_id or not claims["sub"]:
        raise SignInRefused
    return claims


def _about_person(
    service: Service, about: dict[str, Any], answer: dict[str, Any], subject: str
) -> dict[str, Any]:
    """Return address and state of proof where the token holds none."""
    if not is_safe(str(about["userinfo_endpoint"]), allow_local=service.allow_local):
        raise ProviderUnreachable
    bearer = {"Authorization": f"Bearer {answer.get('access_token', '')}"}
    told = _ask(service, "GET", about["userinfo_endpoint"], headers=bearer)
    if told.get("sub") != subject:
        raise SignInRefused
    return {name: told.get(name) for name in ("email", "email_verified")}


def _get(service: Service, address: str) -> dict[str, Any]:
    return _ask(service, "GET", address)


def _ask(service: Service, method: str, address: str, **options: Any) -> dict[str, Any]:
    """Return the object that the service answers; redirects are not followed."""
    if not is_safe(address, allow_local=service.allow_local):
        raise ProviderUnreachable
    _check_host(address)
    try:
        with requests.request(
            method,
            address,
            timeout=_TIMEOUT,
            allow_redirects=False,
            stream=True,
            **options,
        ) as response:
            body = response.raw.read(_LARGEST, decode_content=True)
            status = response.status_code
    except (requests.RequestException, OSError) as error:
        raise ProviderUnreachable from error
    return _read(status, body)


def _check_host(address: str) -> None:
    """
    Ask nobody inside the network of the town hall, unless the operator lists it.

    :raises ProviderUnreachable: when the address leads inside or nowhere
    """
    parts = urlsplit(address)
    if parts.scheme == "http":
        return  # of this machine, for trials; see `is_safe`
    try:
        outside.check(str(parts.hostname), parts.port or 443)
    except (outside.NotPublic, ValueError):
        raise ProviderUnreachable from None


def _read(status: int, body: bytes) -> dict[str, Any]:
    if 400 <= status < 500:
        raise SignInRefused
    try:
        found = json.loads(body)
    except ValueError as error:
        raise ProviderUnreachable from error
    if status != 200 or not isinstance(found, dict):
        raise ProviderUnreachable
    return found
