"""What a record is: normalisation, the schema, the store, and the thin Scrapy item pipeline."""
