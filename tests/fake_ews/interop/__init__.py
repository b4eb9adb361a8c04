"""What the public interop suite checks, checked here in our own way: tests/interop/table.py says which is which."""
