"""The profiles: each field says what it means and where that is known from."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import get_type_hints

import pytest

import fake_ews
from fake_ews import profiles
from fake_ews.model.fields import may_be
from fake_ews.model.log import Kind
from fake_ews.model.profile import Profile


@pytest.mark.parametrize("name", [field.name for field in fields(Profile) if field.name != "name"])
def test_each_field_names_its_source(name: str) -> None:
    words = profiles.meanings()[name]
    assert "[" in words, f"{name} names no source in brackets"
    assert words.rstrip().endswith(("]", "."))


def test_they_are_found_by_their_names() -> None:
    assert [(name, profile.name) for name, profile in Profile.named().items()] == [
        (name, name) for name in Profile.named()
    ]
    assert next(iter(Profile.named().values())) == Profile()


def test_each_differs_from_all_others() -> None:
    values = [[getattr(profile, field.name) for field in fields(Profile)[1:]] for profile in Profile.named().values()]
    assert all(values.count(one) == 1 for one in values)


def test_a_field_that_does_not_exist() -> None:
    with pytest.raises(ValueError, match="there is no field 'colour' of a profile"):
        Profile().but(colour="red")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"push_batch": "7"}, "push_batch: it cannot be '7', but a whole number from 1 to 1000000"),
        ({"push_batch": True}, "push_batch: it cannot be True, but"),
        ({"push_batch": 0}, "push_batch: it cannot be 0, but"),
        (
            {"push_attempts": 0},
            "push_attempts: it cannot be 0, but a whole number from 1 to 1000000, or none at all (nu",
        ),
        ({"push_timeout": -1}, "push_timeout: it cannot be -1, but a number from 0.1 to 31622400"),
        ({"push_timeout": float("nan")}, "push_timeout: it cannot be nan, but"),
        ({"push_latency": float("inf")}, "push_latency: it cannot be inf, but"),
        ({"sync_limit": 0}, "sync_limit: it cannot be 0, but a whole number from 1 to 512"),
        ({"first_message": "soon"}, "first_message: it cannot be 'soon', but one of after, before, never"),
        (
            {"push_retries": (1, "x")},
            "push_retries: it cannot be (1, 'x'), but a list of values that are each a number f",
        ),
        ({"push_retries": [-1]}, "push_retries: it cannot be [-1], but"),
        ({"push_retries": [2, 1], "push_retry_times": "elapsed"}, "push_retries: times elapsed (push_retry_times) can"),
        ({"schema": "Nope"}, "schema: it cannot be 'Nope', but one of Exchange2007, Exchange2007_SP1,"),
        ({"touching_is_in_view": "Nope"}, "touching_is_in_view: it cannot be 'Nope', but one of Exchange2007,"),
        ({"build": [15, 1]}, "build: it cannot be [15, 1], but a list of 4 values that are each a whole number from 0"),
        (
            {"sign_in": []},
            "sign_in: it cannot be [], but a list of values that are each one of negotiate, ntlm, basic,",
        ),
        ({"trash_as": Kind.Copied}, "trash_as: it cannot be 'Copied', but one of Moved, Deleted"),
        ({"pox_unknown": "a\nb"}, "pox_unknown: it cannot be 'a\\nb', but a text in one line"),
        ({"archive": 1}, "archive: it cannot be 1, but true or false"),
    ],
)
def test_a_value_that_a_field_cannot_have(said: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        Profile().but(**said)
    with pytest.raises(ValueError, match=re.escape(words)):
        Profile(**said)  # type: ignore[arg-type]  # that is what it is about


def test_every_field_has_a_range() -> None:
    """A number without one could be anything; what may be is said in words."""
    for name, of in get_type_hints(Profile, include_extras=True).items():
        words = may_be(of)
        assert not re.search(r"\ba (whole )?number(?! from)", words), f"{name}: {words}"


def test_it_is_explained_what_a_field_may_be() -> None:
    told = Profile.may_be()
    assert told["sync_limit"] == "It may be a whole number from 1 to 512."
    assert told["archive"] == (
        "It may be true or false. No mailbox can have it of its own: it counts when a mailbox is made, and cannot "
        "change later."
    )
    assert told.keys() == {field.name for field in fields(Profile)} - {"name"}


def test_what_a_mailbox_cannot_have_of_its_own() -> None:
    for name in ("name", "sign_in", "bearer_challenge", "pox_unknown", "malformed_xml", "archive"):
        with pytest.raises(ValueError, match=f"{name}: a mailbox cannot have it of its own: it "):
            Profile().own({name: getattr(Profile(), name)})
    assert Profile().own({"archive": False, "push_batch": 3}, is_new=True) == Profile(archive=False, push_batch=3)


def test_what_a_mailbox_can_have_is_read_from_the_mailbox() -> None:
    """Whatever the code asks the organisation's profile for belongs to all, or is asked of a mailbox elsewhere, too."""
    sources = [path.read_text("utf-8") for path in Path(fake_ews.__file__).parent.rglob("*.py")]
    asked = {name for text in sources for name in re.findall(r"exchange\.profile\.(\w+)", text)}
    there = asked & {field.name for field in fields(Profile)}
    assert there - {"build"} <= {field.name for field in fields(Profile)} - set(Profile.own_names()), (
        "build has its test"
    )


def test_as_somebody_says_it() -> None:
    """A name, fields, both; the name alone may not be that of a field."""
    strict = Profile.strict()
    assert strict.shaped({"push_batch": 3}) == strict.but(push_batch=3)
    assert strict.shaped("online") == Profile.online()
    assert strict.shaped({"name": "online", "push_batch": 3}) == Profile.online().but(push_batch=3)
    with pytest.raises(ValueError, match="there is no field 'name' of a profile"):
        strict.but(name="x")


def test_values_as_files_say_them() -> None:
    made = Profile().but(push_retries=[0, 30], trash_as="Deleted", soft_delete_as=Kind.Deleted, build=[15, 2, 1, 1])
    assert (made.push_retries, made.trash_as, made.build) == ((0, 30), Kind.Deleted, (15, 2, 1, 1))
    assert made.soft_delete_as is Kind.Deleted


def test_which_applications_are_kept_out() -> None:
    profile = Profile(name="closed", blocked_applications=("Thunderbird*",))
    assert profile.blocks("thunderbird/128.0")
    assert not profile.blocks("Microsoft Office/16.0")
    assert not Profile(name="open").blocks("thunderbird/128.0")
