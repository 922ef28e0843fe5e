"""The web as it crossed the wire, and the archive formats that keep it. Knows nothing of news or SQL."""
