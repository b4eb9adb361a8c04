"""Proof of the judge: every must-case rejects a wrong service, and no case rejects a right one."""
