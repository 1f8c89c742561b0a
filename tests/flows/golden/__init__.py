"""Golden files of what is found only with a book, a key or a question: one scene for each.

    # Shown by scenes_answers.py; nothing of what it makes is kept.
    # finds: warning answer-lacks-address
    warning answer-lacks-address (None)
    facts: lacking (str)
    en: what it is
    en: what to do
    cy: …
    cy: …

The scene plays the whole errand on a real desk, with keys of the moment; `finds` is what its
author wanted. Days, years and folders are replaced before anything is said. New wording, or a
new scene: `python -m tests.core.golden.make words`.
"""
