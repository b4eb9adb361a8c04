"""Tests of what clients can ask."""
