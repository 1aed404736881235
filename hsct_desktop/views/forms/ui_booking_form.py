"""Compiled from ui/booking_form.ui by installer/build_assets.py. Edit the form, then run `make assets`."""

from PySide6.QtCore import QCoreApplication, QMetaObject
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget
from hsct_desktop.views.form_fields import DayField, TextField


class Ui_BookingForm:
    def setupUi(self, BookingForm: QWidget) -> None:
        if not BookingForm.objectName():
            BookingForm.setObjectName(u"BookingForm")
        self.column = QVBoxLayout(BookingForm)
        self.column.setSpacing(10)
        self.column.setObjectName(u"column")
        self.rulerPlace = QWidget(BookingForm)
        self.rulerPlace.setObjectName(u"rulerPlace")

        self.column.addWidget(self.rulerPlace)

        self.columnRow1 = QHBoxLayout()
        self.columnRow1.setSpacing(10)
        self.columnRow1.setObjectName(u"columnRow1")
        self.on = DayField(BookingForm)
        self.on.setObjectName(u"on")

        self.columnRow1.addWidget(self.on)

        self.time = TextField(BookingForm)
        self.time.setObjectName(u"time")

        self.columnRow1.addWidget(self.time)

        self.columnRow1.setStretch(0, 1)
        self.columnRow1.setStretch(1, 1)

        self.column.addLayout(self.columnRow1)

        self.reason = TextField(BookingForm)
        self.reason.setObjectName(u"reason")

        self.column.addWidget(self.reason)

        self.columnSpacer3 = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)

        self.column.addItem(self.columnSpacer3)

        QWidget.setTabOrder(self.on, self.time)
        QWidget.setTabOrder(self.time, self.reason)

        self.retranslateUi(BookingForm)

        QMetaObject.connectSlotsByName(BookingForm)
    # setupUi

    def retranslateUi(self, BookingForm: QWidget) -> None:
        self.on.setProperty(u"caption", QCoreApplication.translate("BookingForm", u"Day", None))
        self.time.setToolTip(QCoreApplication.translate("BookingForm", u"10:30", None))
        self.time.setProperty(u"caption", QCoreApplication.translate("BookingForm", u"Time", None))
        self.reason.setProperty(u"caption", QCoreApplication.translate("BookingForm", u"Reason", None))
        pass
    # retranslateUi
