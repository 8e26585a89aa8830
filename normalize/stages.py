"""The order of work, one line each. All rules of a stage read the same text; each stage runs once a pass."""

STAGES: dict[str, str] = {
    "decode": "undo mojibake: text read in the wrong encoding",
    "characters": "look-alike letters, foreign digits and marks, invisible characters",
    "furniture": "hashtag and timestamp footers, boilerplate, code, headline tails",
    "spacing": "glued words and sentences, spaces before marks, broken hyphens",
    "punctuation": "periods in mid-sentence, doubled marks, quotes",
    "names": "people, organisations and places against the gazetteer",
    "echoes": "doubled words, determiners, pronouns",
    "words": "terms, calques, articles, numbers, residue words",
    "grammar": "LanguageTool, off by default",
    "sentences": "what cannot be repaired is reported: garbled, cut off, contradictory",
}

ORDER: dict[str, int] = {name: i for i, name in enumerate(STAGES)}

#: The faults of a sentence that was cut at tags of its page, translated in pieces and glued together again: where one is, others are.
TORN = frozenset("glued-words glued-sentence glued-colon spurious-period spurious-capital doubled-pronoun doubled-determiner".split())

#: Every class of fault, as `class` in reports names it.
CLASSES = frozenset(
    """glued-words glued-sentence glued-colon spurious-period spurious-capital doubled-pronoun doubled-determiner broken-line
    inserted-headline garbled-sentence truncated-sentence word-order wrong-name inconsistent-name wrong-name-coreference
    translated-name truncated-name lowercased-name canonical-form epithet wrong-expansion site-substitution wrong-sense
    garbled-term garbled-phrase calque wrong-pronoun untranslated-residue doubled-word doubled-reporting missing-article
    missing-word missing-object lost-distinction number-lost factual-inconsistency synonym-spinning quote-direction quote-spacing
    dash-attribution guillemets unbalanced-quote quote-nesting broken-hyphen space-before-punctuation doubled-punctuation
    missing-punctuation number-format mojibake homoglyph drop-capital hashtag-footer timestamp-footer boilerplate-footer
    boilerplate-marker headline-tail headline-slash code-residue foreign-punctuation foreign-digits invisible-character
    tokenized-text html-entity broken-word grammar""".split()
)

#: The classes of faults in names.
NAME_CLASSES = frozenset("wrong-name inconsistent-name wrong-name-coreference translated-name truncated-name lowercased-name canonical-form".split())
