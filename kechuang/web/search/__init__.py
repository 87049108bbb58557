"""One search over everything a person may see: cases, parties, the law and the calculators."""
