"""`python -m tests.rightservices NAME serve` runs a right service of another design."""

import sys
from importlib import import_module

from tests.rightservices import NAMES

if len(sys.argv) < 2 or sys.argv[1] not in NAMES:
    sys.exit(f"which right service? there are {', '.join(NAMES)}")
sys.exit(import_module(f"tests.rightservices.{sys.argv[1]}").main())
