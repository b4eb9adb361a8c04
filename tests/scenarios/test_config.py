"""conform.toml: what it says arrives, and every mistake is told with file, key and what is right."""

import tomllib
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml

from scenarios.accounts import Account
from scenarios.config import Config, ConfigError, PoolRoom, PoolUser, read
from scenarios.options import OptionError, parse

EXAMPLE = Path(__file__).parents[2] / "examples" / "conform.toml"


def written(folder: Path, text: str) -> Path:
    """A conform.toml with this text."""
    path = folder / "conform.toml"
    path.write_text(text, "utf-8")
    return path


def test_the_example_says_everything_that_can_be_said() -> None:
    schema = yaml.safe_load(files("scenarios").joinpath("config.yaml").read_text("utf-8"))
    said: dict[str, Any] = tomllib.loads(EXAMPLE.read_text("utf-8"))
    assert set(said) == set(schema["properties"])
    for name, section in schema["properties"].items():
        listed = section["type"] == "array"
        keys = set().union(*said[name]) if listed else set(said[name])
        allowed = set((section["items"] if listed else section)["properties"])
        assert keys == allowed - {"bearer"}, name


def test_what_the_example_says() -> None:
    config = read(EXAMPLE)
    assert config.url == "http://127.0.0.1:8090"
    assert config.launch is not None
    assert (config.launch.start, config.launch.ready) == ("node adapter.js", 30.0)
    assert config.launch.folder == EXAMPLE.parent
    assert config.launch.environment["PORT"] == "8090"
    assert (config.exchange, config.second) == (("127.0.0.1", 8080), ("127.0.0.1", 8081))
    assert config.account == Account("service@example.test", "secret")
    assert config.users[1] == PoolUser("beat@example.test", password="of-the-mailbox")
    assert config.rooms[0] == PoolRoom("aare@example.test", "Aare")
    assert (config.patience, config.start) == (timedelta(seconds=120), datetime(2027, 3, 1, 8, tzinfo=UTC))


def test_nothing_at_all_may_be_said(tmp_path: Path) -> None:
    path = written(tmp_path, "")
    assert read(path) == Config(file=path)
    path = written(tmp_path, '[product]\nurl = "http://x"\nstart = "y"')
    launch = read(path).launch
    assert launch is not None
    assert launch.kill == ""


def test_the_command_line_replaces_what_the_file_says(tmp_path: Path) -> None:
    text = '[product]\nurl = "http://x"\n[run]\nseed = 3\nselect = ["A1"]\nstrict = true\npatience = 9'
    path = str(written(tmp_path, text))
    options = parse(["--config", path])
    assert (options.target, options.seed, options.select, options.strict) == ("http://x", 3, ("A1",), True)
    assert options.patience == timedelta(seconds=9)
    assert options.config.seed == 3
    options = parse(["--config", path, "--target", "http://y", "--seed", "4", "--select", "B"])
    assert (options.target, options.seed, options.select) == ("http://y", 4, ("B",))
    assert parse([]).target == "reference"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[product]\nulr = 1", "product.ulr: no such key; in product there are url, start, kill, ready, environment"),
        ("top = 1", "top: no such key; at the top there are product, exchange, account, users, rooms, run"),
        ('[product]\nurl = "ftp://x"', "product.url: 'ftp://x' should be the http address where the product contract"),
        ('[product]\nurl = "http://x"\nstart = ""', "product.start: '' should be the command"),
        ("[product]\nready = 0", "product.ready: 0 should be seconds"),
        ("[product]\nenvironment = {A = 1}", "product.environment.A: 1 should be a text"),
        ("product = 1", "product: 1 should be a section"),
        ('[product]\nstart = "x"', "product.start: product.url must be there too"),
        ('[product]\nurl = "http://x"\nkill = "x"', "product.kill: product.start must be there too"),
        ('[exchange]\nlisten = "x"', "exchange.listen: 'x' should be host and port"),
        ('[exchange]\nlisten = "x:99999"', "exchange.listen: 'x:99999' should look like 127.0.0.1:8080, with a port"),
        ('[account]\naccess = "king"', "account.access: 'king' should be the right"),
        ('[account]\nbearer = "x"\naccess = "own"', "account.bearer: with access own every user signs in for himself"),
        ('[account]\nbearer = "x"\npassword = "y"', "account.bearer: account.password must not be there too"),
        ('[[users]]\nname = "x"', "users[0]: address must be there: an SMTP address"),
        ('[[users]]\naddress = "x"', "users[0].address: 'x' should be an SMTP address"),
        ('[[rooms]]\naddress = "a@b"\n[[rooms]]\naddress = "A@B"', "rooms[1].address: a@b is there twice"),
        ('[run]\nseed = "x"', "run.seed: 'x' should be a whole number"),
        ("[run]\nseed = true", "run.seed: True should be a whole number"),
        ('[run]\nselect = "A1"', "run.select: 'A1' should be a list"),
        ("[run]\nstart = 2027-03-01T08:00:00", "should be an instant with offset"),
        ("[run]\nstart = 3", "run.start: 3 should be an instant with offset"),
        ("x =", "is no TOML"),
    ],
)
def test_every_mistake_is_told_with_its_key(tmp_path: Path, text: str, said: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as told:
        read(path)
    assert said in str(told.value)
    assert str(told.value).startswith(f"{path}: ")


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    path = written(tmp_path, 'a = 1\n[run]\nseed = -1\n[product]\nurl = ""')
    with pytest.raises(OptionError) as told:
        parse(["--config", str(path)])
    lines = str(told.value).splitlines()
    assert [line.removeprefix(f"{path}: ").partition(":")[0] for line in lines] == ["a", "product.url", "run.seed"]


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read: No such file"):
        read(tmp_path / "nothing.toml")
