"""An invented letter as the pages of the house show it: in both languages, of little and of very much."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hsct_desktop.documents.letter_inputs import (
    Box,
    Curve,
    Labelled,
    LetterData,
    Letterhead,
    LetterSection,
    ResultLine,
    Results,
    Rows,
    Stamp,
    State,
    Window,
    Words,
)
from hsct_desktop.documents.text import bold, joined
from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.pictures.disability_facts import Attack, DisabilityFacts, Drug, Scan, Visit
from tests.documents import samples
from tests.pictures.disability_samples import on

SIGNED_AT = dt.datetime(2026, 11, 18, 16, 42, tzinfo=dt.UTC)
SIGNED = State(Stamp.SIGNED, 1, "dott.ssa Giulia Ferrante", "dirigente medico", SIGNED_AT, "7f3a91c2e04b55aa")
HEAD = Letterhead(
    "Azienda Ospedaliera Sant’Aurelio",
    "Ematologia · Programma trapianti per malattie autoimmuni",
    (
        "Via dei Tigli 4 · 00000 Borgoverde",
        "tel. +39 000 555 0142 (24 ore) · fax +39 000 555 0143",
        "trapianti@santaurelio.example",
    ),
    return_line="Az. Osp. Sant’Aurelio · Via dei Tigli 4 · 00000 Borgoverde",
    window=Window.RIGHT,
)


def facts() -> DisabilityFacts:
    """A short course: two relapses, ocrelizumab, the transplant, a year without therapy."""
    graded = [
        ("2023-12-05", 3.0, False),
        ("2024-05-20", 3.0, False),
        ("2024-11-14", 3.5, False),
        ("2025-03-10", 5.0, True),
        ("2025-06-20", 4.5, False),
        ("2025-11-03", 4.5, False),
        ("2026-02-16", 4.0, False),
        ("2026-05-18", 3.5, False),
        ("2026-11-18", 3.0, False),
    ]
    scans = [
        ("2024-10-05", 3, 1),
        ("2025-04-02", 2, 1),
        ("2025-11-04", 1, 1),
        ("2026-05-12", 0, 0),
        ("2026-11-04", 0, 0),
    ]
    return DisabilityFacts(
        samples.ON,
        samples.DAY0,
        tuple(Visit(i, on(d), v, hollow) for i, (d, v, hollow) in enumerate(graded, 1)),
        tuple(Attack(i, on(d)) for i, d in enumerate(("2024-09-20", "2025-02-25"), 1)),
        tuple(Scan(i, on(d), t2, gd, d == "2026-05-12") for i, (d, t2, gd) in enumerate(scans, 1)),
        (Drug(1, "ocrelizumab", on("2022-03"), on("2025-04-08")),),
        rebaseline=dt.date(2026, 5, 12),
        regimen="BEAM-ATG",
        without_relapse="",
        without_drug="nessuna DMT",
    )


def lab_lines(count: int = 12) -> tuple[ResultLine, ...]:
    """Results as a laboratory gives them, repeated up to `count`."""
    lines = (
        ResultLine("Emoglobina", "12,4", "", "g/dL", "12,0–16,0", "11,6"),
        ResultLine("Leucociti", "4,60", "", "10⁹/L", "4,00–10,00", "3,90"),
        ResultLine("Neutrofili", "2,91", "", "10⁹/L", "1,80–7,50", "2,35"),
        ResultLine("Linfociti", "0,92", "low", "10⁹/L", "1,00–4,00", "0,71"),
        ResultLine("Linfociti CD4+", "342", "low", "/µL", "500–1500", "238"),
        ResultLine("Piastrine", "212", "", "10⁹/L", "150–400", "187"),
        ResultLine("Creatinina", "0,71", "", "mg/dL", "0,50–0,90", "0,69"),
        ResultLine("ALT", "22", "", "U/L", "< 35", "31"),
        ResultLine("IgG", "7,9", "", "g/L", "7,0–16,0", "6,4"),
        ResultLine("TSH", "6,80", "high", "mU/L", "0,40–4,00", "2,10"),
        ResultLine("FT4", "13,1", "", "pmol/L", "12,0–22,0", "15,2"),
        ResultLine("CMV-DNA", "n.r.", "", "UI/mL", "", "< 150"),
    )
    return tuple(lines[i % len(lines)] for i in range(count))


def _sections() -> tuple[LetterSection, ...]:
    return (
        LetterSection(
            "diagnosis",
            "Diagnosi",
            (
                Words(
                    joined(
                        (
                            "Sclerosi multipla recidivante-remittente, esordio giugno 2016, diagnosi "
                            "settembre 2016. EDSS prima del "
                            "trapianto 4,5 (3 novembre 2025); 2 ricadute nei 24 mesi precedenti.",
                            bold("Terapie precedenti:"),
                            "dimetilfumarato (10/2016–02/2019, sospeso per ricadute), fingolimod "
                            "(04/2019–01/2022, attività RM), "
                            "ocrelizumab (03/2022–04/2025, ricadute e lesioni captanti).",
                        ),
                        " ",
                    )
                ),
            ),
        ),
        LetterSection(
            "transplant",
            "Trapianto",
            (
                Labelled(
                    (
                        (
                            "Mobilizzazione",
                            "ciclofosfamide 2 g/m² il 6 ottobre 2025, filgrastim 10 µg/kg/die; 2 aferesi "
                            "(16 e 17 ottobre 2025)",
                        ),
                        (
                            "Condizionamento",
                            "BEAM-ATG (dosi totali): carmustina 300 mg/m² (g −6), etoposide 800 mg/m² e "
                            "citarabina 1600 mg/m² (g −5 … −2), melfalan 140 mg/m² (g −1), ATG di coniglio "
                            "7,5 mg/kg (g +1, +2)",
                        ),
                        ("Cellule infuse", "CD34+ 5,84 × 10⁶/kg, non manipolate, il 13 novembre 2025 (giorno 0)"),
                        (
                            "Attecchimento",
                            "neutrofili ≥ 0,5 × 10⁹/L il 23/11/2025 (g +10); piastrine ≥ 20 × 10⁹/L il "
                            "30/11/2025 (g +17)",
                        ),
                        ("Ricovero", "dal 6 novembre al 3 dicembre 2025 (27 giorni), senza terapia intensiva"),
                    )
                ),
            ),
            note="condizionamento di intensità intermedia",
            brief=(Words("BEAM-ATG, giorno 0 il 13 novembre 2025; dettagli nella mia lettera del 20 maggio 2026."),),
            keep=1,
        ),
        LetterSection(
            "course",
            "Decorso e tossicità",
            (
                Words(
                    joined(
                        (
                            bold("Grado 3:"),
                            "neutropenia febbrile (g +5 … +9, emocolture negative), mucosite orale (g +6 … "
                            "+14, nutrizione parenterale per 5 giorni).",
                            bold("Grado 2:"),
                            "riattivazione di CMV (g +33 … +57, valganciclovir per 14 giorni; DNA non "
                            "rilevato dal 9 gennaio 2026), diarrea (g +4 … +11). "
                            "EBV-DNA: massimo 3 800 copie/mL (g +41), nessun trattamento. Esclusa la "
                            "linfopenia attesa, nessuna tossicità di grado ≥ 3 dopo il giorno +30.",
                        ),
                        " ",
                    )
                ),
            ),
            note="grado massimo per evento, CTCAE v5.0",
            brief=(Words("Grado 3: neutropenia febbrile, mucosite orale."),),
            keep=2,
        ),
        LetterSection(
            "today",
            "Oggi",
            (
                Words(
                    joined(
                        (
                            "Condizioni generali buone. Cammina circa 700 m senza appoggio (prima del "
                            "trapianto circa 350 m). Fatica lieve (grado 1). All’esame: lieve ipostenia "
                            "dell’arto inferiore sinistro (MRC 4+/5), "
                            "riflessi vivaci a sinistra, Romberg negativo. Apiretica; peso 61,5 kg; PA "
                            "118/74 mmHg. Karnofsky 90.",
                            bold("EDSS 3,0"),
                            "(prima del trapianto 4,5; figura 1).",
                        ),
                        " ",
                    )
                ),
            ),
        ),
        LetterSection(
            "mri",
            "Risonanza magnetica e stato di malattia",
            (
                Words(
                    joined(
                        (
                            "La RM del 12 maggio 2026 (mese 6) è la RM di riferimento: le lesioni già "
                            "presenti in quell’esame non contano come attività. RM del 4 novembre 2026: "
                            "nessuna nuova lesione.",
                            bold("NEDA-3 a 12 mesi: sì"),
                            "(nessuna ricaduta, nessuna progressione confermata, nessuna attività RM). "
                            "Criteri: conferma a 24 settimane, RM di riferimento al mese 6.",
                        ),
                        " ",
                    )
                ),
            ),
        ),
        LetterSection(
            "picture",
            "Disabilità",
            (
                Curve(
                    facts(),
                    68,
                    "Figura 1. EDSS da dicembre 2023 a oggi. Cerchio vuoto: valutazione entro 30 "
                    "giorni da una ricaduta.",
                ),
            ),
        ),
        LetterSection(
            "results",
            "Esami rilevanti",
            (Results(lab_lines()),),
            note="4 novembre 2026 (precedente: 18 maggio 2026) · ↑ sopra, ↓ sotto il riferimento · n.r. non rilevato",
        ),
        LetterSection(
            "medicines",
            "Terapia e profilassi",
            (
                Rows(
                    ("Farmaco", "Dose", "Dal", "Sospensione prevista"),
                    (
                        (
                            bold("Aciclovir"),
                            "800 mg × 2/die per os",
                            "06/11/2025",
                            "31/12/2026, dopo la 2ª dose del vaccino anti-zoster; CD4+ > 200/µL",
                        ),
                        (
                            bold("Colecalciferolo"),
                            "50 000 UI/mese per os",
                            "01/02/2026",
                            "da rivedere al mese 18 (maggio 2027)",
                        ),
                        (bold("Baclofene"), "10 mg × 3/die per os", "12/2021", "secondo il neurologo"),
                        (
                            bold("Co-trimossazolo"),
                            "960 mg × 3/sett. per os",
                            "25/11/2025",
                            joined((bold("sospeso"), "il 22/06/2026: oltre 6 mesi, CD4+ 238/µL"), " "),
                        ),
                    ),
                    (31, 40, 22, 0),
                ),
            ),
        ),
        LetterSection(
            "vaccines",
            "Vaccinazioni e fertilità",
            (
                Words(
                    "Vaccini non vivi in corso; prossima dose: anti-zoster ricombinante, 2ª dose, "
                    "14 dicembre 2026. Vaccini vivi: non prima del 13 novembre 2027 e solo se "
                    "sieronegativa, "
                    "senza immunosoppressione né DMT. Cicli mestruali regolari da agosto 2026; AMH "
                    "0,4 µg/L. Desidera una gravidanza: consulenza il 13 gennaio 2027."
                ),
            ),
        ),
        LetterSection(
            "assessment",
            "Valutazione",
            (
                Words(
                    "Decorso favorevole a 12 mesi. L’aumento isolato del TSH va confermato: dopo il "
                    "trapianto la tiroidite autoimmune è possibile anche a distanza di anni. Non vi "
                    "è oggi indicazione a una DMT."
                ),
            ),
        ),
        LetterSection(
            "plan",
            "Piano",
            (
                Rows(
                    ("Quando", "Che cosa", "Chi"),
                    (
                        (bold("14/12/2026"), "Vaccino anti-zoster ricombinante, 2ª dose", "Medico curante"),
                        (bold("16/12/2026"), "TSH, FT4, anticorpi anti-TPO; emocromo", "Centro trapianti"),
                        (bold("13/01/2027"), "Densitometria ossea; consulenza sulla fertilità", "Centro trapianti"),
                        (
                            bold("12/05/2027"),
                            "Visita del mese 18 (finestra 15/04–14/06/2027) con EDSS",
                            joined(("Centro trapianti;", bold("Neurologia"), "(EDSS)"), " "),
                        ),
                        (bold("novembre 2027"), "RM encefalo con gadolinio; EDSS (mese 24)", bold("Neurologia")),
                    ),
                    (29, 79, 0),
                ),
            ),
        ),
    )


def typical(language: str = "it", state: State = SIGNED) -> LetterData:
    """The letter of two pages; its facts stay Italian, the frame follows the language."""
    return LetterData(
        samples.context(language),
        LetterKind.NEUROLOGIST,
        HEAD if language == "it" else replace(HEAD, window=Window.LEFT),
        state,
        (
            "Gent.ma Dott.ssa",
            "Francesca Neri",
            "Centro sclerosi multipla – U.O. Neurologia",
            "Ospedale di Valchiara",
            "Via Roma 12",
            "00000 Valchiara",
        ),
        (
            ("Data", "18 novembre 2026"),
            ("Paziente", "ROSSETTI Chiara"),
            ("Nata il", "14 marzo 1989 (37 anni) · F"),
            ("Codice", "R-0147"),
            ("Medico", "dott.ssa Giulia Ferrante"),
            ("Copie", "dott. L. Bassi; la paziente"),
        ),
        "ROSSETTI Chiara, nata il 14 marzo 1989 – controllo a 12 mesi dal trapianto "
        "autologo di cellule staminali ematopoietiche (giorno 0: 13 novembre 2025; oggi "
        "giorno +370)",
        ("ROSSETTI Chiara", "nata il 14/03/1989 · R-0147"),
        "Gentile Dottoressa Neri,",
        Box(
            "Dalla mia ultima lettera (20 maggio 2026)",
            (
                joined(
                    (
                        bold("EDSS da 3,5 a 3,0."),
                        "Il miglioramento rispetto al valore pre-trapianto (4,5) è confermato a 26 settimane.",
                    ),
                    " ",
                ),
                joined((bold("Nessuna ricaduta."), "Nessuna terapia modificante la malattia (DMT)."), " "),
                joined(
                    (
                        bold("RM encefalo del 4 novembre 2026:"),
                        "nessuna nuova lesione T2 né lesioni captanti gadolinio rispetto alla RM di "
                        "riferimento del 12 maggio 2026.",
                    ),
                    " ",
                ),
                joined(
                    (
                        bold("Nuovo: TSH 6,80 mU/L"),
                        "con FT4 nei limiti (4 novembre 2026). Il controllo è previsto il 16 dicembre 2026.",
                    ),
                    " ",
                ),
                joined(
                    (
                        bold("Co-trimossazolo sospeso"),
                        "il 22 giugno 2026. Aciclovir: sospensione prevista il 31 dicembre 2026.",
                    ),
                    " ",
                ),
                joined(
                    (
                        bold("Che cosa Le chiediamo:"),
                        "EDSS a maggio 2027, RM encefalo a novembre 2027; avvisarci prima di ogni DMT.",
                    ),
                    " ",
                ),
            ),
        ),
        _sections(),
        Box(
            "Chiamare subito +39 000 555 0142 (24 ore)",
            (
                "temperatura ≥ 38,0 °C",
                "nuovo deficit neurologico oltre 24\u00a0ore",
                "piastrine < 50 × 10⁹/L o sanguinamento",
                "herpes zoster",
                "dispnea.",
                "Se i disturbi compaiono con febbre, trattare la febbre e rivalutare a paziente "
                "apiretica prima di parlare di ricaduta.",
            ),
        ),
        "Con i più cordiali saluti,",
        ("dott.ssa Giulia Ferrante", "dirigente medico, Ematologia – Programma trapianti"),
    )


def poor(language: str = "it") -> LetterData:
    """A letter of almost nothing: no address, no box, one sentence."""
    section = LetterSection("today", "Oggi", (Words("Nulla di nuovo."),))
    return replace(
        typical(language, State()),
        address=(),
        reference=(),
        box=None,
        sections=(section,),
        call=None,
        signature=(),
        letterhead=Letterhead(),
    )
