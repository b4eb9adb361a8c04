"""Tests mirror the packages; `schema.py` judges what goes over the wire."""
