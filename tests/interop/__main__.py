"""`python -m tests.interop` writes docs/interop.md."""

from tests.interop.page import PAGE, page

PAGE.write_text(page(), "utf-8")
print(PAGE)
