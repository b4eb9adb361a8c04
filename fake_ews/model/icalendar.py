"""iCalendar as a text: components, lines with parameters, folding and escaping.

Rule: nothing here knows what an entry is. Reading is generous (line ends, cases, lines that are none), writing is not:
lines of at most 75 octets, CRLF at their ends. Source: RFC 5545, sections 3.1 to 3.3; RFC 6868 (quotes in parameters).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_LINE = re.compile(
    r'([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)', re.DOTALL
)
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:])*)')
_OCTETS = 75


@dataclass(frozen=True, slots=True)
class Line:
    """One property: its name in capitals, its parameters by their names in capitals, its value as it is written."""

    name: str
    value: str
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The value of a property of type TEXT."""
        return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], self.value, flags=re.DOTALL)

    @property
    def texts(self) -> tuple[str, ...]:
        """The values of a property that is a list of TEXT."""
        parts = re.findall(r"((?:\\.|[^\\,])+)", self.value, re.DOTALL)
        return tuple(Line(self.name, part).text for part in parts)


@dataclass(frozen=True, slots=True)
class Component:
    """What stands between BEGIN and END: lines, then other components."""

    name: str
    lines: list[Line] = field(default_factory=list)
    parts: list[Component] = field(default_factory=list)

    def line(self, name: str) -> Line | None:
        """The first property of this name."""
        return next((line for line in self.lines if line.name == name), None)

    def text(self, name: str) -> str | None:
        """The text of the first property of this name."""
        found = self.line(name)
        return None if found is None else found.text

    def all(self, name: str) -> list[Line]:
        """All properties of this name."""
        return [line for line in self.lines if line.name == name]

    def components(self, name: str) -> list[Component]:
        """The components of this name in it."""
        return [part for part in self.parts if part.name == name]

    def add(self, name: str, value: str, **parameters: str | None) -> None:
        """Add a property whose value is written as it is; parameters without value are left out."""
        given = {key.replace("_", "-"): text for key, text in parameters.items() if text is not None}
        self.lines.append(Line(name, value, given))

    def add_text(self, name: str, text: str, **parameters: str | None) -> None:
        """Add a property of type TEXT."""
        self.add(name, escaped(text), **parameters)


def escaped(text: str) -> str:
    """A text as a value of type TEXT."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"[\\;,]", lambda found: "\\" + found[0], plain).replace("\n", "\\n")


def parse(text: str) -> Component | None:
    """The first component of a text, with all that is in it; None where there is none, or it does not end well."""
    open_ones: list[Component] = []
    for line in _lines(text):
        if line.name == "BEGIN":
            open_ones.append(Component(line.value.strip().upper()))
        elif line.name != "END":
            if open_ones:
                open_ones[-1].lines.append(line)
        elif not open_ones or open_ones[-1].name != line.value.strip().upper():
            return None
        else:
            done = open_ones.pop()
            if not open_ones:
                return done
            open_ones[-1].parts.append(done)
    return None


def _lines(text: str) -> Iterator[Line]:
    unfolded = re.sub(r"\r?\n[ \t]", "", text)
    for raw in re.split(r"\r?\n", unfolded):
        found = _LINE.fullmatch(raw)
        if found is not None:
            parameters = {name.upper(): _unquoted(value) for name, value in _PARAMETER.findall(found[2])}
            yield Line(found[1].upper(), found[3], parameters)


def _unquoted(value: str) -> str:
    plain = value.replace('"', "")
    return re.sub(r"\^([n^'])", lambda found: {"n": "\n", "^": "^", "'": '"'}[found[1]], plain)


def _quoted(value: str) -> str:
    plain = value.replace("^", "^^").replace('"', "^'").replace("\r\n", "\n").replace("\n", "^n")
    return f'"{plain}"' if re.search(r"[;:,]", plain) else plain


def written(component: Component) -> str:
    """A component as a text."""
    return "".join(folded(line) for line in _told(component))


def _told(component: Component) -> Iterator[str]:
    yield f"BEGIN:{component.name}"
    for line in component.lines:
        parameters = "".join(f";{name}={_quoted(value)}" for name, value in line.parameters.items())
        yield f"{line.name}{parameters}:{line.value}"
    for part in component.parts:
        yield from _told(part)
    yield f"END:{component.name}"


def folded(line: str) -> str:
    """A line in pieces of at most 75 octets; no letter is cut."""
    pieces, piece, room = [], "", _OCTETS
    for letter in line:
        size = len(letter.encode("utf-8", "surrogatepass"))
        if size > room:
            pieces.append(piece)
            piece, room = "", _OCTETS - 1
        piece, room = piece + letter, room - size
    return "\r\n ".join((*pieces, piece)) + "\r\n"
