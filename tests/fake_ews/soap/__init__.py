"""Tests of the room that knows XML."""
