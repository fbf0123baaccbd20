"""Exports that are recognised and hold nothing the coach can use: said with what to give instead."""

from __future__ import annotations

from bot.intake.mapping import Refusal

_ACCOUNT_DAILY = "it holds an account's totals a day, and the coach works on single posts. "

REFUSALS = (
    Refusal("youtube-chart", ("date", "views"),
            "this is YouTube's chart data, views a day without videos. Import the `Table data.csv` of the same "
            "download instead."),
    Refusal("youtube-totals", ("date", "views", "watch time (hours)"),
            "this is YouTube's totals a day without videos. Import the `Table data.csv` of the same download instead."),
    Refusal("ga4-events", ("event name", "event count"),
            "this is a Google Analytics table of events for a whole period, which names neither posts nor single "
            "leads. Give a leads table with lead_id, created_at and utm_campaign or post_id instead."),
    Refusal("ga4-traffic", ("sessions", "engaged sessions"),
            "this is a Google Analytics table of traffic for a whole period, which names neither posts nor single "
            "leads. Give a leads table with lead_id, created_at and utm_source instead."),
    Refusal("google-business", ("store code", "business name", "google search - mobile"),
            "this is a Google Business Profile report, whose figures are for a period that no column names, and for "
            "places, not posts. Enquiries and bookings from it can be given as a leads table with lead_id and "
            "created_at."),
    Refusal("takeout-comments", ("comment id", "channel id", "comment create timestamp"),
            "it holds the comments this account wrote, not those it received, so there is nothing to answer in it. "
            "Give a comments table with network, comment_id, post_id, created_at and text instead."),
    Refusal("meta-page-daily", ("date", "primary"),
            _ACCOUNT_DAILY + "In Meta Business Suite export Content, not Results."),
    Refusal("linkedin-metrics", ("date", "impressions (organic)", "impressions (sponsored)"),
            _ACCOUNT_DAILY + "The sheet `All posts` of the same workbook is the one that is read."),
    Refusal("x-overview", ("date", "impressions", "new follows", "unfollows"),
            _ACCOUNT_DAILY + "In X analytics export Content, not Overview."),
    Refusal("meta-ads", ("ad id", "reporting starts"),
            "this is a Meta ads report; its ads cannot be tied to posts. Export Content in Meta Business Suite "
            "instead."),
    Refusal("facebook-hourly", ("lifetime post total reach", "post hour"),
            "its rows have no post id and no date, so they cannot be told apart or set on a day. Export Content in "
            "Meta Business Suite instead."),
)
