"""python -m bench: the law floor against its peers (bench/law). bench.office and bench.imports are run by their names."""

from bench.law.__main__ import main

if __name__ == "__main__":
    main()
