"""What "Which protection?" is made of: the questions, the answer, the picture of the way."""
