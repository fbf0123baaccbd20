"""Questions and their answers: from the guidance, from the team's data, by a language model."""
