"""The product contract at run time: is this request, is this answer, as contract.yaml says?

Rule: a product that breaks the contract is told which call and which field; a request of ours that does is our fault.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, cast

import yaml
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError, best_match
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from scenarios.reservations import Json, JsonValue, instant

URN = "urn:contract"
JSON_TYPES = ("application/json", "application/problem+json")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Breach(Exception):
    """The product's answer is not what the contract says; the text names call, field and what is wrong."""


class WrongValue(Breach):
    """The answer is of the right kind, but a value in it is not what the contract says: waiting does not mend that."""


class WrongRequest(Exception):
    """The harness was about to break the contract itself."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a product answered: status, media type without parameters, raw body."""

    status: int
    media: str
    body: bytes


class Contract:
    """contract.yaml, compiled."""

    def __init__(self, document: Json) -> None:
        self.document = document
        self._formats = FormatChecker(formats=())
        self._formats.checks("date-time", raises=ValueError)(_is_instant)
        resource = Resource.from_contents(document, default_specification=DRAFT202012)
        self._registry: Registry[Any] = Registry().with_resource(URN, resource)
        self._validators: dict[str, Draft202012Validator] = {}
        self._right: dict[str, bytes] = {}
        """By schema the last body that kept to it: products are asked the same again and again."""

    def check_request(self, method: str, path: str, body: JsonValue, query: Mapping[str, str] | None = None) -> None:
        """Raise WrongRequest if query or body is not what the contract says; `path` is the template of the document."""
        operation = self._operation(method, path)
        if operation is None:
            raise WrongRequest(f"{method} {path} is no call of the contract")
        self._check_query(method, path, query or {})
        if body is None:
            return
        pointer = f"{_pointer(method, path)}/requestBody/content/application~1json/schema"
        if (error := self._error(pointer, body)) is not None:
            raise WrongRequest(f"{method} {path}: {_said(error)}")

    def _check_query(self, method: str, path: str, query: Mapping[str, str]) -> None:
        wanted = {str(one["name"]): (pointer, one) for pointer, one in self._parameters(method, path)}
        for name, (_, parameter) in wanted.items():
            if parameter.get("required") and name not in query:
                raise WrongRequest(f"{method} {path}: the query needs {name}")
        for name, text in query.items():
            if name not in wanted:
                raise WrongRequest(f"{method} {path}: the query knows no {name}")
            value = {"true": True, "false": False}.get(text, text)
            if (error := self._error(f"{wanted[name][0]}/schema", value)) is not None:
                raise WrongRequest(f"{method} {path}: {name} in the query: {_said(error)}")

    def _parameters(self, method: str, path: str) -> Iterator[tuple[str, dict[str, JsonValue]]]:
        """Where the parameters of a call's query are described, and how: those of the path, then its own."""
        for place in (f"/paths/{_escape(path)}", _pointer(method, path)):
            listed = cast(dict[str, JsonValue], _at(self.document, place)).get("parameters", [])
            for number in range(len(cast(list[JsonValue], listed))):
                pointer, found = self._resolved(f"{place}/parameters/{number}")
                if found["in"] == "query":
                    yield pointer, found

    def check_answer(self, method: str, path: str, answer: Answer) -> JsonValue:
        """The JSON of an answer, None where the contract asks for no body; raises Breach."""
        name = f"{method} {path}"
        operation = self._operation(method, path) or {}
        responses = cast(dict[str, dict[str, JsonValue]], operation.get("responses", {}))
        if str(answer.status) not in responses:
            raise Breach(f"{name} answered {answer.status}; the contract knows {', '.join(responses)}")
        pointer, response = self._resolved(f"{_pointer(method, path)}/responses/{answer.status}")
        content = cast(dict[str, JsonValue], response.get("content", {}))
        if not content:
            return None
        body = _json(name, answer)
        media = answer.media if answer.media in content else next(iter(content))
        schema = f"{pointer}/content/{_escape(media)}/schema"
        if self._right.get(schema) == answer.body:
            return body
        if (error := self._error(schema, body)) is not None:
            raise WrongValue(f"{name} answered {answer.status}: {_said(error)}")
        self._right[schema] = answer.body
        return body

    def _operation(self, method: str, path: str) -> dict[str, JsonValue] | None:
        paths = cast(dict[str, dict[str, JsonValue]], self.document["paths"])
        return cast("dict[str, JsonValue] | None", paths.get(path, {}).get(method.lower()))

    def _resolved(self, pointer: str) -> tuple[str, dict[str, JsonValue]]:
        found = cast(dict[str, JsonValue], _at(self.document, pointer))
        if "$ref" in found:
            pointer = str(found["$ref"]).removeprefix("#")
            found = cast(dict[str, JsonValue], _at(self.document, pointer))
        return pointer, found

    def _error(self, pointer: str, value: JsonValue) -> ValidationError | None:
        validator = self._validators.get(pointer)
        if validator is None:
            schema = {"$ref": f"{URN}#{pointer}"}
            validator = Draft202012Validator(schema, registry=self._registry, format_checker=self._formats)
            self._validators[pointer] = validator
        return cast("ValidationError | None", best_match(validator.iter_errors(value)))


@cache
def contract() -> Contract:
    """The one contract."""
    text = files("scenarios.targets").joinpath("contract.yaml").read_text("utf-8")
    return Contract(cast(Json, yaml.load(text, Loader=LOADER)))  # a safe loader either way


def _json(name: str, answer: Answer) -> JsonValue:
    if answer.media not in JSON_TYPES:
        raise Breach(f"{name} answered {answer.status} with {answer.media or 'no media type'} instead of JSON")
    try:
        found = cast(JsonValue, json.loads(answer.body, parse_constant=_no_number))
        if b"\\u" in answer.body:
            json.dumps(found, ensure_ascii=False).encode()  # half a character cannot be written anywhere
        return found
    except (ValueError, RecursionError) as error:
        raise Breach(f"{name} answered {answer.status} with a body that is no JSON: {error}") from error


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number of JSON")


def _is_instant(value: object) -> bool:
    return not isinstance(value, str) or instant(value) is not None


def _said(error: ValidationError) -> str:
    where = error.json_path.removeprefix("$.")
    message = error.message if len(error.message) < 300 else error.message[:300] + "..."
    return f"{'the body' if where == '$' else where}: {message}"


def _at(document: Json, pointer: str) -> JsonValue:
    found: object = document
    for part in pointer.strip("/").split("/"):
        key = part.replace("~1", "/").replace("~0", "~")
        found = found[int(key)] if isinstance(found, list) else cast(dict[str, JsonValue], found)[key]
    return cast(JsonValue, found)


def _escape(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")


def _pointer(method: str, path: str) -> str:
    return f"/paths/{_escape(path)}/{method.lower()}"
