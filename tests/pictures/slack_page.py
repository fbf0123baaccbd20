"""Slack's blocks as HTML in our own styles: where things stand is as in Slack, the looks are ours.

A block or element that is not known raises KeyError, so no picture lacks something in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tests.pictures.page import words

Json = Mapping[str, Any]

CHANNELS = {"C04MILLST": "coach-social"}
"""How the week's channel is called, as a chat would show it."""

STYLE = """
.slack{background:#fff;color:#1d1c1d;padding:12px 20px 14px;display:flex;gap:10px}
.slack .who{flex:none;width:36px;height:36px;border-radius:8px;background:#2f6f5e;color:#fff;font-weight:700;
 display:flex;align-items:center;justify-content:center}
.slack .said{flex:1;min-width:0}
.slack .name b{margin-right:6px}
.slack .name i{font-style:normal;font-size:11px;background:#ececec;color:#555;border-radius:3px;padding:1px 4px}
.slack p,.slack-view p,.slack blockquote{white-space:pre-wrap}
.slack h3,.slack-view h3{font-size:18px;line-height:1.35;margin:6px 0 2px}
.slack .b,.slack-view .b{margin:6px 0}
.slack blockquote,.slack-view blockquote{margin:3px 0;padding:0 0 0 12px;border-left:4px solid #ddd}
.slack .context,.slack-view .context{font-size:12.5px;color:#616061}
.slack button,.slack-view button{font:700 13px/1 inherit;font-family:inherit;background:#fff;color:#1d1c1d;
 border:1px solid #bbb;border-radius:6px;padding:8px 12px;margin:2px 8px 4px 0}
.slack button.primary,.slack-view button.primary{background:#1f7a5c;border-color:#1f7a5c;color:#fff}
.slack button.danger,.slack-view button.danger{background:#c0392b;border-color:#c0392b;color:#fff}
.slack hr,.slack-view hr{border:0;border-top:1px solid #ddd;margin:14px 0}
.slack a,.slack-view a{color:#1264a3}
.slack .chart,.slack-view .chart{border:1px solid #ddd;border-radius:8px;padding:10px 12px;max-width:560px}
.slack .chart b,.slack-view .chart b{font-size:14px}
svg{display:block;width:100%;height:auto}
.slack-view{background:#fff;color:#1d1c1d;padding:16px 24px}
.slack-view.modal{max-width:560px;margin:14px auto;border:1px solid #bbb;border-radius:10px}
.desk{background:#d9d9d9;padding:2px 0}
.slack-view .top{display:flex;justify-content:space-between;font-size:20px;font-weight:800;margin-bottom:8px}
.slack-view .foot{text-align:right;margin-top:14px;border-top:1px solid #eee;padding-top:12px}
.slack-view label{display:block;font-weight:700;margin:12px 0 4px}
.slack-view label i{font-weight:400;font-style:normal;color:#616061}
.slack-view .box{border:1px solid #999;border-radius:5px;padding:7px 10px;min-height:36px}
.slack-view .box.many{min-height:64px}
.slack-view .box.menu:after{content:"\\25be";float:right}
"""


def message(blocks: Iterable[Json], at: str = "") -> str:
    """Return one message of the coach. `at`: the time beside its name."""
    return (f'<div class="slack"><div class="who">c</div><div class="said"><div class="name"><b>coach</b><i>APP</i> '
            f'<span class="context">{words(at)}</span></div>{_blocks(blocks)}</div></div>')


def home(view: Json) -> str:
    """Return a home tab."""
    return f'<div class="slack-view">{_blocks(view["blocks"])}</div>'


def modal(view: Json) -> str:
    """Return a modal as it opens."""
    submit = f'<button class="primary">{words(view["submit"]["text"])}</button>' if "submit" in view else ""
    return (f'<div class="desk"><div class="slack-view modal"><div class="top">{words(view["title"]["text"])}<span>×</span></div>'
            f'{_blocks(view["blocks"])}<div class="foot"><button>{words(view["close"]["text"])}</button>{submit}</div></div></div>')


def _blocks(blocks: Iterable[Json]) -> str:
    return "".join(f'<div class="b {block["type"]}">{_BLOCKS[block["type"]](block)}</div>' for block in blocks)


def _section(block: Json) -> str:
    fields = "".join(f"<p>{_text(each)}</p>" for each in block.get("fields", ()))
    return (_text(block["text"]) if "text" in block else "") + fields + (_any(block["accessory"]) if "accessory" in block else "")


def _text(each: Json) -> str:
    """Return a text object. Markdown stands as its letters: our renderers send none, and it should be seen if they do."""
    return words(each["text"])


def _any(element: Json) -> str:
    return _ELEMENTS[element["type"]](element)


def _group(group: Json) -> str:
    inner = "".join(map(_any, group["elements"]))
    match group["type"]:
        case "rich_text_quote":
            return f"<blockquote>{inner}</blockquote>"
        case "rich_text_preformatted":
            return f"<pre>{inner}</pre>"
        case "rich_text_list":
            tag = "ol" if group.get("style") == "ordered" else "ul"
            return f"<{tag}>{''.join(f'<li>{_group(each)}</li>' for each in group['elements'])}</{tag}>"
        case "rich_text_section":
            return f"<p>{inner}</p>"
    raise KeyError(group["type"])


def _run(element: Json) -> str:
    shown, style = words(element["text"]), element.get("style", {})
    for name, tag in (("bold", "b"), ("italic", "i"), ("strike", "s"), ("code", "code")):
        shown = f"<{tag}>{shown}</{tag}>" if style.get(name) else shown
    return shown


def _button(element: Json) -> str:
    return f'<button class="{words(element.get("style", ""))}">{words(element["text"]["text"])}</button>'


def _more(element: Json) -> str:
    """Draw the menu as it is before a press, and what it holds beside it, so that a picture shows every way on."""
    held = " · ".join(words(each["text"]["text"]) for each in element["options"])
    return f'<button>⋯</button><span class="context">{held}</span>'


def _chart(block: Json) -> str:
    """Draw one line or set of bars over its categories, from nought, with a number at every point."""
    chart = block["chart"]
    points = chart["series"][0]["data"]
    high = max((point["value"] for point in points), default=0) or 1
    low = min(0, *(point["value"] for point in points))
    step, drawn, spots = 520 / max(1, len(points)), [], []
    for number, point in enumerate(points):
        x, y = 20 + step * (number + 0.5), 132 - 104 * (point["value"] - low) / (high - low)
        spots.append(f"{x:.1f},{y:.1f}")
        shape = (f'<rect x="{x - step / 3:.1f}" y="{y:.1f}" width="{step / 1.5:.1f}" height="{132 - y:.1f}" fill="#0072b2"/>'
                 if chart["type"] == "bar" else f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#0072b2"/>')
        drawn.append(f'{shape}<text x="{x:.1f}" y="{y - 9:.1f}">{point["value"]:g}</text>'
                     f'<text x="{x:.1f}" y="150">{words(point["label"])}</text>')
    line = f'<polyline points="{" ".join(spots)}" fill="none" stroke="#0072b2" stroke-width="2.5"/>' if chart["type"] == "line" else ""
    return (f'<div class="chart"><b>{words(block["title"])}</b><svg viewBox="0 0 560 158" font-size="12" text-anchor="middle" '
            f'fill="#444"><path d="M20 132H540" stroke="#ccc"/>{line}{"".join(drawn)}</svg></div>')


def _input(block: Json) -> str:
    optional = " <i>(optional)</i>" if block.get("optional") else ""
    return f'<label>{words(block["label"]["text"])}{optional}</label>{_any(block["element"])}'


def _field(element: Json) -> str:
    return f'<div class="box{" many" if element.get("multiline") else ""}">{words(element.get("initial_value", ""))}</div>'


def _menu(element: Json) -> str:
    chosen = element.get("initial_option", {"text": {"text": "Select an option"}})
    return f'<div class="box menu">{words(chosen["text"]["text"])}</div>'


def _boxes(element: Json) -> str:
    ticked = element.get("initial_options", [])
    return "".join(f"<p>{'☑' if each in ticked else '☐'} {words(each['text']['text'])}</p>" for each in element["options"])


_BLOCKS: dict[str, Callable[[Json], str]] = {
    "header": lambda block: f"<h3>{words(block['text']['text'])}</h3>",
    "section": _section,
    "rich_text": lambda block: "".join(map(_group, block["elements"])),
    "context": lambda block: " ".join(map(_any, block["elements"])),
    "actions": lambda block: "".join(map(_any, block["elements"])),
    "divider": lambda _: "<hr>",
    "data_visualization": _chart,
    "image": lambda block: f"<p>[picture: {words(block['alt_text'])}]</p>",
    "input": _input,
}
_ELEMENTS: dict[str, Callable[[Json], str]] = {
    "text": _run,
    "link": lambda each: f"<a>{words(each.get('text') or each['url'])}</a>",
    "plain_text": _text,
    "mrkdwn": _text,
    "button": _button,
    "overflow": _more,
    "channel": lambda each: f'<b class="channel">#{words(CHANNELS.get(each["channel_id"], each["channel_id"]))}</b>',
    "plain_text_input": _field,
    "static_select": _menu,
    "checkboxes": _boxes,
}
