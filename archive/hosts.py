"""Which hosts are nobody's business but their network's."""

from __future__ import annotations

import socket
from ipaddress import AddressValueError, IPv4Address, IPv6Address

_LOCAL_NAMES = ("localhost", "localdomain", "local", "internal", "home.arpa")


def is_private(host: str) -> bool:
    """Whether a URL's host is, by its name or its address as it stands there, out of the world's reach.

    Loopback, private, link-local, multicast and reserved addresses are, in every spelling that a resolver takes
    for an address (`127.1`, `0x7f000001`, `::ffff:10.0.0.1`). Nothing is resolved.

    >>> [is_private(host) for host in ("169.254.169.254", "0x7f.1", "[::1]", "localhost.", "example.org", "9.9.9.9")]
    [True, True, True, True, False, False]
    """
    host = host.strip("[]").rstrip(".").lower()
    if host in _LOCAL_NAMES or host.endswith(tuple(f".{name}" for name in _LOCAL_NAMES)):
        return True
    address = _literal(host)
    return address is not None and (not address.is_global or address.is_multicast)


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    """The address that a host is; an IPv6 address that carries one of IPv4 is that."""
    if ":" in host:
        return _six(host.partition("%")[0])
    try:
        return IPv4Address(socket.inet_aton(host))
    except OSError:
        return None


def _six(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = IPv6Address(text)
    except AddressValueError:
        return None
    return address.ipv4_mapped or address.sixtofour or address
