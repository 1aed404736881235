"""ReportLab lives here only: styles, flowables, one file a document."""
