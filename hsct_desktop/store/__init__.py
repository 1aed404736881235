"""The data file: models with their queries (one file an aggregate), the engine, migrations and the change log."""
