"""Has the re-vaccination plan written for the GP, in the language of the GP's letters where the program speaks it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hsct_desktop.catalogue import alert_words
from hsct_desktop.catalogue.vaccine_words import product_name, why_text
from hsct_desktop.catalogue.wording import EN_DASH, in_sentence, written_in
from hsct_desktop.documents.dose_table import DoseRow, SeriesRows
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.documents.vaccine_plan import (
    PrintedCondition,
    PrintedLive,
    VaccinePlanData,
    write_vaccine_plan,
)
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.rule_facts import Truth
from hsct_desktop.domain.vaccine import (
    PlannedDose,
    VaccineCatalogue,
    VaccineKind,
    VaccineLine,
    VaccinePlan,
    VaccineStatus,
)
from hsct_desktop.services import vaccine_board, vaccines
from hsct_desktop.services.output_file import check_place, not_written
from hsct_desktop.services.person import birth_date_of, record_of
from hsct_desktop.services.summary import print_context
from hsct_desktop.services.vaccine_board import VaccineBoard
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import professional, setting

UNIT_PHONE: Final = "unit.phone"
TO_GIVE: Final = "\u2610"
GIVEN: Final = "\u2713"
_CHECKED: Final = {Truth.YES: "delays", Truth.NO: "free", Truth.UNKNOWN: "unknown"}
_STATES: Final = {Truth.YES: "met", Truth.NO: "not_met", Truth.UNKNOWN: "unknown"}


def vaccine_plan(
    ws: Workspace, patient_id: int, path: Path, language: str | None = None, variant: str | None = None
) -> Path:
    """Write the plan as PDF, the whole file or nothing; KnownError `vaccines_no_day0` without a Day 0.

    Its language is the given one, else that of the GP's letters where the program speaks it, else the window's.
    """
    data = plan_data(ws, patient_id, language, variant)
    check_place(path, ws.store.path)
    try:
        write_vaccine_plan(data, path)
    except OSError as error:
        raise not_written(error, path) from error
    return path


def plan_data(
    ws: Workspace, patient_id: int, language: str | None = None, variant: str | None = None
) -> VaccinePlanData:
    """What the page prints: the plan of the window on this day, in words of the reader's language."""
    plan, catalogue = vaccines.for_patient(ws, patient_id, None, variant), ws.catalogue.vaccines
    if plan.day0 is None:
        raise KnownError("vaccines_no_day0")
    with ws.read() as session:
        card = record_of(session, patient_id)
        gp = professional.get(session, card.entry.gp_id) if card.entry.gp_id is not None else None
        own = written_in(gp.entry.letter_language, ws.language) if gp is not None else ws.language
        spoken = language or own
        context = print_context(ws, session, spoken, plan.on)
        phone = setting.get(session, UNIT_PHONE, ws.catalogue.settings[UNIT_PHONE].default)
    words = paper_wording(spoken)
    table = words.in_tables
    found = vaccine_board.board(plan, catalogue, table)
    chosen = catalogue.variants[plan.variant]
    return VaccinePlanData(
        context=context,
        family_name=card.entry.family_name,
        given_name=card.entry.given_name,
        birth_date=birth_date_of(card),
        sex=card.entry.sex,
        code=card.entry.code,
        day0=plan.day0,
        gp=gp.entry.name if gp is not None else "",
        phone=phone,
        due=tuple(_due(plan, words)),
        checked=tuple(_checked(ws, plan, found, words)),
        put_off=tuple(fact.asks.partition(":")[0] for fact in found.delays),
        delaying=tuple(_delaying(found, words)),
        series=tuple(_tables(plan, catalogue, table)),
        open_questions=tuple(_question(line, words) for line in plan.lines if _is_open(line)),
        left_out=tuple(_left_out(plan, words)),
        live=_live(plan, found, words),
        never=tuple(in_sentence(name) for name in found.never),
        serology=tuple(_serology(plan, words)),
        variant=chosen.label.text(spoken),
        source=chosen.source,
        course=found.planner,
    )


def _checked(ws: Workspace, plan: VaccinePlan, found: VaccineBoard, words: PaperWording) -> Iterator[tuple[str, str]]:
    """What was looked at, the value first, then whether it delays: IgG, 8.9 g/L: does not delay."""
    for verdict, fact in zip(plan.delays, found.delays, strict=True):
        values = [reading.analyte for reading in verdict.readings]
        asks = fact.asks.partition(":")[0]
        name = alert_words.analyte(words.in_tables, ws.catalogue.analytes, values[0]) if values else asks
        key = f"vaccine_paper.checked.{_CHECKED[fact.truth or Truth.UNKNOWN]}"
        bare = words.in_tables.text(f"vaccine.condition.{(fact.truth or Truth.UNKNOWN).name.lower()}")
        yield name, words.text(key if fact.found != bare else f"{key}.bare", found=fact.found)


def _delaying(found: VaccineBoard, words: PaperWording) -> Iterator[str]:
    for fact in found.delays:
        if fact.truth is Truth.YES:
            yield words.text("vaccine_paper.delays", what=fact.asks, found=fact.found)


def _is_open(line: VaccineLine) -> bool:
    return line.status is VaccineStatus.ASKS and not line.given


def _left_out(plan: VaccinePlan, words: PaperWording) -> Iterator[str]:
    """What a person left out, by the reason; what is not needed says why."""
    together: dict[str, list[str]] = {}
    for line in plan.lines:
        if line.status is VaccineStatus.LEFT_OUT:
            own = line.choice.reason if line.choice is not None and line.choice.reason else ""
            together.setdefault(own or in_sentence(why_text(words, line.why)), []).append(_label(line, words))
    for why, names in together.items():
        yield f"{', '.join(names)} ({why})"


def _label(line: VaccineLine, words: PaperWording) -> str:
    return line.series.label.text(words.language)


def _brief(line: VaccineLine, words: PaperWording) -> str:
    return (line.series.short or line.series.label).text(words.language)


def _in_table(line: VaccineLine) -> bool:
    """Whether a series has doses to show: what only waits for a decision or a go-ahead stands elsewhere."""
    if line.series.kind is VaccineKind.NEVER:
        return bool(line.given)
    waits = (VaccineStatus.ASKS, VaccineStatus.LEFT_OUT, VaccineStatus.HELD)
    return bool(line.given) or (line.status not in waits and bool(line.to_give))


def _due(plan: VaccinePlan, words: PaperWording) -> Iterator[str]:
    """What is to be given now; the parts of a combination that are due together stand together."""
    together: dict[tuple[int, str], list[VaccineLine]] = {}
    for line in plan.due:
        if line.next is not None:
            together.setdefault((line.next.number, _span(line.next, words)), []).append(line)
    for (number, span), lines in together.items():
        names = [_label(line, words) if len(lines) == 1 else _brief(line, words) for line in lines]
        yield words.text("vaccine_paper.due_dose", name=" + ".join(names), number=number, span=span)


def _tables(plan: VaccinePlan, catalogue: VaccineCatalogue, words: PaperWording) -> Iterator[SeriesRows]:
    """The doses of each series; series whose doses are the same, as those of a combination, stand under one name."""
    together: dict[tuple[DoseRow, ...], list[VaccineLine]] = {}
    for line in plan.lines:
        if _in_table(line):
            together.setdefault(_doses(line, catalogue, words), []).append(line)
    for doses, lines in together.items():
        detail = lines[0].series.detail if len(lines) == 1 else None
        names = [_label(line, words) if len(lines) == 1 else _brief(line, words) for line in lines]
        yield SeriesRows(" + ".join(names), detail.text(words.language) if detail is not None else "", doses)


def _span(dose: PlannedDose, words: PaperWording) -> str:
    """When a dose is due, in words."""
    first = dose.due_from or dose.earliest
    if dose.status is VaccineStatus.ASKS:
        return words.text("vaccine_paper.decide")
    if first is None:
        return EN_DASH
    if dose.due_to is None or dose.due_to <= first:
        return words.text("vaccine_paper.from", date=first)
    if dose.status is VaccineStatus.OVERDUE:
        return words.text("vaccine_paper.overdue", date=dose.due_to)
    return words.range(first, dose.due_to)


def _doses(line: VaccineLine, catalogue: VaccineCatalogue, words: PaperWording) -> tuple[DoseRow, ...]:
    # What a person left out or has not chosen yet has no doses to write in.
    shown = line.given if line.status is VaccineStatus.LEFT_OUT else line.doses
    return tuple(_row(line, dose, catalogue, words) for dose in shown)


def _row(line: VaccineLine, dose: PlannedDose, catalogue: VaccineCatalogue, words: PaperWording) -> DoseRow:
    held = dose.given
    if held is None:
        return DoseRow(str(dose.number), _span(dose, words), TO_GIVE, "", due=dose.status.is_due)
    product = "" if held.vaccine == line.series.id else _short(product_name(catalogue, held.vaccine, words.language))
    batch = " · ".join(part for part in (product, held.lot) if part) or EN_DASH
    counted = dose.status is VaccineStatus.GIVEN
    return DoseRow(
        str(dose.number) if counted else EN_DASH,
        words.text("vaccine_paper.done" if counted else "vaccine_paper.void"),
        f"{GIVEN} {words.date(held.given_on)}" if counted else words.date(held.given_on),
        batch,
        held.given_by or EN_DASH,
        site=held.site or EN_DASH,
        void=not counted,
    )


def _short(product: str) -> str:
    """A combination without the list of its parts, which the first column has: Hexavalent DTaP-IPV-Hib-HBV."""
    name, _space, parts = product.partition(" ")
    return name if parts.count("-") > 1 else product


def _question(line: VaccineLine, words: PaperWording) -> str:
    asks = line.series.asks
    said = asks.text(words.language) if asks is not None else why_text(words, line.why)
    return f"{_label(line, words)} ({in_sentence(said).rstrip('?.')})"


def _live(plan: VaccinePlan, found: VaccineBoard, words: PaperWording) -> PrintedLive | None:
    """The held vaccines with their conditions, each once: where they stand differently, as it stands worst."""
    held = [line for line in plan.lines if line.status is VaccineStatus.HELD]
    if not held:
        return None
    # A condition without evidence only repeats its state.
    bare = {words.text(f"vaccine.condition.{truth.name.lower()}") for truth in Truth}
    conditions: dict[str, PrintedCondition] = {}
    worst: dict[str, Truth] = {}
    for line in held:
        for fact in found.series[line.series.id].reasons:
            truth = fact.truth
            if truth is not None and (fact.asks not in worst or truth.value < worst[fact.asks].value):
                worst[fact.asks] = truth
                found_words = "" if fact.found in bare else fact.found
                conditions[fact.asks] = PrintedCondition(fact.asks, found_words, _STATES[truth])
    days = [line.next.earliest for line in held if line.next is not None and line.next.earliest is not None]
    names = tuple(_label(line, words) for line in held)
    return PrintedLive(names, min(days, default=None), tuple(conditions.values()))


def _serology(plan: VaccinePlan, words: PaperWording) -> Iterator[str]:
    for line in plan.lines:
        check = line.check
        if check is not None and check.result_on is None:
            span = words.range(check.due_from, check.due_to)
            yield words.text("vaccine_paper.serology", name=in_sentence(_label(line, words)), span=span)
