"""What we exist for: frameworks, answers, checks, findings, judgements, awards. Standard library only."""
