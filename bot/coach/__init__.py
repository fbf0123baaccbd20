"""Use cases that turn facts into cards; they know no platform, no engine and no model."""
