"""Shape and wording of what people send to participants."""
