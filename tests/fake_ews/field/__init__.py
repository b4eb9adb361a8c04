"""What servers do that surprises people: reports of the field, shown on the simulator."""
