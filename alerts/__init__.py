"""Notify: rules, outbox, digest, channels."""
