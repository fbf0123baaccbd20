"""Words before they are sent: drafts of replies, and the look at a post before it is posted."""
