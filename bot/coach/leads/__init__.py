"""How leads come to their posts: links, told leads, quality, campaigns."""
