"""Where settings come from, and what is said about wrong ones."""

from pathlib import Path

import pytest

from reference_sync.config import Settings, SettingsError, load


def test_everything_has_a_default() -> None:
    assert load(environment={}) == Settings()
    assert load(environment={}).base_url == "http://127.0.0.1:8090"


def test_the_environment_overrides_the_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('port = 9001\nusername = "me@example.test"\news_timeout = 5\n')
    found = load(str(file), {"REFERENCE_SYNC_PORT": "9002", "HOME": "/"})
    assert (found.port, found.username, found.ews_timeout) == (9002, "me@example.test", 5.0)
    assert (
        load(None, {"REFERENCE_SYNC_PUBLIC_URL": "https://push.example.test/"}).base_url == "https://push.example.test"
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("prot = 1", "unknown setting: prot (FILE); known are ews_url, username"),
        ("port = 'x'", "port = 'x' (FILE) should be an integer"),
        ("port = 1.5", "port = 1.5 (FILE) should be an integer"),
        ("port = true", "port = True (FILE) should be an integer"),
        ("host = 1", "host = 1 (FILE) should be text"),
        ("ews_timeout = 'soon'", "ews_timeout = 'soon' (FILE) should be a number"),
        ("port = 0", "port = 0 (FILE) should be between 1 and 65535"),
        ("ews_url = 'exchange'", "ews_url = 'exchange' (FILE) should be an http or https address"),
        ("public_url = 'here'", "public_url = 'here' (FILE) should be an http address"),
        ("workers = 0", "workers = 0 (FILE) should be at least 1"),
        ("status_frequency = 1441", "status_frequency = 1441 (FILE) should be between 1 and 1440 minutes"),
        ("database = 'file'", "database = 'file' (FILE) should look like sqlite:///file.sqlite"),
        ("access = 'own'", "access = 'own' (FILE) should be impersonation or delegate"),
        ("username = ''", "username = '' (FILE) should not be empty"),
        ("port =", "FILE is no TOML"),
    ],
)
def test_a_wrong_setting_is_named_with_its_place(tmp_path: Path, text: str, sentence: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text)
    with pytest.raises(SettingsError) as caught:
        load(str(file), {})
    assert str(caught.value).startswith(sentence.replace("FILE", str(file)))


def test_a_missing_file_and_a_wrong_variable() -> None:
    with pytest.raises(SettingsError, match=r"cannot read the settings file /no/such\.toml: No such file"):
        load("/no/such.toml", {})
    with pytest.raises(SettingsError, match="environment, REFERENCE_SYNC_PORT"):
        load(None, {"REFERENCE_SYNC_PORT": "x"})
