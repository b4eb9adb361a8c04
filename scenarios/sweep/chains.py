"""What pytest collects in a sweep: one test for each chain, which the stage plays."""


def test_chain(chain: str) -> None:
    """A process with one fault, at the first place, the second, and so on."""
