"""The profiles: each field says what it means and where that is known from."""

from __future__ import annotations

from dataclasses import fields

import pytest

from fake_ews import profiles
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
