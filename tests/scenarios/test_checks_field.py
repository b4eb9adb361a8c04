"""Each check that reports of the field ask for: held, broken, unknown."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from scenarios.checks import field
from scenarios.verdict import Verdict
from tests.scenarios.stories import BEFORE, PAIR, history, item, reservation, seen, shelf
from tests.scenarios.verdicts import assert_broken, assert_held, assert_unknown

HELSINKI = ZoneInfo("Europe/Helsinki")
DAY = date(2027, 3, 2)
JOIN = '<p>Join <a href="https://meet.example.test/1">here</a></p>'


class TestRightDays:
    def judge(self, start: datetime, all_day: bool = True, days: int = 1) -> Verdict:
        one = reservation(all_day=all_day, start=start, end=start + timedelta(days=days))
        return field.right_days(history(seen(one), shelf(item())), PAIR, DAY, 1, "Europe/Helsinki")

    def test_held(self) -> None:
        midnight = datetime(2027, 3, 2, tzinfo=HELSINKI)
        assert_held(self.judge(midnight))
        assert_held(self.judge(midnight.astimezone(UTC)))

    def test_held_as_a_day_of_its_own(self) -> None:
        assert_held(self.judge(datetime(2027, 3, 2, tzinfo=ZoneInfo("Europe/Zurich"))))

    def test_broken(self) -> None:
        zurich = ZoneInfo("Europe/Zurich")
        assert_broken(self.judge(datetime(2027, 3, 1, tzinfo=zurich)), "2027-03-01")
        assert_broken(self.judge(datetime(2027, 3, 2, tzinfo=HELSINKI), False), "no whole day")
        assert_broken(self.judge(datetime(2027, 3, 2, tzinfo=HELSINKI), days=2), "2027-03-04")

    def test_unknown(self) -> None:
        assert_unknown(field.right_days(history(seen(None)), PAIR, DAY, 1, "Europe/Helsinki"))


class TestLinksKept:
    def judge(self, before: str, after: str) -> Verdict:
        looks = [shelf(item(html=before), at=BEFORE), shelf(item(html=after))]
        told = history(seen(reservation(), BEFORE), seen(reservation()), *looks)
        return field.links_kept(told, PAIR, BEFORE)

    def test_held(self) -> None:
        assert_held(self.judge(JOIN, f"<div>Booked by us</div>{JOIN}"))

    def test_broken(self) -> None:
        assert_broken(self.judge(JOIN, ""), "it is gone")
        assert_broken(self.judge(JOIN, JOIN.replace("test/1", "test/2")), "it is gone")

    def test_unknown(self) -> None:
        assert_unknown(self.judge("<b>no link</b>", ""))
