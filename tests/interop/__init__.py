"""Microsoft's public interop suite and our tests: which case is checked by which of them, or why it is not.

`python -m tests.interop` writes the page that lists them, docs/interop.md.
"""
