"""Learn bot/triage/posts_weights.txt from labelled posts. The held half of the labelled posts is never read here.

Run from the project's folder with numpy and scikit-learn at hand: `python -m tests.training.train_posts`.
"""

from __future__ import annotations

import numpy as np
from sklearn.metrics import f1_score

from bot.triage.posts import KINDS, POSTS_WEIGHTS, see_post
from tests.training.train_triage import Task, cross_validated, learn, written
from tests.training.triage_texts import fingerprint, training_texts

POSTS = Task(KINDS, see_post)


def main() -> None:
    """Cross-validate, learn from all training texts, write the weights."""
    texts = training_texts("posts")
    labels = np.array([KINDS.index(text["label"]) for text in texts])
    told = cross_validated(texts, labels, POSTS).argmax(axis=1)
    print(f"{len(texts)} texts; cross-validated: macro F1 {f1_score(labels, told, average='macro'):.3f}")
    for kind, score in zip(KINDS, f1_score(labels, told, average=None), strict=True):
        print(f"  {kind:<22} {score:.3f}")
    vocabulary, model = learn(texts, labels, POSTS)
    facts = (f"texts={fingerprint('posts')}", f"classes={','.join(KINDS)}")
    POSTS_WEIGHTS.write_text(written(vocabulary, model, facts), encoding="utf-8")
    print(f"{POSTS_WEIGHTS.name}: {len(vocabulary)} features, {POSTS_WEIGHTS.stat().st_size} bytes")


if __name__ == "__main__":
    main()
