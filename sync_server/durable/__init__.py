"""The durable core: tables, the database they lie in, its bare connections and its months."""
