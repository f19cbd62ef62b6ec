"""The query language: parsed to a typed tree, validated, printed back."""
