"""All benchmarks in turn."""

from __future__ import annotations

import os

from benchmarks import (
    audit,
    backup,
    book,
    commit,
    disability,
    disease_course,
    flowsheet,
    grading,
    import_file,
    lab_file,
    letter,
    monitoring,
    pdf,
    planning,
    preview,
    rules,
    start,
    today,
    trend,
    unlock,
    worklist,
)

if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    start.main()
    worklist.main()
    today.main()
    monitoring.main()
    rules.main()
    planning.main()
    grading.main()
    disability.main()
    preview.main()
    commit.main()
    unlock.main()
    audit.main()
    backup.main()
    lab_file.main()
    import_file.main("lab_results", 1_000)
    book.main()
    flowsheet.main()
    trend.main()
    disease_course.main()
    pdf.main()
    letter.main()
