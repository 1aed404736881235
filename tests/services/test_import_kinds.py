"""Ten sheets of an Italian ward, one of each kind: recognised, taken in, the same the second time, taken back whole."""

from __future__ import annotations

from dataclasses import replace

from hsct_desktop.catalogue.import_fields import import_fields
from hsct_desktop.domain.import_column import guess_kind, mapping_of, recognise
from hsct_desktop.domain.import_field import ImportKind
from hsct_desktop.domain.import_mapping import Question
from hsct_desktop.domain.import_run import RowState
from hsct_desktop.domain.import_table import find_table
from hsct_desktop.exchange.book_file import book_of
from hsct_desktop.services import import_runs
from hsct_desktop.services.import_check import DryRun, dry_run, prepare
from hsct_desktop.services.import_codes import code_lists
from hsct_desktop.services.import_take import take
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store.base import Base
from tests.services.ward import TODAY

SHEETS = {
    ImportKind.PATIENTS: """Codice;Cognome;Nome;Data di nascita;Sesso;Diagnosi;Data trapianto;Condizionamento
A1;Solinas;Maria;13/05/1980;F;Sclerosi multipla;15/03/2024;BEAM-ATG
A2;Neri;Paolo;31/01/1975;M;Sclerosi multipla;02/10/2025;BEAM-ATG""",
    ImportKind.VISITS: """Codice;Data visita;Medico;Peso;PA;FC;Karnofsky;Note
A1;15/06/2024;Dr Rossi;62,5;120/80;72;90;controllo 3 mesi
A2;13/12/2025;;81;;;80;
A2;13/12/2025;;18;;;80;""",
    ImportKind.LAB_RESULTS: """Codice;Data prelievo;Esame;Risultato;Unità;Laboratorio
A1;15/06/2024;Emoglobina;11,8;g/dL;
A1;15/06/2024;Leucociti;<0,1;10^9/L;
A2;13/12/2025;Emoglobina;118;g/L;Laboratorio Esterno
A2;13/12/2025;Emoglobina;1180;g/L;""",
    ImportKind.ADVERSE_EVENTS: """Codice;Tossicità;Esordio;Fine;Grado;Esito;Attribuzione
A1;Neutropenia febbrile;23/03/2024;27/03/2024;3;risolto;condizionamento
A1;Mucosite orale;25/03/2024;02/04/2024;2;risolta;condizionamento
A2;Nausea;05/10/2025;;4;in corso;""",
    ImportKind.THERAPIES: """Codice;Farmaco;Inizio;Fine;Dose;Unità;Via
A1;Aciclovir;15/03/2024;15/03/2025;400;mg;orale
A2;Vitamina D;13/10/2025;;25000;UI;orale
A2;Fluconazolo;13/10/2025;20/12/2025;400;;ev""",
    ImportKind.VACCINATIONS: """Codice;Vaccino;Data;Dose;Lotto
A1;Prevenar 13;20/09/2024;1;AB12
A2;Esavalente;20/04/2026;1;
A2;Esavalente;20/04/2027;2;""",
    ImportKind.EDSS: """Codice;Data;EDSS;Visivo;Tronco;Piramidale;Cerebellare;Sensitivo;Sfinterico;Cerebrale;Cammino
A1;10/03/2024;4,5;1;1;3;2;2;1;0;2
A2;13/09/2025;6,0;;;;;;;;
A2;14/09/2025;6,25;;;;;;;;""",
    ImportKind.RELAPSES: """Codice;Data ricaduta;Sistemi;Cortisone;Recupero
A1;03/2022;visivo;sì;completo
A2;14/06/2024;tronco;no;
A2;14/06/1970;tronco;no;""",
    ImportKind.MRI: """Codice;Data RM;Distretto;Nuove lesioni T2;Gd+;Campo
A1;13/02/2024;encefalo;3;1;3T
A2;13/09/2025;encefalo;n.d.;2;3
A2;13/10/2025;encefalo;-1;2;3""",
    ImportKind.CONTACTS: """Codice;Data;Tipo;Con chi;Esito;Note
A1;13/02/2025;telefonata;paziente;raggiunto;sta bene
A2;14/02/2026;email;neurologo;inviato;referto
A9;14/02/2026;email;neurologo;inviato;referto""",
}
"""The last row of each but the first cannot come in; of visits the two that contradict each other."""
NEW = {ImportKind.PATIENTS: 2, ImportKind.VISITS: 1, ImportKind.LAB_RESULTS: 3}


def tried(ws: Workspace, kind: ImportKind) -> DryRun:
    """A sheet as it is recognised; the coding of ambulation is all that is asked."""
    book = book_of(SHEETS[kind].encode(), f"{kind.value}.csv")
    table, codes, fields = find_table(book.sheets[0]), code_lists(ws.catalogue), import_fields()
    assert guess_kind(table, fields, codes) is kind
    found = recognise(table, kind, fields[kind], codes, TODAY)
    asked = {question for one in found for question in one.asks}
    assert asked == ({Question.CODING} if kind is ImportKind.EDSS else set())
    defaults = {"edss.coding": "neurostatus"} if asked else {}
    mapping = replace(mapping_of(found, kind), defaults=defaults)
    return dry_run(ws, book, prepare(ws, book, [mapping]))


def standing(ws: Workspace) -> dict[str, int]:
    """How many rows stand in the tables of patients' records."""
    with ws.read() as session:
        tables = [table for table in Base.metadata.sorted_tables if {"patient_id", "voided_at"} <= set(table.c.keys())]
        counts = {
            table.name: len(session.execute(table.select().where(table.c.voided_at.is_(None))).all())
            for table in tables
        }
    return {name: count for name, count in counts.items() if count}


def test_a_sheet_of_each_kind_comes_in_once_and_goes_out_again(ws: Workspace) -> None:
    runs = []
    for kind in SHEETS:
        run = tried(ws, kind)
        rows = SHEETS[kind].count("\n")
        assert (run.read, run.counts[RowState.NEW]) == (rows, NEW.get(kind, 2)), kind
        assert run.counts[RowState.REFUSED] == rows - NEW.get(kind, 2), kind
        runs.append(take(ws, run).run_id or 0)
        again = tried(ws, kind)
        assert (again.counts[RowState.SAME], again.writes) == (NEW.get(kind, 2), False), kind
    came = standing(ws)
    assert {"visit", "lab_result", "adverse_event", "supportive_therapy", "vaccination", "mri"} <= came.keys()
    for run_id in reversed(runs):
        import_runs.undo(ws, run_id)
    assert standing(ws) == {}
