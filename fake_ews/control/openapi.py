"""The OpenAPI document of the control API, made from its routes and their types."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import msgspec

from fake_ews.control.routes import ROUTES, Route
from fake_ews.control.wishes import Error

_REF = "#/components/schemas/{name}"


@cache
def document() -> dict[str, Any]:
    """The document, as JSON values."""
    types = [one for route in ROUTES for one in (route.takes, route.answers) if one is not None]
    schemas, components = msgspec.json.schema_components([*types, Error], ref_template=_REF)
    by_type = {id(one): schema for one, schema in zip([*types, Error], schemas, strict=True)}
    paths: dict[str, dict[str, Any]] = {}
    for route in ROUTES:
        paths.setdefault(f"/_fake/api/{route.path}", {})[route.method.lower()] = _operation(route, by_type)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Control API of the fake Exchange",
            "version": "1",
            "description": "Of the first organisation; that of another at /_fake/DOMAIN/api/ in place of /_fake/api/.",
        },
        "paths": paths,
        "components": {"schemas": components},
    }


def _operation(route: Route, by_type: dict[int, Any]) -> dict[str, Any]:
    names = re.findall(r"{(\w+)}", route.path)
    operation: dict[str, Any] = {
        "summary": route.says,
        "operationId": re.sub(r"\W+", "-", f"{route.method.lower()}-{route.path}").strip("-"),
        "parameters": [_parameter(name, "path") for name in names]
        + [_parameter(name, "query") for name in route.query],
        "responses": {
            ("204" if route.answers is None else "200"): _answer(route, by_type),
            "default": {"description": "refused, in words", "content": _json(by_type[id(Error)])},
        },
    }
    if route.takes is not None:
        operation["requestBody"] = {"content": _json(by_type[id(route.takes)])}
    return operation


def _parameter(name: str, place: str) -> dict[str, Any]:
    return {"name": name, "in": place, "required": place == "path", "schema": {"type": "string"}}


def _answer(route: Route, by_type: dict[int, Any]) -> dict[str, Any]:
    if route.answers is None:
        return {"description": "done"}
    return {"description": "done", "content": _json(by_type[id(route.answers)])}


def _json(schema: Any) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}
