"""Checklists by which a person judges a complication: engraftment syndrome, SOS/VOD, febrile neutropenia.

Each criterion is answered yes, no or unknown; the rules count in three values, so that a verdict says "cannot tell" and
names what is missing instead of taking the unknown for a no. The verdict is the rules', the decision a person's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum, StrEnum
from itertools import product
from typing import Final

RULES_VERSION: Final = "2026-11"
"""Names this edition of the rules; kept with each checklist that was filled."""


class Answer(StrEnum):
    """Whether a criterion is met; wording `enum.answer.*`."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class ChecklistId(StrEnum):
    """The checklists; wording `enum.checklist.*`."""

    ES_MAIOLINO = "es_maiolino"
    ES_SPITZER = "es_spitzer"
    SOS_EBMT2023 = "sos_ebmt2023"
    FEBRILE_NEUTROPENIA = "febrile_neutropenia"


class CriteriaDecision(StrEnum):
    """What the person decided; wording `enum.criteria_decision.*`."""

    CONFIRMED = "confirmed"
    EXCLUDED = "excluded"
    WATCH = "watch"


@dataclass(frozen=True)
class Criterion:
    """One line; `derived` ones are filled from what is recorded. Wording `criterion.<id>`, `criterion_group.*`."""

    id: str
    group: str
    derived: bool = False


@dataclass(frozen=True)
class Verdict:
    """What the rules make of the answers: the category met ("" none), and whether more knowledge could change it.

    `status` YES: `category` is met; NO: none can be met any more; UNKNOWN: it depends on `missing`, the unanswered
    criteria that count. A met category may still be surpassed by one in `possible`.
    """

    status: Answer
    category: str = ""
    possible: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


Answers = Mapping[str, Answer]

CHECKLISTS: Final[Mapping[ChecklistId, tuple[Criterion, ...]]] = {
    ChecklistId.ES_MAIOLINO: (
        Criterion("fever_noninfectious", "required"),
        Criterion("fever_from_24h_before", "required", derived=True),
        Criterion("rash", "one_of"),
        Criterion("lung_infiltrate", "one_of"),
        Criterion("diarrhoea", "one_of", derived=True),
    ),
    ChecklistId.ES_SPITZER: (
        Criterion("within_96h_of_engraftment", "required", derived=True),
        Criterion("temperature_38_3", "major", derived=True),
        Criterion("rash_over_25", "major"),
        Criterion("lung_oedema_hypoxia", "major"),
        Criterion("bilirubin_or_transaminases", "minor", derived=True),
        Criterion("creatinine_2x", "minor", derived=True),
        Criterion("weight_2_5", "minor", derived=True),
        Criterion("encephalopathy", "minor"),
    ),
    ChecklistId.SOS_EBMT2023: (
        Criterion("other_causes_excluded", "required"),
        Criterion("bilirubin_2", "sign", derived=True),
        Criterion("painful_hepatomegaly", "sign"),
        Criterion("weight_5", "sign", derived=True),
        Criterion("ascites", "sign"),
        Criterion("imaging", "sign"),
        Criterion("histology", "proof"),
        Criterion("hvpg_10", "proof"),
    ),
    ChecklistId.FEBRILE_NEUTROPENIA: (
        Criterion("temperature_over_38_3", "fever", derived=True),
        Criterion("temperature_38_3", "fever", derived=True),
        Criterion("temperature_38_1h", "fever"),
        Criterion("anc_below_1", "neutrophils", derived=True),
        Criterion("anc_below_0_5", "neutrophils", derived=True),
        Criterion("anc_expected_below_0_5", "neutrophils"),
    ),
}
"""The criteria of each checklist in their order (clinical reference, section 6.4: EBMT Handbook, ch. 42, 49)."""


def judge(checklist: ChecklistId, answers: Answers) -> Verdict:
    """The verdict of a checklist; a criterion without an answer is unknown."""
    return _verdict(_RULES[checklist], answers)


def at_least(number: int, answers: Iterable[Answer]) -> Answer:
    """Whether at least so many are yes, in three values."""
    held = list(answers)
    if sum(answer is Answer.YES for answer in held) >= number:
        return Answer.YES
    return Answer.NO if sum(answer is not Answer.NO for answer in held) < number else Answer.UNKNOWN


def both(*answers: Answer) -> Answer:
    """Whether all are yes, in three values."""
    return at_least(len(answers), answers)


def either(*answers: Answer) -> Answer:
    """Whether any is yes, in three values."""
    return at_least(1, answers)


Rule = Callable[[Callable[[str], Answer]], Answer]


def _maiolino(is_: Callable[[str], Answer]) -> Answer:
    """Non-infectious fever from 24 h before engraftment, and one of rash, lung infiltrate, diarrhoea."""
    fever = both(is_("fever_noninfectious"), is_("fever_from_24h_before"))
    return both(fever, either(is_("rash"), is_("lung_infiltrate"), is_("diarrhoea")))


def _spitzer(is_: Callable[[str], Answer]) -> Answer:
    """Within 96 h of engraftment: three major, or two major and one minor."""
    major = [is_(name) for name in ("temperature_38_3", "rash_over_25", "lung_oedema_hypoxia")]
    minor = [is_(n) for n in ("bilirubin_or_transaminases", "creatinine_2x", "weight_2_5", "encephalopathy")]
    enough = either(at_least(3, major), both(at_least(2, major), at_least(1, minor)))
    return both(is_("within_96h_of_engraftment"), enough)


def _sos_signs(is_: Callable[[str], Answer]) -> list[Answer]:
    return [is_(name) for name in ("painful_hepatomegaly", "weight_5", "ascites")]


def _sos_probable(is_: Callable[[str], Answer]) -> Answer:
    """Two of bilirubin, painful hepatomegaly, weight, ascites, typical ultrasound or elastography."""
    signs = [is_("bilirubin_2"), *_sos_signs(is_), is_("imaging")]
    return both(is_("other_causes_excluded"), at_least(2, signs))


def _sos_clinical(is_: Callable[[str], Answer]) -> Answer:
    """Bilirubin, and two of painful hepatomegaly, weight, ascites."""
    return both(is_("other_causes_excluded"), is_("bilirubin_2"), at_least(2, _sos_signs(is_)))


def _sos_proven(is_: Callable[[str], Answer]) -> Answer:
    """Histology, or a hepatic venous pressure gradient of at least 10 mmHg."""
    return either(is_("histology"), is_("hvpg_10"))


def _fn_ctcae(is_: Callable[[str], Answer]) -> Answer:
    """CTCAE grade 3: neutrophils below 1.0 with one temperature above 38.3 °C, or at least 38.0 °C for over an hour."""
    return both(is_("anc_below_1"), either(is_("temperature_over_38_3"), is_("temperature_38_1h")))


def _fn_clinical(is_: Callable[[str], Answer]) -> Answer:
    """At least 38.3 °C once or 38.0 °C for an hour, with neutrophils below 0.5 or expected to fall below."""
    fever = either(is_("temperature_38_3"), is_("temperature_38_1h"))
    return both(fever, either(is_("anc_below_0_5"), is_("anc_expected_below_0_5")))


_RULES: Final[Mapping[ChecklistId, tuple[tuple[str, Rule], ...]]] = {
    ChecklistId.ES_MAIOLINO: (("met", _maiolino),),
    ChecklistId.ES_SPITZER: (("met", _spitzer),),
    ChecklistId.SOS_EBMT2023: (("proven", _sos_proven), ("clinical", _sos_clinical), ("probable", _sos_probable)),
    ChecklistId.FEBRILE_NEUTROPENIA: (("clinical", _fn_clinical), ("ctcae", _fn_ctcae)),
}
"""The categories of each checklist, the surest first. Wording `criteria_category.<checklist>.<category>`."""


def _verdict(rules: Sequence[tuple[str, Rule]], answers: Answers) -> Verdict:
    unanswered: dict[str, None] = {}

    def answered(name: str) -> Answer:
        found = answers.get(name, Answer.UNKNOWN)
        if found is Answer.UNKNOWN:
            unanswered[name] = None
        return found

    said = {category: rule(answered) for category, rule in rules}
    order = [category for category, _ in rules]
    met = next((category for category in order if said[category] is Answer.YES), "")
    surer = order[: order.index(met)] if met else order
    possible = tuple(category for category in surer if said[category] is Answer.UNKNOWN)
    open_rules = [rule for category, rule in rules if category in possible]
    missing = tuple(n for n in unanswered if any(_matters(n, rule, answers, unanswered) for rule in open_rules))
    status = Answer.YES if met else Answer.UNKNOWN if possible else Answer.NO
    return Verdict(status, met, possible, missing)


def _reader(answers: Answers) -> Callable[[str], Answer]:
    return lambda name: answers.get(name, Answer.UNKNOWN)


def _matters(name: str, rule: Rule, answers: Answers, unanswered: Iterable[str]) -> bool:
    """Whether the rule turns on one criterion for some answers to the other open ones; there are eight at most."""
    others = [other for other in unanswered if other != name]
    for values in product((Answer.YES, Answer.NO), repeat=len(others)):
        known = {**answers, **dict(zip(others, values, strict=True))}
        with_yes, with_no = {**known, name: Answer.YES}, {**known, name: Answer.NO}
        if rule(_reader(with_yes)) is not rule(_reader(with_no)):
            return True
    return False


class SosSeverity(IntEnum):
    """Severity of SOS/VOD in adults (EBMT 2023); wording `enum.sos_severity.*`."""

    MILD = 1
    MODERATE = 2
    SEVERE = 3
    VERY_SEVERE = 4


@dataclass(frozen=True)
class SosFindings:
    """What the severity is judged by; None where unknown.

    Bilirubin in mg/dL; transaminases as multiple of ULN; weight gain in % of the weight at admission; creatinine as
    multiple of baseline; days since the first sign; bilirubin doubled within 48 h; multi-organ dysfunction; number of
    risk factors for SOS.
    """

    bilirubin: Decimal | None = None
    transaminases: Decimal | None = None
    weight_gain: Decimal | None = None
    creatinine: Decimal | None = None
    days_since_first_sign: int | None = None
    bilirubin_doubled: bool | None = None
    multi_organ_dysfunction: bool | None = None
    risk_factors: int = 0


def sos_severity(found: SosFindings) -> tuple[SosSeverity | None, Mapping[str, SosSeverity]]:
    """The severity and the class that each known criterion speaks for (clinical reference, section 6.4).

    The worst class for which two criteria speak, each for it or for a worse one: the safe reading of "the class with
    two or more criteria, the worse where two tie", so that a worse value never lowers the class. Mild and moderate go
    one class up with two risk factors; None while fewer than two criteria speak. That very severe disease may come at
    any time is no criterion of its own.
    """
    votes = _votes(found)
    held = [severity for severity in SosSeverity if sum(vote >= severity for vote in votes.values()) >= 2]
    if not held:
        return None, votes
    worst = max(held)
    if worst <= SosSeverity.MODERATE and found.risk_factors >= 2:
        worst = SosSeverity(worst + 1)
    return worst, votes


def _votes(found: SosFindings) -> dict[str, SosSeverity]:
    votes: dict[str, SosSeverity] = {}
    if found.bilirubin is not None and found.bilirubin >= 2:
        votes["bilirubin"] = SosSeverity(1 + sum(found.bilirubin >= limit for limit in (3, 5, 8)))
    if found.transaminases is not None:
        votes["transaminases"] = SosSeverity(1 + sum(found.transaminases > limit for limit in (2, 5, 8)))
    if found.weight_gain is not None and found.weight_gain >= 5:
        votes["weight"] = SosSeverity.VERY_SEVERE if found.weight_gain >= 10 else SosSeverity.SEVERE
    renal = _renal(found)
    if renal is not None:
        votes["renal"] = renal
    days = found.days_since_first_sign
    if found.bilirubin_doubled:
        votes["kinetics"] = SosSeverity.SEVERE
    elif days is not None:
        votes["kinetics"] = SosSeverity.MILD if days > 7 else SosSeverity.MODERATE if days >= 5 else SosSeverity.SEVERE
    return votes


def _renal(found: SosFindings) -> SosSeverity | None:
    """Creatinine at baseline, below 1.5 times, below twice, or twice and more; multi-organ dysfunction is the worst."""
    if found.multi_organ_dysfunction:
        return SosSeverity.VERY_SEVERE
    if found.creatinine is None:
        return None
    if found.creatinine <= 1:
        return SosSeverity.MILD
    return SosSeverity(2 + sum(found.creatinine >= limit for limit in (Decimal("1.5"), Decimal(2))))
