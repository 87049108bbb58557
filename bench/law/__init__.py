"""The speed of rules: one case explained, columns against other engines, a file in a stream. Figures, never tests.

    python -m bench.law                      1e5, 1e6 and 1e7 rows, all engines, a few minutes
    python -m bench.law --rows 1000000       this size only
    python -m bench.law --only kechuang-polars numpy
    python -m bench.law --stream 100000000   also that many rows from Parquet to Parquet

The rule is reward_pool_floor as it stands: mixed regions, a date for each row, five modes, three yes-or-no facts. Every
engine gets the same rows and the same table of rates, and every answer is compared to the fen with whole numbers counted
by hand (data.py) from what the explanation says of each kind of case.
"""
