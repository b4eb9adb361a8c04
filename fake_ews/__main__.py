"""The command line: fake-ews serve, envelopes, operations, events, profiles.

Rule: a mistake of the caller costs one clear line and exit status 2. Only `serve` loads the simulator.
"""

from __future__ import annotations

import argparse
import errno
import os
import shutil
import socket
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from fake_ews.model.clock import Clock
    from fake_ews.model.profile import Profile
    from fake_ews.server.world import World
    from fake_ews.serving import Listed, Rights, Tls


class Mistake(Exception):
    """What the caller did wrong, in one line."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the answer is the exit status."""
    said = _parser().parse_args(arguments)
    try:
        status: int = said.command(said)
        sys.stdout.flush()
    except Mistake as mistake:
        print(f"fake-ews: {mistake}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # whoever reads has seen enough; what is still to be written goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line, without the usage that nobody reads."""
        self.exit(2, f"{self.prog}: {message} (try {self.prog} --help)\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="fake-ews", description="A Microsoft Exchange that is not one, for tests.", allow_abbrev=False
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _describe_serve(commands.add_parser("serve", help="run an Exchange until it is interrupted", allow_abbrev=False))
    envelopes = commands.add_parser("envelopes", help="the SOAP messages of a journal, as XML", allow_abbrev=False)
    envelopes.add_argument("journal", metavar="JOURNAL", help="the file that serve --journal has written")
    envelopes.add_argument("--answers", action="store_true", help="only what the simulator has sent")
    envelopes.set_defaults(command=_envelopes)
    operations = commands.add_parser(
        "operations", help="what is simulated, and which errors it can give", allow_abbrev=False
    )
    how = operations.add_mutually_exclusive_group()
    how.add_argument("--names", action="store_true", help="the names alone")
    how.add_argument("--page", action="store_true", help="as docs/operations.md")
    operations.set_defaults(command=_operations)
    events = commands.add_parser("events", help="which events tell which change", allow_abbrev=False)
    events.set_defaults(command=_events)
    profiles = commands.add_parser("profiles", help="how Exchange may behave, side by side", allow_abbrev=False)
    profiles.add_argument("--explain", action="store_true", help="what each field means, and where it is known from")
    profiles.set_defaults(command=_profiles)
    return parser


def _describe_serve(serve: argparse.ArgumentParser) -> None:
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    serve.add_argument("--port", type=int, default=8080, help="port to listen on, 0 for a free one (%(default)s)")
    serve.add_argument(
        "--user",
        action="append",
        default=[],
        metavar="ADDRESS:PASSWORD",
        help="a mailbox; the first may impersonate all",
    )
    serve.add_argument("--room", action="append", default=[], metavar="ADDRESS", help="a room, which answers by itself")
    _describe_groups(serve)
    serve.add_argument(
        "--full-access",
        action="append",
        default=[],
        metavar="ADDRESS:MAILBOX",
        help="a user who may open a mailbox, or all, as its owner may",
    )
    serve.add_argument(
        "--delegate",
        action="append",
        default=[],
        metavar="ADDRESS:MAILBOX[:LEVEL]",
        help="a delegate of its owner, with this level in the calendar: Editor (without one), Author, Reviewer, None",
    )
    serve.add_argument("--profile", metavar="NAME", help="how it behaves: see fake-ews profiles (exchange2016)")
    serve.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help="behave otherwise in this: a field of the profile, see fake-ews profiles --explain",
    )
    serve.add_argument(
        "--clock",
        default="real",
        metavar="real|manual|xN",
        help="real time, moved over the control API, or N times as fast, 0.001 to 1000000 (%(default)s)",
    )
    serve.add_argument("--seed", type=int, metavar="N", help="what ids are made from (0, or that of the state)")
    serve.add_argument(
        "--state", metavar="FILE", help="keep everything in this file, and go on with what is in it (in memory only)"
    )
    serve.add_argument(
        "--journal", metavar="FILE", help="append each record of the journal to this file, as a line of JSON"
    )
    serve.add_argument(
        "--world", metavar="FILE.toml", help="people, rooms, groups and meetings that are there from the beginning"
    )
    _describe_sign_in(serve)
    serve.set_defaults(command=_serve)


def _describe_groups(serve: argparse.ArgumentParser) -> None:
    for option, says in (
        ("--group", "a distribution group: users, rooms, other groups, people outside"),
        ("--room-list", "a list of rooms"),
    ):
        serve.add_argument(option, action="append", default=[], metavar="ADDRESS:MEMBER,...", help=says)


def _describe_sign_in(serve: argparse.ArgumentParser) -> None:
    serve.add_argument(
        "--auth",
        metavar="SCHEME,...",
        help="how to sign in: basic, ntlm, negotiate, bearer (as the profile says: basic; online: bearer)",
    )
    serve.add_argument("--tls", action="store_true", help="speak TLS, with a certificate of an authority of our own")
    serve.add_argument(
        "--tls-folder", metavar="DIR", default=_cache(), help="where that authority is kept (%(default)s)"
    )
    serve.add_argument("--tls-cert", metavar="FILE", help="speak TLS with this certificate (PEM), and with ...")
    serve.add_argument("--tls-key", metavar="FILE", help="... this key")


def _serve(said: argparse.Namespace) -> int:
    from fake_ews.serving import Service, serve

    users = [_user(text) for text in said.user]
    for address in (*(address for address, _ in users), *said.room):
        _check_address(address)
    if not said.host:
        raise Mistake("--host: expected a name or an address, such as 127.0.0.1, or 0.0.0.0 for all of this machine's")
    if not 0 <= said.port <= 65535:
        raise Mistake(f"--port: {said.port} is no port (0 to 65535)")
    world = None if said.world is None else _world(said.world)
    service = Service(
        said.host, said.port, _clock(said.clock), _profile(said.profile, world, said.set), said.seed, users,
        said.room, said.journal, world, _tls(said), _schemes(said.auth), said.state, _rights(said), _groups(said),
    )  # fmt: skip
    try:
        return serve(service)
    except (socket.gaierror, UnicodeError) as error:
        raise Mistake(f"--host: the name {said.host} is not known on this machine") from error
    except OSError as error:
        where = error.filename or f"{said.host}:{said.port}"
        more = " (--port says another, 0 a free one)" if error.errno == errno.EADDRINUSE else ""
        raise Mistake(f"{where}: {os.strerror(error.errno or 0).lower()}{more}") from error
    except ValueError as error:
        from fake_ews.server.world import NotSettled

        where = f"--world: {said.world}: " if isinstance(error, NotSettled) else ""
        raise Mistake(f"{where}{error}") from error


def _schemes(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else tuple(text.split(","))


def _tls(said: argparse.Namespace) -> Tls | None:
    from fake_ews.serving import Tls

    if (said.tls_cert is None) != (said.tls_key is None):
        raise Mistake("--tls-cert and --tls-key: one needs the other")
    if said.tls_cert is not None:
        return Tls(said.tls_cert, said.tls_key)
    return Tls(folder=Path(said.tls_folder)) if said.tls else None


def _cache() -> str:
    return str(Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "fake-ews")


def _user(text: str) -> tuple[str, str]:
    address, colon, password = text.partition(":")
    if not colon or not password:
        raise Mistake(f"--user: expected ADDRESS:PASSWORD, not {text!r}")
    return address, password


def _rights(said: argparse.Namespace) -> Rights:
    from fake_ews.serving import Rights

    full_access = tuple(_parts("--full-access", "ADDRESS:MAILBOX", text, 2) for text in said.full_access)
    delegates = [_parts("--delegate", "ADDRESS:MAILBOX[:LEVEL]", text, 2, "Editor") for text in said.delegate]
    return Rights(
        tuple((address, mailbox) for address, mailbox in full_access),
        tuple((address, mailbox, level) for address, mailbox, level in delegates),
    )


def _groups(said: argparse.Namespace) -> tuple[Listed, ...]:
    from fake_ews.serving import Listed

    found = []
    for option, texts in (("--group", said.group), ("--room-list", said.room_list)):
        for text in texts:
            address, members = _parts(option, "ADDRESS:MEMBER,...", text, 2)
            found.append(Listed(address, tuple(members.split(",")), option == "--room-list"))
            for one in (address, *found[-1].members):
                _check_address(one)
    return tuple(found)


def _parts(option: str, form: str, text: str, least: int, *more: str) -> tuple[str, ...]:
    """What stands between the colons: so many parts at least; of `more`, those that are not said."""
    parts = tuple(text.split(":"))
    if not least <= len(parts) <= least + len(more) or not all(parts):
        raise Mistake(f"{option}: expected {form}, not {text!r}")
    return (*parts, *more[len(parts) - least :])


def _check_address(text: str) -> None:
    from fake_ews.model.texts import wrong_address

    if (why := wrong_address(text)) is not None:
        raise Mistake(why)


def _world(path: str) -> World:
    from fake_ews.server.world import World

    try:
        return World.read(path)
    except ValueError as error:
        raise Mistake(f"--world: {error}") from error


def _clock(text: str) -> Clock:
    from fake_ews.server.clock import clock_called

    try:
        return clock_called(text)
    except ValueError as error:
        raise Mistake(f"--clock: {error}") from error


def _profile(name: str | None, world: World | None, settings: Sequence[str]) -> Profile:
    """The profile of a name, else that which the world names; what the world, and then the settings say otherwise."""
    from fake_ews.model.profile import Profile

    named = None if world is None else world.profile.get("name")
    if name is not None and named not in (None, name):
        raise Mistake(f"--profile: the world file says profile {named}, not {name}; name one of them only")
    try:
        profile = Profile() if name is None else Profile.called(name)
    except ValueError as error:
        raise Mistake(f"--profile: {error}") from error
    profile = profile if world is None else world.shaped(profile)
    return _otherwise(profile, settings) if settings else profile


def _otherwise(profile: Profile, settings: Sequence[str]) -> Profile:
    """A profile with some fields set, each to what JSON makes of its value, or else to the text."""
    import msgspec

    said: dict[str, object] = {}
    for setting in settings:
        field, equals, text = setting.partition("=")
        if not equals:
            raise Mistake(f"--set: expected FIELD=VALUE, not {setting!r}")
        try:
            said[field] = msgspec.json.decode(text)
        except msgspec.DecodeError:
            said[field] = text
    try:
        return profile.but(**said)
    except ValueError as error:
        raise Mistake(f"--set: {error}") from error


def _envelopes(said: argparse.Namespace) -> int:
    from fake_ews import envelopes

    try:
        with open(said.journal, "rb") as journal:
            counts = envelopes.write(journal, sys.stdout.buffer, answers_only=said.answers)
    except BrokenPipeError:  # nothing is wrong with the journal
        raise
    except OSError as error:
        raise Mistake(f"{said.journal}: {os.strerror(error.errno or 0).lower()}") from error
    except ValueError as error:
        raise Mistake(f"{said.journal}: {error}") from error
    print(f"{counts.written} envelopes; {counts.left_out} texts that are none were left out", file=sys.stderr)
    return 0


def _operations(said: argparse.Namespace) -> int:
    from fake_ews import listing

    if said.page:
        print(listing.page(), end="")
    else:
        _show(listing.names() if said.names else listing.with_errors())
    return 0


def _events(said: argparse.Namespace) -> int:
    from fake_ews import listing

    _show(listing.events_told())
    return 0


def _profiles(said: argparse.Namespace) -> int:
    from fake_ews import profiles

    width = _columns()
    if said.explain:
        _show(profiles.explained(width))
        return 0
    table = profiles.side_by_side()
    fits = width is None or width >= max(map(len, table.splitlines()))
    _show(table if fits else profiles.listed())
    return 0


def _show(text: str) -> None:
    """Print it; on a terminal that is narrower no word is torn, and what goes on stands further in."""
    if (width := _columns()) is not None:
        text = "\n".join(_fitted(line, width) for line in text.splitlines())
    print(text)


def _fitted(line: str, width: int) -> str:
    further = " " * (len(line) - len(line.lstrip()) + 2)
    return textwrap.fill(line, width, subsequent_indent=further, break_long_words=False, break_on_hyphens=False)


def _columns() -> int | None:
    """How wide the terminal is; None: it is a file or a pipe."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


if __name__ == "__main__":
    sys.exit(main())
