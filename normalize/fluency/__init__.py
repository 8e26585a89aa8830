"""How well a sentence reads: a small language model, the signs of a garbled sentence, and one score of them.

Begin reading at `normalize.fluency.judging`; ``docs/garble.md`` tells the method and its figures. Nothing is opened before a sentence is judged.
"""
