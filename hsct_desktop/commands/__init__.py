"""The subcommands: what they print is in English with ISO dates, whatever the language of the window."""
