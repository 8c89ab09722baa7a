"""In and out: lead files, calendar, mail, reports."""
