"""`python -m tests.field` writes docs/field-reports.md."""

from tests.field.page import PAGE, page

PAGE.parent.mkdir(exist_ok=True)
PAGE.write_text(page(), "utf-8")
print(PAGE)
