"""Compiled from ui/staff_dialog.ui by installer/build_assets.py. Edit the form, then run `make assets`."""

from PySide6.QtCore import QCoreApplication, QMetaObject, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QDialogButtonBox, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget


class Ui_StaffDialog:
    def setupUi(self, StaffDialog: QDialog) -> None:
        if not StaffDialog.objectName():
            StaffDialog.setObjectName(u"StaffDialog")
        self.column = QVBoxLayout(StaffDialog)
        self.column.setObjectName(u"column")
        self.grid = QGridLayout()
        self.grid.setObjectName(u"grid")
        self.person_label = QLabel(StaffDialog)
        self.person_label.setObjectName(u"person_label")

        self.grid.addWidget(self.person_label, 0, 0, 1, 1)

        self.person = QLineEdit(StaffDialog)
        self.person.setObjectName(u"person")

        self.grid.addWidget(self.person, 0, 1, 1, 1)

        self.role_label = QLabel(StaffDialog)
        self.role_label.setObjectName(u"role_label")

        self.grid.addWidget(self.role_label, 1, 0, 1, 1)

        self.role = QComboBox(StaffDialog)
        self.role.setObjectName(u"role")

        self.grid.addWidget(self.role, 1, 1, 1, 1)


        self.column.addLayout(self.grid)

        self.active = QCheckBox(StaffDialog)
        self.active.setObjectName(u"active")

        self.column.addWidget(self.active)

        self.problem = QLabel(StaffDialog)
        self.problem.setObjectName(u"problem")
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setWordWrap(True)

        self.column.addWidget(self.problem)

        self.buttons = QDialogButtonBox(StaffDialog)
        self.buttons.setObjectName(u"buttons")
        self.buttons.setStandardButtons(QDialogButtonBox.StandardButton.Cancel|QDialogButtonBox.StandardButton.Save)

        self.column.addWidget(self.buttons)

        self.person_label.setBuddy(self.person)
        self.role_label.setBuddy(self.role)
        QWidget.setTabOrder(self.person, self.role)
        QWidget.setTabOrder(self.role, self.active)

        self.retranslateUi(StaffDialog)

        QMetaObject.connectSlotsByName(StaffDialog)
    # setupUi

    def retranslateUi(self, StaffDialog: QDialog) -> None:
        StaffDialog.setWindowTitle(QCoreApplication.translate("StaffDialog", u"Member of staff", None))
        self.person_label.setText(QCoreApplication.translate("StaffDialog", u"&Name", None))
        self.role_label.setText(QCoreApplication.translate("StaffDialog", u"&Role", None))
        self.active.setText(QCoreApplication.translate("StaffDialog", u"&Works here now", None))
        self.active.setToolTip(QCoreApplication.translate("StaffDialog", u"Whoever no longer works here keeps their entries and cannot be chosen any more.", None))
    # retranslateUi
