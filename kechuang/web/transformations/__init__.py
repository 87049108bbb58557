"""What people see of achievements and their transformation: the researcher's own, the manager's board, an office's statistics."""
