"""Compiled from ui/contact_form.ui by installer/build_assets.py. Edit the form, then run `make assets`."""

from PySide6.QtCore import QCoreApplication, QMetaObject
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget
from hsct_desktop.views.form_fields import ChipsField, DayField, NotesField


class Ui_ContactForm:
    def setupUi(self, ContactForm: QWidget) -> None:
        if not ContactForm.objectName():
            ContactForm.setObjectName(u"ContactForm")
        self.column = QVBoxLayout(ContactForm)
        self.column.setSpacing(10)
        self.column.setObjectName(u"column")
        self.contactWith = ChipsField(ContactForm)
        self.contactWith.setObjectName(u"contactWith")

        self.column.addWidget(self.contactWith)

        self.kind = ChipsField(ContactForm)
        self.kind.setObjectName(u"kind")

        self.column.addWidget(self.kind)

        self.outcome = ChipsField(ContactForm)
        self.outcome.setObjectName(u"outcome")

        self.column.addWidget(self.outcome)

        self.columnRow3 = QHBoxLayout()
        self.columnRow3.setSpacing(10)
        self.columnRow3.setObjectName(u"columnRow3")
        self.on = DayField(ContactForm)
        self.on.setObjectName(u"on")

        self.columnRow3.addWidget(self.on)

        self.nextTry = DayField(ContactForm)
        self.nextTry.setObjectName(u"nextTry")

        self.columnRow3.addWidget(self.nextTry)

        self.columnRow3.setStretch(0, 1)
        self.columnRow3.setStretch(1, 1)

        self.column.addLayout(self.columnRow3)

        self.note = NotesField(ContactForm)
        self.note.setObjectName(u"note")

        self.column.addWidget(self.note)

        self.columnSpacer5 = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.column.addItem(self.columnSpacer5)

        QWidget.setTabOrder(self.contactWith, self.kind)
        QWidget.setTabOrder(self.kind, self.outcome)
        QWidget.setTabOrder(self.outcome, self.on)
        QWidget.setTabOrder(self.on, self.nextTry)
        QWidget.setTabOrder(self.nextTry, self.note)

        self.retranslateUi(ContactForm)

        QMetaObject.connectSlotsByName(ContactForm)
    # setupUi

    def retranslateUi(self, ContactForm: QWidget) -> None:
        self.contactWith.setProperty(u"caption", QCoreApplication.translate("ContactForm", u"With whom", None))
        self.kind.setProperty(u"caption", QCoreApplication.translate("ContactForm", u"How", None))
        self.outcome.setProperty(u"caption", QCoreApplication.translate("ContactForm", u"Outcome", None))
        self.on.setProperty(u"caption", QCoreApplication.translate("ContactForm", u"Date", None))
        self.nextTry.setToolTip(QCoreApplication.translate("ContactForm", u"fri, +3, 12/3", None))
        self.nextTry.setProperty(u"caption", QCoreApplication.translate("ContactForm", u"Try again on", None))
        self.note.setProperty(u"caption", QCoreApplication.translate("ContactForm", u"Note", None))
        pass
    # retranslateUi
