"""The subcommands of ``rasad``. Each imports its rooms when it runs: `rasad langid` must not wait for spaCy."""
