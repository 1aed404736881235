"""One file a step; an old one is never edited."""
