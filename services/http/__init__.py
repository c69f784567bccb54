"""The JSON API: parse, ask the desk or the ledgers, answer. One file per resource; no rule of the books here."""
