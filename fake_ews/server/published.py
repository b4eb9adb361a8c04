"""The documents served beside the endpoint: Services.wsdl and the schemas it imports, in any case of letters."""

from __future__ import annotations


def document(name: str, address: str) -> bytes | None:
    """The document of this file name (lower case), with `address` as the service's; None: there is none."""
    from fake_ews.soap import documents  # only who asks for a document pays for the making of them

    if name == "services.wsdl":
        return documents.wsdl(address)
    namespace = documents.SCHEMAS.get(name)
    return None if namespace is None else documents.xsd(namespace)
