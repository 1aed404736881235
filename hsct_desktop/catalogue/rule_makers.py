"""How each leaf of a rule is made of its mapping: the keys that it must and may have, and what they may hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from hsct_desktop.domain import care_conditions as care
from hsct_desktop.domain import record_conditions as record
from hsct_desktop.domain import value_conditions as value
from hsct_desktop.domain.plan_conditions import PARTS, InRegimen
from hsct_desktop.domain.rule_condition import OPS, Condition
from hsct_desktop.domain.rule_facts import EXPOSURES
from hsct_desktop.domain.statement import StatementKind
from hsct_desktop.domain.supportive_therapy import TherapyClass

Terms = Mapping[str, list[str]]
INNER: Final = "when_given"
"""The key of a leaf that holds a condition, judged on the day on which something was given."""


@dataclass(frozen=True)
class Maker:
    """How a condition is made of its mapping: keys it must and may have, and what some of them may hold.

    A key of `known` holds one of the words, or a list of them. `flags` hold true or false.
    """

    required: tuple[str, ...]
    optional: tuple[str, ...]
    make: Callable[[Mapping[str, Any], Terms], Condition]
    known: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()

    def wrong(self, name: str, held: Any) -> str | None:
        """What the key may hold, where it does not; None where it does."""
        if name == INNER and isinstance(held, Condition):
            return None
        if name in self.flags:
            return None if isinstance(held, bool) else "true, false"
        words = held if isinstance(held, list) and name in self.lists else [held]
        if name in self.lists and not (isinstance(held, list) and held):
            return "[...]"
        if not all(isinstance(word, str) and word for word in words):
            return ", ".join(self.known.get(name, ("text",)))
        known = self.known.get(name)
        return None if known is None or all(word in known for word in words) else ", ".join(known)


_OP: Final = {"op": OPS}
_BY: Final = {"by": ("fall", "rise")}
_EXPOSURE: Final = {"what": EXPOSURES, "to": EXPOSURES}

MAKERS: Final[Mapping[str, Maker]] = {
    "value": Maker(
        ("analyte", "op", "limit"), ("anyone", "sign", "after_day0", "any_age"),
        lambda raw, _: value.Value(
            raw["analyte"], raw["op"], raw["limit"], raw.get("anyone", False), raw.get("sign", True),
            raw.get("after_day0", False), raw.get("any_age", False),
        ),
        _OP, ("anyone", "sign", "after_day0", "any_age"),
    ),
    "repeated": Maker(
        ("analyte", "op", "limit", "times"), (),
        lambda raw, _: value.Repeated(raw["analyte"], raw["op"], raw["limit"], raw["times"]), _OP,
    ),
    "never": Maker(
        ("analyte", "op", "limit", "within"), (),
        lambda raw, _: value.Never(raw["analyte"], raw["op"], raw["limit"], raw["within"]), _OP,
    ),
    "clear": Maker(
        ("analyte", "op", "limit", "for"), ("after_day0",),
        lambda raw, _: care.Clear(
            raw["analyte"], raw["op"], raw["limit"], raw["for"], raw.get("after_day0", False)
        ),
        _OP, ("after_day0",),
    ),
    "change": Maker(
        ("analyte", "by", "limit", "within"), ("sign",),
        lambda raw, _: value.Changed(raw["analyte"], raw["by"], raw["limit"], raw["within"], raw.get("sign", True)),
        _BY, ("sign",),
    ),
    "falling": Maker(
        ("analyte", "within"), ("times",),
        lambda raw, _: value.Falling(raw["analyte"], raw["within"], raw.get("times", "")),
    ),
    "doubling": Maker(
        ("analyte", "factor", "times"), (),
        lambda raw, _: value.Doubling(raw["analyte"], raw["factor"], raw["times"]),
    ),
    "lasting": Maker(
        ("analyte", "op", "limit", "span"), (),
        lambda raw, _: value.Lasting(raw["analyte"], raw["op"], raw["limit"], raw["span"]), _OP,
    ),
    "quantified": Maker(("analyte",), (), lambda raw, _: value.Quantified(raw["analyte"])),
    "since_day0": Maker(
        ("from",), ("to", "until"),
        lambda raw, _: record.SinceDay0(raw["from"], raw.get("to") or "", raw.get("until") or ""),
    ),
    "reached": Maker(
        ("anchor", "from"), ("before",),
        lambda raw, _: care.Reached(raw["anchor"], raw["from"], raw.get("before", False)),
        {"anchor": care.ANCHORS}, ("before",),
    ),
    "since_start": Maker(("at_least",), (), lambda raw, _: care.SinceStart(raw["at_least"])),
    "engrafted": Maker(
        ("lineage",), ("after",), lambda raw, _: record.Engrafted(raw["lineage"], raw.get("after", "")),
        {"lineage": ("neutrophils", "platelets")},
    ),
    "toxicity": Maker(
        ("terms", "grade"), ("lasting", "within"),
        lambda raw, terms: record.Toxicity(
            tuple(terms[raw["terms"]]), raw["grade"], raw.get("lasting", ""), raw.get("within", "")
        ),
    ),
    "running": Maker(
        (), ("classes", "drugs"),
        lambda raw, _: record.Running(tuple(raw.get("classes", ())), tuple(raw.get("drugs", ()))),
        {"classes": tuple(TherapyClass)}, lists=("classes", "drugs"),
    ),
    "covered": Maker(
        ("indications",), ("drugs", "classes"),
        lambda raw, _: record.Covered(
            tuple(raw["indications"]), tuple(raw.get("drugs", ())), tuple(raw.get("classes", ()))
        ),
        {"classes": tuple(TherapyClass)}, lists=("indications", "drugs", "classes"),
    ),
    "given": Maker(
        ("drugs", "within"), (), lambda raw, _: record.GivenBefore(tuple(raw["drugs"]), raw["within"]),
        lists=("drugs",),
    ),
    "infection": Maker(("within",), (), lambda raw, _: record.Infected(raw["within"])),
    "stated": Maker(
        ("what", "answer", "within"), (),
        lambda raw, _: care.Stated(raw["what"], raw["answer"], raw["within"]),
        {"what": tuple(StatementKind), "answer": care.ANSWERS},
    ),
    "free_of": Maker(
        ("what", "confirmed"), ("for",),
        lambda raw, _: care.FreeOf(tuple(raw["what"]), raw["confirmed"], raw.get("for", "")),
        {"what": care.FREE_OF}, lists=("what",),
    ),
    "since_last": Maker(
        ("what", "at_least"), (), lambda raw, _: care.SinceLast(raw["what"], raw["at_least"]), _EXPOSURE
    ),
    "exposed": Maker(("to",), (), lambda raw, _: care.Exposed(raw["to"]), _EXPOSURE),
    "regimen": Maker(
        ("part", "has"), (), lambda raw, _: InRegimen(raw["part"], tuple(raw["has"])),
        {"part": PARTS, "has": EXPOSURES}, lists=("has",),
    ),
    "sex": Maker(("is",), (), lambda raw, _: care.OfSex(raw["is"]), {"is": ("female", "male")}),
    "age": Maker((), ("from", "to"), lambda raw, _: care.OfAge(raw.get("from", ""), raw.get("to", ""))),
    "disease": Maker(("is",), (), lambda raw, _: care.OfDisease(tuple(raw["is"])), lists=("is",)),
    "overdue": Maker(("what", "by"), (), lambda raw, _: care.Overdue(raw["what"], raw["by"])),
    "no_contact": Maker(("for",), (), lambda raw, _: care.NoContact(raw["for"])),
    "vaccinated": Maker(
        ("within",), ("vaccines", "live", INNER),
        lambda raw, _: care.Vaccinated(
            raw["within"], tuple(raw.get("vaccines", ())), raw.get("live"), raw.get(INNER)
        ),
        flags=("live",), lists=("vaccines",),
    ),
    "not_irradiated": Maker(
        ("within",), (INNER,), lambda raw, _: care.GivenNotIrradiated(raw["within"], raw.get(INNER))
    ),
    "pregnant": Maker((), (), lambda raw, _: care.Pregnant()),
    "no_contraception": Maker((), (), lambda raw, _: care.NoContraception()),
    "asked": Maker(("what",), (), lambda raw, _: record.Asked(raw["what"])),
}  # fmt: skip
"""Every leaf of the rule language by its name in the files."""
