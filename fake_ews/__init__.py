"""fake_ews: a Microsoft Exchange that is not one, for tests of whoever talks to it over EWS."""

__version__ = "0.1.0"
