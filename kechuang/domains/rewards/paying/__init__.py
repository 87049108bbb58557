"""Paying what settled plans owe: when it is due, to whom, what tax rests on it, how it stands in the wages."""
