"""What a listener's answer says. The words for each way to answer wrongly are tested over the wire."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fake_ews.soap.push_answers import heard
from tests.fake_ews.server.wire import OK, UNSUBSCRIBE


@pytest.mark.parametrize(("raw", "status"), [(OK, "OK"), (UNSUBSCRIBE, "Unsubscribe")])
def test_an_answer_is_understood(raw: str, status: str) -> None:
    assert heard(raw.encode()) == (status, status)


@given(
    st.one_of(
        st.binary(), st.text().map(str.encode), st.text(max_size=20).map(lambda text: OK[:90].encode() + text.encode())
    )
)
@example(b"\xff\xfe\x00\xd8")
def test_no_answer_does_harm(raw: bytes) -> None:
    status, words = heard(raw)
    assert status is None
    assert 0 < len(words) < 400


def test_what_a_listener_writes_is_repeated_in_short() -> None:
    assert len(heard(b"x" * 60_000).words) < 100
    assert len(heard(f"<{'x' * 60_000}/>".encode()).words) < 150
