"""The field's rules: enums, frozen dataclasses and pure functions. No I/O and no clock; dates are arguments."""
