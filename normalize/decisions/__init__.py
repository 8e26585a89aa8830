"""What people decided about changes and suggestions, and how that is remembered.

`fingerprint` says how a place is known again when the text around it was edited; `book` is the file of decisions, to which lines are only added;
`replay` makes a `Result` as the decisions want it; `names` and `tuning` learn from them.
"""
