"""python -m scenarios.report.schema: writes the JSON Schema of report.json into the package, from the types.

Rule: the file that is shipped is never edited by hand.
"""

import json
from pathlib import Path

from scenarios.report.document import schema

FILE = Path(__file__).with_name("report.schema.json")


def main() -> None:
    """Write the file."""
    FILE.write_text(json.dumps(schema(), indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
