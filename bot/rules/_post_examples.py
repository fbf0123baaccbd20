"""Posts for the examples of rules about kinds of posts: plain words of each kind, one post a day."""

from __future__ import annotations

from bot.model.facts import Post

OFFERS = (
    "20% off all running shoes until Sunday", "Order your cake now, free delivery", "New collection now in the shop",
    "Deal of the day: three pizzas for the price of two", "Tickets for our festival are on sale today",
    "Buy one, get one free on candles", "Our gift vouchers are now available online",
    "Only today: 10 euros off your first order", "Preorder the new album now", "Sale: everything must go, half price",
    "Try our lunch deal for 11.90", "Sign up now and save 15 percent", "Free shipping on all orders this weekend",
    "Get three months of yoga for the price of two, offer ends Sunday",
)
TEACHING = (
    "Tip: freeze fresh herbs in olive oil", "How to remove red wine stains: salt first, then cold water",
)
ENCOURAGING = ("Keep going, you are stronger than you think", "Never give up, believe in yourself")
ENTERTAINING = ("POV: it's Friday and your laptop updates", "Why don't eggs tell jokes? They'd crack each other up 😂")
ASKING = ("What is your favourite season and why?", "Which colour do you prefer? Vote below")
INSIDE = ("Meet the team: this is Anna, our head baker, who has been up since two.",)


def posts_saying(*words: str, until: int = 28) -> tuple[Post, ...]:
    """Return a post for each text, a day apart, the last on a day of February 2026."""
    first = until - len(words) + 1
    return tuple(_post(number, first + number, each) for number, each in enumerate(words))


def _post(number: int, day: int, words: str) -> Post:
    return Post("instagram", f"p{number}", f"2026-02-{day:02d}T12:00:00Z", account="bakery", text=words)
