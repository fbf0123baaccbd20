"""What people write under posts: the queue, what a comment is, complaints until their end."""
