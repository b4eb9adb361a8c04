"""Clients that none of us wrote, against the running server."""
