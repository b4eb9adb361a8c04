"""What we tell people to install can be installed: nothing of ours is on PyPI, where its name is anybody's."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEXTS = [
    one
    for pattern in ("*.md", "docs/**/*", "examples/**/*", "fake_ews/**/*", "scenarios/**/*", "reference_sync/**/*")
    for one in sorted(ROOT.glob(pattern))
    if one.suffix in (".md", ".py", ".toml", ".yaml", ".js")
]
OURS = re.compile(r"pip install [^\n`]*?(?<!/)fake[-_]ews(?!\[[\w,]+\] @ git\+https://)")


def test_nobody_is_sent_to_a_package_of_our_name() -> None:
    assert len(TEXTS) > 100
    assert [one for one in TEXTS if OURS.search(one.read_text("utf-8"))] == []


def test_what_is_found() -> None:
    assert OURS.search("pip install 'fake-ews[conform]'")
    assert OURS.search("bin/pip install fake_ews")
    assert OURS.search('pip install "fake-ews[conform] @ git+https://git.example.test/x.git"') is None
    assert OURS.search("pip install '.[conform]'") is None
