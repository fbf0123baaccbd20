"""How leads come to their posts: the steps that tie them, the best way first, and the words for leads without a post."""

from __future__ import annotations

TIES = (
    "loosen_ties", "tie_leads_by_stated_post", "tie_leads_by_permalink", "tie_leads_by_own_code", "tie_leads_by_post_code",
    "tie_leads_by_both_tags", "tie_leads_by_tag", "tie_leads_by_tag_that_is_an_id", "tie_leads_by_campaign",
    "tie_told_leads", "explain_untied_leads", "tie_leads_by_time",
)
"""The named statements that tie a team's leads anew, in their order. What a person said of a tie stays."""
NO_POST = "a person said it came from no post"
NOT_YET = "the post it was told for is not imported yet"
