"""Settings that every test shares."""

from hypothesis import settings

# Examples are the same in every run, and a slow machine is no failure.
settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.load_profile("steady")
