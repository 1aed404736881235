"""Compiled from ui/supportive_therapy_form.ui by installer/build_assets.py. Edit the form, then run `make assets`."""

from PySide6.QtCore import QCoreApplication, QMetaObject
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget
from hsct_desktop.views.form_fields import ChoiceField, DayField, NotesField, NumberField, TextField


class Ui_SupportiveTherapyForm:
    def setupUi(self, SupportiveTherapyForm: QWidget) -> None:
        if not SupportiveTherapyForm.objectName():
            SupportiveTherapyForm.setObjectName(u"SupportiveTherapyForm")
        self.column = QVBoxLayout(SupportiveTherapyForm)
        self.column.setSpacing(10)
        self.column.setObjectName(u"column")
        self.drugPlace = QWidget(SupportiveTherapyForm)
        self.drugPlace.setObjectName(u"drugPlace")

        self.column.addWidget(self.drugPlace)

        self.allergyWhy = TextField(SupportiveTherapyForm)
        self.allergyWhy.setObjectName(u"allergyWhy")

        self.column.addWidget(self.allergyWhy)

        self.overlapWhy = TextField(SupportiveTherapyForm)
        self.overlapWhy.setObjectName(u"overlapWhy")

        self.column.addWidget(self.overlapWhy)

        self.columnRow1 = QHBoxLayout()
        self.columnRow1.setSpacing(10)
        self.columnRow1.setObjectName(u"columnRow1")
        self.dose = NumberField(SupportiveTherapyForm)
        self.dose.setObjectName(u"dose")

        self.columnRow1.addWidget(self.dose)

        self.unit = TextField(SupportiveTherapyForm)
        self.unit.setObjectName(u"unit")

        self.columnRow1.addWidget(self.unit)

        self.route = ChoiceField(SupportiveTherapyForm)
        self.route.setObjectName(u"route")

        self.columnRow1.addWidget(self.route)

        self.columnRow1.setStretch(0, 1)
        self.columnRow1.setStretch(1, 1)
        self.columnRow1.setStretch(2, 1)

        self.column.addLayout(self.columnRow1)

        self.columnRow2 = QHBoxLayout()
        self.columnRow2.setSpacing(10)
        self.columnRow2.setObjectName(u"columnRow2")
        self.frequency = TextField(SupportiveTherapyForm)
        self.frequency.setObjectName(u"frequency")

        self.columnRow2.addWidget(self.frequency)

        self.times = TextField(SupportiveTherapyForm)
        self.times.setObjectName(u"times")

        self.columnRow2.addWidget(self.times)

        self.columnRow2.setStretch(0, 1)
        self.columnRow2.setStretch(1, 1)

        self.column.addLayout(self.columnRow2)

        self.columnRow2b = QHBoxLayout()
        self.columnRow2b.setSpacing(10)
        self.columnRow2b.setObjectName(u"columnRow2b")
        self.indication = ChoiceField(SupportiveTherapyForm)
        self.indication.setObjectName(u"indication")

        self.columnRow2b.addWidget(self.indication)

        self.therapyClass = ChoiceField(SupportiveTherapyForm)
        self.therapyClass.setObjectName(u"therapyClass")

        self.columnRow2b.addWidget(self.therapyClass)

        self.columnRow2b.setStretch(0, 1)
        self.columnRow2b.setStretch(1, 1)

        self.column.addLayout(self.columnRow2b)

        self.columnRow3 = QHBoxLayout()
        self.columnRow3.setSpacing(10)
        self.columnRow3.setObjectName(u"columnRow3")
        self.start = DayField(SupportiveTherapyForm)
        self.start.setObjectName(u"start")

        self.columnRow3.addWidget(self.start)

        self.plannedStop = DayField(SupportiveTherapyForm)
        self.plannedStop.setObjectName(u"plannedStop")

        self.columnRow3.addWidget(self.plannedStop)

        self.columnRow3.setStretch(0, 1)
        self.columnRow3.setStretch(1, 1)

        self.column.addLayout(self.columnRow3)

        self.stopRule = ChoiceField(SupportiveTherapyForm)
        self.stopRule.setObjectName(u"stopRule")

        self.column.addWidget(self.stopRule)

        self.columnRow5 = QHBoxLayout()
        self.columnRow5.setSpacing(10)
        self.columnRow5.setObjectName(u"columnRow5")
        self.stop = DayField(SupportiveTherapyForm)
        self.stop.setObjectName(u"stop")

        self.columnRow5.addWidget(self.stop)

        self.stopReason = ChoiceField(SupportiveTherapyForm)
        self.stopReason.setObjectName(u"stopReason")

        self.columnRow5.addWidget(self.stopReason)

        self.columnRow5.setStretch(0, 1)
        self.columnRow5.setStretch(1, 1)

        self.column.addLayout(self.columnRow5)

        self.stopDetail = TextField(SupportiveTherapyForm)
        self.stopDetail.setObjectName(u"stopDetail")

        self.column.addWidget(self.stopDetail)

        self.interruptionsPlace = QWidget(SupportiveTherapyForm)
        self.interruptionsPlace.setObjectName(u"interruptionsPlace")

        self.column.addWidget(self.interruptionsPlace)

        self.note = NotesField(SupportiveTherapyForm)
        self.note.setObjectName(u"note")

        self.column.addWidget(self.note)

        self.columnSpacer9 = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.column.addItem(self.columnSpacer9)

        QWidget.setTabOrder(self.allergyWhy, self.overlapWhy)
        QWidget.setTabOrder(self.overlapWhy, self.dose)
        QWidget.setTabOrder(self.dose, self.unit)
        QWidget.setTabOrder(self.unit, self.route)
        QWidget.setTabOrder(self.route, self.frequency)
        QWidget.setTabOrder(self.frequency, self.times)
        QWidget.setTabOrder(self.times, self.indication)
        QWidget.setTabOrder(self.indication, self.therapyClass)
        QWidget.setTabOrder(self.therapyClass, self.start)
        QWidget.setTabOrder(self.start, self.plannedStop)
        QWidget.setTabOrder(self.plannedStop, self.stopRule)
        QWidget.setTabOrder(self.stopRule, self.stop)
        QWidget.setTabOrder(self.stop, self.stopReason)
        QWidget.setTabOrder(self.stopReason, self.stopDetail)
        QWidget.setTabOrder(self.stopDetail, self.note)

        self.retranslateUi(SupportiveTherapyForm)

        QMetaObject.connectSlotsByName(SupportiveTherapyForm)
    # setupUi

    def retranslateUi(self, SupportiveTherapyForm: QWidget) -> None:
        self.allergyWhy.setProperty(u"caption", QCoreApplication.translate("SupportiveTherapyForm", u"Why it is given in spite of the allergy", None))
        self.overlapWhy.setProperty(u"caption", QCoreApplication.translate("SupportiveTherapyForm", u"Why both courses stand", None))
        self.dose.setProperty(u"caption", QCoreApplication.translate("SupportiveTherapyForm", u"Dose as ordered", None))
        self.unit.setToolTip(QCoreApplication.translate("SupportiveTherapyForm", u"mg, g, IU, mg/kg, packs", None))
        self.unit.setProperty(u"caption", QCoreApplication.translate("SupportiveTherapyForm", u"Unit", None))
        self.route.setProperty(u"caption", QCoreApplication.translate("SupportiveTherapyForm", u"Route", None))
        self.frequency.setToolTip(QCoreApplication.translate("SupportiveTherapyForm", u"twice a day, 3 times a week", None))
        self.frequency.setProperty(u"caption", QCoreApplication.translate("SupportiveTherapyForm", u"Frequency", None))
        self.times.setToolTip(QCoreApplication.translate("SupportiveTherapyForm", u"Hours: 8 20, or 8:30 14 22", None))
        self.times.setProperty(u"caption", QCoreApplication.translate("SupportiveTherapyForm", u"Times of day", None))
        self.indication.setProperty(u"caption", QCoreApplication.translate("SupportiveTherapyForm", u"Given for", None))
        self.therapyClass.setProperty(u"caption", QCoreApplication.translate("SupportiveTherapyForm", u"Class", None))
        self.start.setProperty(u"caption", QCoreApplication.translate("SupportiveTherapyForm", u"Start", None))
        self.plannedStop.setToolTip(QCoreApplication.translate("SupportiveTherapyForm", u"A day; or choose the rule, which proposes its earliest day", None))
        self.plannedStop.setProperty(u"caption", QCoreApplication.translate("SupportiveTherapyForm", u"Planned stop", None))
        self.stopRule.setProperty(u"caption", QCoreApplication.translate("SupportiveTherapyForm", u"Rule for stopping", None))
        self.stop.setProperty(u"caption", QCoreApplication.translate("SupportiveTherapyForm", u"Stopped on", None))
        self.stopReason.setProperty(u"caption", QCoreApplication.translate("SupportiveTherapyForm", u"Reason", None))
        self.stopDetail.setProperty(u"caption", QCoreApplication.translate("SupportiveTherapyForm", u"Which reason", None))
        self.note.setProperty(u"caption", QCoreApplication.translate("SupportiveTherapyForm", u"Note", None))
        pass
    # retranslateUi
