"""Dates as they stand on the papers of a German office, in every language.

Django knows English as it is written in America, with the month first and the
day in halves, and has no form for date and time in Arabic. Whoever compares a
page with a letter must find the same day and the same hour.
"""
