"""The judge of what goes over the wire: every answer, fault, request and push of a test is put before it.

`assert_valid` asks our published schema and, where EWS_SCHEMA_DIR names a folder, Microsoft's own.
"""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

from lxml import etree

from fake_ews.contract.notation import MESSAGES, TYPES
from fake_ews.soap.check import compiled
from fake_ews.soap.documents import SCHEMAS, xsd

SOAP = "{http://schemas.xmlsoap.org/soap/envelope/}"
ERRORS = "{http://schemas.microsoft.com/exchange/services/2006/errors}"
_END = re.compile(rb"</(?:[\w.-]+:)?Envelope\s*>")


@cache
def _schemas() -> tuple[tuple[str, etree.XMLSchema], ...]:
    ours = ("our schema", compiled({name: xsd(namespace) for name, namespace in SCHEMAS.items()}, "messages.xsd"))
    folder = os.environ.get("EWS_SCHEMA_DIR")
    if not folder:
        return (ours,)
    return (ours, ("Microsoft's schema", etree.XMLSchema(etree.parse(str(Path(folder) / "messages.xsd")))))


def assert_valid(raw: bytes) -> None:
    """Fail, with what is wrong and by whose schema, unless the bytes are one SOAP 1.1 envelope (or several in a row, as
    a streaming answer has them) whose header blocks and body are valid, or a fault in Exchange's frame.
    """
    for part in _envelopes(raw):
        envelope = etree.fromstring(part)
        assert envelope.tag == SOAP + "Envelope", f"the root is {envelope.tag}"
        for header in envelope.iterchildren(SOAP + "Header"):
            for block in header.iterchildren(tag=etree.Element):
                if str(block.tag).startswith(f"{{{TYPES}}}"):
                    _assert_element(block)
        bodies = envelope.findall(SOAP + "Body")
        assert len(bodies) == 1, f"{len(bodies)} bodies"
        (child,) = bodies[0]
        if child.tag == SOAP + "Fault":
            _assert_fault(child)
        else:
            assert str(child.tag).startswith(f"{{{MESSAGES}}}"), f"the body holds {child.tag}"
            _assert_element(child)


def _envelopes(raw: bytes) -> list[bytes]:
    ends = [match.end() for match in _END.finditer(raw)]
    if len(ends) < 2:
        return [raw]
    return [raw[start:end].strip() for start, end in zip([0, *ends], ends, strict=False)]


def _assert_element(element: etree._Element) -> None:
    alone = etree.fromstring(etree.tostring(element, with_tail=False))
    for name in [name for name in alone.attrib if str(name).startswith(SOAP.removesuffix("}"))]:
        del alone.attrib[name]  # mustUnderstand and actor belong to SOAP
    for parent, child in (("ErrorSubscriptionIds", "SubscriptionId"), ("Notifications", "Notification")):
        for bad in alone.iterfind(f".//{{{MESSAGES}}}{parent}/{{{MESSAGES}}}{child}"):
            bad.tag = f"{{{TYPES}}}{child}"  # Profile.stream_names says why it is not
    for empty in alone.iterfind(f".//{{{MESSAGES}}}UpdatedItemIds"):
        if len(empty) == 0:  # as ref/performreminderaction-operation shows it where nothing was changed
            etree.SubElement(empty, f"{{{TYPES}}}ItemId", Id="")
    for whose, schema in _schemas():
        if not schema.validate(alone):
            log = str(schema.error_log)[:2000]
            raise AssertionError(f"not valid by {whose}:\n{log}\n{etree.tostring(alone).decode()[:2000]}")


def _assert_fault(fault: etree._Element) -> None:
    names = [child.tag for child in fault]
    assert names in (["faultcode", "faultstring", "detail"], ["faultcode", "faultstring"]), f"the fault holds {names}"
    prefix, _, code = str(fault.findtext("faultcode")).rpartition(":")
    if len(names) == 2:
        return
    assert fault[0].nsmap[prefix] == TYPES, f"faultcode {prefix}:{code} is not of the types namespace"
    inside = [child.tag for child in fault[2]]
    assert inside[:2] == [ERRORS + "ResponseCode", ERRORS + "Message"], f"the detail holds {inside}"
    assert inside[2:] in ([], [f"{{{TYPES}}}MessageXml"]), f"the detail holds {inside}"
    assert fault[2][0].text == code
