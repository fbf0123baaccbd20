"""When things are due: words for days and hours, business hours, the calendar of slots."""
