"""What every room needs of a language, without spaCy: orthography, identification, dates, index terms."""
