"""`python -m tests.zones` writes docs/time-zones.md."""

from tests.zones.page import PAGE, page

PAGE.write_text(page(), "utf-8")
print(PAGE)
