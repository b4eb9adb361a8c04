"""The sweep: every process played once for each fault and each place where it can strike (X/any-...-fails).

Rule: a run is one process, one fault, one place; it has people of its own, ends with the process's end states, and can
be played again by its name alone, such as `F2/trash:reset-before:3`.
"""
