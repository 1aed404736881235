"""Steps from one shape of the data file to the next."""
