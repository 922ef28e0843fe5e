"""The built-in site: an invented region's news in two languages, served on loopback in many markups."""
