"""The unit's working days as the views use them."""

from __future__ import annotations

from hsct_desktop.domain.working_days import WEEKENDS_ONLY, WorkingDays
from hsct_desktop.views.context import Context


def working_days(ctx: Context) -> WorkingDays:
    """The working days of the open file, holidays named in the language of the window; weekends before there is one.

    A read of one statement: ask when a page or a sheet is filled, not while painting.
    """
    if ctx.workspace is None:
        return WEEKENDS_ONLY
    from hsct_desktop.services import settings

    return settings.working_days(ctx.workspace, ctx.language)
