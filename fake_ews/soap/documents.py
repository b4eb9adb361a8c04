"""The published description: Services.wsdl and the schemas it imports, made from the tables.

Rule: whoever generates a client from these documents gets the client of Exchange: same port type, binding, service,
SOAP actions, header parts (services.wsdl). All imports are relative; nothing is fetched from elsewhere: the schema of
the `xml:` attributes is served beside the others as xml.xsd.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from fake_ews.contract.notation import MESSAGES, TYPES, Namespace
from fake_ews.contract.services import OPERATIONS, UNREAD, Operation, Unread
from fake_ews.soap.scalars import quoted
from fake_ews.soap.schemas import XML, Document, declared, simple_types

# what stands beside Services.wsdl, by file name
SCHEMAS = {"messages.xsd": str(MESSAGES), "types.xsd": str(TYPES), "xml.xsd": XML}
_PARTS = {
    "ExchangeImpersonation": "Impersonation",
    "MailboxCulture": "MailboxCulture",
    "RequestServerVersion": "RequestVersion",
    "TimeZoneContext": "TimeZoneContext",
    "ManagementRole": "ManagementRole",
    "DateTimePrecision": "DateTimePrecision",
}
# the names of Microsoft's WSDL where they do not follow its own rule
_REQUEST_PARTS = {
    name: f"{name}Request"
    for name in ("GetRoomLists", "GetRooms", "GetUserAvailability", "GetUserOofSettings", "SetUserOofSettings")
}
_ACTIONS = {
    "GetStreamingEvents": "GetEvents",
    **{name: f"{name}Request" for name in UNREAD if name.endswith("MeetingInstance")},
}
_XML_ATTRIBUTES = f"""<?xml version="1.0" encoding="utf-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{XML}">
<xs:attribute name="lang" type="xs:language"/>
</xs:schema>
"""
_START = f"""<?xml version="1.0" encoding="utf-8"?>
<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
 xmlns:tns="{MESSAGES}" xmlns:t="{TYPES}" targetNamespace="{MESSAGES}">
<wsdl:types><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
<xs:import namespace="{MESSAGES}" schemaLocation="messages.xsd"/>
</xs:schema></wsdl:types>
"""


@cache
def xsd(namespace: str) -> bytes:
    """The schema document of a namespace: messages, types, or that of the `xml:` attributes. KeyError for others."""
    if namespace == XML:
        return _XML_ATTRIBUTES.encode()
    classes = declared()
    which = {str(one): one for one in Namespace}[namespace]
    unread = [element for one in UNREAD.values() for element in one.elements] if which is MESSAGES else []
    return Document(which, classes, list(simple_types(classes)), unread=unread).text().encode()


@cache
def wsdl(address: str) -> bytes:
    """Services.wsdl, of document/literal style, for a service that answers at this URL."""
    operations: list[Operation | Unread] = [*OPERATIONS.values(), *UNREAD.values()]
    lines = [_START]
    for operation in operations:
        lines += _messages(operation)
    lines.append('<wsdl:portType name="ExchangeServicePortType">')
    lines += [_abstract(operation.name) for operation in operations]
    lines.append('</wsdl:portType>\n<wsdl:binding name="ExchangeServiceBinding" type="tns:ExchangeServicePortType">')
    lines.append('<soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>')
    lines += [_concrete(operation) for operation in operations]
    lines.append('</wsdl:binding>\n<wsdl:service name="ExchangeServices">')
    lines.append('<wsdl:port name="ExchangeServicePort" binding="tns:ExchangeServiceBinding">')
    lines.append(f'<soap:address location="{quoted(address)}"/></wsdl:port></wsdl:service>\n</wsdl:definitions>\n')
    return "\n".join(lines).encode()


def _messages(operation: Operation | Unread) -> Iterator[str]:
    name = operation.name
    headers = "".join(f'<wsdl:part name="{_PARTS[one]}" element="t:{one}"/>' for one in operation.headers)
    request, answer = (f'element="tns:{element}"' for element in operation.elements)
    part = _REQUEST_PARTS.get(name, "request")
    yield f'<wsdl:message name="{name}SoapIn"><wsdl:part name="{part}" {request}/>{headers}</wsdl:message>'
    version = '<wsdl:part name="ServerVersion" element="t:ServerVersionInfo"/>'
    yield f'<wsdl:message name="{name}SoapOut"><wsdl:part name="{name}Result" {answer}/>{version}</wsdl:message>'


def _abstract(name: str) -> str:
    return (
        f'<wsdl:operation name="{name}"><wsdl:input message="tns:{name}SoapIn"/>'
        f'<wsdl:output message="tns:{name}SoapOut"/></wsdl:operation>'
    )


def _concrete(operation: Operation | Unread) -> str:
    name, part = operation.name, _REQUEST_PARTS.get(operation.name, "request")
    headers = "".join(
        f'<soap:header message="tns:{name}SoapIn" part="{_PARTS[one]}" use="literal"/>' for one in operation.headers
    )
    return (
        f'<wsdl:operation name="{name}"><soap:operation soapAction="{MESSAGES}/{_ACTIONS.get(name, name)}"/>'
        f'<wsdl:input>{headers}<soap:body parts="{part}" use="literal"/></wsdl:input>'
        f'<wsdl:output><soap:header message="tns:{name}SoapOut" part="ServerVersion" use="literal"/>'
        f'<soap:body parts="{name}Result" use="literal"/></wsdl:output></wsdl:operation>'
    )
