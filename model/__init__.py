"""The nouns of Rasad: frozen, typed values without input or output. Every room may import them."""
