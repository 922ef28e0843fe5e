"""Pure, table-driven functions from what a page says to what a record states."""
