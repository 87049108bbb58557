"""Spreadsheets as people meet them: a template, a file, what was found in it, the word to go, progress, and the way out."""
