"""Columns of cases: a linked rule lowered to plain whole-number operations, and the NumPy engine that runs them.

    plan.py    which columns there are, and what is asked of them      lower.py   slots with reasons -> the graph
    flow.py    the graph of operations, folding and ranges             cubes.py   look-ups as tables
    days.py    legal time                                              visits.py  which drafts and years an answer rests on
    kernel.py  the graph in NumPy: chunks, buffers, threads

The doors are execution/polars.py and execution/ibis.py.
"""
