"""Ways a message leaves."""
