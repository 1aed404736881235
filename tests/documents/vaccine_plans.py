"""An invented vaccine plan for the GP, in two languages."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hsct_desktop.documents.dose_table import DoseRow, SeriesRows
from hsct_desktop.documents.inputs import PrintContext
from hsct_desktop.documents.vaccine_plan import PrintedCondition, PrintedLive, VaccinePlanData
from hsct_desktop.domain.patient import Sex

CONTEXT = PrintContext(
    "en", "Sant'Aurelio Hospital", datetime(2026, 11, 20, 8, 14, tzinfo=UTC), "M. Conti", date(2026, 11, 20), True
)


def done(number: int, on: str, lot: str = "FX 4471 B") -> DoseRow:
    return DoseRow(str(number), on, f"✓ {on}", lot)


def due(number: int, span: str) -> DoseRow:
    return DoseRow(str(number), span, "", "", due=True)


SERIES = (
    SeriesRows("Pneumococcal conjugate", "PCV20; 3 doses 1 month apart, dose 4 from month 12",
               (done(1, "20 Feb 2026"), done(2, "24 Mar 2026"), done(3, "27 Apr 2026", "FY 0212 A"),
                due(4, "14 Nov 2026 – 14 Jan 2027"))),
    SeriesRows("DTaP, full dose", "3 doses", (done(1, "20 May 2026", "Hexa · A21CE 55"), DoseRow("–",
               "", "12 Jun 2026", "A21CE 55 · does not count", void=True), done(2, "12 Jul 2026"),
               due(3, "20 Nov 2026 – 24 Jan 2027"))),
    SeriesRows("Polio (IPV)", "3 doses",
               (done(1, "20 May 2026"), done(2, "12 Jul 2026"), due(3, "20 Nov 2026 – 24 Jan 2027"))),
    SeriesRows("Hib", "3 doses",
               (DoseRow("1–3", "complete", "✓ 20 May – 14 Aug 2026", "H7720, H7721", "GP Dr Melis"),)),
    SeriesRows("Hepatitis B", "0, 1, 6 months", (done(1, "20 May 2026"), done(2, "12 Jul 2026"),
               DoseRow("3", "from 20 Jan 2027", "", ""))),
    SeriesRows("MenACWY", "2 doses", (done(1, "25 Aug 2026"), DoseRow("2", "from 25 Feb 2027", "", ""))),
    SeriesRows("MenB", "2 doses", (done(1, "1 Nov 2026"), DoseRow("2", "from 1 Jan 2027", "", ""))),
    SeriesRows("Zoster, recombinant", "2 doses; aciclovir until then",
               (done(1, "1 Nov 2026", "RZV · Z2208"), DoseRow("2", "from 30 Dec 2026", "", ""))),
    SeriesRows("Influenza", "inactivated, yearly; household too", (due(1, "1 Oct 2026 – 31 Jan 2027"),)),
    SeriesRows("COVID-19", "national plan", (done(1, "1 May 2026"), done(2, "1 Jul 2026"))),
)  # fmt: skip

PLAN = VaccinePlanData(
    context=CONTEXT,
    family_name="Bruno",
    given_name="Chiara <b>",
    birth_date=date(1989, 1, 15),
    sex=Sex.FEMALE,
    code="MS-0086",
    day0=date(2025, 11, 14),
    gp="Dr Luca Melis",
    phone="+39 000 555 0142",
    due=("pneumococcal, dose 4, 14 Nov 2026 – 14 Jan 2027", "influenza, dose 1, until 31 Jan 2027"),
    checked=(
        ("Anti-CD20 within 6 months", "none recorded"),
        ("IgG below 3 g/L", "6.9 g/L (4 Nov 2026)"),
        ("Platelets below 30", "188 × 10⁹/L (18 Nov 2026)"),
    ),
    put_off=("Anti-CD20 within 6 months", "IgG below 3 g/L", "Platelets below 30"),
    delaying=(),
    series=SERIES,
    open_questions=("HPV (offered by the unit?)",),
    left_out=("hepatitis A (no risk group)",),
    live=PrintedLive(
        ("MMR", "varicella"),
        date(2027, 11, 14),
        (
            PrintedCondition("24 months since Day 0", "12 of 24, from 14 Nov 2027", "not_met"),
            PrintedCondition("No immunosuppression, no DMT", "none since 2 Mar 2025", "met"),
            PrintedCondition("No relapse", "EDSS 2.5", "met"),
            PrintedCondition("Immunoglobulin at least 8 months ago", "never given", "met"),
            PrintedCondition("Blood products at least 7 months ago", "last 23 Nov 2025", "met"),
            PrintedCondition("Seronegative", "no measles IgG since Day 0", "unknown"),
        ),
    ),
    never=("oral polio", "BCG", "oral typhoid", "live zoster", "intranasal influenza", "rotavirus"),
    serology=("Antibody test hepatitis B: 20 Feb – 20 Mar 2027.",),
    variant="ECIL-7",
    source="Cordonnier 2019",
)
ITALIAN = replace(PLAN, context=replace(CONTEXT, language="it"))
EMPTY = replace(
    PLAN, due=(), series=(), open_questions=(), left_out=(), live=None, serology=(), gp="", phone="", checked=()
)
