"""Compiled from ui/transplant_form.ui by installer/build_assets.py. Edit the form, then run `make assets`."""

from PySide6.QtCore import QCoreApplication, QMetaObject
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget
from hsct_desktop.views.form_fields import ChoiceField, DayField, NumberField


class Ui_TransplantForm:
    def setupUi(self, TransplantForm: QWidget) -> None:
        if not TransplantForm.objectName():
            TransplantForm.setObjectName(u"TransplantForm")
        self.column = QVBoxLayout(TransplantForm)
        self.column.setSpacing(10)
        self.column.setObjectName(u"column")
        self.planned = QCheckBox(TransplantForm)
        self.planned.setObjectName(u"planned")

        self.column.addWidget(self.planned)

        self.columnRow1 = QHBoxLayout()
        self.columnRow1.setSpacing(10)
        self.columnRow1.setObjectName(u"columnRow1")
        self.protocol = ChoiceField(TransplantForm)
        self.protocol.setObjectName(u"protocol")

        self.columnRow1.addWidget(self.protocol)

        self.day0 = DayField(TransplantForm)
        self.day0.setObjectName(u"day0")

        self.columnRow1.addWidget(self.day0)

        self.mobilisationStart = DayField(TransplantForm)
        self.mobilisationStart.setObjectName(u"mobilisationStart")

        self.columnRow1.addWidget(self.mobilisationStart)

        self.columnRow1.setStretch(0, 2)
        self.columnRow1.setStretch(1, 1)
        self.columnRow1.setStretch(2, 1)

        self.column.addLayout(self.columnRow1)

        self.columnRow2 = QHBoxLayout()
        self.columnRow2.setSpacing(10)
        self.columnRow2.setObjectName(u"columnRow2")
        self.mobilisationRegimen = ChoiceField(TransplantForm)
        self.mobilisationRegimen.setObjectName(u"mobilisationRegimen")

        self.columnRow2.addWidget(self.mobilisationRegimen)

        self.conditioningRegimen = ChoiceField(TransplantForm)
        self.conditioningRegimen.setObjectName(u"conditioningRegimen")

        self.columnRow2.addWidget(self.conditioningRegimen)

        self.columnRow2.setStretch(0, 1)
        self.columnRow2.setStretch(1, 1)

        self.column.addLayout(self.columnRow2)

        self.columnRow3 = QHBoxLayout()
        self.columnRow3.setSpacing(10)
        self.columnRow3.setObjectName(u"columnRow3")
        self.cd34Dose = NumberField(TransplantForm)
        self.cd34Dose.setObjectName(u"cd34Dose")

        self.columnRow3.addWidget(self.cd34Dose)

        self.graftManipulation = ChoiceField(TransplantForm)
        self.graftManipulation.setObjectName(u"graftManipulation")

        self.columnRow3.addWidget(self.graftManipulation)

        self.graftRest = QWidget(TransplantForm)
        self.graftRest.setObjectName(u"graftRest")

        self.columnRow3.addWidget(self.graftRest)

        self.columnRow3.setStretch(0, 1)
        self.columnRow3.setStretch(1, 1)
        self.columnRow3.setStretch(2, 1)

        self.column.addLayout(self.columnRow3)

        self.regimenPlace = QWidget(TransplantForm)
        self.regimenPlace.setObjectName(u"regimenPlace")

        self.column.addWidget(self.regimenPlace)

        self.columnSpacer5 = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.column.addItem(self.columnSpacer5)

        QWidget.setTabOrder(self.planned, self.protocol)
        QWidget.setTabOrder(self.protocol, self.day0)
        QWidget.setTabOrder(self.day0, self.mobilisationStart)
        QWidget.setTabOrder(self.mobilisationStart, self.mobilisationRegimen)
        QWidget.setTabOrder(self.mobilisationRegimen, self.conditioningRegimen)
        QWidget.setTabOrder(self.conditioningRegimen, self.cd34Dose)
        QWidget.setTabOrder(self.cd34Dose, self.graftManipulation)

        self.retranslateUi(TransplantForm)

        QMetaObject.connectSlotsByName(TransplantForm)
    # setupUi

    def retranslateUi(self, TransplantForm: QWidget) -> None:
        self.planned.setText(QCoreApplication.translate("TransplantForm", u"A transplant is planned or was done", None))
        self.protocol.setProperty(u"caption", QCoreApplication.translate("TransplantForm", u"Follow-up protocol", None))
        self.day0.setToolTip(QCoreApplication.translate("TransplantForm", u"The first infusion of cells; planned or done", None))
        self.day0.setProperty(u"caption", QCoreApplication.translate("TransplantForm", u"Day 0", None))
        self.mobilisationStart.setProperty(u"caption", QCoreApplication.translate("TransplantForm", u"Mobilisation starts", None))
        self.mobilisationRegimen.setProperty(u"caption", QCoreApplication.translate("TransplantForm", u"Mobilisation regimen", None))
        self.conditioningRegimen.setProperty(u"caption", QCoreApplication.translate("TransplantForm", u"Conditioning regimen", None))
        self.cd34Dose.setProperty(u"caption", QCoreApplication.translate("TransplantForm", u"CD34+ dose", None))
        self.cd34Dose.setProperty(u"unitText", QCoreApplication.translate("TransplantForm", u"10\u2076/kg", None))
        self.graftManipulation.setProperty(u"caption", QCoreApplication.translate("TransplantForm", u"Graft manipulation", None))
        pass
    # retranslateUi
