"""What a page is: profiles, and reading pages as listings and articles."""
