"""The named fields of WARC 1.1 as a table: what each may hold, how often, and on which records it may stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING

from archive.verify.checks import Level
from archive.verify.digests import stated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TYPES = frozenset("warcinfo response resource request metadata revisit conversion continuation".split())
#: Records that were made from a file or another record, not from an exchange.
_APART = frozenset({"warcinfo", "conversion", "continuation"})
_NO_PAYLOAD = frozenset({"warcinfo", "metadata"})
_PROFILES = {
    f"http://netpreserve.org/warc/{version}/revisit/{name}"
    for version in ("1.0", "1.1")
    for name in ("identical-payload-digest", "server-not-modified", "uri-agnostic-identical-payload-digest")
}

#: A rule's problem: level, and what is wrong in words.
Problem = tuple[Level, str]
#: A check, and what is wrong.
Fault = tuple[str, Problem]
ERROR, WARNING = Level.ERROR, Level.WARNING

_BRACKETED = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:[!-;=?-~]+>")
_UUID = re.compile(
    r"<urn:uuid:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-([0-9a-fA-F])[0-9a-fA-F]{3}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}>"
)
_DATE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,9})?Z", re.ASCII)
_COARSE_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\dZ)?)?)?", re.ASCII)
#: RFC 3986: reserved, unreserved, and percent-encoded characters, behind a scheme.
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+")
#: Characters that RFC 3986 wants encoded, and that browsers send as they are in a path or query.
_SENT_RAW = str.maketrans("", "", '|^`{}\\"')
_CREDENTIALS = re.compile(r"https?://[^/?#]*@")
_WORD = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_MEDIA_TYPE = re.compile(rf'{_WORD}/{_WORD}(?:[ \t]*;[ \t]*(?:{_WORD}=(?:{_WORD}|"(?:[^"\\]|\\.)*"))?)*')
_PROTOCOL = re.compile(
    r"(?:http/(?:0\.9|1\.0|1\.1)|h2c?|h3|spdy/[\d.]+|(?:ssl|tls)/\d(?:\.\d)?|quic/\w+|dns|ftp|gemini|ws)"
)
_CIPHER = re.compile(r"TLS_[A-Z0-9]+(?:_[A-Z0-9]+)+")

# Values in the form that nearly all have, and in which nothing is wrong (`FieldRule.sure`). They never step back
# (possessive), so that a long value that is another costs no more than one that is right.
_HEX = "[0-9a-fA-F]"
_SURE_UUID = rf"<urn:uuid:{_HEX}{{8}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{12}}>"
_SURE_RANDOM_UUID = rf"<urn:uuid:{_HEX}{{8}}-{_HEX}{{4}}-4{_HEX}{{3}}-{_HEX}{{4}}-{_HEX}{{12}}>"
_DAY = (
    r"(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"  # no 29 February
)
#: WARC/1.0 knows no other.
WHOLE_SECOND = rf"[12]\d{{3}}-{_DAY}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ"
_SURE_DATE = WHOLE_SECOND.replace("Z", r"(?:\.\d{1,9})?Z")
_URI_CHARACTERS = r"[A-Za-z0-9\-._~:/?\[\]@!$&'()*+,;=]*+"
_SURE_URI = (
    rf"[A-Za-z][A-Za-z0-9+.-]*+:(?=[!-~])(?!//[^/?\r]*@){_URI_CHARACTERS}(?:%[0-9A-Fa-f]{{2}}{_URI_CHARACTERS})*+"
)
_SURE_DIGEST = r"sha1:[A-Z2-7]{32}|sha1:[0-9a-f]{40}|sha256:[0-9a-f]{64}|md5:[0-9a-f]{32}"


@dataclass(frozen=True, kw_only=True)
class FieldRule:
    """What the standard says of one field."""

    check: str
    """The check that a bad value falls under."""
    valid: Callable[[str], Problem | None] | None = None
    """What is wrong with a value."""
    once: bool = True
    """Whether it may stand once only (section 5.1)."""
    not_on: frozenset[str] = frozenset()
    """Record types on which it may not stand."""
    placement: str = ""
    """The check that a wrong place falls under, where it is another one."""
    sure: str = ""
    """An expression for values that `valid` passes, of a field of which nearly every record has another one."""


def _number(value: str) -> Problem | None:
    return None if value.isascii() and value.isdigit() else (ERROR, f"{value!r} is no number")


def _type(value: str) -> Problem | None:
    return None if value in TYPES else (WARNING, f"WARC-Type {value!r} is none that the standard knows")


def _bracketed(value: str) -> Problem | None:
    return None if _BRACKETED.fullmatch(value) else (ERROR, f"{value!r} is no URI in angle brackets")


def _record_id(value: str) -> Problem | None:
    uuid = _UUID.fullmatch(value)
    if not uuid:
        return _bracketed(value) or (WARNING, "the record id is not a urn:uuid")
    if uuid[1] == "1":
        return WARNING, "the record id is a uuid1, which tells the machine's address and the time"
    return None if uuid[1] == "4" else (WARNING, "the record id is not a random uuid (uuid4)")


def date_problem(value: str) -> Problem | None:
    """WARC-Date: the W3C profile of ISO 8601, UTC (section 5.4)."""
    date = _DATE.fullmatch(value)
    if date:
        return _moment_problem(date[1], value)
    if _COARSE_DATE.fullmatch(value):
        return WARNING, "the date is coarser than a second"
    return ERROR, f"{value!r} is no date in UTC (2026-05-04T03:02:01Z)"


@lru_cache(maxsize=4096)
def _moment_problem(moment: str, value: str) -> Problem | None:
    try:
        datetime.fromisoformat(moment)
    except ValueError:
        return ERROR, f"{value!r} is no date: there is no such day or time"
    return None


def _digest(value: str) -> Problem | None:
    found = stated(value)
    if not found.form.known:
        return WARNING, f"{found.form.label!r} is an algorithm that is not known here; the digest was not checked"
    return None if found.value is not None else (ERROR, f"{value!r} is no digest")


def _ip_address(value: str) -> Problem | None:
    try:
        address = ip_address(value)
    except ValueError:
        return ERROR, f"{value!r} is no numeric address"
    return None if _written(address) == value else (WARNING, f"RFC 5952 writes {value!r} as {_written(address)!r}")


def _written(address: IPv4Address | IPv6Address) -> str:
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return f"::ffff:{mapped}" if mapped else str(address)


def uri_problem(value: str) -> Problem | None:
    """A URI (RFC 3986): ASCII, percent-encoded (section 5.14)."""
    if value.startswith("<"):
        return ERROR, f"{value!r}: a target URI stands without angle brackets"
    if not _URI.fullmatch(value):
        if _URI.fullmatch(value.translate(_SENT_RAW)):
            return WARNING, "the target URI holds characters that RFC 3986 wants percent-encoded"
        return ERROR, f"{value!r} is no URI of percent-encoded ASCII"
    if "#" in value:
        return WARNING, "the target URI has a fragment, which is not sent"
    return (WARNING, "the target URI holds credentials") if _CREDENTIALS.match(value) else None


def _media_type(value: str) -> Problem | None:
    return None if _MEDIA_TYPE.fullmatch(value) else (ERROR, f"{value!r} is no media type")


def _truncated(value: str) -> Problem | None:
    known = ("length", "time", "disconnect", "unspecified")
    return None if value in known else (WARNING, f"WARC-Truncated {value!r} is no reason that the standard knows")


def _profile(value: str) -> Problem | None:
    return None if value in _PROFILES else (WARNING, f"the profile {value!r} is not one of the standard's")


def _protocol(value: str) -> Problem | None:
    return None if _PROTOCOL.fullmatch(value) else (WARNING, f"WARC-Protocol {value!r} is of no known form")


def _cipher(value: str) -> Problem | None:
    return None if _CIPHER.fullmatch(value) else (WARNING, f"WARC-Cipher-Suite {value!r} is no IANA name")


_NOT_CAPTURED = frozenset({"warcinfo", "conversion", "continuation"})

#: Names in lower case.
FIELDS: dict[str, FieldRule] = {
    "warc-type": FieldRule(check="3", valid=_type),
    "warc-record-id": FieldRule(check="4", valid=_record_id, sure=_SURE_RANDOM_UUID),
    "warc-date": FieldRule(check="7", valid=date_problem, sure=_SURE_DATE),
    "content-length": FieldRule(check="3", valid=_number, sure=r"\d{1,18}"),
    "content-type": FieldRule(check="24", valid=_media_type),
    "warc-concurrent-to": FieldRule(check="9", valid=_bracketed, sure=_SURE_UUID, once=False, not_on=_APART),
    "warc-block-digest": FieldRule(check="17", valid=_digest, sure=_SURE_DIGEST),
    "warc-payload-digest": FieldRule(check="18", valid=_digest, sure=_SURE_DIGEST, not_on=_NO_PAYLOAD, placement="19"),
    "warc-ip-address": FieldRule(check="21", valid=_ip_address, not_on=_NOT_CAPTURED),
    "warc-refers-to": FieldRule(
        check="30",
        valid=_bracketed,
        sure=_SURE_UUID,
        not_on=frozenset({"warcinfo", "response", "resource", "request", "continuation"}),
    ),
    "warc-refers-to-target-uri": FieldRule(check="28", valid=uri_problem, sure=_SURE_URI),
    "warc-refers-to-date": FieldRule(check="28", valid=date_problem, sure=_SURE_DATE),
    "warc-target-uri": FieldRule(check="23", valid=uri_problem, sure=_SURE_URI, not_on=frozenset({"warcinfo"})),
    "warc-truncated": FieldRule(check="26", valid=_truncated),
    "warc-warcinfo-id": FieldRule(check="32", valid=_bracketed, not_on=frozenset({"warcinfo"})),
    "warc-filename": FieldRule(check="31", not_on=TYPES - {"warcinfo"}),
    "warc-profile": FieldRule(check="28", valid=_profile, not_on=TYPES - {"revisit"}),
    "warc-identified-payload-type": FieldRule(check="25", valid=_media_type, not_on=_NO_PAYLOAD),
    "warc-segment-number": FieldRule(check="39", valid=_number),
    "warc-segment-origin-id": FieldRule(check="39", valid=_bracketed, not_on=TYPES - {"continuation"}),
    "warc-segment-total-length": FieldRule(check="39", valid=_number, not_on=TYPES - {"continuation"}),
    "warc-protocol": FieldRule(check="22", valid=_protocol, once=False),
    "warc-cipher-suite": FieldRule(check="22", valid=_cipher),
}


def misplaced(kind: str, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Fields that a record has twice, or may not have: check and what is wrong."""
    for name in dict.fromkeys(names):
        rule = FIELDS.get(name)
        if rule is None:
            continue
        if rule.once and names.count(name) > 1:
            yield "5", f"{name} stands there {names.count(name)} times"
        if kind in rule.not_on:
            yield rule.placement or rule.check, f"{name} has no place on a {kind} record"
