"""The profiles: each field says what it means and where that is known from."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from fake_ews import profiles
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
    with pytest.raises(TypeError, match="colour"):
        Profile().but(colour="red")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"push_batch": "7"}, "push_batch: '7' cannot be: expected `int`, got `str`"),
        ({"first_message": "soon"}, "first_message: 'soon' cannot be: invalid enum value 'soon'"),
        ({"push_retries": (1, "x")}, "push_retries: (1, 'x') cannot be: expected `float`, got `str` - at `$[1]`"),
    ],
)
def test_a_value_that_a_field_cannot_have(said: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        Profile().but(**said)


def test_values_as_files_say_them() -> None:
    made = Profile().but(push_retries=[0, 30], trash_as="Deleted", soft_delete_as=Kind.Deleted, build=[15, 2, 1, 1])
    assert (made.push_retries, made.trash_as, made.build) == ((0, 30), Kind.Deleted, (15, 2, 1, 1))
    assert made.soft_delete_as is Kind.Deleted
