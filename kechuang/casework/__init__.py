"""What every case shares: parties, inbox, documents, search, obligations, and cases with their actions."""
