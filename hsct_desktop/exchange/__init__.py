"""Import and export: calendar files. What it is given and gives is plain data."""
