"""Names that other rooms use without needing the stages themselves (and all that those import)."""

INDEXED = "index"
"""The reader under which the index's watermark is noted in the record, for those who wait for it."""
