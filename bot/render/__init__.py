"""Pure converters from a card to what one front shows."""
