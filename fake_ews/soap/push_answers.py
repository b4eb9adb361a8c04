"""What a listener's answer to a push says, and if it says nothing usable, why, in words for its developer.

Rule: whatever the bytes are, nothing is raised; the words complete the sentence "the listener answered 200 with ...".
Source: fact sheet section 3.2 (ref/sendnotificationresult).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple, cast

from lxml import etree

from fake_ews.contract.notation import MESSAGES
from fake_ews.contract.notifications import SendNotificationResult, SubscriptionStatus
from fake_ews.model.failures import RequestFailure
from fake_ews.soap.codec import read
from fake_ews.soap.schemas import SOAP
from fake_ews.soap.wellformed import parsed

_HTML = re.compile(rb"\s*<(!doctype\s+)?html\b", re.IGNORECASE)
_RESULT = "SendNotificationResult"
_SHOWN = 60  # characters of what a listener wrote that a verdict repeats


class Heard(NamedTuple):
    """The SubscriptionStatus, None: there is none that counts; and what the answer holds, in words."""

    status: Literal["OK", "Unsubscribe"] | None
    words: str


@lru_cache(maxsize=32)
def heard(raw: bytes) -> Heard:
    """What an answer's body says. Listeners say the same again and again: the last answers are known by heart."""
    if not raw.strip():
        return Heard(None, "an empty body")
    if _HTML.match(raw):
        return Heard(None, "a page of HTML")
    try:
        root, _ = parsed(raw)
    except RequestFailure as refused:
        return Heard(None, _unreadable(raw, refused))
    if root.tag != f"{{{SOAP}}}Envelope":
        return Heard(None, f"{_named(root)} instead of a SOAP 1.1 Envelope")
    body = root.find(f"{{{SOAP}}}Body")
    return Heard(None, "an Envelope without Body") if body is None else _of_body(body)


def _of_body(body: etree._Element) -> Heard:
    if len(body) != 1:
        return Heard(None, "an empty Body" if len(body) == 0 else f"{len(body)} elements in its Body instead of one")
    (result,) = body
    if result.tag == f"{{{SOAP}}}Fault":
        said = (result.findtext("faultstring") or "").strip()[:_SHOWN]
        return Heard(None, f"a SOAP fault ({said})" if said else "a SOAP fault without faultstring")
    if result.tag != f"{{{MESSAGES}}}{_RESULT}":
        return Heard(None, f"{_named(result)} instead of {_RESULT} in {MESSAGES}")
    return _of_result(result)


def _of_result(result: etree._Element) -> Heard:
    status = read(result, SendNotificationResult).SubscriptionStatus
    if status is None:
        return Heard(None, f"a {_RESULT} without SubscriptionStatus in its namespace")
    if status not in SubscriptionStatus.allowed:
        return Heard(None, f"the SubscriptionStatus {status[:_SHOWN]!r}, which is neither OK nor Unsubscribe")
    return Heard(cast('Literal["OK", "Unsubscribe"]', status), status)


def _unreadable(raw: bytes, refused: RequestFailure) -> str:
    if b"<" not in raw[:1000]:
        return f"a body that is no XML ({raw[:_SHOWN].decode('utf-8', 'replace')!r})"
    return f"XML that cannot be read ({refused.failure.text.partition(': ')[2]})"


def _named(element: etree._Element) -> str:
    name = etree.QName(element)
    return f"{name.localname[:_SHOWN]} in {'no namespace' if not name.namespace else name.namespace[:100]}"
