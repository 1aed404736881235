"""The one registry of actions: menus, buttons, palette, sheet of keys and tests all read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence

FILE: Final = "file"
PATIENT: Final = "patient"
GO: Final = "go"
VIEW: Final = "view"
HELP: Final = "help"


@dataclass(frozen=True)
class Entry:
    """An action with what a menu and the palette need beside its words.

    `letter` marks a single-letter key, which acts only outside editors; `for_patient` marks what acts on the chosen
    patient. `words` are further words by which the palette finds it.
    """

    id: str
    group: str
    action: QAction
    icon: str
    key: str
    letter: bool = False
    for_patient: bool = False
    words: str = ""


class Actions(QObject):
    """Every action of the window by its id; each is triggered through its QAction and handled in one place."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: dict[str, Entry] = {}
        self._file()
        self._patient()
        self._care()
        self._disease()
        self._visits()
        self._go()
        self._view()
        self._help()

    def __getitem__(self, name: str) -> QAction:
        """The QAction of that id; KeyError for an unknown one."""
        return self._entries[name].action

    @property
    def entries(self) -> Iterable[Entry]:
        """All entries in the order of the menus."""
        return self._entries.values()

    def entry(self, name: str) -> Entry:
        """The entry of that id."""
        return self._entries[name]

    def in_group(self, group: str) -> list[Entry]:
        """The entries of one menu."""
        return [entry for entry in self._entries.values() if entry.group == group]

    def letters(self) -> list[Entry]:
        """The entries with a single-letter key."""
        return [entry for entry in self._entries.values() if entry.letter]

    def connect_all(self, handlers: dict[str, Callable[[], None]]) -> None:
        """Give every action its handler. KeyError when an action has none: no item may do nothing."""
        for name, entry in self._entries.items():
            entry.action.triggered.connect(_without_state(handlers[name]))

    def _add(
        self,
        name: str,
        group: str,
        text: str,
        picture: str,
        key: str = "",
        *,
        letter: bool = False,
        for_patient: bool = False,
        words: str = "",
    ) -> QAction:
        action = QAction(text, self)
        action.setObjectName(f"action_{name}")
        if key:
            action.setShortcut(QKeySequence(key))
        if letter:
            # A letter belongs to the page that shows the patient, never to a field.
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._entries[name] = Entry(name, group, action, picture, key, letter, for_patient, words)
        return action

    def _file(self) -> None:
        self._add("new_file", FILE, self.tr("New file…"), "plus", "Ctrl+Shift+N", words=self.tr("create database unit"))
        self._add("open_file", FILE, self.tr("Open file…"), "inbox", "Ctrl+O", words=self.tr("database unit"))
        self._add("print_list", FILE, self.tr("Print day list"), "print", "Ctrl+P", words=self.tr("PDF Today"))
        quiet = self.tr("emergency paper without the program contacts blank forms PDF evening")
        self._add("downtime_pack", FILE, self.tr("Write downtime pack"), "print", "Ctrl+Shift+D", words=quiet)
        results = self.tr("import results CSV XLSX blood count")
        self._add("lab_file", FILE, self.tr("Laboratory file…"), "import", words=results)
        sheet = self.tr("old table Excel CSV XLSX ODS patients visits EDSS take over")
        self._add("import_file", FILE, self.tr("Import spreadsheet…"), "import", "Ctrl+Shift+I", words=sheet)
        empty = self.tr("empty workbook import Excel XLSX")
        self._add("import_template", FILE, self.tr("Template for import…"), "document", words=empty)
        out = self.tr("tables Excel CSV JSON R pandas pseudonymised data dictionary save")
        self._add("export_tables", FILE, self.tr("Export tables…"), "export", "Ctrl+Shift+E", words=out)
        calendar = self.tr("agenda appointments ICS export")
        self._add("calendar_unit", FILE, self.tr("Calendar file of the unit…"), "calendar", words=calendar)
        away = self.tr("leave computer switch user PIN passphrase")
        stick = self.tr("backup copy stick second place safe")
        self._add("backup_now", FILE, self.tr("Back up now…"), "backup", "Ctrl+B", words=stick)
        self._add("lock", FILE, self.tr("Lock"), "lock", "Ctrl+L", words=away)
        self._add("quit", FILE, self.tr("Quit"), "close", "Ctrl+Q", words=self.tr("exit close"))

    def _patient(self) -> None:
        self._add("find", PATIENT, self.tr("Find patient or action"), "search", "Ctrl+K")
        self._add("new_patient", PATIENT, self.tr("New patient"), "plus", "Ctrl+N", words=self.tr("register"))
        self._letter("open_patient", self.tr("Open patient"), "user", "")
        self._letter("record_visit", self.tr("Record visit"), "edit", "R")
        values = self.tr("laboratory blood count results values")
        self._letter("open_flowsheet", self.tr("Type today's values"), "flask", "O", values)
        self._letter("show_flowsheet", self.tr("Flowsheet"), "flask", "", values)
        self._letter("show_trend", self.tr("Trend"), "flask", "", self.tr("laboratory curve chart picture course"))
        self._letter(
            "review_results", self.tr("Results to review"), "flask", "V", self.tr("laboratory seen proposals grade")
        )
        self._letter("record_toxicity", self.tr("Record toxicity"), "alert", "T", self.tr("adverse event CTCAE grade"))
        self._letter("record_therapy", self.tr("Record therapy"), "pill", "M", self.tr("medication drug"))
        self._letter(
            "record_transfusion", self.tr("Record transfusion"), "drop", "J", self.tr("platelets red cells blood")
        )
        prior = self.tr("DMT prior drug cladribine alemtuzumab multiple sclerosis")
        self._letter("record_dmt", self.tr("Prior or new drug for the disease"), "pill", "Shift+D", prior)
        card = self.tr("alert card irradiated blood live vaccines fever wallet PDF")
        self._letter("print_patient_card", self.tr("Print patient card"), "print", "Shift+J", card)
        self._letter("engraftment", self.tr("Engraftment"), "cell", "G", self.tr("neutrophils platelets graft failure"))
        self._letter("record_infection", self.tr("Record infection"), "fever", "I", self.tr("culture germ virus line"))
        criteria = self.tr("checklist engraftment syndrome SOS VOD febrile neutropenia")
        self._letter("check_criteria", self.tr("Check criteria"), "check", "Q", criteria)

    def _care(self) -> None:
        """Long-term checks, vaccines, therapies, statements, contacts."""
        late = self.tr("late effects yearly thyroid bone quality of life")
        self._letter("long_term_check", self.tr("Record long-term check"), "check", "Y", late)
        self._letter("show_long_term", self.tr("Long term"), "check", "", late)
        children = self.tr("preservation cycles contraception wish for a child")
        self._letter("record_fertility", self.tr("Fertility, pregnancy"), "user", "Shift+F", children)
        doses = self.tr("vaccination dose immunisation lot booster")
        self._letter("record_vaccine", self.tr("Record vaccine dose"), "syringe", "U", doses)
        self._letter("show_vaccines", self.tr("Vaccines"), "syringe", "", doses)
        gp = self.tr("PDF vaccination general practitioner family doctor")
        drugs = self.tr("PDF patient drugs times of day large print")
        self._letter("print_medicine_plan", self.tr("Print medicine plan"), "pill", "Shift+M", drugs)
        self._letter("print_vaccine_plan", self.tr("Print vaccine plan for the GP"), "print", "", gp)
        duties = self.tr("who does what until when one page unit GP neurologist")
        self._letter("show_care_plan", self.tr("Care plan"), "document", "Shift+K", duties)
        self._letter("print_care_plan", self.tr("Print care plan"), "print", "", duties)
        immune = self.tr("CD4 CD19 NK IgG lymphocytes recovery picture")
        self._letter("show_reconstitution", self.tr("Immune reconstitution"), "cell", "Shift+I", immune)
        self._letter("print_reconstitution", self.tr("Print immune reconstitution"), "print", "", immune)
        typed = self.tr("EBMT registry form Day 0 Day 100 6 months annual typed in missing CSV")
        self._letter("show_registry", self.tr("Registry sheet"), "document", "Shift+L", typed)
        self._letter("log_contact", self.tr("Log contact"), "phone", "C", self.tr("call letter telephone"))
        self._letter("stop_therapy", self.tr("Stop therapy"), "stop", "S", self.tr("end drug"))
        plan = self.tr("proposals prophylaxis supportive")
        self._letter("show_therapy_plan", self.tr("Therapy plan"), "pill", "", plan)
        self._letter("print_therapy_plan", self.tr("Print therapy plan"), "print", "", plan)
        self._letter("extend_therapy", self.tr("Extend therapy"), "extend", "Shift+S", self.tr("prolong drug"))
        none_running = self.tr("Confirm today: no immunosuppression")
        self._letter("confirm_none", none_running, "check", "Shift+N", self.tr("disease-modifying drug DMT statement"))
        self._letter("record_statement", self.tr("Confirm a statement…"), "check", "", self.tr("immune pregnancy"))

    def _disease(self) -> None:
        """The disease itself: neurology visits, scans, scores, relapses, history, selection, treatment."""
        course = self.tr("neurology disability EDSS NEDA PIRA RAW outcomes relapse MRI")
        self._letter("show_disease", self.tr("Course of the disease"), "brain", "", course)
        self._letter("print_disease", self.tr("Print course of the disease"), "print", "", course)
        exam = self.tr("EDSS functional systems ambulation T25FW 9HPT SDMT fatigue")
        self._letter("record_neurology", self.tr("Record neurology visit or scores"), "edit", "N", exam)
        scores = self.tr("mRSS FVC DLCO SLEDAI INCAT I-RODS MG-ADL CDAI Karnofsky quality of life")
        self._letter("record_measure", self.tr("Record scores"), "edit", "Shift+Y", scores)
        self._letter("print_measures", self.tr("Print outcome measures"), "print", "", scores)
        scans = self.tr("scan lesions T2 gadolinium brain volume re-baseline")
        self._letter("record_mri", self.tr("Record MRI"), "edit", "Shift+G", scans)
        self._letter("show_mri", self.tr("MRI list and re-baseline"), "document", "", scans)
        attack = self.tr("attack flare bout exacerbation pseudo-relapse")
        self._letter("record_relapse", self.tr("Record relapse"), "plus", "Shift+E", attack)
        before = self.tr("course onset diagnosis phenotype relapses DMT washout EDSS MRI table spreadsheet paste")
        self._letter("show_history", self.tr("History of the disease"), "history", "Shift+H", before)
        meeting = self.tr("eligibility criteria checklist meeting trial sign multidisciplinary")
        self._letter("show_selection", self.tr("Selection for transplant"), "check", "Shift+Q", meeting)
        self._letter("print_selection", self.tr("Print selection checklist"), "print", "", meeting)
        given = self.tr("mobilisation apheresis CD34 conditioning infusion CAR T stromal cells regimen approve")
        self._letter("show_treatment", self.tr("Treatment"), "cell", "Shift+T", given)
        approval = self.tr("approval of the conditioning by the unit day-by-day sheet sign")
        self._letter("approve_regimen", self.tr("Approve regimen"), "sign", "", approval)
        ward = self.tr("in-patient day by day sheet conditioning aplasia boxes PDF")
        self._letter("print_day_sheet", self.tr("Print day-by-day sheet"), "print", "", ward)
        death = self.tr("cause of death treatment-related mortality TRM adjudicate")
        self._letter("review_death", self.tr("Adjudicate death"), "edit", "", death)

    def _visits(self) -> None:
        """Visits, tasks, reports, alerts, and what is printed of a patient."""
        self._letter("book_visit", self.tr("Book or move visit"), "calendar", "B", self.tr("reschedule appointment"))
        self._letter("miss_visit", self.tr("Visit missed"), "calendar", "X", self.tr("absent did not come"))
        self._letter("unbook_visit", self.tr("Give up booking"), "calendar", "Shift+B", self.tr("appointment cancel"))
        self._letter("visit_not_applicable", self.tr("Visit not applicable"), "calendar", "Shift+X", self.tr("close"))
        self._letter("move_day0", self.tr("Move or enter Day 0"), "move", "D", self.tr("transplant date reschedule"))
        self._letter("next_transplant", self.tr("Next transplant…"), "cell", "", self.tr("second course Day 0"))
        self._letter("record_task", self.tr("New task"), "check", "K", self.tr("to do reminder"))
        self._letter("finish_task", self.tr("Task done"), "check", "F", self.tr("finish to do"))
        self._letter("edit_task", self.tr("Change task"), "edit", "", self.tr("to do owner due"))
        self._letter(
            "done_elsewhere", self.tr("Done elsewhere"), "hourglass", "H", self.tr("home hospital report awaited")
        )
        self._letter(
            "report_arrived", self.tr("Report arrived"), "inbox", "A", self.tr("result letter attach document")
        )
        self._letter("unit_alerts", self.tr("Red alerts of the unit"), "alert", "Shift+R", self.tr("all patients list"))
        self._letter("show_alerts", self.tr("Alerts"), "alert", "Shift+A", self.tr("acknowledge red fever threshold"))
        self._letter("attach_paper", self.tr("Attach document"), "document", "", self.tr("PDF scan picture report"))
        self._letter("explain_visit", self.tr("Why it is here"), "info", "W", self.tr("rule window protocol moved"))
        self._letter("change_state", self.tr("Change of state"), "tag", "", self.tr("discharge died transferred lost"))
        reader = self.tr("draft sign neurologist GP discharge annual review report PDF")
        self._letter("write_letter", self.tr("Write letter"), "letter", "L", reader)
        # The patient's page itself listens to these two keys, which mean nothing on a list.
        self._shown("print_summary", self.tr("Print summary"), "print", "P", self.tr("PDF patient"))
        urgent = self.tr("emergency department bedside one page allergies PDF")
        self._letter("print_emergency", self.tr("Print emergency summary"), "print", "Shift+U", urgent)
        self._shown("print_plan", self.tr("Print patient plan"), "print", "Shift+P", self.tr("PDF large print dates"))
        appointments = self.tr("appointments ICS export")
        self._letter("calendar_patient", self.tr("Calendar file of the patient…"), "calendar", "", appointments)
        strips = self.tr("tests PCR weekly missed hole")
        self._letter("show_strips", self.tr("Monitoring strips of the patient"), "flask", "Shift+W", strips)
        rights = self.tr("GDPR consent research registry complete export copy who looked pseudonymise erasure privacy")
        self._letter("data_protection", self.tr("Data protection"), "shield", "", rights)
        self._shown("edit_patient", self.tr("Edit patient and transplant"), "edit", "E", self.tr("Day 0 data change"))
        self._add("undo", PATIENT, self.tr("Undo last entry"), "undo", "Ctrl+Z", words=self.tr("take back"))

    def _letter(self, name: str, text: str, picture: str, key: str, words: str = "") -> None:
        self._add(name, PATIENT, text, picture, key, letter=bool(key), for_patient=True, words=words)

    def _shown(self, name: str, text: str, picture: str, key: str, words: str) -> None:
        action = self._add(name, PATIENT, text, picture, for_patient=True, words=words)
        self._entries[name] = Entry(name, PATIENT, action, picture, key, for_patient=True, words=words)

    def _go(self) -> None:
        self._add("go_today", GO, self.tr("Today"), "today", "Ctrl+1", words=self.tr("lists late due"))
        self._add("go_patients", GO, self.tr("Patients"), "patients", "Ctrl+2", words=self.tr("all list"))
        self._add("go_unit", GO, self.tr("Unit"), "unit", "Ctrl+3", words=self.tr("agenda calendar month week"))
        handover = self.tr("changes since shift report")
        self._add("go_handover", GO, self.tr("Shift handover"), "history", "Ctrl+H", words=handover)
        strips = self.tr("monitoring tests PCR weekly missed hole")
        self._add("go_monitoring", GO, self.tr("Monitoring strips"), "flask", "Ctrl+Shift+W", words=strips)
        due = self.tr("letters due unsent batch print Day 100 annual")
        self._add("go_letters", GO, self.tr("Letters due"), "document", "Ctrl+Shift+L", words=due)
        self._add("go_protocols", GO, self.tr("Protocols"), "protocols", "Ctrl+4", words=self.tr("schedule"))
        self._add("go_settings", GO, self.tr("Settings"), "settings", "Ctrl+,", words=self.tr("staff unit folder"))
        proof = self.tr("restore backup drill proof second place stick")
        self._add("go_backups", GO, self.tr("Backups and restore"), "backup", words=proof)
        self._add("menu", VIEW, self.tr("Menu"), "menu", "F10", words=self.tr("file new open"))

    def _view(self) -> None:
        self._add("who", VIEW, self.tr("Who is working…"), "users", "Ctrl+Shift+U", words=self.tr("staff author"))
        schemes = [
            ("theme_system", self.tr("Colours of the system")),
            ("theme_light", self.tr("Light")),
            ("theme_dark", self.tr("Dark")),
        ]
        self._choice(schemes, "theme", self.tr("colours theme"))
        # Each language is named in itself, so that whoever needs it can read it.
        self._choice([("language_en", "English"), ("language_it", "Italiano")], "language", self.tr("language"))

    def _choice(self, choices: list[tuple[str, str]], picture: str, words: str) -> None:
        group = QActionGroup(self)
        for name, text in choices:
            action = self._add(name, VIEW, text, picture, words=words)
            action.setCheckable(True)
            group.addAction(action)

    def _help(self) -> None:
        self._add("keys", HELP, self.tr("Keys"), "keyboard", "F1", words=self.tr("shortcuts"))
        self._add("about", HELP, self.tr("About and intended use"), "info", words=self.tr("version"))
        self._add("licences", HELP, self.tr("Licences"), "document", words=self.tr("open source fonts"))


def _without_state(handler: Callable[[], None]) -> Callable[[bool], None]:
    """QAction passes its checked state, which no handler here needs."""

    def call(_checked: bool = False) -> None:
        handler()

    return call
