"""What kind of answer a question asks for: advice, or a fact, an errand, a tool's handling.

The kinds are told by the form of the question alone, never by its topic, so that they hold for questions
nobody has seen.
"""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"^(?:(?:@?coach|hey|hi|hello|team|guys|all|so|ok|okay|and|but|also|please|pls)\W+)+")
_ONE = r"(?:i|we|you|one|u)"
_THIS = r"(?:the|our|my|this|that|these|those)"
_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_NETWORK = r"(?:instagram|facebook|linkedin|tiktok|youtube|twitter|pinterest|threads|snapchat|meta|google|whatsapp|x)"

_HANDLES = (
    r"(?:add (?!value|more|some)|upload|download|delete|remove|switch|export|import|reset|verify|"
    r"turn (?:on|off)|enable|disable|schedule|tag|embed|edit|crop|resize|install|log|sign|pin|unpin|hide|unhide|"
    r"block|unblock|merge|recover|archive|become|send|report|apply|register|activate|deactivate|sync|cancel|"
    r"claim|renew|repost|go live|"
    r"set up (?:a|an|the|my)|link (?:my|the|a|in)|"
    r"change (?:my|the|our) (?:user|name|handle|password|profile|email|cover|bio|logo|picture|url|time))\b"
)
_DOES = (
    r"(?:is|are|was|were|has|have|had|did|does|do|will|runs?|owns?|made|makes|wrote|signs?|posted|replied|manages?|"
    r"took|takes|approves?|invented|won|handles|works?|looks after|our|on|in|the)"
)
_OF_A_THING = (
    r"(?:size|maximum|minimum|max|min|limit|length|price|cost|name|date|password|login|address|number|status|weather|"
    r"rate|resolution|ratio|deadline|url|link|meaning|definition|difference|capital|opening|hours|latest|current|"
    r"best time|best app|best tool|cheapest|newest|biggest|top)"
)
_KIND_OF_THING = (
    r"(?:budget|price|fee|salary|size|colour|color|font|format|file|app|tool|software|camera|phone|song|version|"
    r"platform|network|site|percentage|share of|model|brand of|\w+ (?:app|tool|software|site))"
)

_FACT = (
    rf"who(?:'s|s)?\s+{_DOES}\b(?!.*\bfor$)(?! it\b)",
    r"whose\b|who's\b",
    r"when(?:'s|s)?\s+(?:is(?! it| a )|are|was|were|did|does|do they|will|the)\b(?!.*\bshould\b)",
    r"what time\b|(?:what|which) (?:day|date|year|month|hour)\b",
    r"where(?:'s|s)\b|where (?:is|are|was|were|did|(?:can|do|could) (?:i|we|you) (?:find|buy|get|see|download))\b",
    rf"where (?:does|do|did) {_THIS}\b.*\bcome from\b",
    r"how (?:long|big|large|wide|tall|old|far|heavy|fast|high|hot|late)\b(?! should| do we wait| must)",
    r"how many\b.*\b(?:can|does|do|did|has|have|are|is|was|were|fit|allowed|per|saw|seen|watched|clicked|came)\b"
    r"(?!.*\b(?:we|i) (?:need|aim)\b)",
    r"how much\b.*\b(?:costs?|is|are|does|do|did|earn|charge|pay|for)\b(?!.*\b(?:we|i) (?:need|aim)\b)",
    rf"how do(?:es)? {_ONE} {_HANDLES}",
    rf"how (?:to|can {_ONE}|could {_ONE}|would {_ONE}|should {_ONE}) {_HANDLES}",
    rf"what(?:'s|s| is| are| was| were) (?:our|my|your|the (?:\w+ )?{_OF_A_THING})\b",
    r"what(?:'s|s| is) (?:a|an|the) (?:good|best|fair|decent|normal|average|typical|cheap|\w+est)\b"
    r"(?! way| thing| use| order| response| reaction)",
    r"what(?:'s|s| is| are) (?:a |an |the )?\w+$",
    r"(?:what|which|what's|whats)(?: is)?(?: the)? "
    r"(?:best|cheapest|fastest|newest|latest|biggest|top)\b(?! way| thing| use)",
    r"(?:what|which)(?: \w+){1,3} (?:is|are) "
    r"(?:best|better|cheapest|cheaper|fastest|trending|the best|available|free|allowed)\b",
    r"(?:what|which) (?:\w+ ){1,2}(?:is|are|was|were) (?:the|our|my|in)\b",
    r"(?:what|which)(?: \w+)? (?:did|was|were)\b(?!.*\bwrong\b)",
    r"what (?:does|do|did) .*\b(?:stand for|cost|mean|costs|earn|pay|say|eat|use)\b",
    r"how do(?:es)? (?:\w+ ){1,2}work$",
    r"what do you (?:think|know|say|do)\b",
    rf"(?:what|which) {_KIND_OF_THING}\b",
    r"(?:what|which|who)\b.*\b(?:most|the least|fastest|cheapest|largest|biggest|longest|newest|oldest)(?: \w+)?$",
    r"(?:is|are|was|were) (?:there an?|our|the|my|\w+) (?:\w+ )?"
    r"(?:down|up|open|closed|allowed|free|online|offline|available|legal|illegal|bigger|broken|still|going to)\b",
    r"is it (?:going to|gonna|legal|illegal|allowed|raining|free|\w+'s turn)\b",
    rf"(?:does|do|did|will|has|have) (?:the )?(?:\w+ )?(?:bot|app|tool|{_NETWORK})\b",
    r"(?:did|has|had|have|was|were) (?:\w+ )?(?:the|our|my|anyone|anybody|someone|somebody|it|we|they|he|she)\b"
    r"(?!.*\b(?:right|wrong|enough)\b)",
    r"(?:do|does|have) (?:we|i|you|they) (?:have|got|own)\b(?! to| too)",
    r"explain\b(?! why| how| to)",
    r"why (?:is|was|are|were|did|does|do|can't|cant|cannot|won't|wont|couldn't) (?:i|my|the app|the bot|the site)\b",
)

_ERRAND = (
    r"(?:can|could|will) you\b"
    r"(?! (?:tell|explain|advise|help|say|suggest|recommend|name|build|get|be|have|grow|win|reach|post))",
    r"would you (?:please|mind|be able|kindly)\b",
    r"(?:translate|convert|resize|write|draft|design|send|book|schedule|create|generate|summari[sz]e|export|order|print|"
    r"upload|download|delete|remove|open|close|call|email|remind|proofread|draw|crop|edit|transcribe|fetch|pull up|"
    r"find me|list|show me|post this|publish this|compile|calculate|check (?:the|my|our|this))\b(?!ing)",
    r"(?:(?:i|we) )?need (?:you to|the|a|an|that|those)\b",
    r"tell me (?:a|an|the)\b|give me (?:\w+ ){0,2}ideas\b",
)

_LEAVE = (
    r"(?:can|may|could|are) (?:i|we) (?:\w+ ){0,3}"
    r"(?:legally|allowed|permitted|without paying|claim|use (?:a|an|the|this|that))\b",
    r"do (?:i|we) need (?:consent|permission|a licen[cs]e|a contract|insurance|approval|a visa)\b",
    r"may i\b",
    r"should (?:i|we) (?:hire|buy|fire|sack|rent|lease|upgrade|update|install|switch to|wear|use (?:a|an)|attend)\b",
)

_OPENS = re.compile("|".join(f"(?:{form})" for form in (*_FACT, *_ERRAND, *_LEAVE)))
_CLOSED = re.compile(r"(?:how many|how much|what|which|who|when|did|does|is|are)\b")
_DATED = re.compile(
    r"\b(?:yesterday|tomorrow|today|right now|so far this|this (?:week|morning)|"
    rf"(?:last|next) (?:week|month|quarter|year|night|{_DAY})|on {_DAY}|"
    r"the (?:last|past) \d{1,3} (?:days|weeks|months))\b"
)
_DOUBTFUL = re.compile(
    rf"how (?:do|can|could|would) i\b|how to\b|(?:is|are|was|were|will) (?:{_THIS}|your|his|her|their)\b|"
    r"(?:can|could|does|do) (?:a|an|the|my|our|\w+s)\b|(?:when|where|who)\b(?! should)|are there\b|is there (?:a|an)\b"
)
_JUDGED = re.compile(
    r"\b(?:should|ought|worth|why|better|best|too|enough|matters?|helps?|important|good|bad|right|wrong|ok|okay|fine|"
    r"useful|useless|risky|danger|dangerous|harm|hurt|damage|more|less|deal|handle|avoid|stop|improve|win|lose|first|"
    r"care|serious|boring|push back)\b"
)
_DOUBTED_SHARE = 0.7


def advice_share(question: str) -> float:
    """Say how far a question can be met with advice, by its form alone.

    1 where it can; 0 where it asks for a fact, an errand, leave or the handling of a tool; between for forms
    that serve both. A question that comes with a sentence of its own story is taken to want advice.

    >>> advice_share("Should we reply to everyone?"), advice_share("How long can a clip be?")
    (1.0, 0.0)
    >>> advice_share("How do I see who watched?")
    0.7
    """
    folded = _folded(question)
    sentences = [part.strip() for part in re.split(r"[.!?;:\n]+", folded) if part.strip()]
    closed = sum(_OPENS.match(part) is not None for part in sentences)
    if asks_what_happened(question) or (sentences and closed == len(sentences)):
        return 0.0
    doubted = len(sentences) == 1 and _DOUBTFUL.match(folded) and not _JUDGED.search(folded)
    return _DOUBTED_SHARE if doubted else 1.0


def asks_what_happened(question: str) -> bool:
    """Tell whether a question asks for a fact of some days, which no document can know.

    >>> asks_what_happened("How many leads came in over the last 28 days?"), asks_what_happened("What is our policy?")
    (True, False)
    """
    folded = _folded(question)
    return bool(_DATED.search(folded) and _CLOSED.match(folded))


def _folded(question: str) -> str:
    return _ADDRESS.sub("", " ".join(question.lower().replace("’", "'").split()))
