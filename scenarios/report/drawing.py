"""What happened in a scenario as lanes and arrows: its sentences, and what came of each, in order, with the raw texts.

Rules: pure; nothing is computed that the history does not say; a drawing is bounded, and is small enough to be kept.
Order: records by their number; a call of connection 1 stands where its answer came.
"""

import base64
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from scenarios.history import Changed, Evidence, History, Moment, Record, Web
from scenarios.report.document import Arrow, Drawing, Lane, Look, Row, Step, Texts
from scenarios.verdict import Broken, Verdict

HEAD, TAIL = 150, 250
"""So many rows of a very long scenario are kept at its beginning and at its end."""
NAMED = 3
"""So many properties of a write are named on its arrow."""
Mood = Literal["fine", "refused", "failed"]
Key = tuple[int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A step of the scenario, and when it began."""

    moment: Moment
    kind: Literal["given", "when", "then"]
    text: str


Source = Sentence | Evidence


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawing, and for each record of the verdict's evidence the place of its row."""

    drawing: Drawing
    places: tuple[int | None, ...] = ()


def draw(history: History, said: Sequence[Sentence], verdict: Verdict) -> Drawn:
    """The drawing of a scenario that came out so."""
    evidence = verdict.evidence if isinstance(verdict, Broken) else ()
    sources = [source for _, source in sorted(_all(history, said, evidence), key=lambda one: one[0])]
    wanted = [_place(one, sources) for one in evidence]
    kept = [place for place, source in enumerate(sources) if _is_kept(place, source, len(sources), wanted)]
    texts = _Texts()
    rows = tuple(_row(sources[place], texts, place in wanted) for place in kept)
    new = {place: number for number, place in enumerate(kept)}
    places = tuple(None if place is None else new[place] for place in wanted)
    return Drawn(Drawing(rows, texts.packed(), len(sources) - len(kept)), places)


def _all(history: History, said: Sequence[Sentence], evidence: Sequence[Evidence]) -> Iterator[tuple[Key, Source]]:
    """Everything that gets a row, and by what it is sorted."""
    for number, sentence in enumerate(said):
        yield (sentence.moment.number, 1, sentence.moment.turn, 0, number), sentence
    for record in history.records:
        yield (record.number, 0, 0, 0, 0), record
    for number, web in enumerate(history.web):
        yield (web.moment.number, 1, web.moment.turn, 1, number), web
    for number, look in enumerate(evidence):
        if not isinstance(look, Record | Web):
            yield (look.moment.number, 1, look.moment.turn, 2, number), look


def _place(one: Evidence, sources: Sequence[Source]) -> int | None:
    return next((place for place, source in enumerate(sources) if source is one or source == one), None)


def _is_kept(place: int, source: Source, count: int, wanted: Sequence[int | None]) -> bool:
    """A very long scenario loses its middle; sentences, and what proves something, are always kept."""
    return place < HEAD or place >= count - TAIL or place in wanted or isinstance(source, Sentence)


def _row(source: Source, texts: "_Texts", proves: bool) -> Row:
    match source:
        case Sentence(_, kind, text):
            return Step(kind, text)
        case Record():
            return _of_record(source, texts, proves)
        case Web():
            return _of_web(source, texts, proves)
        case _:
            return Look(_time(source.moment.at), source.line())


def _of_record(record: Record, texts: "_Texts", proves: bool) -> Arrow:
    source, target, connection = _way(record)
    return Arrow(
        at=_time(record.at),
        source=source,
        target=target,
        connection=connection,
        number=record.number,
        label=_label(record),
        outcome=_outcome(record),
        who=_who(record),
        mood=_mood(record),
        details=dict(_details(record)),
        sent=texts.place(record.sent),
        received=texts.place(record.received),
        proves=proves,
    )


def _way(record: Record) -> tuple[Lane, Lane, Literal[1, 2, 3] | None]:
    match record.kind:
        case "call" | "refused":
            return "product", "Exchange", 2
        case "push" | "stream":
            return "Exchange", "product", 3
        case "act" if record.account.startswith("http"):
            return "Exchange", "product", 3
        case "act" if " of " in record.account or " for " in record.account:
            return "Outlook", "Exchange", None
        case _:
            return "Exchange", "Exchange", None


def _label(record: Record) -> str:
    match record.kind:
        case "push" | "unsent" | "stream" if record.events:
            return _counted(kind for kind, _ in record.events)
        case "call" if record.properties:
            names = [path.rpartition("/")[2].rpartition(":")[2] for path, _ in record.properties]
            more = f" +{len(names) - NAMED}" if len(names) > NAMED else ""
            return f"{record.operation} {', '.join(names[:NAMED])}{more}"
        case _:
            return record.operation


def _outcome(record: Record) -> str:
    if record.kind in ("act", "restart") and not record.account.startswith("http"):
        return _counted(f"{one.kind} {one.what}" for one in record.changes if one.what == "item")
    if record.fault:
        return f"fault: {record.fault}"
    if record.kind == "refused":
        return f"{record.status}, {record.verdict}"
    if record.kind == "call":
        return _counted(record.codes) or str(record.status or "no answer")
    return record.acknowledged or str(record.status or "no answer")


def _mood(record: Record) -> Mood:
    if record.kind in ("act", "restart") and not record.account.startswith("http"):
        return "fine"
    if record.fault or record.status is None:
        return "failed"
    refused = record.status >= 400 or any(code.startswith("Error") for code in record.codes)
    return "refused" if refused or (record.kind == "push" and record.acknowledged != "OK") else "fine"


def _who(record: Record) -> str:
    program, of, person = record.account.rpartition(" of ")
    if record.kind == "act" and of:
        return f"{short(person)}, {program}"
    return short(record.mailbox) if record.mailbox else ""


def _details(record: Record) -> Iterator[tuple[str, str]]:
    yield "journal", f"#{record.number}"
    if record.account:
        words = {"call": "account", "refused": "account", "push": "to", "unsent": "to"}
        yield words.get(record.kind, "by"), record.account
    if record.mailbox:
        yield "mailbox", record.mailbox
    if record.kind in ("call", "push", "refused"):
        yield "HTTP status", str(record.status or "none")
    if record.fault:
        yield "fault", record.fault
    for name, values in (
        ("ids", record.item_ids),
        ("writes", [f"{path} = {value}" for path, value in record.properties]),
        ("events", [f"{kind} {id_}" for kind, id_ in record.events]),
        ("did", [_did(one) for one in record.changes]),
        ("mails", [f"{kind} to {address}" for kind, address in record.mails]),
    ):
        if values:
            yield name, "\n".join(values)


def _did(change: Changed) -> str:
    where = f"{change.old_folder} -> {change.folder}" if change.old_folder else change.folder
    return f"{change.kind} {change.what} in {where or 'a folder'} of {short(change.mailbox)}"


def _of_web(web: Web, texts: "_Texts", proves: bool) -> Arrow:
    method, _, target = web.call.partition(" ")
    path = target.partition("?")[0]
    return Arrow(
        at=_time(web.moment.at),
        source=_origin(web),
        target="product",
        connection=1,
        label=f"{method} {_short_path(path)}",
        outcome=str(web.status),
        who=short(web.who),
        mood="failed" if web.status >= 500 else "refused" if web.status >= 400 else "fine",
        details={"who": web.who, "call": web.call, "status": str(web.status)},
        sent=texts.place(web.sent.encode()),
        received=texts.place(web.answer.encode()),
        proves=proves,
    )


def _origin(web: Web) -> Lane:
    """The add-in says who it is; it alone asks for free rooms on behalf of a person."""
    asks = web.call.startswith("GET /resources") and not web.who.startswith("nobody.")
    return "add-in" if asks or "origin=addin" in web.call or '"origin": "addin"' in web.sent else "browser"


def _short_path(path: str) -> str:
    parts = [short(part) if "@" in part else f"{part[:8]}…" if len(part) > 20 else part for part in path.split("/")]
    return "/".join(parts)


def short(address: str) -> str:
    """A person or a room by name: Anna for anna.f2-trash-17.r1@example.test."""
    name, at, _ = address.partition("@")
    return name.partition(".")[0].capitalize() if at else address


def _counted(words: Iterable[str]) -> str:
    return ", ".join(f"{word} ×{times}" if times > 1 else word for word, times in Counter(words).items())


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(slots=True)
class _Texts:
    """Collects texts, each once."""

    _places: dict[bytes, int] = field(default_factory=dict)

    def place(self, raw: bytes) -> int | None:
        """Where this text stands; None for an empty one."""
        text = raw.decode(errors="replace").encode()
        return self._places.setdefault(text, len(self._places)) if text else None

    def packed(self) -> Texts:
        """All of them, small."""
        data = base64.b64encode(zlib.compress(b"".join(self._places), 9)).decode()
        return Texts(tuple(len(text) for text in self._places), data)


def unpacked(texts: Texts) -> tuple[str, ...]:
    """The texts of a drawing, by their places."""
    whole, at, found = zlib.decompress(base64.b64decode(texts.data)), 0, []
    for length in texts.lengths:
        found.append(whole[at : at + length].decode())
        at += length
    return tuple(found)
