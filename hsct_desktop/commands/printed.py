"""`summary`, `daylist` and the other papers, as PDF."""

from __future__ import annotations

import argparse

from hsct_desktop.commands.opened import check_pdf_output, put_on_record, sign_as_command_line, workspace


def summary(arguments: argparse.Namespace) -> None:
    """Write a patient's summary as PDF."""
    from hsct_desktop.services import printing

    check_pdf_output(arguments)
    with workspace(arguments) as ws:
        sign_as_command_line(ws, arguments.language)
        patient_id = printing.patient_id_of(ws, arguments.code)
        path = printing.summary(ws, patient_id, arguments.output, arguments.language)
        put_on_record(ws, patient_id)
    print(path)


def day_list(arguments: argparse.Namespace) -> None:
    """Write the day list as PDF."""
    from hsct_desktop.services import printing

    check_pdf_output(arguments)
    with workspace(arguments) as ws:
        sign_as_command_line(ws, arguments.language)
        path = printing.day_list(ws, arguments.on or ws.today(), arguments.output, arguments.language)
    print(path)


def week_list(arguments: argparse.Namespace) -> None:
    """Write the list of seven days as PDF."""
    from hsct_desktop.services import printing

    check_pdf_output(arguments)
    with workspace(arguments) as ws:
        sign_as_command_line(ws, arguments.language)
        path = printing.week_list(ws, arguments.from_ or ws.today(), arguments.output, arguments.language)
    print(path)


def month(arguments: argparse.Namespace) -> None:
    """Write the agenda of a month as PDF."""
    from hsct_desktop.services import printing

    check_pdf_output(arguments)
    with workspace(arguments) as ws:
        sign_as_command_line(ws, arguments.language)
        path = printing.month(ws, arguments.month or ws.today(), arguments.output, arguments.language)
    print(path)


def patient_plan(arguments: argparse.Namespace) -> None:
    """Write a patient's own plan as PDF, in the patient's language unless another one is wanted."""
    from hsct_desktop.services import printing

    check_pdf_output(arguments)
    with workspace(arguments) as ws:
        sign_as_command_line(ws, arguments.language or "en")
        path = printing.patient_plan(ws, arguments.code, arguments.output, arguments.language)
        put_on_record(ws, printing.patient_id_of(ws, arguments.code))
    print(path)


def medicine_plan(arguments: argparse.Namespace) -> None:
    """Write a patient's medicine plan as PDF, in the patient's language unless another one is wanted."""
    from hsct_desktop.services import medicine_plan, printing

    check_pdf_output(arguments)
    with workspace(arguments) as ws:
        sign_as_command_line(ws, arguments.language or "en")
        patient_id = printing.patient_id_of(ws, arguments.code)
        path = medicine_plan.medicine_plan(ws, patient_id, arguments.output, arguments.language)
        put_on_record(ws, patient_id)
    print(path)


def vaccine_plan(arguments: argparse.Namespace) -> None:
    """Write a patient's vaccine plan for the GP as PDF, in the language of the GP's letters by default."""
    from hsct_desktop.services import printing, vaccine_printing

    check_pdf_output(arguments)
    with workspace(arguments) as ws:
        sign_as_command_line(ws, arguments.language or "en")
        patient_id = printing.patient_id_of(ws, arguments.code)
        path = vaccine_printing.vaccine_plan(ws, patient_id, arguments.output, arguments.language)
        put_on_record(ws, patient_id)
    print(path)


def care_plan(arguments: argparse.Namespace) -> None:
    """Write a patient's care plan as PDF, one page."""
    from hsct_desktop.services import care_plan_print, printing

    check_pdf_output(arguments)
    with workspace(arguments) as ws:
        sign_as_command_line(ws, arguments.language)
        patient_id = printing.patient_id_of(ws, arguments.code)
        path = care_plan_print.print_care_plan(ws, patient_id, arguments.output, arguments.language)
        put_on_record(ws, patient_id)
    print(path)


def selection(arguments: argparse.Namespace) -> None:
    """Write a patient's selection checklist as PDF, one page."""
    from hsct_desktop.services import printing, selection_print

    check_pdf_output(arguments)
    with workspace(arguments) as ws:
        sign_as_command_line(ws, arguments.language)
        patient_id = printing.patient_id_of(ws, arguments.code)
        path = selection_print.print_selection(ws, patient_id, arguments.output, None, arguments.language)
        put_on_record(ws, patient_id)
    print(path)
