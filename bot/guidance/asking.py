"""What kind of answer a question asks for. Guidance is advice; a fact, an errand or the handling of a tool is not in it.

The kinds are told by the form of the question alone, never by its topic, so that they hold for questions nobody has seen.
"""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"^(?:(?:@?coach|hey|hi|hello|team|guys|all|so|ok|okay|and|but|also|please|pls|quick q\w*|quick one)\W+)+")
_WE = r"(?:i|we|you|one|u)"
_HANDLES = (
    "add (?!value|more|some)|upload|download|delete|remove|switch|export|import|reset|verify|turn (?:on|off)|enable|disable|"
    "schedule|tag|embed|edit|crop|resize|install|log|sign|pin|unpin|hide|unhide|block|unblock|merge|recover|archive|"
    "send|report|apply|register|activate|deactivate|sync|cancel|claim|renew|repost|go live|set up (?:a|an|the|my)|link (?:my|the|a|in)|"
    "change (?:my|the|our) (?:user|name|handle|password|profile|email|cover|bio|logo|picture|url|time)"
)

_FACT = (
    r"who(?:'s|s)?\s+(?:is|are|was|were|has|have|had|did|does|do|will|runs?|owns?|made|makes|wrote|signs?|posted|replied|manages?|"
    r"took|takes|approves?|invented|won|handles|works?|looks after|our|on|in|the)\b(?!.*\b(?:for|worth)\b)",
    r"whose\b",
    r"who's\b",
    r"when(?:'s|s)?\s+(?:is(?! it| a )|are|was|were|did|does|do they|will|the)\b(?!.*\bshould\b)",
    r"what time\b",
    r"(?:what|which) (?:day|date|year|month|hour)\b",
    r"where(?:'s|s)\b|where (?:is|are|was|were|did|(?:can|do|could) (?:i|we|you) (?:find|buy|get|see|download))\b",
    r"how (?:long|big|large|wide|tall|old|far|heavy|fast|high|hot|late)\b(?! should| do we wait| must)",
    r"how many\b.*\b(?:can|does|do|did|has|have|are|is|was|were|fit|allowed|per)\b(?!.*\b(?:we|i) (?:need|really need|aim)\b)",
    r"how much\b.*\b(?:costs?|is|are|does|do|did|earn|charge|pay|for)\b(?!.*\b(?:we|i) (?:need|aim)\b)",
    rf"how do(?:es)? {_WE} (?:{_HANDLES})\b",
    rf"how (?:to|can {_WE}|could {_WE}|would {_WE}|should {_WE}) (?:{_HANDLES})\b",
    r"what(?:'s|s| is| are| was| were) (?:our|my|your|the (?:\w+ )?(?:size|maximum|minimum|max|min|limit|length|price|cost|name|date|"
    r"password|login|address|number|status|weather|rate|resolution|ratio|deadline|url|link|meaning|definition|difference|capital|opening|hours|"
    r"latest|current|best time|best app|best tool|cheapest|newest|biggest|top))\b",
    r"what(?:'s|s| is) (?:a|an|the) (?:good|best|fair|decent|normal|average|typical|cheap|\w+est)\b(?! way| thing| use| order| response| reaction)",
    r"(?:what|which|whats|wats|wat)(?:'s)?(?: is)?(?: the| teh)? (?:best|cheapest|fastest|newest|latest|biggest|top)\b(?! way| thing| use)",
    r"(?:what|which)(?: \w+){1,3} (?:is|are) (?:best|better|cheapest|cheaper|fastest|trending|the best|available|free|allowed)\b",
    r"(?:what|which) (?:\w+ ){1,2}(?:is|are|was|were) (?:the|our|my|in)\b",
    r"what (?:does|do|did) .*\b(?:stand for|cost|mean|costs|earn|pay|say|eat|use)\b",
    r"(?:what|which) (?:budget|price|fee|salary|size|colour|color|font|format|file|app|tool|software|camera|phone|song|version|platform|network|site|"
    r"percentage|share of|model|brand of|\w+ (?:app|tool|software|site))\b",
    r"(?:is|are|was|were) (?:there an?|our|the|my|\w+) (?:\w+ )?(?:down|up|open|closed|allowed|free|online|offline|available|legal|"
    r"illegal|bigger|broken|still|going to)\b",
    r"is it (?:going to|gonna|legal|illegal|allowed|raining|free)\b",
    r"(?:does|do|did|will|has|have) (?:the )?(?:\w+ )?(?:bot|app|tool|instagram|facebook|linkedin|tiktok|youtube|twitter|pinterest|"
    r"threads|snapchat|meta|google|whatsapp|x)\b",
    r"(?:did|has|had|have|was|were) (?:\w+ )?(?:the|our|my|anyone|anybody|someone|somebody|it|we|they|he|she)\b(?!.*\b(?:right|wrong|enough)\b)",
    r"(?:do|does|have) (?:we|i|you|they) (?:have|got)\b(?! to| too)",
    r"is it \w+'s turn\b",
    r"(?:what|which) \w+ (?:did|was|were)\b",
    r"(?:what|which|who|wich)\b.*\b(?:most|the least|fastest|cheapest|largest|biggest|longest|newest|oldest)(?: \w+)?$",
    r"(?:what(?:'s|s| is| are)) (?:a |an |the )?\w+$",
    r"what do you (?:think|know|say|do)\b",
    r"where (?:does|do|did) (?:the|our|my|this|that|these)\b.*\bcome from\b",
    r"explain\b(?! why| how| to)",
    r"why (?:is|was|are|were|did|does|do|can't|cant|cannot|won't|wont|couldn't) (?:i|my|the app|the bot|the site)\b",
)

_ERRAND = (
    r"(?:can|could|will) you\b(?! (?:tell|explain|advise|help|say|suggest|recommend|name|build|get|be|have|grow|win|reach|post))",
    r"would you (?:please|mind|be able|kindly)\b",
    r"(?:translate|convert|resize|write|draft|design|send|book|schedule|create|generate|summari[sz]e|export|order|print|upload|"
    r"download|delete|remove|open|close|call|email|remind|proofread|draw|crop|edit|transcribe|fetch|pull up|find me|list|show me|"
    r"post this|publish this|compile|calculate|check (?:the|my|our|this))\b(?!ing)",
    r"(?:(?:i|we) )?need (?:you to|the|a|an|that|those)\b",
    r"give me (?:\w+ ){0,2}ideas\b",
)

_LEAVE = (
    r"(?:can|may|could|are) (?:i|we) (?:\w+ ){0,3}(?:legally|allowed|permitted|without paying|claim|use (?:a|an|the|this|that))\b",
    r"do (?:i|we) need (?:consent|permission|a licen[cs]e|a contract|insurance|approval|a visa)\b",
    r"may i\b",
    r"should (?:i|we) (?:hire|buy|fire|sack|rent|lease|upgrade|install|switch to)\b",
)

_PAST = re.compile(
    r"\b(?:yesterday|last (?:week|month|quarter|year|night|monday|tuesday|wednesday|thursday|friday)|so far this|this week|today|"
    r"this morning|tomorrow|right now|next (?:week|month|monday|tuesday|wednesday|thursday|friday|quarter)|on (?:mon|tues|wednes|thurs|fri|"
    r"satur|sun)day)\b"
)

_OPENS = re.compile("|".join(f"(?:{form})" for form in (*_FACT, *_ERRAND, *_LEAVE)))
_ADVICE = re.compile(
    r"\b(?:should|shoud|shuld|shld|shold|ought|worth|why|better|too much|too many|matter|help|advice|tips|important|good idea|"
    r"bad idea|is it (?:ok|okay|fine|bad|good|wrong|all right|alright|useful))\b"
)


def wants_advice(question: str) -> bool:
    """Tell whether a question can be met with advice; False where its form asks for a fact, an errand, leave or a tool's handling.

    >>> wants_advice("Should we reply to everyone?"), wants_advice("How long can a clip be?")
    (True, False)
    """
    folded = " ".join(question.lower().replace("’", "'").split())
    folded = _ADDRESS.sub("", folded)
    sentences = [part.strip() for part in re.split(r"[.!?;:\n]+", folded) if part.strip()]
    asks = sum(_OPENS.match(part) is not None for part in sentences)
    if asks:
        return asks < len(sentences)
    return not (_PAST.search(folded) and re.match(r"(?:how many|how much|what|which|who|when|did|does|is|are)\b", folded))
