"""A run that is shared out: each process plays its share of the cases, with a simulator and a service of its own.

Rules: what is found is passed on as it comes, and stands in the order of the features in the end, whoever found it;
what was to be played and was not heard of is a fault, never forgotten.
"""

import signal
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import zip_longest
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any

from scenarios import interrupts
from scenarios.options import Options
from scenarios.plugin import Listener, Share
from scenarios.results import Played, Results
from scenarios.run import INTERRUPTED, run

SPAWN = get_context("spawn")
END_SECONDS = 30.0
"""Real seconds within which a process that has nothing more to say must end."""


def shared(options: Options, listener: Listener) -> Results:
    """Play what is selected, spread over processes where that can be and pays; every outcome is in the results."""
    little = options.workers is None and (options.select or options.quick)
    workers = 1 if little else options.cores
    if workers == 1:
        return run(options, listener)
    players: list[Player] = []
    try:
        for number in range(workers):
            players.append(Player(options, Share(number, workers)))
        return Gathering(options, listener, players).gather()
    finally:
        for player in players:
            player.interrupt()
        for player in players:
            player.stop()


def _play(options: Options, share: Share, end: Connection) -> None:
    """In a process of its own: play one share; whatever there is to say is sent."""

    def send(name: str, value: object) -> None:
        end.send((name, value))

    names = ("planned", "begins", "played", "told")
    with suppress(KeyboardInterrupt), interrupts.heard(signal.SIGINT):  # the process that listens says so
        results = run(options, Listener(**{name: partial(send, name) for name in names}), share)
        end.send(("ended", results))


class Player:
    """One process with its share."""

    def __init__(self, options: Options, share: Share) -> None:
        self.end, theirs = SPAWN.Pipe(duplex=False)
        self.planned: Mapping[str, int] | None = None
        self.left: Counter[str] = Counter()
        """How many scenarios of each case it has not told of."""
        self._process = SPAWN.Process(target=_play, args=(options, share, theirs))
        self._process.start()
        theirs.close()

    def interrupt(self) -> None:
        """Have it end in good order, if it lives."""
        self._process.terminate()

    def stop(self) -> int | None:
        """Its exit code; it is not waited for longer than END_SECONDS."""
        self._process.join(END_SECONDS)
        self._process.kill()
        return self._process.exitcode


@dataclass(slots=True)
class Gathering:
    """Takes what the players say, and passes it on once each has said what it is going to play."""

    options: Options
    listener: Listener
    players: list[Player]
    results: Results = field(init=False)
    _kept: list[tuple[str, Any]] = field(default_factory=list)
    _begun: bool = False

    def gather(self) -> Results:
        """Listen until every player has ended."""
        self.results = Results(self.options.strict)
        playing = {player.end: player for player in self.players}
        while playing:
            for end in self._speaking(playing):
                if not self._heard(playing[end]):
                    playing.pop(end)
            self._pass_on(all(player.planned is not None for player in playing.values()))
        self.results.in_order(
            name for names in zip_longest(*(one.planned or () for one in self.players)) for name in names
        )
        return self.results

    def _speaking(self, playing: Mapping[Connection, Player]) -> list[Connection]:
        """Who has something to say. The first interrupt, which players are told of, lets them end in good order."""
        try:
            return [end for end in wait([*playing]) if isinstance(end, Connection)]
        except KeyboardInterrupt:
            if INTERRUPTED in self.results.faults:
                raise
            self.results.faults.append(INTERRUPTED)
            for player in playing.values():
                player.interrupt()
            return []

    def _heard(self, player: Player) -> bool:
        """Take one word of a player; False if there will be no more."""
        try:
            name, value = player.end.recv()
        except EOFError:
            code = player.stop()
            if INTERRUPTED in self.results.faults:
                return False
            if left := [case for case, number in player.left.items() if number > 0]:
                self.results.faults.append(
                    f"a process of the run ended with code {code}; not played: {', '.join(left)}"
                )
            elif player.planned is None:
                self.results.faults.append(f"a process of the run ended with code {code} before it had begun")
            return False
        match name:
            case "planned":
                player.planned, player.left = value, Counter(value)
            case "ended":
                self.results.take(value)
            case _:
                self._kept.append((name, value))
                if isinstance(value, Played):
                    player.left[value.case.id] -= 1
        return True

    def _pass_on(self, complete: bool) -> None:
        if not complete:
            return
        if not self._begun:
            self._begun = True
            self.listener.planned(sum((Counter(one.planned) for one in self.players), Counter()))
        for name, value in self._kept:
            if name == "played":
                self.results.add(value)
            getattr(self.listener, name)(value)
        self._kept.clear()
