"""Findings as files for other tools: tables, data sets, models, cards, networks."""
