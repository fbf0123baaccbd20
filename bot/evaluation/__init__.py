"""How good the answers are: questions with what is expected of them, put to a writer, judged and compared."""
