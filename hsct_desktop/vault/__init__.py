"""Keys: one random key for the data file, wrapped for each user in a small key file beside it.

Nothing here knows of databases. The library that does the work is imported where it is needed, so that the first
paint waits for none of it.
"""
