"""The registry's forms: facts that are typed into a registry by hand, and when."""

from __future__ import annotations

from enum import StrEnum


class RegistryForm(StrEnum):
    """At which point of follow-up a form is filled in; wording `enum.registry_form.*`."""

    DAY0 = "day0"
    DAY100 = "day100"
    MONTH6 = "month6"
    ANNUAL = "annual"
