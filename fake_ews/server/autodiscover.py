"""Autodiscover: the address of EWS and what else a client asks about a user before its first call.

Rule: only what the simulator has is named: a setting of Exchange that points to something else is not available. Whom
Exchange does not know is told per user; whom it has moved away is sent on (`redirects`).
Source: fact sheet section 13; ref/errorcode-soap, MS-OXWSADISC 3.1.4.4, MS-OXDSCLI 3.1.5; names of the settings:
ref/setting-soap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fake_ews.model import ids
from fake_ews.soap import autodiscover as documents
from fake_ews.soap.autodiscover import Found, NoQuestion

if TYPE_CHECKING:
    from fake_ews.model.exchange import Exchange
    from fake_ews.model.mailbox import Mailbox

SOAP, POX = "/autodiscover/autodiscover.svc", "/autodiscover/autodiscover.xml"
_SCHEMAS = (
    "Exchange2007, Exchange2007_SP1, Exchange2010, Exchange2010_SP1, Exchange2010_SP2, Exchange2013, Exchange2013_SP1"
)
# settings of Exchange that lead to what is not simulated
_ELSEWHERE = """
    ActiveDirectoryServer AlternateMailboxes CertPrincipalName CrossOrganizationSharingEnabled DocumentSharingLocations
    EcpConnectUrlFragment EcpDeliveryReportUrlFragment EcpEmailSubscriptionsUrlFragment
    EcpExtensionInstallationUrlFragment EcpPhotoUrlFragment EcpPublishingUrlFragment EcpRetentionPolicyTagsUrlFragment
    EcpTextMessagingUrlFragment EcpVoicemailUrlFragment EwsPartnerUrl ExchangeRpcUrl ExternalEcpUrl
    ExternalImap4Connections ExternalMailboxServer ExternalMailboxServerAuthenticationMethods
    ExternalMailboxServerRequiresSSL ExternalOABUrl ExternalPhotosUrl ExternalPop3Connections
    ExternalServerExclusiveConnect ExternalSmtpConnections ExternalUMUrl ExternalWebClientUrls GroupingInformation
    InternalEcpUrl InternalImap4Connections InternalMailboxServerAuthenticationMethods InternalOABUrl InternalPhotosUrl
    InternalPop3Connections InternalRpcHttpAuthenticationMethod InternalRpcHttpConnectivityRequiresSsl
    InternalRpcHttpServer InternalServerExclusiveConnect InternalSmtpConnections InternalUMUrl InternalWebClientUrls
    MapiHttpEnabled MobileMailboxPolicy PublicFolderInformation PublicFolderServer RedirectUrl SPMySiteHostURL
    ShowGalAsDefaultView SiteMailboxCreationURL UserMSOnline
"""


class Autodiscover:
    """What one Exchange tells about its users. `redirects`: an address or a domain -> an address or a URL to ask at."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self.redirects: dict[str, str] = {}

    def answer(self, path: str, raw: bytes, ews: str) -> tuple[int, bytes]:
        """HTTP status and body for what is posted to one of the two; `ews`: the endpoint as the client reaches it."""
        return self._soap(raw, ews) if path == SOAP else (200, self._pox(raw, ews))

    def _soap(self, raw: bytes, ews: str) -> tuple[int, bytes]:
        try:
            asked = documents.question(raw)
        except NoQuestion as none:
            return 500, documents.fault(f"The message cannot be processed at the receiver: {none}.")
        build = self._build(asked.about)
        version = _newest(build)
        for what, given in (("users or domains", asked.about), ("settings", asked.settings)):
            if not given:
                return 200, documents.invalid(asked.kind, f"The request names no {what}.", build, version)
        find = self._user if asked.kind == "User" else self._domain
        found = [find(one.lower(), asked.settings, ews) for one in asked.about]
        return 200, documents.answer(asked, found, build, version)

    def _build(self, about: tuple[str, ...]) -> tuple[int, int, int, int]:
        """The build that answers: that of the mailbox of the first user asked about, if there is one."""
        known = (self._exchange.mailboxes.get(one.lower()) for one in about)
        mailbox = next((one for one in known if one is not None), None)
        return self._exchange.profile.build if mailbox is None else mailbox.profile.build

    def _pox(self, raw: bytes, ews: str) -> bytes:
        try:
            address, schema = documents.pox_question(raw)
        except NoQuestion:
            return self._pox_error(600, "Invalid Request")
        if schema.lower() != documents.OUTLOOK:
            return self._pox_error(601, "Provider is not available")
        target, mailbox = self._redirect(address.lower()), self._exchange.mailboxes.get(address.lower())
        if target:
            return documents.pox_redirect(target)
        if mailbox is None:
            return self._pox_error(500, self._exchange.profile.pox_unknown)
        return documents.pox_answer(*_pox_settings(mailbox, ews, self._exchange.host))

    def _pox_error(self, code: int, text: str) -> bytes:
        return documents.pox_error(code, text, self._exchange.clock.now(), 2477272013)

    def _redirect(self, address: str) -> str:
        return self.redirects.get(address) or self.redirects.get(address.rpartition("@")[2], "")

    def _user(self, address: str, wanted: tuple[str, ...], ews: str) -> Found:
        target, mailbox = self._redirect(address), self._exchange.mailboxes.get(address)
        if target:
            return _sent_on(target)
        if mailbox is None:
            return Found("InvalidUser", f"Invalid user: '{address}'")
        return _chosen(_settings(mailbox, ews, self._exchange.host), wanted)

    def _domain(self, domain: str, wanted: tuple[str, ...], ews: str) -> Found:
        if domain in self.redirects:
            return _sent_on(self.redirects[domain])
        if domain not in {address.rpartition("@")[2] for address in self._exchange.mailboxes}:
            return Found("InvalidDomain", f"Invalid domain: '{domain}'")
        return _chosen({"ExternalEwsUrl": ews, "ExternalEwsVersion": _number(self._exchange.profile.build)}, wanted)


def _sent_on(target: str) -> Found:
    code = "RedirectAddress" if "@" in target and "://" not in target else "RedirectUrl"
    return Found(code, f"The caller must follow the redirection to '{target}'.", target)


def _chosen(settings: dict[str, str], wanted: tuple[str, ...]) -> Found:
    wrong = {
        name: ("SettingIsNotAvailable", f"Setting '{name}' is not available.")
        if name in _ELSEWHERE.split()
        else ("InvalidSetting", f"Setting '{name}' is not valid.")
        for name in wanted
        if name not in settings
    }
    return Found(settings={name: settings[name] for name in wanted if name in settings}, wrong=wrong)


def _settings(mailbox: Mailbox, ews: str, host: str) -> dict[str, str]:
    """The settings of a user that lead somewhere here."""
    user, server, version = (
        ids.legacy_dn(mailbox.address),
        f"{ids.ORGANISATION}Configuration/cn=Servers/cn={host}",
        _number(mailbox.profile.build),
    )
    return {
        "UserDisplayName": mailbox.name,
        "UserDN": user,
        "UserDeploymentId": _deployment(mailbox),
        "AutoDiscoverSMTPAddress": mailbox.address,
        "InternalMailboxServer": host,
        "InternalRpcClientServer": host,
        "InternalMailboxServerDN": server,
        "MailboxDN": f"{server}/cn=Microsoft Private MDB",
        "MailboxVersion": version,
        "CasVersion": version,
        "EwsSupportedSchemas": _SCHEMAS if _newest(mailbox.profile.build) in _SCHEMAS else f"{_SCHEMAS}, Exchange2015",
        "InternalEwsUrl": ews,
        "ExternalEwsUrl": ews,
        "ExternalEwsVersion": version,
        "InternalEmwsUrl": ews,
        "ExternalEmwsUrl": ews,
    }


def _pox_settings(mailbox: Mailbox, ews: str, host: str) -> tuple[list[tuple[str, str]], list[list[tuple[str, str]]]]:
    """The same in the words of POX: about the user, and by protocol (EXCH inside, EXPR outside)."""
    told = _settings(mailbox, ews, host)
    user = [
        ("DisplayName", mailbox.name), ("LegacyDN", told["UserDN"]), ("AutoDiscoverSMTPAddress", mailbox.address),
        ("DeploymentId", told["UserDeploymentId"]),
    ]  # fmt: skip
    urls = [("ASUrl", ews), ("EwsUrl", ews), ("EmwsUrl", ews), ("OOFUrl", ews)]
    inside = [
        ("Type", "EXCH"), ("Server", host), ("ServerDN", told["InternalMailboxServerDN"]),
        ("ServerVersion", _packed(mailbox.profile.build)), ("MdbDN", told["MailboxDN"]),
    ]  # fmt: skip
    return user, [inside + urls, [("Type", "EXPR"), ("Server", host), *urls]]


def _deployment(mailbox: Mailbox) -> str:
    return str(ids.guid(mailbox.exchange.seed, "deployment"))


def _newest(build: tuple[int, int, int, int]) -> str:
    """The newest schema by the names of Autodiscover, which has none of those with a date. [unverified for 2019]"""
    return "Exchange2013_SP1" if build[:2] == (15, 0) else "Exchange2015"


def _number(build: tuple[int, int, int, int]) -> str:
    major, minor, number, revision = build
    return f"{major}.{minor:02}.{number:04}.{revision:03}"


def _packed(build: tuple[int, int, int, int]) -> str:
    """ServerVersion of POX: the bits of the version in hexadecimal (ref/serverversion-pox)."""
    major, minor, number, _ = build
    return f"{0x7 << 28 | major << 22 | minor << 16 | 0x8000 | number:08X}"
