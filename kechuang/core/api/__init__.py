"""What every REST endpoint needs: who calls, what was sent, pages of rows, schemas of forms, and refusals as JSON."""
