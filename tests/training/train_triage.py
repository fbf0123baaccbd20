"""Learn bot/triage/weights.txt from labelled comments. The held half of the labelled comments is never read here.

Run from the project's folder with numpy and scikit-learn at hand: `python -m tests.training.train_triage`.
Same texts, same weights: the seed is fixed, and the file names the texts by their SHA-256.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

from bot.triage.classify import LABELS
from bot.triage.cues import LISTS
from bot.triage.features import Seen, see
from bot.triage.weights import GROUPS, WEIGHTS, ZERO
from tests.training.triage_texts import augment, fingerprint, training_texts
from tests.training.word_lists import compiled

SCALES = {"marks": 1.0, "words": 0.7, "grams": 0.3}
RARE = {"marks": 3, "words": 3, "grams": 4}
STRENGTH = 1.0
PRECISION = 0.83
"""Of what is said to need an answer, in cross-validation: the aim of 0.75 and a margin for other people's ways of writing."""


@dataclass(frozen=True)
class Task:
    """What is learned: the classes in their order, how a text is seen, and whether altered copies are learned too."""

    classes: tuple[str, ...]
    see: Callable[[str], Seen | None]
    strength: float = STRENGTH
    is_altered: bool = True


COMMENTS = Task(LABELS, see)


def main() -> None:
    """Compile the word lists, cross-validate, choose the threshold, learn from all training texts, write the weights."""
    LISTS.write_text(compiled(), encoding="utf-8")
    texts = training_texts()
    labels = np.array([LABELS.index(text["label"]) for text in texts])
    chances = cross_validated(texts, labels, COMMENTS)
    threshold = needs_answer_from(chances, labels)
    told = decide(chances, threshold)
    print(f"{len(texts)} texts; cross-validated: macro F1 {f1_score(labels, told, average='macro'):.3f},"
          f" needs an answer: recall {recall(told, labels):.3f}, precision {recall(labels, told):.3f} from {threshold:.2f}")
    vocabulary, model = learn(texts, labels, COMMENTS)
    facts = (f"texts={fingerprint()}", f"classes={','.join(LABELS)}", f"needs_answer_from={threshold}")
    WEIGHTS.write_text(written(vocabulary, model, facts), encoding="utf-8")
    print(f"{WEIGHTS.name}: {len(vocabulary)} features, {WEIGHTS.stat().st_size} bytes")


def cross_validated(texts: list[dict[str, str]], labels: np.ndarray, task: Task) -> np.ndarray:
    """Give each text the chances that a model gives it which has not seen it (five folds)."""
    chances = np.zeros((len(texts), len(task.classes)))
    for known, new in StratifiedKFold(5, shuffle=True, random_state=3).split(labels, labels):
        vocabulary, model = learn([texts[i] for i in known], labels[known], task)
        chances[new] = model.predict_proba(matrix([task.see(texts[i]["text"]) for i in new], vocabulary))
    return chances


def learn(
    texts: list[dict[str, str]], labels: np.ndarray, task: Task,
) -> tuple[dict[tuple[str, str], int], LogisticRegression]:
    """Fit the classes to texts and one altered copy of each, which weighs half."""
    altered = augment(texts, random.Random(7)) if task.is_altered else []
    seen = [task.see(text["text"]) for text in [*texts, *altered]]
    goals = np.concatenate([labels, [task.classes.index(text["label"]) for text in altered]]).astype(int)
    shares = np.concatenate([np.ones(len(texts)), np.full(len(altered), 0.5)])
    vocabulary = vocabulary_of(seen)
    model = LogisticRegression(C=task.strength, max_iter=400, class_weight="balanced", tol=1e-3)
    return vocabulary, model.fit(matrix(seen, vocabulary), goals, sample_weight=shares)


def vocabulary_of(seen: list[Seen | None]) -> dict[tuple[str, str], int]:
    """Number the features that are not rare."""
    counts = {group: Counter(f for one in seen if one for f in getattr(one, group)) for group in GROUPS}
    names = [(group, f) for group in GROUPS for f, n in sorted(counts[group].items()) if n >= RARE[group]]
    return {name: column for column, name in enumerate(names)}


def matrix(seen: list[Seen | None], vocabulary: dict[tuple[str, str], int]) -> csr_matrix:
    """One row a text, one column a feature, its group's scale where it is seen."""
    rows, columns, values = [], [], []
    for row, one in enumerate(seen):
        for group in GROUPS if one else ():
            for column in sorted(vocabulary[group, f] for f in getattr(one, group) if (group, f) in vocabulary):
                rows.append(row)
                columns.append(column)
                values.append(SCALES[group])
    return csr_matrix((values, (rows, columns)), shape=(len(seen), len(vocabulary)))


def decide(chances: np.ndarray, threshold: float) -> np.ndarray:
    """Decide as bot/triage/classify.py does: the first three classes need an answer."""
    needs = chances[:, :3].sum(axis=1) >= threshold
    return np.where(needs, chances[:, :3].argmax(axis=1), 3 + chances[:, 3:].argmax(axis=1))


def recall(told: np.ndarray, true: np.ndarray) -> float:
    """Share of the true that need an answer which were told so."""
    return float(((told < 3) & (true < 3)).sum() / (true < 3).sum())


def needs_answer_from(chances: np.ndarray, labels: np.ndarray) -> float:
    """Find the lowest threshold that keeps the precision."""
    for threshold in np.arange(0.2, 0.6, 0.01):
        if recall(labels, decide(chances, threshold)) >= PRECISION:
            return round(float(threshold), 2)
    return 0.5


def written(vocabulary: dict[tuple[str, str], int], model: LogisticRegression, facts: tuple[str, ...]) -> str:
    """Write the weights down, one character a class, after the facts about them."""
    scaled = model.coef_ * np.array([SCALES[group] for group, _ in vocabulary])
    step = float(np.abs(scaled).max()) / 46
    codes = np.rint(scaled / step).astype(int) + ZERO
    head = ["# Learned by tests/training; do not edit by hand.", *facts, f"step={step:.8f}",
            f"start={','.join(f'{start:.5f}' for start in model.intercept_)}"]
    parts = ["\n".join(head)]
    for group in GROUPS:
        parts.append("\n".join(f"{name}\t{''.join(map(chr, codes[:, column]))}" for (of, name), column in vocabulary.items()
                               if of == group and (codes[:, column] != ZERO).any()))
    return "\n\n".join(parts)


if __name__ == "__main__":
    main()
