"""What the law says, as dated data and small functions of dates: no table, no page, no company."""
