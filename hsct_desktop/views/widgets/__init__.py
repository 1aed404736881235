"""Base widgets, painted from the theme and used by every page."""
