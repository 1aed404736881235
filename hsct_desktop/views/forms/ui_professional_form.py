"""Compiled from ui/professional_form.ui by installer/build_assets.py. Edit the form, then run `make assets`."""

from PySide6.QtCore import QCoreApplication, QMetaObject
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from hsct_desktop.views.form_fields import ChoiceField, TextField


class Ui_ProfessionalForm:
    def setupUi(self, ProfessionalForm: QWidget) -> None:
        if not ProfessionalForm.objectName():
            ProfessionalForm.setObjectName(u"ProfessionalForm")
        self.column = QVBoxLayout(ProfessionalForm)
        self.column.setSpacing(10)
        self.column.setObjectName(u"column")
        self.columnRow0 = QHBoxLayout()
        self.columnRow0.setSpacing(10)
        self.columnRow0.setObjectName(u"columnRow0")
        self.name = TextField(ProfessionalForm)
        self.name.setObjectName(u"name")

        self.columnRow0.addWidget(self.name)

        self.letterLanguage = ChoiceField(ProfessionalForm)
        self.letterLanguage.setObjectName(u"letterLanguage")

        self.columnRow0.addWidget(self.letterLanguage)

        self.columnRow0.setStretch(0, 3)
        self.columnRow0.setStretch(1, 2)

        self.column.addLayout(self.columnRow0)

        self.columnRow1 = QHBoxLayout()
        self.columnRow1.setSpacing(10)
        self.columnRow1.setObjectName(u"columnRow1")
        self.institution = TextField(ProfessionalForm)
        self.institution.setObjectName(u"institution")

        self.columnRow1.addWidget(self.institution)

        self.phone = TextField(ProfessionalForm)
        self.phone.setObjectName(u"phone")

        self.columnRow1.addWidget(self.phone)

        self.columnRow1.setStretch(0, 3)
        self.columnRow1.setStretch(1, 2)

        self.column.addLayout(self.columnRow1)

        self.columnRow2 = QHBoxLayout()
        self.columnRow2.setSpacing(10)
        self.columnRow2.setObjectName(u"columnRow2")
        self.address = TextField(ProfessionalForm)
        self.address.setObjectName(u"address")

        self.columnRow2.addWidget(self.address)

        self.email = TextField(ProfessionalForm)
        self.email.setObjectName(u"email")

        self.columnRow2.addWidget(self.email)

        self.columnRow2.setStretch(0, 3)
        self.columnRow2.setStretch(1, 2)

        self.column.addLayout(self.columnRow2)

        QWidget.setTabOrder(self.name, self.letterLanguage)
        QWidget.setTabOrder(self.letterLanguage, self.institution)
        QWidget.setTabOrder(self.institution, self.phone)
        QWidget.setTabOrder(self.phone, self.address)
        QWidget.setTabOrder(self.address, self.email)

        self.retranslateUi(ProfessionalForm)

        QMetaObject.connectSlotsByName(ProfessionalForm)
    # setupUi

    def retranslateUi(self, ProfessionalForm: QWidget) -> None:
        self.name.setProperty(u"caption", QCoreApplication.translate("ProfessionalForm", u"Name", None))
        self.letterLanguage.setProperty(u"caption", QCoreApplication.translate("ProfessionalForm", u"Language of letters", None))
        self.institution.setProperty(u"caption", QCoreApplication.translate("ProfessionalForm", u"Institution", None))
        self.phone.setProperty(u"caption", QCoreApplication.translate("ProfessionalForm", u"Telephone", None))
        self.address.setProperty(u"caption", QCoreApplication.translate("ProfessionalForm", u"Address", None))
        self.email.setProperty(u"caption", QCoreApplication.translate("ProfessionalForm", u"E-mail", None))
        pass
    # retranslateUi
