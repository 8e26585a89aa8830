"""Looking at changes and suggestions one at a time, and deciding: `normalize review`.

`session` knows what is asked next and what was decided, and nothing of screens; `line` asks on any terminal, `screen` with Textual, which nothing else imports.
"""
