"""Compiled from ui/new_file_dialog.ui by installer/build_assets.py. Edit the form, then run `make assets`."""

from PySide6.QtCore import QCoreApplication, QMetaObject, Qt
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget


class Ui_NewFileDialog:
    def setupUi(self, NewFileDialog: QDialog) -> None:
        if not NewFileDialog.objectName():
            NewFileDialog.setObjectName(u"NewFileDialog")
        self.column = QVBoxLayout(NewFileDialog)
        self.column.setObjectName(u"column")
        self.introduction = QLabel(NewFileDialog)
        self.introduction.setObjectName(u"introduction")
        self.introduction.setTextFormat(Qt.TextFormat.PlainText)
        self.introduction.setWordWrap(True)

        self.column.addWidget(self.introduction)

        self.grid = QGridLayout()
        self.grid.setObjectName(u"grid")
        self.place_label = QLabel(NewFileDialog)
        self.place_label.setObjectName(u"place_label")

        self.grid.addWidget(self.place_label, 0, 0, 1, 1)

        self.place_row = QHBoxLayout()
        self.place_row.setObjectName(u"place_row")
        self.place = QLineEdit(NewFileDialog)
        self.place.setObjectName(u"place")

        self.place_row.addWidget(self.place)

        self.browse = QPushButton(NewFileDialog)
        self.browse.setObjectName(u"browse")
        self.browse.setAutoDefault(False)

        self.place_row.addWidget(self.browse)


        self.grid.addLayout(self.place_row, 0, 1, 1, 1)

        self.unit_label = QLabel(NewFileDialog)
        self.unit_label.setObjectName(u"unit_label")

        self.grid.addWidget(self.unit_label, 1, 0, 1, 1)

        self.unit = QLineEdit(NewFileDialog)
        self.unit.setObjectName(u"unit")

        self.grid.addWidget(self.unit, 1, 1, 1, 1)

        self.person_label = QLabel(NewFileDialog)
        self.person_label.setObjectName(u"person_label")

        self.grid.addWidget(self.person_label, 2, 0, 1, 1)

        self.person = QLineEdit(NewFileDialog)
        self.person.setObjectName(u"person")

        self.grid.addWidget(self.person, 2, 1, 1, 1)

        self.role_label = QLabel(NewFileDialog)
        self.role_label.setObjectName(u"role_label")

        self.grid.addWidget(self.role_label, 3, 0, 1, 1)

        self.role = QComboBox(NewFileDialog)
        self.role.setObjectName(u"role")

        self.grid.addWidget(self.role, 3, 1, 1, 1)

        self.passphrase_label = QLabel(NewFileDialog)
        self.passphrase_label.setObjectName(u"passphrase_label")

        self.grid.addWidget(self.passphrase_label, 4, 0, 1, 1)

        self.passphrase = QLineEdit(NewFileDialog)
        self.passphrase.setObjectName(u"passphrase")
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)

        self.grid.addWidget(self.passphrase, 4, 1, 1, 1)

        self.again_label = QLabel(NewFileDialog)
        self.again_label.setObjectName(u"again_label")

        self.grid.addWidget(self.again_label, 5, 0, 1, 1)

        self.again = QLineEdit(NewFileDialog)
        self.again.setObjectName(u"again")
        self.again.setEchoMode(QLineEdit.EchoMode.Password)

        self.grid.addWidget(self.again, 5, 1, 1, 1)


        self.column.addLayout(self.grid)

        self.problem = QLabel(NewFileDialog)
        self.problem.setObjectName(u"problem")
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setWordWrap(True)

        self.column.addWidget(self.problem)

        self.buttons = QDialogButtonBox(NewFileDialog)
        self.buttons.setObjectName(u"buttons")
        self.buttons.setStandardButtons(QDialogButtonBox.StandardButton.Cancel|QDialogButtonBox.StandardButton.Ok)

        self.column.addWidget(self.buttons)

        self.place_label.setBuddy(self.place)
        self.unit_label.setBuddy(self.unit)
        self.person_label.setBuddy(self.person)
        self.role_label.setBuddy(self.role)
        self.passphrase_label.setBuddy(self.passphrase)
        self.again_label.setBuddy(self.again)
        QWidget.setTabOrder(self.place, self.browse)
        QWidget.setTabOrder(self.browse, self.unit)
        QWidget.setTabOrder(self.unit, self.person)
        QWidget.setTabOrder(self.person, self.role)
        QWidget.setTabOrder(self.role, self.passphrase)
        QWidget.setTabOrder(self.passphrase, self.again)

        self.retranslateUi(NewFileDialog)

        QMetaObject.connectSlotsByName(NewFileDialog)
    # setupUi

    def retranslateUi(self, NewFileDialog: QDialog) -> None:
        NewFileDialog.setWindowTitle(QCoreApplication.translate("NewFileDialog", u"New file", None))
        self.introduction.setText(QCoreApplication.translate("NewFileDialog", u"A file holds the records of one unit. Keep it on this computer: a network drive can damage it.", None))
        self.place_label.setText(QCoreApplication.translate("NewFileDialog", u"&File", None))
        self.browse.setText(QCoreApplication.translate("NewFileDialog", u"&Choose\u2026", None))
        self.unit_label.setText(QCoreApplication.translate("NewFileDialog", u"Name of the &unit", None))
        self.person_label.setText(QCoreApplication.translate("NewFileDialog", u"&Your name", None))
        self.role_label.setText(QCoreApplication.translate("NewFileDialog", u"&Role", None))
        self.passphrase_label.setText(QCoreApplication.translate("NewFileDialog", u"Your &passphrase", None))
        self.passphrase.setPlaceholderText(QCoreApplication.translate("NewFileDialog", u"12 characters or more: four or five words that do not belong together", None))
        self.again_label.setText(QCoreApplication.translate("NewFileDialog", u"The same &again", None))
    # retranslateUi
