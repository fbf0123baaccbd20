"""What people write in the simulated comments. Every text is plainly of its kind: how well kinds are told is measured
elsewhere, on texts that are not."""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, tuple[str, ...]] = {
    "question": ("What time do you open on Sunday?", "Is the rye vegan?", "Where can I park near you?",
                 "When is the next baking class?", "Which flour do you use?"),
    "buying signal": ("How much is the rye loaf?", "I'd like to order two for Saturday", "Can I book a place for Friday?",
                      "Do you deliver to the north side? I want one"),
    "thanks": ("Thank you, that was lovely", "Best bread in town", "So good, thanks a lot", "We loved it, thank you"),
    "other": ("Saturday is rye day here", "My grandmother baked like this", "Monday mood", "haha classic"),
    "hostile": ("You people are idiots", "Shut up, you clowns"),
    "spam": ("Earn 500 a day from home, write to me now", "Get 10k followers fast, click my profile"),
    "complaint": (
        "My parcel never arrived, this is poor", "The loaf was stale when I opened it", "Your waiter was rude to my mother",
        "I was charged twice and nobody replied", "Your website crashed at checkout again",
        "We waited an hour to be served, disappointing", "The table was dirty and nobody cared",
        "Still waiting for my refund", "Sold out again at nine in the morning, annoying",
        "The apron is far too small, wrong size sent", "My order was cancelled without a word",
    ),
}
SHARES: Mapping[str, float] = {"question": 0.24, "buying signal": 0.14, "thanks": 0.25, "other": 0.27, "hostile": 0.02,
                               "spam": 0.03, "complaint": 0.05}
NEEDS_ANSWER = ("question", "buying signal", "complaint")
LATE_DELIVERY = "The delivery came two days late again"
