"""Equipment: the register, its use, its openness, what is bought."""
