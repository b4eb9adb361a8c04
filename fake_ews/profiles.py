"""The profiles as a person reads them: side by side, or each field with its meaning and source.

Rule: nothing about a field is said here; its words are those that stand below it in model/profile.py.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from dataclasses import fields

from fake_ews.model.profile import Profile

_MOST = 40  # letters of a value where the profiles stand side by side


def side_by_side() -> str:
    """A table: a line for each field, a column for each profile; one value where all agree."""
    profiles = list(Profile.named().values())
    rows = [["", *(profile.name for profile in profiles)]]
    for field in fields(Profile):
        if field.name != "name":
            values = [_cut(_short(getattr(profile, field.name))) for profile in profiles]
            rows.append([field.name, *(values[:1] if len(set(values)) == 1 else values)])
    widths = [max(len(row[column]) for row in rows if column == 0 or len(row) == len(profiles) + 1)
              for column in range(len(profiles) + 1)]  # fmt: skip
    return "\n".join("  ".join(cell.ljust(widths[n]) for n, cell in enumerate(row)).rstrip() for row in rows)


def listed() -> str:
    """The same for a narrow terminal: a line for each field, with what the first profile has, and what others have."""
    first, *others = Profile.named().values()
    lines = [f"{first.name}; and in others what is otherwise:"]
    for field in fields(Profile):
        if field.name != "name":
            usual, *values = (_cut(_short(getattr(profile, field.name))) for profile in (first, *others))
            told = [f"{other.name}: {value}" for other, value in zip(others, values, strict=True) if value != usual]
            lines.append(f"  {field.name} = {'; '.join([usual, *told])}")
    return "\n".join(lines)


def explained(width: int | None = None) -> str:
    """Each field with its default, what it means, its source in brackets, and what it may be; so wide at most."""
    default, words, may = Profile(), meanings(), Profile.may_be()
    told = {name: textwrap.indent(f"{_set(words[name], width)}\n{said}", "    ") for name, said in may.items()}
    return "\n".join(f"{name} = {_short(getattr(default, name))}\n{text}" for name, text in told.items())


def _set(text: str, width: int | None) -> str:
    """Paragraphs in lines of this width, before they are indented."""
    if width is None:
        return text
    return "\n\n".join(
        textwrap.fill(" ".join(one.split()), width - 4, break_on_hyphens=False) for one in text.split("\n\n")
    )


def meanings() -> dict[str, str]:
    """The words below each field in the source of the profile."""
    (defined,) = ast.parse(inspect.getsource(Profile)).body
    assert isinstance(defined, ast.ClassDef)
    found: dict[str, str] = {}
    waiting: list[str] = []
    for one in defined.body:
        match one:
            case ast.AnnAssign(target=ast.Name(id=name)):
                waiting.append(name)
            case ast.Expr(value=ast.Constant(value=str(text))):
                found |= {name: inspect.cleandoc(text) for name in waiting}
                waiting = []
    return found


def _cut(text: str) -> str:
    return text if len(text) <= _MOST else f"{text[: _MOST - 4]} ..."


def _short(value: object) -> str:
    if value == ():
        return "none"
    if isinstance(value, tuple):
        return ".".join(map(str, value)) if len(value) <= 4 else f"{value[0]}, {value[1]}, {value[2]}, ... {value[-1]}"
    return str(value)
