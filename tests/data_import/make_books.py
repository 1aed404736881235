"""Messy workbooks in the styles of five people, as units keep them: every name, code and day in them is made up.

python -m tests.data_import.make_books FOLDER      writes all of them. What the program makes of each: README.md beside.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import xlsxwriter

from tests.data_import import ods

ITALIAN: Final = "follow-up_reparto.xlsx"
GERMAN: Final = "Nachsorge_HSZT.xlsx"
FRENCH: Final = "suivi_greffe.ods"
SPANISH: Final = "trasplante_analiticas.csv"
ENGLISH: Final = "hsct_ms_cohort.xlsx"

FAMILY: Final = (
    "Solinas",
    "Carta",
    "Podda",
    "Serra",
    "Melis",
    "Usai",
    "Loi",
    "Zedda",
    "Fadda",
    "Orrù",
    "Pala",
    "D'Angelo",
)
WOMEN: Final = ("Maria", "Franca", "Irene", "Teresa", "Anna", "Silvia", "Lucia")
MEN: Final = ("Luigi", "Bruno", "Dario", "Marco", "Enrico", "Nicolò", "Piero")
ITALIAN_HEADS: Final = (
    "Cod.", "Paziente", "nato/a il", "sesso", "Malattia", "Data TX", "Condiz.", "CD34", "EDSS_0", "EDSS_6m", "EDSS_12m",
    "ultimo contr.", "PLT>20", "note", "colore",
)  # fmt: skip
ITALIAN_FIRST_ROW: Final = 4
"""The spreadsheet's row of the first patient; the header stands in row 3."""
WITHOUT_BIRTH: Final = frozenset({19, 48, 77})
"""Rows without a birth date."""
DAY0_BEFORE_BIRTH: Final = frozenset({22, 63})
MONTH_AS_DAY0: Final = 85
"""The row with "marzo 2019" as Day 0, which no Day 0 is."""
NO_VALUE_EDSS: Final = {19: 9, 33: 8, 54: 10, 71: 9}
"""Rows with an EDSS "3-4", and the column."""
NOT_DONE: Final = {23: "?", 27: "?", 18: "n.d.", 40: "n.d.", 41: "n.d.", 58: "?", 66: "n.d.", 80: "?", 90: "n.d."}
"""Rows with a word for "not done" in an EDSS column."""


def italian_row(number: int) -> list[Any]:
    """The row of the Italian sheet that stands in the spreadsheet's row `number`: dates as dates or as text."""
    woman = number % 5 < 3
    family, given = FAMILY[(number - 5) % len(FAMILY)], (WOMEN if woman else MEN)[number % 7]
    born = date(1961, 2, 3) + timedelta(days=number * 139)
    day0 = date(2018, 1, 9) + timedelta(days=number * 17)
    ssc = number % 12 == 11
    edss = None if ssc else (6 - number % 7) / 2 + 2.5
    last = day0 + timedelta(days=700)
    last = last.replace(day=1 + number % 12)
    shown_last = f"{last.day:02d}/{last.month:02d}/{last.year % 100:02d}"
    later = ["", ""] if edss is None else [edss - 0.5, edss - 1 if number % 3 else f"{edss - 1:.1f}".replace(".", ",")]
    row: list[Any] = [
        f"SSC-{number:04d}" if ssc else f"MS-{number:04d}", f"{family} {given}", born, "F" if woman else "M",
        "SSc" if ssc else ("SMRR", "SMSP", "SMPP")[number % 3], day0,
        "CY ATG" if ssc else ("BEAM ATG", "Cy/ATG")[number % 2],
        f"{4 + number % 5},{number % 10}", edss if edss is not None else "", *later, shown_last, 10 + number % 9,
        ("", "v. cartella", "controllo a Cagliari", "gravidanza 2021?", "= dose ridotta")[number % 5], "",
    ]  # fmt: skip
    return _messed(number, row)


def _messed(number: int, row: list[Any]) -> list[Any]:
    """What people do to a good row."""
    if number in WITHOUT_BIRTH:
        row[2] = ""
    if number in DAY0_BEFORE_BIRTH:
        row[5] = date(1915, 3, 12)
    if number == MONTH_AS_DAY0:
        row[5] = "marzo 2019"
    if number in NO_VALUE_EDSS:
        row[NO_VALUE_EDSS[number]] = "3-4"
    if number in NOT_DONE:
        row[10 if number % 2 else 8] = NOT_DONE[number]
    for column in (2, 5):  # typed as text by the colleague who distrusts the format
        if isinstance(row[column], date) and number % 4 == column % 4:
            row[column] = f"{row[column]:%d/%m/%Y}"
    return row


def italian(rows: int = 120) -> bytes:
    """The "Follow-up reparto": one wide row for each patient, two title rows, colours that mean something, a total with
    formulas, trailing notes, a legend and a hidden sheet of the year before."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Pazienti")
        forms = {"date": book.add_format({"num_format": "dd/mm/yyyy"}), "head": book.add_format({"bold": True})}
        red = book.add_format({"bg_color": "#FFC7CE"})
        red_date = book.add_format({"num_format": "dd/mm/yyyy", "bg_color": "#FFC7CE"})
        sheet.merge_range(0, 0, 0, 14, "FOLLOW-UP TRAPIANTI – REPARTO (non stampare!!)", forms["head"])
        sheet.write_string(1, 0, "aggiornato: M. (infermiera)   rosso = da richiamare")
        for column, head in enumerate(ITALIAN_HEADS):
            sheet.write_string(2, column, head, forms["head"])
        last = ITALIAN_FIRST_ROW + rows
        for number in range(ITALIAN_FIRST_ROW, last):
            is_red = number % 9 == 0
            for column, value in enumerate(italian_row(number)):
                _put(sheet, number - 1, column, value, red_date if is_red else forms["date"], red if is_red else None)
        _italian_end(sheet, last, rows)
        legend = book.add_worksheet("Legenda")
        for at, text in enumerate(("rosso = da richiamare", "n.d. = non disponibile", "? = chiedere al dott.")):
            legend.write_string(at, 0, text)
        old = book.add_worksheet("2017 vecchio")
        old.write_row(0, 0, ITALIAN_HEADS)
        old.write_row(1, 0, ["MS-0001", "Prova Paziente", "01/01/1970"])
        old.hide()
    return target.getvalue()


def _italian_end(sheet: Any, last: int, rows: int) -> None:
    """The total with its formulas, and what somebody wrote below it."""
    first = ITALIAN_FIRST_ROW
    sheet.write_string(last - 1, 0, "Totale")
    sheet.write_formula(last - 1, 1, f"=COUNTA(B{first}:B{last - 1})", None, rows)
    sheet.write_formula(last - 1, 8, f"=AVERAGE(I{first}:I{last - 1})", None, 4.03125)
    sheet.write_string(last + 1, 0, "N.B. i pazienti in rosso sono da richiamare entro fine mese")


def _put(sheet: Any, row: int, column: int, value: Any, day: Any, plain: Any) -> None:
    if value == "":
        sheet.write_blank(row, column, None, plain)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, plain)
    else:
        sheet.write_number(row, column, value, plain)


GERMAN_TOP: Final = (
    "Pat.-Nr.", "Nachname", "Vorname", "Geb.-Datum", "Geschlecht", "Diagnose", "1. TX", "2. TX", "Konditionierung",
    "Engraftment (Tag)", "", "EDSS", "", "", "verstorben am", "Todesursache", "Bemerkungen",
)  # fmt: skip
GERMAN_SUB: Final = ("",) * 9 + ("Neutro > 0,5", "Thrombo > 20", "vor TX", "6 Mo", "12 Mo", "", "", "")
GERMAN_HEADS: Final = (
    *GERMAN_TOP[:9], "Engraftment (Tag) Neutro > 0,5", "Engraftment (Tag) Thrombo > 20", "EDSS vor TX", "EDSS 6 Mo",
    "EDSS 12 Mo", *GERMAN_TOP[14:],
)  # fmt: skip
GERMAN_PAGE: Final = 12
"""Patients on each page of the German sheet."""


def german_row(number: int) -> list[Any]:
    """Patient `number` of the German sheet, days as serial numbers from 1904 without a format, or as text."""
    born, day0 = date(1970, 5, 4) + timedelta(days=number * 311), date(2015, 6, 2) + timedelta(days=number * 61)
    second = f"{day0.year + 3}" if number == 7 else f"{day0 + timedelta(days=400):%d.%m.%Y}" if number == 20 else ""
    dead = f"{day0 + timedelta(days=900):%d.%m.%Y}" if number in (5, 21) else ""
    return [
        f"{number:05d}", ("Müller", "Öztürk", "Groß", "Na", "Lehmann")[number % 5],
        ("Jörg", "Änne", "Uwe", "Ida")[number % 4],
        f"{born:%d.%m.%Y}", "wm"[number % 2], ("MS (RRMS)", "MS (SPMS)", "CIDP")[number % 3],
        (day0 - date(1904, 1, 1)).days, second, ("BEAM/ATG", "Cyc/ATG")[number % 2],
        9 + number % 4, ("<10" if number == 3 else 12 + number % 6),
        f"{2 + number % 8 / 2:.1f}".replace(".", ","), 2.5 if number % 6 else "n.u.", 2 if number % 4 else "", dead,
        "Sepsis" if dead else "", ("", "wünscht Kontakt per Post\nnicht anrufen")[number % 2],
    ]  # fmt: skip


def german(patients: int = 30) -> bytes:
    """The "Nachsorge": kept on a Mac (days from 1904), a header of two rows with joined cells that is repeated on every
    page, blank rows between the pages, a second transplant in a column of its own, sums at the end."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "date_1904": True}) as book:
        sheet = book.add_worksheet("Nachsorge")
        at = _german_head(sheet, 0)
        for number in range(1, patients + 1):
            for column, value in enumerate(german_row(number)):
                _put(sheet, at, column, value, None, None)
            at += 1
            if number % GERMAN_PAGE == 0 and number < patients:
                at = _german_head(sheet, at + 1)
        sheet.write_string(at + 1, 0, "Summe")
        sheet.write_formula(at + 1, 1, f"=COUNTA(A3:A{at})", None, patients)
        sheet.write_string(at + 2, 10, "Mittelwert:")
        sheet.write_formula(at + 2, 12, f"=AVERAGE(M3:M{at})", None, 2.5)
    return target.getvalue()


def _german_head(sheet: Any, at: int) -> int:
    """Write both rows of the header; the row below them."""
    for column, (top, sub) in enumerate(zip(GERMAN_TOP, GERMAN_SUB, strict=True)):
        if sub:
            sheet.write_string(at + 1, column, sub)
        elif top:
            sheet.merge_range(at, column, at + 1, column, top)
    sheet.merge_range(at, 9, at, 10, "Engraftment (Tag)")
    sheet.merge_range(at, 11, at, 13, "EDSS")
    return at + 2


FRENCH_EDSS_HEADS: Final = (
    "N° patient",
    "Nom",
    "Prénom",
    "Date de naissance",
    "Date examen",
    "EDSS",
    "Examinateur",
    "Remarques",
)
FRENCH_RELAPSE_HEADS: Final = ("N° patient", "Date poussée", "Symptômes", "Corticoïdes", "Récupération")


def french() -> bytes:
    """The "Suivi": an OpenDocument sheet for the EDSS and one for relapses, dates as dates, as text, as a month in
    words or a year, an error, a formula that was never computed, two given names in one cell, a mean below."""
    visits: list[Sequence[ods.Value]] = [
        ("Suivi EDSS – service de neurologie",), (), FRENCH_EDSS_HEADS,
        ("FR-01", "Lefèvre", "Zoé", date(1984, 3, 9), date(2019, 3, 25), 4.5, "Dr Noël", ""),
        ("FR-01", "Lefèvre", "Zoé", "09/03/1984", "27/09/2019", "4,0", "Dr Noël", "marche 300 m"),
        ("FR-02", "Nguyen-Petit", "Jean, Luc", date(1979, 12, 13), "mars 2019", 6, "", "avant greffe"),
        ("FR-02", "Nguyen-Petit", "Jean, Luc", date(1979, 12, 13), "2020", "6,5", "", ""),
        ("FR-03", "NA", "Aïcha", date(1990, 7, 30), "15/13/2020", 3, "", "date?"),
        ("FR-03", "NA", "Aïcha", date(1990, 7, 30), date(2021, 7, 1), ods.Error("#N/A"), "", ""),
        ("FR-04", "Petit", "Rémi", date(1988, 1, 2), date(2021, 2, 1), ods.Uncomputed("[.F4]+1"), "", ""),
        (), ("Moyenne", "", "", "", "", ods.Computed("AVERAGE([.F4:.F10])", "4.83333333333333"), "", ""),
    ]  # fmt: skip
    relapses: list[Sequence[ods.Value]] = [
        FRENCH_RELAPSE_HEADS,
        ("FR-01", date(2018, 1, 12), "névrite optique", "oui", "complète"),
        ("FR-01", "06/2018", "sensitif ; pyramidal", "oui", "partielle"),
        ("FR-02", "2017", "tronc cérébral", "?", "inconnue"),
        ("FR-09", date(2019, 5, 5), "cérébelleux", "non", "complète"),
    ]
    return ods.book({"EDSS": visits, "Poussées": relapses}, merged={"EDSS": [(0, 0, 0, 7)]})


SPANISH_HEADS: Final = (
    "Código",
    "Fecha de nacimiento",
    "Fecha muestra",
    "Prueba",
    "Resultado",
    "Unidad",
    "Observaciones",
)


def spanish() -> bytes:
    """A laboratory's export in Windows-1252 with semicolons and decimal commas: `<0,1`, `neg`, `n.d.`, a thousand with
    a point, a quoted line break, 12/3/19, a total."""
    lines = [
        ";".join(SPANISH_HEADS),
        "ES-001;05/11/1982;12/3/19;Hemoglobina;11,4;g/dL;",
        "ES-001;05/11/1982;12/3/19;Plaquetas;1.234;10^9/L;¿dilución?",
        "ES-001;05/11/1982;12/3/19;PCR;<0,1;mg/dL;",
        "ES-001;05/11/1982;25/03/2019;Neutrófilos;0,45;10^9/L;",
        'ES-002;17/01/1975;26/03/2019;ALT;n.d.;U/L;"muestra hemolizada;\nrepetir"',
        "ES-002;17/01/1975;26/03/2019;CMV ADN;neg;copias/mL;",
        "ES-002;17/01/1975;31/02/2019;Creatinina;0,9;mg/dL;",
        "ES-003;;26/03/2019;Albúmina;3,8;g/dL;Muñoz Ibáñez, Iñigo",
        "ES-003;;26/03/2019;Leucocitos;3,2-3,4;10^9/L;",
        "Total;;;9;;;",
    ]
    return ("\r\n".join(lines) + "\r\n").encode("cp1252")


ENGLISH_PATIENTS: Final = (
    "Study ID", "Surname", "First name", "DOB", "Sex", "Diagnosis", "MS type", "Transplant date", "Conditioning",
    "CD34 (x10^6/kg)", "Neutrophils >0.5 day", "Platelets >20 day", "Status", "Date of death", "Cause of death",
    "Age at transplant",
)  # fmt: skip
ENGLISH_EDSS: Final = (
    "Study ID", "Visit date", "Visual", "Brainstem", "Pyramidal", "Cerebellar", "Sensory", "Bowel/Bladder", "Cerebral",
    "Ambulation", "EDSS", "EDSS", "Rater",
)  # fmt: skip
ENGLISH_MRI: Final = (
    "Study ID",
    "MRI date",
    "Region",
    "Field (T)",
    "New T2",
    "Gd+",
    "Total T2",
    "T2 volume (mL)",
    "PBVC (%)",
    "Report",
)
ENGLISH_RELAPSES: Final = ("Study ID", "Relapse onset", "Systems", "Steroids", "Recovery", "Comment")


def english(patients: int = 8) -> bytes:
    """A registry's cohort on four sheets: the age as a formula, one never computed, EDSS twice in a sheet (one of them
    computed), US dates that cannot be told apart, a share in per cent, a hidden sheet, a head without a name."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        iso = book.add_format({"num_format": "yyyy-mm-dd"})
        percent = book.add_format({"num_format": "0.0%"})
        _sheet(book, "README", [("HSCT cohort, exported by hand. Do not sort!",)], iso)
        people = _sheet(book, "Patients", [ENGLISH_PATIENTS, *map(_english_patient, range(1, patients + 1))], iso)
        for number in range(1, patients + 1):
            people.write_formula(number, 15, f'=DATEDIF(D{number + 1},H{number + 1},"y")', None, 30 + number)
        people.write_formula(patients, 15, '=DATEDIF(D9,H9,"y")', None, "")
        people.write_string(1, 16, "ask consent")  # a column without a head
        _sheet(book, "EDSS", [ENGLISH_EDSS, *_english_examinations(patients)], iso)
        scans = _sheet(book, "MRI", [ENGLISH_MRI, *_english_scans(patients)], iso)
        scans.write_number(1, 8, -0.004, percent)
        _sheet(book, "Relapses", [ENGLISH_RELAPSES, *_english_relapses()], iso)
        _sheet(book, "lookup", [("rr", "relapsing"), ("sp", "secondary progressive")], iso).hide()
    return target.getvalue()


def _sheet(book: Any, title: str, rows: Sequence[Sequence[Any]], day: Any) -> Any:
    sheet = book.add_worksheet(title)
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            _put(sheet, at, column, value, day, None)
    return sheet


def _english_patient(number: int) -> list[Any]:
    born, day0 = date(1975, 1, 5) + timedelta(days=number * 400), date(2014, 3, 3) + timedelta(days=number * 90)
    died = date(2020, 2, 9) if number == 4 else ""
    return [
        f"UK-{number:03d}", ("O'Neil", "Smith", "NULL", "Van der Berg")[number % 4], ("Ann", "Bob")[number % 2], born,
        ("F", "M")[number % 2], "Multiple sclerosis", ("RRMS", "SPMS")[number % 2], day0, "BEAM-ATG",
        round(5.1 + number / 10, 1),
        11, "not reached" if number == 6 else 14, "dead" if died else "alive", died,
        "relapse, pneumonia" if died else "", "",
    ]  # fmt: skip


def _english_examinations(patients: int) -> list[list[Any]]:
    rows: list[list[Any]] = []
    for number in range(1, patients + 1):
        for visit, grade in enumerate((3, 2, 2)):
            day = f"{1 + visit * 2:02d}/{1 + number:02d}/201{5 + visit}"
            walk = 12 if number == 2 else 2  # the ambulation of one coding reaches 12, that of the other 16
            edss: Any = 4.0 if visit else 4.5
            rows.append(
                [
                    f"UK-{number:03d}",
                    day,
                    1,
                    0,
                    grade,
                    1,
                    grade,
                    1,
                    0,
                    walk,
                    edss,
                    4 + visit % 2,
                    "Dr Day" if visit else "",
                ]
            )
    return rows


def _english_scans(patients: int) -> list[list[Any]]:
    rows: list[list[Any]] = []
    for number in range(1, patients + 1):
        scanned = date(2015, 6, 1) + timedelta(days=number * 30)
        counts: list[Any] = [0, ">20" if number == 3 else 0, "multiple" if number == 5 else 12]
        rows.append([f"UK-{number:03d}", scanned, "brain", 3, *counts, 6.25, -0.4, "stable"])
    return rows


def _english_relapses() -> list[list[Any]]:
    return [
        ["UK-001", date(2013, 5, 6), "pyramidal; sensory", "yes", "complete", ""],
        ["UK-002", "2013-11", "visual", "no", "partial", ""],
        ["UK-002", "2012", "brainstem", "unknown", "unknown", "told by the patient"],
        ["UK-099", "2012-01-05", "visual", "yes", "complete", "nobody of that number"],
    ]


BOOKS: Final[dict[str, Callable[[], bytes]]] = {
    ITALIAN: italian,
    GERMAN: german,
    FRENCH: french,
    SPANISH: spanish,
    ENGLISH: english,
}
"""What makes each book, by its file name."""


def write_all(folder: Path) -> list[Path]:
    """Write every book into a folder; where they are."""
    paths = []
    for name, make in BOOKS.items():
        path = folder / name
        path.write_bytes(make())
        paths.append(path)
    return paths


if __name__ == "__main__":
    for written in write_all(Path(sys.argv[1])):
        print(written)
