"""What a run is told as: on the terminal while it lasts, and in files at its end."""
