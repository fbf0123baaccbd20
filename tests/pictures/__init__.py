"""Pictures of every kind of card on every front, drawn from what the real renderers give. Not collected by pytest."""
