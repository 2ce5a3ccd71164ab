"""The store: lots and where their doses lie, receipts, issues, returns, disposal, stock-takes, tables, temperatures."""
