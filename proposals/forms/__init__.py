"""Forms of ideas, of the work on them, and of their checks."""
