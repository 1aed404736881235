"""Answers cohorts with pymsprog; run by the Python in which it is installed, never imported by this project.

Standard input has one cohort a line: {"visits": [[id, date, value]], "relapses": [[id, date]], "kw": arguments}.
Standard output has one line for each: {id: rows}, a row as in `msprog_cases.answer`; an error's text for a patient with
whom pymsprog ends with an error.
"""

import contextlib
import io
import json
import sys
import warnings

import pandas
from pymsprog import MSprog

LOST = (ValueError, IndexError, KeyError, TypeError, UnboundLocalError)


def number(value):
    return float("inf") if value == "inf" else value


def argument(value):
    if isinstance(value, list):
        return [number(item) for item in value]
    if isinstance(value, dict):
        return {key: tuple(map(number, item)) if isinstance(item, list) else item for key, item in value.items()}
    return number(value)


def answers(visits, relapses, kw):
    arguments = {name: argument(value) for name, value in kw.items()}
    outcome = arguments.pop("outcome", "edss")
    column = arguments.pop("value_col", outcome.upper())
    periods = arguments.setdefault("conf_days", 84)
    periods = periods if isinstance(periods, list) else [periods]
    table = pandas.DataFrame(visits, columns=["id", "date", column])
    onsets = pandas.DataFrame(relapses, columns=["id", "date"]) if relapses else None
    with contextlib.redirect_stdout(io.StringIO()):
        _, found = MSprog(
            table, "id", column, "date", outcome, relapse=onsets, rsubj_col="id", rdate_col="date",
            include_dates=True, include_value=True, verbose=0, **arguments,
        )  # fmt: skip
    by_patient = {}
    for row in found.to_dict("records"):
        by_patient.setdefault(row["id"], []).append(cells(row, periods))
    return by_patient


def cells(row, periods):
    def day(name):
        value = row.get(name)
        return "" if value is None or pandas.isna(value) else str(pandas.Timestamp(value).date())

    def length(name):
        value = row.get(name)
        return "" if value is None or pandas.isna(value) else float(value)

    last = "" if not row["nevent"] else str(bool(row["sust_last"]))
    confirmed = [day(f"conf{period}_date") for period in periods]
    return [
        int(row["nevent"]), row["event_type"], row.get("CDW_type") or "", day("date"), length("value"),
        day("bl_date"), length("bl_value"), int(row["total_fu"]), int(row["time2event"]), length("bl2event"),
        length("sust_days"), last, ";".join(filter(None, confirmed)),
    ]  # fmt: skip


def of_cohort(visits, relapses, kw):
    try:
        return answers(visits, relapses, kw)
    except LOST:  # one patient ends it for all: ask for each alone
        found = {}
        for patient in dict.fromkeys(visit[0] for visit in visits):
            own = [visit for visit in visits if visit[0] == patient], [row for row in relapses if row[0] == patient]
            try:
                found |= answers(*own, kw)
            except LOST as error:
                found[patient] = f"{type(error).__name__}: {error}"
        return found


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        print(json.dumps(of_cohort(**json.loads(line))), flush=True)
