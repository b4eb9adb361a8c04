"""Wrong services that do not hear of changes by push: they pull, or Exchange streams to them."""

from typing import Any

from tests.mutants import mutant
from tests.mutants.services import _replace as replaced
from tests.rightservices.asking import Trouble
from tests.rightservices.polling import User
from tests.rightservices.pulling import Pulling
from tests.rightservices.streaming import Streaming


@mutant("A2/pull", of="pulling")
def pulls_from_now_when_its_subscription_is_gone() -> None:
    """Subscribes anew where GetEvents says that the subscription is gone, and does not look what happened before."""

    def subscribe(right: Any, self: Pulling, mailbox: str) -> None:
        again = mailbox in self.heard
        right(self, mailbox)
        if again:
            self.unread.discard(mailbox)

    replaced(Pulling, "subscribe", subscribe)


@mutant("A2/pull", of="pulling")
def takes_events_for_heard_whose_answer_was_lost() -> None:
    """Goes on behind the newest watermark when the answer of GetEvents was lost, and does not ask for it again."""

    def events(right: Any, self: Pulling, mailbox: str) -> bool:
        try:
            return bool(right(self, mailbox))
        except Trouble as trouble:
            if trouble.code.startswith("no answer"):
                self.subscribe(mailbox)
                self.unread.discard(mailbox)
            raise

    replaced(Pulling, "events", events)


@mutant("A2/streaming", of="streaming")
def connects_again_and_hears_what_comes_then() -> None:
    """Subscribes and connects anew when a connection has ended, and does not look what happened between."""

    def poll(right: Any, self: Streaming, mailbox: str, user: User) -> None:
        again = user.on and self.line is None and self.subscriptions.pop(mailbox, None) is not None
        if again:
            self.connect(mailbox)
        else:
            right(self, mailbox, user)

    replaced(Streaming, "poll", poll)
