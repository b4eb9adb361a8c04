"""The harness: plays features/ against any product and the simulator, and judges what it saw."""
