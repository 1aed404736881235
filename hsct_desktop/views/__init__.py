"""Everything that is seen: pages, dialogs, models, delegates and widgets. PySide6 lives here only."""
