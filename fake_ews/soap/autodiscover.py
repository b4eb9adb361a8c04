"""The documents of Autodiscover, SOAP and POX: a question taken apart, an answer put together.

Rule: nothing is decided here; who exists and which settings there are is said by server/autodiscover.py. Order and
names are those of the two schemas.
Source: MS-OXWSADISC 3.1.4 (SOAP), MS-OXDSCLI 2.2.4 (POX); ref/getusersettings-operation-soap, ref/error-pox.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from fake_ews.model.failures import RequestFailure
from fake_ews.soap.scalars import escaped
from fake_ews.soap.schemas import SOAP
from fake_ews.soap.wellformed import parsed

Kind = Literal["User", "Domain"]
OUTLOOK = "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"
_REQUEST = "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"
_RESPONSE = "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006"
_NAMESPACE = "http://schemas.microsoft.com/exchange/2010/Autodiscover"
_ADDRESSING = "http://www.w3.org/2005/08/addressing"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'
_ASKED: dict[str, tuple[Kind, str]] = {
    f"{{{_NAMESPACE}}}GetUserSettingsRequestMessage": ("User", "Mailbox"),
    f"{{{_NAMESPACE}}}GetDomainSettingsRequestMessage": ("Domain", "Domain"),
}


class NoQuestion(Exception):
    """What came is not a question of this service."""


@dataclass(frozen=True, slots=True)
class Question:
    """Whose settings are asked for: addresses of users, or domains; and which settings, by name."""

    kind: Kind
    about: tuple[str, ...]
    settings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What is said about one user or domain: an ErrorCode with its text, where to ask instead, settings by name."""

    code: str = "NoError"
    text: str = "No error."
    target: str = ""
    settings: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, tuple[str, str]] = field(default_factory=dict)


def question(raw: bytes) -> Question:
    """A SOAP request. NoQuestion: no XML, no envelope, another operation."""
    root = _root(raw)
    body = root.find(f"{{{SOAP}}}Body")
    message = None if body is None else next(iter(body), None)
    kind, one = _ASKED.get("" if message is None else str(message.tag), (None, ""))
    if kind is None or message is None:
        raise NoQuestion("this operation is not known")
    return Question(kind, _texts(message, one), _texts(message, "Setting"))


def _root(raw: bytes) -> etree._Element:
    try:
        return parsed(raw)[0]
    except RequestFailure as failed:
        raise NoQuestion(failed.failure.text) from None


def _texts(message: etree._Element, name: str) -> tuple[str, ...]:
    found = (one for one in message.iter(f"{{{_NAMESPACE}}}{name}") if len(one) == 0)
    return tuple((one.text or "").strip() for one in found)


def answer(asked: Question, found: Iterable[Found], build: tuple[int, int, int, int], version: str) -> bytes:
    """The answer to a question, one Found for each of those it is about; the build and version of the server."""
    kind = asked.kind
    parts = "".join(_response(kind, one) for one in found)
    inside = f"<ErrorCode>NoError</ErrorCode><ErrorMessage/><{kind}Responses>{parts}</{kind}Responses>"
    return _soap(kind, inside, build, version)


def invalid(kind: Kind, text: str, build: tuple[int, int, int, int], version: str) -> bytes:
    """The answer to a question that asks for nothing."""
    inside = f'<ErrorCode>InvalidRequest</ErrorCode>{_element("ErrorMessage", text)}<{kind}Responses i:nil="true"/>'
    return _soap(kind, inside, build, version)


def _soap(kind: Kind, inside: str, build: tuple[int, int, int, int], version: str) -> bytes:
    names = ("MajorVersion", "MinorVersion", "MajorBuildNumber", "MinorBuildNumber")
    numbers = "".join(_element(f"h:{name}", str(value)) for name, value in zip(names, build, strict=True))
    return (
        f'<s:Envelope xmlns:s="{SOAP}" xmlns:a="{_ADDRESSING}"><s:Header>'
        f'<a:Action s:mustUnderstand="1">{_NAMESPACE}/Autodiscover/Get{kind}SettingsResponse</a:Action>'
        f'<h:ServerVersionInfo xmlns:h="{_NAMESPACE}" xmlns:i="{_XSI}">{numbers}<h:Version>{version}</h:Version>'
        f'</h:ServerVersionInfo></s:Header><s:Body><Get{kind}SettingsResponseMessage xmlns="{_NAMESPACE}">'
        f'<Response xmlns:i="{_XSI}">{inside}</Response></Get{kind}SettingsResponseMessage></s:Body></s:Envelope>'
    ).encode()


def _response(kind: Kind, found: Found) -> str:
    head = _element("ErrorCode", found.code) + _element("ErrorMessage", found.text)
    target = _element("RedirectTarget", found.target) if found.target else '<RedirectTarget i:nil="true"/>'
    of, string = f"{kind}Setting", "DomainStringSetting" if kind == "Domain" else "StringSetting"
    wrong = "".join(
        f"<{of}Error>{_elements((('ErrorCode', code), ('ErrorMessage', text), ('SettingName', name)))}</{of}Error>"
        for name, (code, text) in found.wrong.items()
    )
    right = "".join(
        f'<{of} i:type="{string}">{_element("Name", name)}{_element("Value", value)}</{of}>'
        for name, value in found.settings.items()
    )
    settings = f"<{of}Errors>{wrong}</{of}Errors><{of}s>{right}</{of}s>"
    inside = target + settings if kind == "User" else settings + target
    return f"<{kind}Response>{head}{inside}</{kind}Response>"


def fault(why: str) -> bytes:
    """The SOAP fault of what is no question; it goes with HTTP 500."""
    return (
        f'<s:Envelope xmlns:s="{SOAP}"><s:Body><s:Fault>'
        '<faultcode xmlns:a="http://schemas.microsoft.com/ws/2005/05/addressing/none">a:ActionNotSupported</faultcode>'
        f'<faultstring xml:lang="en-US">{escaped(why)}</faultstring></s:Fault></s:Body></s:Envelope>'
    ).encode()


# POX


def pox_question(raw: bytes) -> tuple[str, str]:
    """Address and wished response schema of a POX request. NoQuestion if it is none."""
    root = _root(raw)
    asked = root.find(f"{{{_REQUEST}}}Request")
    address, schema = (
        (None if asked is None else asked.findtext(f"{{{_REQUEST}}}{name}"))
        for name in ("EMailAddress", "AcceptableResponseSchema")
    )
    if not address or not schema:
        raise NoQuestion("Invalid Request")
    return address.strip(), schema.strip()


def pox_answer(user: Iterable[tuple[str, str]], protocols: Iterable[Iterable[tuple[str, str]]]) -> bytes:
    """The settings of a user: names and values about the user, and those of each protocol."""
    offered = "".join(f"<Protocol>{_elements(one)}</Protocol>" for one in protocols)
    return _pox(
        f'<Response xmlns="{OUTLOOK}"><User>{_elements(user)}</User><Account><AccountType>email</AccountType>'
        f"<Action>settings</Action>{offered}</Account></Response>"
    )


def pox_redirect(target: str) -> bytes:
    """Ask again with another address, or at another URL."""
    what = "Addr" if "@" in target and "://" not in target else "Url"
    return _pox(
        f'<Response xmlns="{OUTLOOK}"><Account><AccountType>email</AccountType><Action>redirect{what}</Action>'
        f"{_element(f'Redirect{what}', target)}</Account></Response>"
    )


def pox_error(code: int, text: str, at: dt.datetime, server: int) -> bytes:
    """An error, with the time of day and a number that stands for the server."""
    return _pox(
        f'<Response><Error Time="{at:%H:%M:%S.%f}0" Id="{server}"><ErrorCode>{code}</ErrorCode>'
        f"{_element('Message', text)}<DebugData/></Error></Response>"
    )


def _pox(inside: str) -> bytes:
    return f'{_DECLARATION}<Autodiscover xmlns="{_RESPONSE}">{inside}</Autodiscover>'.encode()


def _elements(pairs: Iterable[tuple[str, str]]) -> str:
    return "".join(_element(name, value) for name, value in pairs)


def _element(name: str, text: str) -> str:
    return f"<{name}>{escaped(text)}</{name}>"
