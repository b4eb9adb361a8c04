"""Bytes to values and back, by the contract: the only room that knows XML."""
