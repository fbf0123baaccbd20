"""The team's own guidance: pieces, documents, and the questions that had no answer."""
