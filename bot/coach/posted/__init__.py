"""Cards that stand in channels: what they were about, how far it is done, what is pressed on them."""
