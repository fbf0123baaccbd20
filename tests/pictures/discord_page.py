"""Discord's messages and modals as HTML in our own styles: where things stand is as in Discord, the looks are ours."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import Any

from bot.render.discord import DiscordMessage
from tests.pictures.page import words

Json = Mapping[str, Any]

STYLE = """
.discord{background:#313338;color:#dbdee1;padding:12px 16px 14px;display:flex;gap:14px}
.discord .who{flex:none;width:40px;height:40px;border-radius:50%;background:#2f6f5e;color:#fff;font-weight:700;
 display:flex;align-items:center;justify-content:center}
.discord .said{flex:1;min-width:0}
.discord .name b{color:#f2f3f5;margin-right:5px}
.discord .name i{font-style:normal;font-size:10px;background:#5562ea;color:#fff;border-radius:3px;padding:1px 4px}
.discord small,.discord .name span{font-size:12.5px;color:#a3a6aa}
.discord b{color:#f2f3f5}
.discord blockquote{margin:1px 0;padding:0 0 0 12px;border-left:4px solid #4e5058}
.discord a{color:#00a8fc}
.discord .embed{background:#2b2d31;border-left:4px solid;border-radius:4px;padding:10px 14px 12px;margin:5px 0;max-width:520px;font-size:14px}
.discord .gap{height:10px}
.discord .fields{display:grid;grid-template-columns:repeat(3,1fr);gap:8px;margin-top:8px}
.discord .fields .wide{grid-column:1/-1}
.discord .fields b{display:block;font-size:13px}
.discord .foot{font-size:12px;color:#b5bac1;margin-top:9px}
.discord img{max-width:100%;border-radius:4px;margin-top:9px;display:block}
.discord button,.discord-modal button{font:600 13.5px/1 inherit;font-family:inherit;background:#4e5058;color:#fff;border:0;
 border-radius:4px;padding:9px 15px;margin:3px 7px 3px 0}
.discord button.primary,.discord-modal button.primary{background:#5562ea}
.discord-desk{background:#1e1f22;padding:2px 0}
.discord-modal{background:#313338;color:#dbdee1;max-width:460px;margin:14px auto;border-radius:8px;padding:16px 18px}
.discord-modal .top{font-size:19px;font-weight:700;color:#f2f3f5}
.discord-modal label{display:block;font-weight:600;font-size:14px;margin:12px 0 1px;color:#f2f3f5}
.discord-modal label em{color:#f0575b;font-style:normal}
.discord-modal small{color:#a3a6aa}
.discord-modal .input{background:#1e1f22;border-radius:4px;padding:8px 10px;min-height:38px;margin-top:4px}
.discord-modal .input.many{min-height:70px}
.discord-modal .input.menu:after{content:"\\25be";float:right}
.discord-modal .foot{text-align:right;margin-top:16px}
"""
_MARKED = re.compile(r"\\(?P<sign>.)|(?P<bold>\*\*)|(?P<slant>\*)|\[(?P<label>(?:\\.|[^\]\\])*)\]\(<(?P<url>[^>]*)>\)|(?P<letter>.)",
                     re.DOTALL)


def message(said: DiscordMessage, at: str = "") -> str:
    """Return one message of the coach. `at`: the time beside its name."""
    rows = "".join(f"<div>{''.join(map(_button, row['components']))}</div>" for row in said.components)
    return (f'<div class="discord"><div class="who">c</div><div class="said"><div class="name"><b>coach</b><i>APP</i> '
            f'<span>{words(at)}</span></div>{marked(said.content or "")}'
            f'{"".join(_embed(each, said) for each in said.embeds)}{rows}</div></div>')


def modal(view: Json) -> str:
    """Return a modal as it opens; `view` is what discord.py sends of it."""
    return (f'<div class="discord-desk"><div class="discord-modal"><div class="top">{words(view["title"])}</div>'
            f'{"".join(map(_label, view["components"]))}'
            '<div class="foot"><button>Cancel</button><button class="primary">Submit</button></div></div></div>')


def marked(markdown: str) -> str:
    """Return the markdown that our renderer writes as HTML: bold, slanted and small letters, quotations, links.

    >>> marked(r"**5** \\*open\\*")
    '<p><b>5</b> *open*</p>'
    """
    return "".join(map(_line, markdown.split("\n"))) if markdown else ""


def _line(line: str) -> str:
    if line.startswith("> "):
        return f"<blockquote>{_runs(line[2:])}</blockquote>"
    if line.startswith("-# "):
        return f"<p><small>{_runs(line[3:])}</small></p>"
    return f"<p>{_runs(line)}</p>" if line else '<div class="gap"></div>'


def _runs(letters: str) -> str:
    found, opened = "", set[str]()
    for each in _MARKED.finditer(letters):
        name = each.lastgroup
        if name in ("bold", "slant"):
            tag = "b" if name == "bold" else "i"
            found += f"</{tag}>" if tag in opened else f"<{tag}>"
            opened ^= {tag}
        elif name == "url":
            found += f"<a>{_runs(each['label'])}</a>"
        else:
            found += words(each["sign"] or each["letter"])
    return found


def _embed(embed: Json, said: DiscordMessage) -> str:
    fields = "".join(f'<div class="{"" if each["inline"] else "wide"}"><b>{_runs(each["name"])}</b>{marked(each["value"])}</div>'
                     for each in embed.get("fields", ()))
    named = {f"attachment://{file.filename}": file for file in said.files}
    file = named[embed["image"]["url"]] if "image" in embed else None
    picture = (f'<img alt="{words(file.alt)}" src="data:image/png;base64,{base64.b64encode(file.png).decode()}">' if file else "")
    footer = f'<div class="foot">{words(embed["footer"]["text"])}</div>' if "footer" in embed else ""
    return (f'<div class="embed" style="border-color:#{embed["color"]:06x}">{marked(embed.get("description", ""))}'
            f'{f"""<div class="fields">{fields}</div>""" if fields else ""}{picture}{footer}</div>')


def _button(button: Json) -> str:
    return f'<button class="{"primary" if button["style"] == 1 else ""}">{words(button["label"])}</button>'


def _label(label: Json) -> str:
    field = label["component"]
    star = " <em>*</em>" if field.get("required", True) else ""
    hint = f"<small>{words(label['description'])}</small>" if label.get("description") else ""
    if "options" in field:
        chosen = next((each["label"] for each in field["options"] if each.get("default")), "Make a selection")
        shown = f'<div class="input menu">{words(chosen)}</div>'
    else:
        many = " many" if field.get("style") == 2 else ""
        shown = f'<div class="input{many}">{words(field.get("value") or "")}<small>{words(field.get("placeholder") or "")}</small></div>'
    return f"<label>{words(label['label'])}{star}</label>{hint}{shown}"
