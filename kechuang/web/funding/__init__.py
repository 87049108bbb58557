"""Pages of funding that are no lists: each fen from source to voucher, and the year of a place."""
