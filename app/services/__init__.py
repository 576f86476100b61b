"""What the application does: functions named by what a person would say, without HTTP, forms or templates."""
