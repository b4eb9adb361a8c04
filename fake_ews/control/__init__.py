"""The test's own way in: what a test may do to the simulator, as functions on its loop and as JSON under /_fake/."""
