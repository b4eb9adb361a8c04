"""A week of push subscriptions: people change their calendars, listeners fail, Exchange is restarted and fails over.

Rule: everything is decided by a seed; what every subscription sent is then compared, message by message, with what
week_rules.py says. `python -m tests.fake_ews.server.week --subscriptions 200 --days 7 --seed 1` is the whole week.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import zip_longest
from random import Random
from typing import Literal

from fake_ews import FakeExchange, ManualClock, Outlook, Person
from tests.fake_ews.server.week_listeners import BAD, REFUSED, Came, Listeners
from tests.fake_ews.server.week_rules import Event, Expected, Happening, Life, Message, Watch, expected, lost
from tests.fake_ews.server.wire import SERVICE, SUBSCRIBE, Client

START = dt.datetime(2027, 3, 1, tzinfo=dt.UTC)
HOUR, DAY, SECOND = dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta(seconds=1)
SILENCE = dt.timedelta(minutes=60)  # twice the StatusFrequency: then a client subscribes anew [doc ref/statusfrequency]
FOLDERS = (
    "<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds>"
    '<t:DistinguishedFolderId Id="calendar"/><t:DistinguishedFolderId Id="deleteditems"/></m:FolderIds></m:GetFolder>'
)
Changes = list[tuple[str, str, str]]  # kind of event, id, old id
_PREVIOUS = re.compile(r"<t:PreviousWatermark>([^<]+)<")
_EVENT = re.compile(r"<t:(\w+Event)>(.*?)</t:\1>", re.DOTALL)
_OBJECT = re.compile(r'<t:(?:Item|Folder)Id Id="([^"]+)"')
_OLD = re.compile(r'<t:OldItemId Id="([^"]+)"')
_WATERMARK = re.compile(r"<t:Watermark>([^<]+)<")
_STAMP = re.compile(r"<t:TimeStamp>([^<]+)<")


@dataclass
class Calendar:
    """One mailbox and the people at it: which entries lie where, by whose handles."""

    address: str
    calendar: str
    trash: str
    there: list[tuple[Person, int]] = field(default_factory=list)
    deleted: list[tuple[Person, int]] = field(default_factory=list)

    @property
    def changed(self) -> tuple[str, str, str]:
        """The event of the folder."""
        return "ModifiedEvent", self.calendar, ""


@dataclass(frozen=True, slots=True, order=True)
class Planned:
    """Something that will happen."""

    at: dt.datetime
    place: int
    kind: Literal["change", "down", "up", "restart", "failover"] = field(compare=False)
    value: str = field(compare=False, default="")
    how: str = field(compare=False, default="")


@dataclass
class Told:
    """What came of a week: events delivered and lost, and how subscriptions ended."""

    changes: int
    messages: int = 0
    unanswered: int = 0
    events: int = 0
    lost: int = 0
    ends: Counter[str] = field(default_factory=Counter)


class Week:
    """A week (or so many days) on one Exchange."""

    def __init__(self, subscriptions: int, days: int, seed: int) -> None:
        self.random, self.clock = Random(seed), ManualClock(START)
        self.end = START + days * DAY
        self.names = [f"listener{number}" for number in range(max(2, subscriptions // 20))]
        self.listeners = Listeners(self.clock, self.names)
        self.calendars: dict[str, Calendar] = {}
        self.watches = [
            Watch(
                f"watch{number}", f"person{number // 2}@example.test", self.random.choice(self.names), number % 2 == 1
            )
            for number in range(subscriptions)
        ]
        self.happened: list[Happening] = []
        self._number = self._entries = self._read_up_to = 0
        self.planned = sorted(self._plan(days))

    def _plan(self, days: int) -> Iterator[Planned]:
        def at(day: float, hour: float) -> dt.datetime:
            return START + int((day * DAY + hour * HOUR) / SECOND) * SECOND

        place = iter(range(10**9))
        for address in dict.fromkeys(watch.mailbox for watch in self.watches):
            for day in range(days):
                for _ in range(self.random.randint(2, 8)):
                    yield Planned(at(day, self.random.uniform(7, 20)), next(place), "change", address)
        for name in self.names:
            for day in range(days):
                kinds = [(self.random.uniform(8, 11), self.random.uniform(0.01, 0.5))]  # within the retries
                kinds += [(self.random.uniform(13, 14), self.random.uniform(0.7, 4))] * (day % 3 == 0)  # beyond them
                for hour, length in kinds:
                    yield Planned(at(day, hour), next(place), "down", name, self.random.choice([REFUSED, *BAD]))
                    yield Planned(at(day, hour + length), next(place), "up", name)
                    for watch in self.random.choices([one for one in self.watches if one.listener == name], k=2):
                        when = hour + length * self.random.random()
                        yield Planned(at(day, when), next(place), "change", watch.mailbox)
        yield Planned(at(days // 2, 11.5), next(place), "restart")
        yield Planned(at(max(days - 2, 0), 18.25), next(place), "failover", str(self.random.randrange(2)))

    # --- playing ---------------------------------------------------------------------------------------------------

    def play(self) -> None:
        """Let it all happen."""
        with FakeExchange(clock=self.clock) as fake:
            self.fake = fake
            fake._run(lambda desk: self.listeners.open())  # on the simulator's own thread: twice as fast
            fake.account(*SERVICE, impersonates="all")
            self.client = Client(fake.url)
            for watch in self.watches:
                if watch.mailbox not in self.calendars:
                    fake.mailbox(watch.mailbox)
                    ids = re.findall(r'<t:FolderId Id="([^"]+)"', self.client.ask(FOLDERS, owner=watch.mailbox).text)
                    self.calendars[watch.mailbox] = Calendar(watch.mailbox, *ids)
                self._subscribe(watch)
            for planned in self.planned:
                self._until(planned.at)
                self._do(planned)
                assert fake.wait_quiet()
            self._until(self.end)
            self._note_refused()
            self.client.connection.close()
            fake._run(lambda desk: self.listeners.close())

    def _until(self, to: dt.datetime) -> None:
        """Let time go by; clients that hear nothing for too long subscribe anew."""
        while True:
            watch = min(self.watches, key=self._patience)
            if self._patience(watch) > to:
                break
            self.fake.advance(max(self._patience(watch), self.clock.now()))
            if self._patience(watch) <= self.clock.now():
                self._subscribe(watch)
        self.fake.advance(to)
        assert self.fake.wait_quiet()

    def _patience(self, watch: Watch) -> dt.datetime:
        made = watch.lives[-1].at
        return max(made, self.listeners.heard.get(watch.name, made)) + SILENCE

    def _note(
        self, kind: Literal["change", "down", "up", "restart", "failover", "unwanted"], value: str, *events: Event
    ) -> None:
        self._number += 1
        self.happened.append(Happening(self.clock.now(), self._number, kind, value, events))

    def _note_refused(self) -> None:
        """What was sent to listeners that were not there, since the last time."""
        for record in self.fake.journal.after(self._read_up_to):
            self._read_up_to = record.number
            if record.kind == "push" and "connection refused" in record.acknowledged:
                self.listeners.refused(record.at, record.sent)

    def _do(self, planned: Planned) -> None:
        match planned.kind:
            case "change":
                self._change(self.calendars[planned.value])
            case "down":
                self.fake._run(lambda desk: self.listeners.goes_down(planned.value, planned.how))
                self._note("down", planned.value)
            case "up":
                self._note_refused()
                self.fake._run(lambda desk: self.listeners.comes_up(planned.value))
                self._note("up", planned.value)
            case "restart":
                self.client.connection.close()
                self.fake.restart()
                self.client = Client(self.fake.url)
                self._note("restart", "")
            case "failover":
                for address in [*self.calendars][int(planned.value) :: 2]:
                    self.fake.fail_over(address)
                    self._note("failover", address)

    # --- the client ------------------------------------------------------------------------------------------------

    def _subscribe(self, watch: Watch) -> None:
        """Subscribe, with the last watermark where the client does that and has one; the former one is unwanted."""
        last = watch.lives[-1] if watch.lives else None
        if last is not None:
            self.listeners.unwanted.add(last.id)
            self._note("unwanted", watch.name)
        request = SUBSCRIBE.format(url=self.listeners.url(watch.listener, watch.name), minutes=30)
        asked = last is not None and watch.resumes
        text = ""
        if last is not None and asked:
            known = f"</t:EventTypes><t:Watermark>{self._watermark(last)}</t:Watermark>"
            text = self._asked(request.replace("</t:EventTypes>", known), watch)
        resumed = bool(text)
        text = text or self._asked(request, watch)
        assert text, f"{watch.name}: a subscription was refused"
        subscription, watermark = (
            text.partition(f"<m:{name}>")[2].partition("<")[0] for name in ("SubscriptionId", "Watermark")
        )
        self._number += 1
        watch.lives.append(Life(self.clock.now(), self._number, subscription, watermark, asked, resumed))
        assert self.fake.wait_quiet()

    def _asked(self, request: str, watch: Watch) -> str:
        """The answer to Subscribe; nothing where the watermark is refused."""
        answer = self.client.ask(request, owner=watch.mailbox)
        assert answer.codes in (["NoError"], ["ErrorInvalidWatermark"]), answer.text
        return answer.text if answer.codes == ["NoError"] else ""

    def _watermark(self, life: Life) -> str:
        """The last watermark that a client has heard of."""
        heard = [came for came in self.listeners.came[life.id] if came.answer == "OK"]
        return _WATERMARK.findall(heard[-1].body.decode())[-1] if heard else life.watermark

    # --- people ----------------------------------------------------------------------------------------------------

    def _change(self, where: Calendar) -> None:
        """Somebody does something in a calendar; which events follow is told by the table of the fact sheet."""
        acts = [self._new, self._burst]
        acts += [self._drag, self._drag, self._delete, self._shift_delete] if where.there else []
        acts += [self._drag_back] if where.deleted else []
        told = self.random.choice(acts)(where)
        stamp = self.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
        self._note("change", where.address, *(Event(kind, one, old, stamp) for kind, one, old in told))

    def _new(self, where: Calendar) -> Changes:
        """A new entry in OWA."""
        person = self.fake.owa(where.address)
        entry = self._entry(person)
        where.there.append((person, entry))
        return [("CreatedEvent", person.view(entry).item_id, ""), where.changed]

    def _burst(self, where: Calendar) -> Changes:
        """Outlook was offline, and sends all at once: now and then more than one message can carry."""
        person = self.fake.outlook(where.address)
        entries = [self._entry(person) for _ in range(self.random.choice([1, 2, 3, 3, 30]))]
        person.send_receive()
        kept = self.random.sample(entries, 1)
        where.there += [(person, entry) for entry in kept]
        ids = [person.view(entry).item_id for entry in entries]
        return [event for one in ids for event in (("CreatedEvent", one, ""), where.changed)]

    def _entry(self, person: Person) -> int:
        when = self.end + self.random.randrange(1000) * HOUR
        self._entries += 1
        return person.new(f"Entry {self._entries}", when, when + HOUR)

    def _drag(self, where: Calendar) -> Changes:
        person, entry = self.random.choice(where.there)
        with self._sent(person):
            person.drag(entry, self.end + self.random.randrange(1000) * HOUR + dt.timedelta(minutes=7))
        return [("ModifiedEvent", person.view(entry).item_id, ""), where.changed]

    def _delete(self, where: Calendar) -> Changes:
        person, entry = where.there.pop(self.random.randrange(len(where.there)))
        old = person.view(entry).item_id
        with self._sent(person):
            person.delete(entry)
        where.deleted.append((person, entry))
        trash = ("ModifiedEvent", where.trash, "")
        return [("MovedEvent", person.view(entry).item_id, old), where.changed, trash]

    def _drag_back(self, where: Calendar) -> Changes:
        person, entry = where.deleted.pop(self.random.randrange(len(where.deleted)))
        old = person.view(entry).item_id
        with self._sent(person):
            person.drag_back(entry)
        where.there.append((person, entry))
        trash = ("ModifiedEvent", where.trash, "")
        return [("MovedEvent", person.view(entry).item_id, old), trash, where.changed]

    def _shift_delete(self, where: Calendar) -> Changes:
        person, entry = where.there.pop(self.random.randrange(len(where.there)))
        old = person.view(entry).item_id
        with self._sent(person):
            person.shift_delete(entry)
        return [("DeletedEvent", old, ""), where.changed]

    @contextmanager
    def _sent(self, person: Person) -> Iterator[None]:
        """What is saved in Outlook is sent at once."""
        if isinstance(person, Outlook):
            person.send_receive()
        yield
        if isinstance(person, Outlook):
            person.send_receive()

    # --- comparing -------------------------------------------------------------------------------------------------

    def compare(self) -> Told:
        """Compare what came with what had to come; AssertionError says where they differ first."""
        changes = defaultdict[str, int](int)
        for what in self.happened:
            changes[what.value] += len(what.events) if what.kind == "change" else 0
        told = Told(changes=sum(changes.values()))
        for watch in self.watches:
            lives = expected(watch, self.happened, self.end)
            for life, one in zip(watch.lives, lives, strict=True):
                self._compare(watch, life, one)
                told.ends[one.ended or "lives"] += 1
                told.messages += len(one.sent)
                told.unanswered += sum(not message.answer for message in one.sent)
                told.events += one.end - one.begin
            told.lost += lost(lives, changes[watch.mailbox])
        assert not set(self.listeners.came) - {life.id for watch in self.watches for life in watch.lives}
        return told

    def _compare(self, watch: Watch, life: Life, one: Expected) -> None:
        known = life.watermark
        came = self.listeners.came[life.id]
        for number, (message, must) in enumerate(zip_longest(came, one.sent)):
            where = f"{watch.name}, subscription of {life.at}, message {number}"
            assert message is not None, f"{where}: did not come, but {must}"
            text = message.body.decode()
            assert must == _read(message, text), f"{where}: came {_read(message, text)}, not {must}"
            marks = _WATERMARK.findall(text)
            assert _PREVIOUS.findall(text) == [known], f"{where}: PreviousWatermark is not the last one, {known}"
            assert must.events or marks == [known], f"{where}: the StatusEvent has a new watermark"
            assert not must.events or len({known, *marks}) == len(marks) + 1, f"{where}: a watermark came twice"
            known = marks[-1] if message.answer == "OK" else known


def _read(came: Came, text: str) -> Message:
    """A message as it came."""
    events = tuple(
        Event(kind, _OBJECT.findall(one)[0], "".join(_OLD.findall(one)), _STAMP.findall(one)[0])
        for kind, one in _EVENT.findall(text)
        if kind != "StatusEvent"
    )
    return Message(came.at, events, "<t:MoreEvents>true<" in text, came.answer)


def main() -> None:
    """Play a week, and say what came of it."""
    parser = argparse.ArgumentParser(description="Play a week of push subscriptions, and compare all they sent.")
    parser.add_argument("--subscriptions", type=int, default=200)
    parser.add_argument("--days", type=int, default=7)
    parser.add_argument("--seed", type=int, default=0)
    said = parser.parse_args()
    begun, used = time.perf_counter(), time.process_time()
    week = Week(said.subscriptions, said.days, said.seed)
    week.play()
    played, used = time.perf_counter() - begun, time.process_time() - used
    told = week.compare()
    print(
        f"{said.days} days of {said.subscriptions} subscriptions in {played:.1f} s ({used:.1f} s of CPU), compared in "
        f"{time.perf_counter() - begun - played:.1f} s: {told.messages} messages, all as they must be "
        f"({told.unanswered} of them unanswered)\n{told.changes} events in calendars: {told.events} delivered, "
        f"{told.lost} lost as they must be\nsubscriptions: "
        + ", ".join(f"{count} {end}" for end, count in sorted(told.ends.items()))
    )


if __name__ == "__main__":
    main()
