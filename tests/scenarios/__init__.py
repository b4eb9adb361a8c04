"""Tests of the harness: its checks on histories written by hand, and whole runs against products that are wrong."""
