"""First paint of the program against a bare window with a table and one query; Today filled against the same by ORM.

    python -m benchmarks.start [pairs]

Each side is a process of its own that ends when it has painted; measured from its start to its end.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.pairs import PAIRS, race

FIRST_PAINT_AIM = 1.3
TODAY_AIM = 1.2
PATIENTS = 24

OURS = """
import sys
from pathlib import Path
from hsct_desktop import app
application = app.make_application()
shell = app.Shell(application, app.Options(Path(sys.argv[1]), language="en", scheme="light", plain_accepted=True))
if sys.argv[2] == "paint":
    shell.window.first_painted.disconnect()
    shell.window.first_painted.connect(lambda: __import__("os")._exit(0))
else:
    shell.ctx.workspace_changed.connect(lambda: __import__("PySide6.QtCore").QtCore.QTimer.singleShot(
        0, lambda: (application.processEvents(), __import__("os")._exit(0))))
shell.window.resize(1366, 768)
shell.window.show()
application.exec()
"""

BARE = """
import os, sqlite3, sys
from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
application = QApplication([])
if sys.argv[2] == "orm":
    import sqlalchemy as sa
    from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
    class Base(DeclarativeBase): pass
    class Visit(Base):
        __tablename__ = "scheduled_visit"
        id: Mapped[int] = mapped_column(primary_key=True)
        patient_id: Mapped[int]
        label_en: Mapped[str]
        target: Mapped[str]
        closing: Mapped[str]
    class Patient(Base):
        __tablename__ = "patient"
        id: Mapped[int] = mapped_column(primary_key=True)
        family_name: Mapped[str]
        given_name: Mapped[str]
        birth_date: Mapped[str]
        code: Mapped[str]
    with Session(sa.create_engine(f"sqlite:///{sys.argv[1]}")) as session:
        found = session.execute(sa.select(Visit, Patient).join(Patient, Patient.id == Visit.patient_id)
                                .where(Visit.closing == "none").order_by(Visit.target)).all()
        rows = [(p.family_name, p.given_name, p.birth_date, p.code, v.label_en, v.target) for v, p in found]
else:
    rows = sqlite3.connect(sys.argv[1]).execute(
        "select family_name, given_name, birth_date, code, label_en, target from scheduled_visit join patient "
        "on patient.id = scheduled_visit.patient_id where closing = 'none' order by target").fetchall()
class Model(QAbstractTableModel):
    def rowCount(self, parent=None): return len(rows)
    def columnCount(self, parent=None): return 6
    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        return rows[index.row()][index.column()] if role == Qt.ItemDataRole.DisplayRole else None
class Table(QTableView):
    def paintEvent(self, event):
        super().paintEvent(event)
        os._exit(0)
window = QMainWindow()
table = Table()
model = Model()
table.setModel(model)
window.setCentralWidget(table)
window.resize(1366, 768)
window.show()
application.exec()
"""


def timed(script: str, database: Path, mode: str) -> float:
    """Seconds from the start of a Python process to its end."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", script, str(database), mode], check=True, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def main(pairs: int = PAIRS) -> None:
    """Print both ratios."""
    from hsct_desktop.services import practice

    with tempfile.TemporaryDirectory() as folder:
        ward = Path(folder) / "ward.hsct"
        practice.create(ward, PATIENTS).close()
        race(
            "first paint / bare window with table and one query",
            FIRST_PAINT_AIM,
            lambda: timed(OURS, ward, "paint"),
            lambda: timed(BARE, ward, "plain"),
            pairs,
        )
        race(
            "Today filled / the same window filled by ORM",
            TODAY_AIM,
            lambda: timed(OURS, ward, "filled"),
            lambda: timed(BARE, ward, "orm"),
            pairs,
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS)
