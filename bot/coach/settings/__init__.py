"""What people set in chat: hours, pauses, the set-up of a channel."""
