"""The line of papers: each asks for its action in the language chosen there, and only then."""

from PySide6.QtWidgets import QAbstractButton

from hsct_desktop.views.context import Context
from hsct_desktop.views.print_line import PrintLine


def test_a_paper_is_asked_for_in_the_chosen_language_and_only_there(qtbot):
    ctx = Context()
    line = PrintLine(ctx)
    qtbot.addWidget(line)
    asked = []
    ctx.action_wanted.connect(lambda name: asked.append((name, ctx.paper_language)))
    emergency = line.findChild(QAbstractButton, "papers_print_emergency")
    emergency.click()
    line.language.set_value("it")
    emergency.click()
    line.findChild(QAbstractButton, "papers_print_summary").click()
    assert asked == [("print_emergency", None), ("print_emergency", "it"), ("print_summary", "it")]
    assert ctx.paper_language is None
