"""The engine of the exchange: arrays in, ranked lists and plans out.

It knows no database, no files, no clock and no chance; who calls it brings
rows and takes ids back. `docs/matching.md` explains how it works.
"""
