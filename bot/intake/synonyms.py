"""What tools call the fields of the general tables, the likeliest name first: for suggestions only.

No export of these tools was at hand when this was written, so nothing here is applied without a person's word.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.intake.mapping import TableName

_NETWORK = ("network", "platform", "social network", "channel", "service", "source", "red", "plattform", "reseau")
_ACCOUNT = ("account", "profile", "page name", "account name", "account username", "username", "handle", "page",
            "profile name", "social profile", "konto", "cuenta", "conta", "compte")
_LINK = ("permalink", "link", "post link", "url", "post url", "message url", "tweet permalink", "video link",
"enlace",
         "link permanente", "beitragslink", "lien")
_TEXT = ("text", "post", "message", "caption", "content", "post text", "post message", "description", "title",
         "post title", "tweet text", "comment", "comments", "body", "texto", "beitrag", "contenido", "legende")
_WHEN = ("date", "time", "timestamp", "created at", "created", "created time", "create date", "created date",
         "submitted at", "submit date (utc)", "date (gmt)", "datum", "fecha", "data", "created on", "date created")

SYNONYMS: Mapping[TableName, Mapping[str, tuple[str, ...]]] = {
    "posts": {
        "network": _NETWORK,
        "post_id": ("post id", "network post id", "native id", "native post id", "external id", "media id",
            "message id",
                    "tweet id", "video id", "content id", "id", "beitrags-id", "identificacao do post",
                    "id de publicacion"),
        "published_at": ("published at", "publish time", "published", "publish date", "publishing date",
            "date published",
                         "posted", "posted at", "post date", "sent at", "sent", "date sent", "post time",
                         "published date",
                         "veroffentlichungszeitpunkt", "fecha de publicacion", "date de publication",
                         "horario de publicacao", *_WHEN),
        "permalink": _LINK,
        "text": _TEXT,
        "account": _ACCOUNT,
        "kind": ("kind", "content type", "post type", "media type", "format", "type", "beitragstyp", "tipo",
            "tipo de post"),
        "link": ("linked content", "shared link", "destination link", "outbound link"),
        "campaign": ("campaign", "campaign name", "tags", "campana", "kampagne"),
        "reach": ("reach", "unique impressions", "unique views", "people reached", "post reach",
            "lifetime post total reach",
                  "reichweite", "alcance", "portee", "range"),
        "impressions": ("impressions", "impressionen", "impresiones", "impressoes", "times seen",
            "total impressions"),
        "views": ("views", "video views", "plays", "total views", "video plays", "aufrufe", "visualizaciones",
                  "visualizacoes", "vues"),
        "reactions": ("reactions", "likes", "favorites", "total likes", "total reactions", "likes and reactions",
                      "gefallt mir", "me gusta", "curtidas", "j'aime"),
        "comments": ("comments", "replies", "total comments", "comment count", "comments count", "kommentare",
                     "comentarios", "commentaires"),
        "shares": ("shares", "reposts", "retweets", "total shares", "geteilte inhalte", "compartidos",
            "compartilhamentos",
                   "partages"),
        "saves": ("saves", "saved", "bookmarks", "add to favorites", "guardados", "salvamentos", "enregistrements"),
        "clicks": ("clicks", "total clicks", "post clicks", "engaged users clicks", "klicks", "clics", "cliques"),
        "link_clicks": ("link clicks", "post link clicks", "url clicks", "outbound clicks"),
        "follows": ("follows", "new follows", "new followers", "follows from post"),
    },
    "comments": {
        "network": _NETWORK,
        "comment_id": ("comment id", "reply id", "message id", "id"),
        "post_id": ("post id", "media id", "video id", "vidid", "parent post id", "tweet id"),
        "text": _TEXT,
        "created_at": ("created at", "comment date", "published at", *_WHEN),
        "author": ("author", "user", "username", "user id", "from", "commenter", "author name", "name"),
        "author_followers": ("author followers", "followers"),
        "parent_id": ("parent id", "parent comment id", "in reply to"),
        "from_team": ("from team", "is owner", "by owner", "sent by us"),
        "permalink": _LINK,
        "answered_at": ("answered at", "replied at", "response time"),
    },
    "leads": {
        "lead_id": ("lead id", "record id", "id", "response id", "submission id", "order id", "contact id",
            "#", "number"),
        "created_at": ("created at", "created time", "create date", "submit date (utc)", *_WHEN),
        "kind": ("kind", "type", "lead type"),
        "quality": ("quality", "lead status", "lifecycle stage", "status"),
        "post_id": ("post id",),
        "network": ("network", "platform"),
        "permalink": ("permalink", "post link"),
        "utm_source": ("utm source", "source", "original source"),
        "utm_medium": ("utm medium", "medium"),
        "utm_campaign": ("utm campaign", "campaign", "campaign name"),
        "utm_content": ("utm content", "ad name"),
        "landing_url": ("landing url", "landing page", "first page seen", "page url"),
        "email": ("email", "e-mail", "email address", "mail"),
        "value": ("value", "amount", "total", "deal amount", "revenue"),
        "currency": ("currency",),
        "note": ("note", "notes", "message", "comment"),
    },
    "followers": {
        "network": _NETWORK,
        "account": _ACCOUNT,
        "day": ("date", "day", "datum", "fecha", "data"),
        "followers": ("followers", "audience", "fans", "page followers", "total followers", "subscribers",
            "follower count"),
    },
    "campaigns": {
        "campaign": ("campaign", "campaign name", "name"),
        "starts_on": ("starts on", "start date", "start", "from"),
        "ends_on": ("ends on", "end date", "end", "until", "to"),
        "page": ("page", "landing page", "url"),
        "hashtag": ("hashtag", "tag"),
        "offline": ("offline", "print", "poster"),
        "offline_has_handle": ("offline has handle",),
    },
    "outbound": {
        "network": _NETWORK,
        "created_at": _WHEN,
        "account": _ACCOUNT,
        "permalink": _LINK,
        "text": _TEXT,
    },
}
"""For each table, the plain names of each field's column."""

REQUIRED: Mapping[TableName, tuple[str, ...]] = {
    "posts": ("network", "post_id", "published_at"),
    "comments": ("network", "comment_id", "post_id", "created_at", "text"),
    "leads": ("lead_id", "created_at"),
    "followers": ("network", "account", "day", "followers"),
    "campaigns": ("campaign",),
    "outbound": ("network", "created_at"),
}
"""The fields without which a row of a table has no use."""
