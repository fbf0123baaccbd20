"""Meta Business Suite, Instagram content. Its times are Los Angeles wall clock, whatever the account's country.

Shown on 112 real posts: the upload time inside each link's shortcode lies within minutes of that reading.
"""

from __future__ import annotations

from bot.intake.mapping import Format, TimeRule

FORMAT = Format(
    name="meta-instagram",
    makes="posts",
    network="instagram",
    required=("post_id", "account", "published_at", "permalink", "kind"),
    aliases={
        "post_id": ("post id", "identificacao do post"),
        "account": ("account username", "nome de usuario da conta"),
        "published_at": ("publish time", "horario de publicacao"),
        "permalink": ("permalink", "link permanente"),
        "kind": ("post type", "tipo de post"),
        "text": ("description", "descricao"),
        "duration_s": ("duration (sec)", "duration (sec.)", "duracao (s)"),
        "views": ("views", "visualizacoes"),
        "impressions": ("impressions", "impressoes"),
        "reach": ("reach", "alcance"),
        "reactions": ("likes", "curtidas"),
        "shares": ("shares", "compartilhamentos"),
        "follows": ("follows", "seguimentos"),
        "comments": ("comments", "comentarios"),
        "saves": ("saves", "salvamentos"),
    },
    known=(
        "account id", "identificacao da conta", "account name", "nome da conta", "data comment", "comentario de dados",
        "date", "data",
    ),
    kinds={
        "ig image": "image", "ig carousel": "carousel", "ig reel": "reel", "ig video": "video", "ig story": "story",
        "imagem do instagram": "image", "carrossel do instagram": "carousel", "reel do instagram": "reel",
        "video do instagram": "video", "story do instagram": "story",
    },
    time=TimeRule(order="mdy", zone="America/Los_Angeles"),
)
