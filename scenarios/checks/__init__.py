"""What must be true of a history: one pure function a criterion, each answers a verdict with its evidence.

Rule: no clock, no socket, no product in here; a check reads one `History` and nothing else.
"""
