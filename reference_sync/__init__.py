"""The reference service: reservations of rooms kept in step with Exchange calendars, in the shortest correct form."""
