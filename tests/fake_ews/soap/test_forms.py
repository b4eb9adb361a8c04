"""Requests of one form: what they share, and what keeps one from being learnt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fake_ews.contract.notation import MESSAGES, TYPES
from fake_ews.model.failures import RequestFailure
from fake_ews.soap import envelope, forms
from fake_ews.soap.envelope import _parse, parse, request, tolerated, understood
from fake_ews.soap.schemas import SOAP

A, B, C = (letter * 40 for letter in "ABC")
IDS = st.text("ABCxyz019+/", min_size=32, max_size=60).flatmap(
    lambda text: st.sampled_from(("", "=", "==")).map(lambda end: text + end)
)


def sent(body: str, header: str = "") -> bytes:
    return (
        f'<s:Envelope xmlns:s="{SOAP}" xmlns:m="{MESSAGES}" xmlns:t="{TYPES}"><s:Header>{header}</s:Header>'
        f"<s:Body>{body}</s:Body></s:Envelope>"
    ).encode()


def get_item(*ids: str) -> bytes:
    several = "".join(f'<t:ItemId Id="{one}" ChangeKey="CQAAAA=="/>' for one in ids)
    return sent(
        "<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>"
        f"<m:ItemIds>{several}</m:ItemIds></m:GetItem>"
    )


def get_events(subscription: str, watermark: str) -> bytes:
    return sent(
        f"<m:GetEvents><m:SubscriptionId>{subscription}</m:SubscriptionId>"
        f"<m:Watermark>{watermark}</m:Watermark></m:GetEvents>"
    )


def stream(*ids: str) -> bytes:
    several = "".join(f"<t:SubscriptionId>{one}</t:SubscriptionId>" for one in ids)
    return sent(
        f"<m:GetStreamingEvents><m:SubscriptionIds>{several}</m:SubscriptionIds>"
        "<m:ConnectionTimeout>1</m:ConnectionTimeout></m:GetStreamingEvents>"
    )


def learn(raw: bytes) -> bool:
    """Ask three times: whether the third is not taken apart any more."""
    for _ in range(3):
        asked = parse(raw)
        understood(asked, "whole")
    return asked.kept is not None and asked.kept.envelope is not None


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    envelope._kept.cache_clear()


def test_what_differs_in_ids_alone_is_of_one_form() -> None:
    one, two = forms.parted(get_item(A, B)), forms.parted(get_item(B, C + "=="))
    assert one[0] == two[0]
    assert (one[1], two[1]) == ((A, B), (B, C + "=="))
    assert forms.parted(get_item(A))[0] != one[0]


def test_a_form_that_came_before_is_not_taken_apart_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert learn(get_item(A, B))
    monkeypatch.delattr(envelope, "_parse")
    assert repr(request(parse(get_item(B, C)))).count(C) == 1


@given(st.lists(IDS, min_size=1, max_size=4), st.lists(IDS, min_size=4, max_size=4))
def test_it_is_read_as_if_it_were(first: list[str], others: list[str]) -> None:
    learn(get_item(*first))
    raw = get_item(*others[: len(first)])
    assert request(parse(raw)) == request(_parse(raw))
    assert understood(parse(raw), "whole") == understood(_parse(raw), "whole")


@given(IDS, IDS, IDS, IDS)
def test_so_are_ids_in_the_text_of_elements(one: str, two: str, three: str, four: str) -> None:
    learn(get_events(one, two))
    assert request(parse(get_events(three, four))) == request(_parse(get_events(three, four)))
    learn(stream(one, two))
    assert request(parse(stream(three, four))) == request(_parse(stream(three, four)))


def test_what_is_kept_of_a_form_is_not_changed_by_another() -> None:
    learn(get_item(A, B))
    before = request(parse(get_item(A, B)))
    request(parse(get_item(B, C)))
    assert request(parse(get_item(A, B))) == before


def test_another_strictness_reads_it_for_itself() -> None:
    assert learn(get_item(A, B))
    assert tolerated(parse(get_item(B, C))) == (request(_parse(get_item(B, C))), "")
    assert tolerated(parse(get_item(C, A)), wholly=True) == (request(_parse(get_item(C, A))), "")


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (get_item(A, A), "twice the same"),
        (sent(f"<m:GetEvents><m:SubscriptionId>{A}<!-- {B} -->{C}</m:SubscriptionId><m:Watermark>w</m:Watermark>"
              "</m:GetEvents>"), "a part of a text"),
        (sent('<m:GetServerTimeZones ReturnFullTimeZoneData="0"/>', "<t:ExchangeImpersonation><t:ConnectingSID>"
              f"<t:PrincipalName>{A}</t:PrincipalName></t:ConnectingSID></t:ExchangeImpersonation>"), "in a header"),
        (sent('<m:GetServerTimeZones ReturnFullTimeZoneData="0"><m:Ids><t:Id>UTC</t:Id></m:Ids>'
              "</m:GetServerTimeZones>", f"<w:Action xmlns:w='urn:w'>{B}</w:Action>"), "in what is passed over"),
        (sent("<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties><t:ExtendedFieldURI "
              f'PropertyTag="{"0" * 32}6" PropertyType="String"/></t:AdditionalProperties></m:ItemShape>'
              '<m:ItemIds><t:ItemId Id="a"/></m:ItemIds></m:GetItem>'), "where not any text may stand"),
        (sent("<m:DeleteItem DeleteType='HardDelete'><m:ItemIds>"
              f'<t:ItemId Id="{A}"/></m:ItemIds></m:DeleteItem>'), "it writes"),
        (get_item(A) + b" " * 20_000, "too long"),
    ],
)  # fmt: skip
def test_a_form_is_not_learnt(raw: bytes, why: str) -> None:
    try:
        assert not learn(raw), why
    except RequestFailure:
        assert why == "where not any text may stand"


def test_one_that_is_wrong_is_refused_each_time_at_its_own_place() -> None:
    def wrong(item: str) -> bytes:
        return sent(f'<m:GetItem><m:ItemIds><t:ItemId Id="{item}"/><t:Strange/></m:ItemIds></m:GetItem>')

    places = []
    for item in (A, A, A, B + B):
        with pytest.raises(RequestFailure) as refused:
            request(parse(wrong(item)))
        places.append(refused.value.failure.xml)
    assert places[0] == places[1] == places[2]


def test_one_that_is_put_right_is_told_so_each_time() -> None:
    raw = sent(
        "<m:GetItem><m:ItemIds>"
        f'<t:ItemId Id="{A}"/></m:ItemIds><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape>'
        "</m:ItemShape></m:GetItem>"
    )
    said = {tolerated(parse(raw))[1] for _ in range(4)}
    assert len(said) == 1
    assert "" not in said
