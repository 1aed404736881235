"""Compiled from ui/state_form.ui by installer/build_assets.py. Edit the form, then run `make assets`."""

from PySide6.QtCore import QCoreApplication, QMetaObject
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget
from hsct_desktop.views.form_fields import ChipsField, DayField, TextField


class Ui_StateForm:
    def setupUi(self, StateForm: QWidget) -> None:
        if not StateForm.objectName():
            StateForm.setObjectName(u"StateForm")
        self.column = QVBoxLayout(StateForm)
        self.column.setSpacing(10)
        self.column.setObjectName(u"column")
        self.kind = ChipsField(StateForm)
        self.kind.setObjectName(u"kind")

        self.column.addWidget(self.kind)

        self.columnRow1 = QHBoxLayout()
        self.columnRow1.setSpacing(10)
        self.columnRow1.setObjectName(u"columnRow1")
        self.on = DayField(StateForm)
        self.on.setObjectName(u"on")

        self.columnRow1.addWidget(self.on)

        self.onRest = QWidget(StateForm)
        self.onRest.setObjectName(u"onRest")

        self.columnRow1.addWidget(self.onRest)

        self.columnRow1.setStretch(0, 1)
        self.columnRow1.setStretch(1, 1)

        self.column.addLayout(self.columnRow1)

        self.detail = TextField(StateForm)
        self.detail.setObjectName(u"detail")

        self.column.addWidget(self.detail)

        self.pastPlace = QWidget(StateForm)
        self.pastPlace.setObjectName(u"pastPlace")

        self.column.addWidget(self.pastPlace)

        self.columnSpacer4 = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.column.addItem(self.columnSpacer4)

        QWidget.setTabOrder(self.kind, self.on)
        QWidget.setTabOrder(self.on, self.detail)

        self.retranslateUi(StateForm)

        QMetaObject.connectSlotsByName(StateForm)
    # setupUi

    def retranslateUi(self, StateForm: QWidget) -> None:
        self.kind.setProperty(u"caption", QCoreApplication.translate("StateForm", u"What happened", None))
        self.on.setProperty(u"caption", QCoreApplication.translate("StateForm", u"Date", None))
        self.detail.setProperty(u"caption", QCoreApplication.translate("StateForm", u"Cause of death", None))
        pass
    # retranslateUi
