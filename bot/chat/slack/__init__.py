"""Slack: listens, acknowledges at once, and lets the core answer; delivers the outbox."""
