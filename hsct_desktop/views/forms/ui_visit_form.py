"""Compiled from ui/visit_form.ui by installer/build_assets.py. Edit the form, then run `make assets`."""

from PySide6.QtCore import QCoreApplication, QMetaObject
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget
from hsct_desktop.views.form_fields import DayField, NotesField, NumberField, TextField


class Ui_VisitForm:
    def setupUi(self, VisitForm: QWidget) -> None:
        if not VisitForm.objectName():
            VisitForm.setObjectName(u"VisitForm")
        self.column = QVBoxLayout(VisitForm)
        self.column.setSpacing(10)
        self.column.setObjectName(u"column")
        self.columnRow0 = QHBoxLayout()
        self.columnRow0.setSpacing(10)
        self.columnRow0.setObjectName(u"columnRow0")
        self.on = DayField(VisitForm)
        self.on.setObjectName(u"on")

        self.columnRow0.addWidget(self.on)

        self.rulerPlace = QWidget(VisitForm)
        self.rulerPlace.setObjectName(u"rulerPlace")

        self.columnRow0.addWidget(self.rulerPlace)

        self.columnRow0.setStretch(0, 3)
        self.columnRow0.setStretch(1, 5)

        self.column.addLayout(self.columnRow0)

        self.columnRow1 = QHBoxLayout()
        self.columnRow1.setSpacing(10)
        self.columnRow1.setObjectName(u"columnRow1")
        self.seenBy = TextField(VisitForm)
        self.seenBy.setObjectName(u"seenBy")

        self.columnRow1.addWidget(self.seenBy)

        self.seenByRest = QWidget(VisitForm)
        self.seenByRest.setObjectName(u"seenByRest")

        self.columnRow1.addWidget(self.seenByRest)

        self.columnRow1.setStretch(0, 3)
        self.columnRow1.setStretch(1, 5)

        self.column.addLayout(self.columnRow1)

        self.columnRow2 = QHBoxLayout()
        self.columnRow2.setSpacing(10)
        self.columnRow2.setObjectName(u"columnRow2")
        self.temperature = NumberField(VisitForm)
        self.temperature.setObjectName(u"temperature")

        self.columnRow2.addWidget(self.temperature)

        self.bloodPressure = TextField(VisitForm)
        self.bloodPressure.setObjectName(u"bloodPressure")

        self.columnRow2.addWidget(self.bloodPressure)

        self.pulse = NumberField(VisitForm)
        self.pulse.setObjectName(u"pulse")

        self.columnRow2.addWidget(self.pulse)

        self.columnRow2.setStretch(0, 1)
        self.columnRow2.setStretch(1, 1)
        self.columnRow2.setStretch(2, 1)

        self.column.addLayout(self.columnRow2)

        self.columnRow3 = QHBoxLayout()
        self.columnRow3.setSpacing(10)
        self.columnRow3.setObjectName(u"columnRow3")
        self.saturation = NumberField(VisitForm)
        self.saturation.setObjectName(u"saturation")

        self.columnRow3.addWidget(self.saturation)

        self.weight = NumberField(VisitForm)
        self.weight.setObjectName(u"weight")

        self.columnRow3.addWidget(self.weight)

        self.karnofsky = NumberField(VisitForm)
        self.karnofsky.setObjectName(u"karnofsky")

        self.columnRow3.addWidget(self.karnofsky)

        self.columnRow3.setStretch(0, 1)
        self.columnRow3.setStretch(1, 1)
        self.columnRow3.setStretch(2, 1)

        self.column.addLayout(self.columnRow3)

        self.assessmentsPlace = QWidget(VisitForm)
        self.assessmentsPlace.setObjectName(u"assessmentsPlace")

        self.column.addWidget(self.assessmentsPlace)

        self.notes = NotesField(VisitForm)
        self.notes.setObjectName(u"notes")

        self.column.addWidget(self.notes)

        self.columnSpacer5 = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.column.addItem(self.columnSpacer5)

        QWidget.setTabOrder(self.on, self.seenBy)
        QWidget.setTabOrder(self.seenBy, self.temperature)
        QWidget.setTabOrder(self.temperature, self.bloodPressure)
        QWidget.setTabOrder(self.bloodPressure, self.pulse)
        QWidget.setTabOrder(self.pulse, self.saturation)
        QWidget.setTabOrder(self.saturation, self.weight)
        QWidget.setTabOrder(self.weight, self.karnofsky)
        QWidget.setTabOrder(self.karnofsky, self.notes)

        self.retranslateUi(VisitForm)

        QMetaObject.connectSlotsByName(VisitForm)
    # setupUi

    def retranslateUi(self, VisitForm: QWidget) -> None:
        self.on.setToolTip(QCoreApplication.translate("VisitForm", u"t today, -1 yesterday, 12/3, d+100", None))
        self.on.setProperty(u"caption", QCoreApplication.translate("VisitForm", u"Date of visit", None))
        self.seenBy.setProperty(u"caption", QCoreApplication.translate("VisitForm", u"Seen by", None))
        self.temperature.setProperty(u"caption", QCoreApplication.translate("VisitForm", u"Temperature", None))
        self.temperature.setProperty(u"unitText", QCoreApplication.translate("VisitForm", u"\u00b0C", None))
        self.bloodPressure.setToolTip(QCoreApplication.translate("VisitForm", u"Systolic/diastolic, such as 118/74", None))
        self.bloodPressure.setProperty(u"caption", QCoreApplication.translate("VisitForm", u"Blood pressure", None))
        self.bloodPressure.setProperty(u"unitText", QCoreApplication.translate("VisitForm", u"mmHg", None))
        self.pulse.setProperty(u"caption", QCoreApplication.translate("VisitForm", u"Pulse", None))
        self.pulse.setProperty(u"unitText", QCoreApplication.translate("VisitForm", u"/min", None))
        self.saturation.setProperty(u"caption", QCoreApplication.translate("VisitForm", u"Saturation", None))
        self.saturation.setProperty(u"unitText", QCoreApplication.translate("VisitForm", u"%", None))
        self.weight.setProperty(u"caption", QCoreApplication.translate("VisitForm", u"Weight", None))
        self.weight.setProperty(u"unitText", QCoreApplication.translate("VisitForm", u"kg", None))
        self.karnofsky.setToolTip(QCoreApplication.translate("VisitForm", u"Karnofsky index, 0 to 100 in steps of 10", None))
        self.karnofsky.setProperty(u"caption", QCoreApplication.translate("VisitForm", u"Karnofsky", None))
        self.karnofsky.setProperty(u"unitText", QCoreApplication.translate("VisitForm", u"%", None))
        self.notes.setProperty(u"caption", QCoreApplication.translate("VisitForm", u"Notes", None))
        pass
    # retranslateUi
