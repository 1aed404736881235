"""Which fields the screens have and how wide each is on paper: the table from which the blank forms are made."""

from __future__ import annotations

from typing import Final

Field = tuple[str, int] | tuple[str, int, str] | tuple[str, int, str, int]
"""Name, span in twelve columns, unit (or the name of wording `downtime.unit.<name>`), lines to write on.

Its words: wording `downtime.field.<screen>.<name>`.
"""

SCREENS: Final[dict[str, tuple[Field, ...]]] = {
    "visit": (
        ("on", 3), ("planned_visit", 5), ("seen_by", 4),
        ("temperature", 2, "°C"), ("blood_pressure", 2, "mmHg"), ("pulse", 2, "/min"), ("saturation", 2, "%"),
        ("weight", 2, "kg"), ("karnofsky", 2, "%"), ("assessments", 12, "", 3), ("notes", 12, "", 3),
    ),
    "next": (("next_visit", 12),),
    "day": (("day", 4),),
    "toxicity": (
        ("term", 8), ("grade", 4), ("onset", 2), ("end", 2), ("outcome", 8), ("attribution", 12), ("sure", 9),
        ("serious", 3), ("seriousness", 4), ("action", 3), ("note", 5),
    ),
    "infection": (
        ("organism", 6), ("site", 3), ("specimen", 3), ("kind", 7), ("certainty", 5),
        ("found_on", 3), ("anc", 3, "×10⁹/L"), ("line", 6), ("resistance", 4), ("treatment", 8),
        ("treated_from", 3), ("treated_until", 3), ("outcome", 3), ("ended_on", 3), ("note", 12),
    ),
    "transfusion": (
        ("product", 6), ("on", 4), ("units", 2),
        ("irradiated", 6), ("indication", 3), ("pre", 3, "×10⁹/L"), ("post", 3, "×10⁹/L"),
        ("reaction", 4), ("note", 5),
    ),
    "vaccine": (
        ("vaccine", 6), ("on", 3), ("number", 3), ("lot", 3), ("site", 3), ("given_by", 3), ("note", 3),
    ),
    "therapy": (
        ("drug", 6), ("dose", 2), ("unit", 2), ("route", 2),
        ("frequency", 3), ("times", 3), ("indication", 3), ("class", 3),
        ("start", 3), ("planned_stop", 3), ("stop", 3), ("stop_reason", 3),
        ("paused_from", 2), ("paused_until", 2), ("paused_why", 3), ("note", 5),
    ),
    "neurology": (
        ("on", 4), ("source", 8),
        ("visual", 3, "0–6"), ("brainstem", 3, "0–5"), ("pyramidal", 3, "0–6"), ("cerebellar", 3, "0–5"),
        ("sensory", 3, "0–6"), ("bowel_bladder", 3, "0–6"), ("cerebral", 3, "0–5"), ("ambulation", 3, "0–16"),
        ("edss", 12),
        ("t25fw", 4, "s"), ("hpt9_right", 4, "s"), ("hpt9_left", 4, "s"),
        ("sdmt", 4), ("mfis", 4), ("msis29_physical", 4),
        ("msis29_psychological", 4), ("kps", 4, "%"), ("rater", 4), ("coding", 5), ("note", 7, "", 2),
    ),
    "relapse": (
        ("onset", 3), ("systems", 9, "", 2), ("steroid", 5), ("recovery", 7), ("treatment", 12), ("note", 12, "", 2),
    ),
    "mri": (
        ("on", 4), ("region", 8), ("site", 4), ("field", 4, "T"), ("compared", 4),
        ("new_t2", 4), ("gd", 4), ("t2_lesions", 4), ("t2_volume", 4, "mL"), ("pbvc", 4, "%"), ("cord_new", 4),
        ("cord_gd", 4), ("note", 8),
    ),
    "arrival": (("report", 9), ("on", 3), ("note", 12)),
    "state": (("kind", 12), ("on", 3), ("detail", 9, "state_detail")),
    "infusion": (
        ("kind", 12), ("on", 3), ("dose", 3, "×10⁶/kg"), ("product", 6), ("timing", 12),
        ("target", 6), ("lymphodepletion", 6), ("crs", 4), ("crs_on", 2), ("icans", 4), ("icans_on", 2),
        ("peak", 4), ("unit", 4), ("peak_on", 4), ("note", 12, "", 2),
    ),
    "patient": (
        ("code", 2), ("family_name", 4), ("given_name", 3), ("birth_date", 3), ("sex", 7),
        ("disease", 5), ("phenotype", 6), ("indication", 6), ("phone", 4), ("carer", 4), ("carer_phone", 4),
        ("address", 8), ("language", 4), ("allergy_status", 6), ("allergies", 6), ("intolerances", 12),
        ("consent_care", 6), ("consent_registry", 6), ("consent_registry_on", 3), ("consent_research", 6),
        ("consent_research_on", 3), ("neurologist", 4), ("gp", 4), ("nurse", 4),
        ("notes", 12, "", 3),
    ),
    "transplant": (
        ("protocol", 4), ("day0", 4), ("mobilisation_start", 4),
        ("mobilisation_regimen", 6), ("conditioning_regimen", 6), ("cd34", 4, "10⁶/kg"), ("graft", 8),
    ),
}  # fmt: skip
"""The fields of a record in the order of its screen."""
COLUMNS: Final[dict[str, tuple[tuple[str, float] | tuple[str, float, str], ...]]] = {
    "contact": (
        ("patient", 2.6), ("with", 1.6), ("how", 1.3), ("outcome", 2), ("on", 1.3), ("again", 1.4), ("note", 2.6),
        ("typed", 0.9),
    ),
    "task": (("words", 5), ("due", 2), ("owner", 1.7), ("about", 2.6), ("typed", 0.9)),
    "stopped": (("drug", 4), ("stop", 1.6), ("stop_reason", 4), ("typed", 0.9)),
    "dose": (
        ("medicine", 2.6), ("from", 1.3), ("dose", 1.4), ("unit", 1.6), ("frequency", 1.4), ("times", 1), ("why", 2),
        ("typed", 0.9),
    ),
    "collection": (
        ("session", 0.8), ("on", 1.5), ("cd34", 2.4, "10⁶/kg"), ("blood", 2.9, "/µL"), ("volume", 1.3, "mL"),
        ("note", 1.5), ("typed", 0.9),
    ),
    "given": (("drug", 2.4), ("on", 1.8), ("state", 4), ("dose", 2.1), ("note", 2), ("typed", 0.9)),
}  # fmt: skip
"""Screens of which a page has many records: a line each; of each field its share of the width, and its unit."""
ONLY_ON_PAPER: Final = frozenset(
    {"grade", "sure", "medicine", "planned_visit", "assessments", "next_visit", "day", "patient", "report", "typed"}
)
"""What the screen knows or shows without a caption: which patient, which visit, its checklist, the grades."""
