"""`python -m kechuang` is the `kechuang` console command."""

from kechuang.cli import main

main()
