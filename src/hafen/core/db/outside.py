"""Servers that people of a municipality name: those of the public internet alone.

Whoever enters an address in the desk must not reach through this server into the
network of the town hall. What is asked there on purpose, such as an own sign-in or
mail server, the operator lists in `HAFEN_INTERNAL_HOSTS`.
"""

import ipaddress
import socket

from django.conf import settings


class NotPublic(Exception):
    """The host leads nowhere, or to somewhere that is not the public internet."""


def is_public(address: str) -> bool:
    """Return whether a network address belongs to the public internet."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = getattr(found, "ipv4_mapped", None) or _wrapped(found) or found
    return bool(inner.is_global and not inner.is_multicast)


def _wrapped(
    found: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that an IPv6 one leads to on the way (6to4, NAT64)."""
    if isinstance(found, ipaddress.IPv4Address):
        return None
    if found in _NAT64:
        return ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
    return found.sixtofour or (found.teredo[1] if found.teredo else None)


_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def addresses_of(host: str, port: int) -> list[str]:
    """
    Return all network addresses of a host.

    :raises NotPublic: when the name leads nowhere
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotPublic from None
    return [str(entry[4][0]) for entry in found]


def check(host: str, port: int) -> None:
    """
    Let only hosts pass that this server may be sent to.

    TLS does the rest: a name that points elsewhere a moment later finds no
    server there with a certificate of that name.

    :raises NotPublic: when it leads nowhere or inside
    """
    if host.lower().rstrip(".") in settings.INTERNAL_HOSTS:
        return
    found = addresses_of(host, port)
    if not found or not all(is_public(each) for each in found):
        raise NotPublic
