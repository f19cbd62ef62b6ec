"""Lists of articles: feeds."""
