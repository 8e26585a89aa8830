"""The cleaner as a service on this machine: JSON, LanguageTool's protocol and a page to work in.

Begin at `app` (what can be asked), then `pool` (who does the work, and what happens to a request that takes too long), `nursery` (where workers
come from), `guards` (who may ask, and how much). Nothing here is imported unless `normalize serve` or `normalize lsp` is called.
"""
