"""The checks of tests/tidy."""
