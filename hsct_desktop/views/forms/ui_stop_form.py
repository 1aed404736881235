"""Compiled from ui/stop_form.ui by installer/build_assets.py. Edit the form, then run `make assets`."""

from PySide6.QtCore import QCoreApplication, QMetaObject
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget
from hsct_desktop.views.form_fields import ChoiceField, DayField, TextField


class Ui_StopForm:
    def setupUi(self, StopForm: QWidget) -> None:
        if not StopForm.objectName():
            StopForm.setObjectName(u"StopForm")
        self.column = QVBoxLayout(StopForm)
        self.column.setSpacing(10)
        self.column.setObjectName(u"column")
        self.columnRow0 = QHBoxLayout()
        self.columnRow0.setSpacing(10)
        self.columnRow0.setObjectName(u"columnRow0")
        self.on = DayField(StopForm)
        self.on.setObjectName(u"on")

        self.columnRow0.addWidget(self.on)

        self.reason = ChoiceField(StopForm)
        self.reason.setObjectName(u"reason")

        self.columnRow0.addWidget(self.reason)

        self.columnRow0.setStretch(0, 1)
        self.columnRow0.setStretch(1, 1)

        self.column.addLayout(self.columnRow0)

        self.detail = TextField(StopForm)
        self.detail.setObjectName(u"detail")

        self.column.addWidget(self.detail)

        self.columnSpacer2 = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.column.addItem(self.columnSpacer2)

        QWidget.setTabOrder(self.on, self.reason)
        QWidget.setTabOrder(self.reason, self.detail)

        self.retranslateUi(StopForm)

        QMetaObject.connectSlotsByName(StopForm)
    # setupUi

    def retranslateUi(self, StopForm: QWidget) -> None:
        self.on.setProperty(u"caption", QCoreApplication.translate("StopForm", u"Last day given", None))
        self.reason.setProperty(u"caption", QCoreApplication.translate("StopForm", u"Reason", None))
        self.detail.setProperty(u"caption", QCoreApplication.translate("StopForm", u"Which reason", None))
        pass
    # retranslateUi
