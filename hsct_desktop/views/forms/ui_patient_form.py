"""Compiled from ui/patient_form.ui by installer/build_assets.py. Edit the form, then run `make assets`."""

from PySide6.QtCore import QCoreApplication, QMetaObject
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget
from hsct_desktop.views.form_fields import ChipsField, ChoiceField, DayField, NotesField, TextField
from hsct_desktop.views.search_field import SearchField


class Ui_PatientForm:
    def setupUi(self, PatientForm: QWidget) -> None:
        if not PatientForm.objectName():
            PatientForm.setObjectName(u"PatientForm")
        self.column = QVBoxLayout(PatientForm)
        self.column.setSpacing(10)
        self.column.setObjectName(u"column")
        self.columnRow0 = QHBoxLayout()
        self.columnRow0.setSpacing(10)
        self.columnRow0.setObjectName(u"columnRow0")
        self.code = TextField(PatientForm)
        self.code.setObjectName(u"code")

        self.columnRow0.addWidget(self.code)

        self.familyName = TextField(PatientForm)
        self.familyName.setObjectName(u"familyName")

        self.columnRow0.addWidget(self.familyName)

        self.givenName = TextField(PatientForm)
        self.givenName.setObjectName(u"givenName")

        self.columnRow0.addWidget(self.givenName)

        self.birthDate = DayField(PatientForm)
        self.birthDate.setObjectName(u"birthDate")

        self.columnRow0.addWidget(self.birthDate)

        self.sex = ChoiceField(PatientForm)
        self.sex.setObjectName(u"sex")

        self.columnRow0.addWidget(self.sex)

        self.columnRow0.setStretch(0, 2)
        self.columnRow0.setStretch(1, 3)
        self.columnRow0.setStretch(2, 3)
        self.columnRow0.setStretch(3, 2)
        self.columnRow0.setStretch(4, 2)

        self.column.addLayout(self.columnRow0)

        self.columnRow1 = QHBoxLayout()
        self.columnRow1.setSpacing(10)
        self.columnRow1.setObjectName(u"columnRow1")
        self.disease = ChoiceField(PatientForm)
        self.disease.setObjectName(u"disease")

        self.columnRow1.addWidget(self.disease)

        self.phenotype = ChoiceField(PatientForm)
        self.phenotype.setObjectName(u"phenotype")

        self.columnRow1.addWidget(self.phenotype)

        self.indication = ChoiceField(PatientForm)
        self.indication.setObjectName(u"indication")

        self.columnRow1.addWidget(self.indication)

        self.columnRow1.setStretch(0, 3)
        self.columnRow1.setStretch(1, 3)
        self.columnRow1.setStretch(2, 3)

        self.column.addLayout(self.columnRow1)

        self.columnRow2 = QHBoxLayout()
        self.columnRow2.setSpacing(10)
        self.columnRow2.setObjectName(u"columnRow2")
        self.phone = TextField(PatientForm)
        self.phone.setObjectName(u"phone")

        self.columnRow2.addWidget(self.phone)

        self.carerName = TextField(PatientForm)
        self.carerName.setObjectName(u"carerName")

        self.columnRow2.addWidget(self.carerName)

        self.carerPhone = TextField(PatientForm)
        self.carerPhone.setObjectName(u"carerPhone")

        self.columnRow2.addWidget(self.carerPhone)

        self.columnRow2.setStretch(0, 2)
        self.columnRow2.setStretch(1, 2)
        self.columnRow2.setStretch(2, 2)

        self.column.addLayout(self.columnRow2)

        self.columnRow3 = QHBoxLayout()
        self.columnRow3.setSpacing(10)
        self.columnRow3.setObjectName(u"columnRow3")
        self.address = TextField(PatientForm)
        self.address.setObjectName(u"address")

        self.columnRow3.addWidget(self.address)

        self.language = ChoiceField(PatientForm)
        self.language.setObjectName(u"language")

        self.columnRow3.addWidget(self.language)

        self.interpreter = QCheckBox(PatientForm)
        self.interpreter.setObjectName(u"interpreter")

        self.columnRow3.addWidget(self.interpreter)

        self.columnRow3.setStretch(0, 4)
        self.columnRow3.setStretch(1, 2)
        self.columnRow3.setStretch(2, 2)

        self.column.addLayout(self.columnRow3)

        self.columnRow4 = QHBoxLayout()
        self.columnRow4.setSpacing(10)
        self.columnRow4.setObjectName(u"columnRow4")
        self.allergyStatus = ChipsField(PatientForm)
        self.allergyStatus.setObjectName(u"allergyStatus")

        self.columnRow4.addWidget(self.allergyStatus)

        self.allergies = TextField(PatientForm)
        self.allergies.setObjectName(u"allergies")

        self.columnRow4.addWidget(self.allergies)

        self.intolerances = TextField(PatientForm)
        self.intolerances.setObjectName(u"intolerances")

        self.columnRow4.addWidget(self.intolerances)

        self.columnRow4.setStretch(0, 3)
        self.columnRow4.setStretch(1, 2)
        self.columnRow4.setStretch(2, 2)

        self.column.addLayout(self.columnRow4)

        self.columnRow5 = QHBoxLayout()
        self.columnRow5.setSpacing(10)
        self.columnRow5.setObjectName(u"columnRow5")
        self.consentCare = ChipsField(PatientForm)
        self.consentCare.setObjectName(u"consentCare")

        self.columnRow5.addWidget(self.consentCare)

        self.columnRow5.setStretch(0, 1)

        self.column.addLayout(self.columnRow5)

        self.columnRow5a = QHBoxLayout()
        self.columnRow5a.setSpacing(10)
        self.columnRow5a.setObjectName(u"columnRow5a")
        self.consentRegistry = ChipsField(PatientForm)
        self.consentRegistry.setObjectName(u"consentRegistry")

        self.columnRow5a.addWidget(self.consentRegistry)

        self.consentRegistryOn = DayField(PatientForm)
        self.consentRegistryOn.setObjectName(u"consentRegistryOn")

        self.columnRow5a.addWidget(self.consentRegistryOn)

        self.columnRow5a.setStretch(0, 2)
        self.columnRow5a.setStretch(1, 1)

        self.column.addLayout(self.columnRow5a)

        self.columnRow5b = QHBoxLayout()
        self.columnRow5b.setSpacing(10)
        self.columnRow5b.setObjectName(u"columnRow5b")
        self.consentResearch = ChipsField(PatientForm)
        self.consentResearch.setObjectName(u"consentResearch")

        self.columnRow5b.addWidget(self.consentResearch)

        self.consentResearchOn = DayField(PatientForm)
        self.consentResearchOn.setObjectName(u"consentResearchOn")

        self.columnRow5b.addWidget(self.consentResearchOn)

        self.columnRow5b.setStretch(0, 2)
        self.columnRow5b.setStretch(1, 1)

        self.column.addLayout(self.columnRow5b)

        self.columnRow6 = QHBoxLayout()
        self.columnRow6.setSpacing(10)
        self.columnRow6.setObjectName(u"columnRow6")
        self.neurologist = SearchField(PatientForm)
        self.neurologist.setObjectName(u"neurologist")

        self.columnRow6.addWidget(self.neurologist)

        self.gp = SearchField(PatientForm)
        self.gp.setObjectName(u"gp")

        self.columnRow6.addWidget(self.gp)

        self.columnRow6.setStretch(0, 1)
        self.columnRow6.setStretch(1, 1)

        self.column.addLayout(self.columnRow6)

        self.professionalPlace = QWidget(PatientForm)
        self.professionalPlace.setObjectName(u"professionalPlace")

        self.column.addWidget(self.professionalPlace)

        self.columnRow7 = QHBoxLayout()
        self.columnRow7.setSpacing(10)
        self.columnRow7.setObjectName(u"columnRow7")
        self.nurse = ChoiceField(PatientForm)
        self.nurse.setObjectName(u"nurse")

        self.columnRow7.addWidget(self.nurse)

        self.tags = ChipsField(PatientForm)
        self.tags.setObjectName(u"tags")

        self.columnRow7.addWidget(self.tags)

        self.columnRow7.setStretch(0, 1)
        self.columnRow7.setStretch(1, 1)

        self.column.addLayout(self.columnRow7)

        self.notes = NotesField(PatientForm)
        self.notes.setObjectName(u"notes")

        self.column.addWidget(self.notes)

        self.columnSpacer9 = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.column.addItem(self.columnSpacer9)

        QWidget.setTabOrder(self.code, self.familyName)
        QWidget.setTabOrder(self.familyName, self.givenName)
        QWidget.setTabOrder(self.givenName, self.birthDate)
        QWidget.setTabOrder(self.birthDate, self.sex)
        QWidget.setTabOrder(self.sex, self.disease)
        QWidget.setTabOrder(self.disease, self.phenotype)
        QWidget.setTabOrder(self.phenotype, self.indication)
        QWidget.setTabOrder(self.indication, self.phone)
        QWidget.setTabOrder(self.phone, self.carerName)
        QWidget.setTabOrder(self.carerName, self.carerPhone)
        QWidget.setTabOrder(self.carerPhone, self.address)
        QWidget.setTabOrder(self.address, self.language)
        QWidget.setTabOrder(self.language, self.interpreter)
        QWidget.setTabOrder(self.interpreter, self.allergyStatus)
        QWidget.setTabOrder(self.allergyStatus, self.allergies)
        QWidget.setTabOrder(self.allergies, self.intolerances)
        QWidget.setTabOrder(self.intolerances, self.consentCare)
        QWidget.setTabOrder(self.consentCare, self.consentRegistry)
        QWidget.setTabOrder(self.consentRegistry, self.consentRegistryOn)
        QWidget.setTabOrder(self.consentRegistryOn, self.consentResearch)
        QWidget.setTabOrder(self.consentResearch, self.consentResearchOn)
        QWidget.setTabOrder(self.consentResearchOn, self.neurologist)
        QWidget.setTabOrder(self.neurologist, self.gp)
        QWidget.setTabOrder(self.gp, self.notes)

        self.retranslateUi(PatientForm)

        QMetaObject.connectSlotsByName(PatientForm)
    # setupUi

    def retranslateUi(self, PatientForm: QWidget) -> None:
        self.code.setProperty(u"caption", QCoreApplication.translate("PatientForm", u"Code", None))
        self.familyName.setProperty(u"caption", QCoreApplication.translate("PatientForm", u"Family name", None))
        self.givenName.setProperty(u"caption", QCoreApplication.translate("PatientForm", u"Given name", None))
        self.birthDate.setToolTip(QCoreApplication.translate("PatientForm", u"12/3/1984, with all four digits of the year", None))
        self.birthDate.setProperty(u"caption", QCoreApplication.translate("PatientForm", u"Birth date", None))
        self.sex.setProperty(u"caption", QCoreApplication.translate("PatientForm", u"Sex", None))
        self.disease.setProperty(u"caption", QCoreApplication.translate("PatientForm", u"Disease", None))
        self.phenotype.setProperty(u"caption", QCoreApplication.translate("PatientForm", u"Form of the disease", None))
        self.indication.setProperty(u"caption", QCoreApplication.translate("PatientForm", u"Indication", None))
        self.phone.setProperty(u"caption", QCoreApplication.translate("PatientForm", u"Telephone", None))
        self.carerName.setProperty(u"caption", QCoreApplication.translate("PatientForm", u"Carer", None))
        self.carerPhone.setProperty(u"caption", QCoreApplication.translate("PatientForm", u"Carer's telephone", None))
        self.address.setProperty(u"caption", QCoreApplication.translate("PatientForm", u"Address", None))
        self.language.setProperty(u"caption", QCoreApplication.translate("PatientForm", u"Language", None))
        self.interpreter.setText(QCoreApplication.translate("PatientForm", u"Interpreter needed", None))
        self.allergyStatus.setProperty(u"caption", QCoreApplication.translate("PatientForm", u"Allergies", None))
        self.allergies.setProperty(u"caption", QCoreApplication.translate("PatientForm", u"Which, separated by ;", None))
        self.intolerances.setToolTip(QCoreApplication.translate("PatientForm", u"Not tolerated without being an allergy; the reaction after a colon", None))
        self.intolerances.setProperty(u"caption", QCoreApplication.translate("PatientForm", u"Intolerances, separated by ;", None))
        self.consentCare.setProperty(u"caption", QCoreApplication.translate("PatientForm", u"Consent to keeping this record", None))
        self.consentRegistry.setProperty(u"caption", QCoreApplication.translate("PatientForm", u"Consent to the registry", None))
        self.consentRegistryOn.setProperty(u"caption", QCoreApplication.translate("PatientForm", u"Answered about the registry on", None))
        self.consentResearch.setProperty(u"caption", QCoreApplication.translate("PatientForm", u"Consent to research", None))
        self.consentResearchOn.setProperty(u"caption", QCoreApplication.translate("PatientForm", u"Answered about research on", None))
        self.neurologist.setProperty(u"caption", QCoreApplication.translate("PatientForm", u"Referring neurologist", None))
        self.gp.setProperty(u"caption", QCoreApplication.translate("PatientForm", u"GP", None))
        self.nurse.setProperty(u"caption", QCoreApplication.translate("PatientForm", u"Responsible nurse", None))
        self.tags.setProperty(u"caption", QCoreApplication.translate("PatientForm", u"Tags", None))
        self.notes.setProperty(u"caption", QCoreApplication.translate("PatientForm", u"Notes", None))
        pass
    # retranslateUi
