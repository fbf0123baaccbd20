"""The ways in which people ask for a figure of their own, as patterns over a question in lower case without its signs.

A form is whole: it matches from the first word to the last, so that a topic's noun alone never makes a question one of it.
"""

from __future__ import annotations

TIME = (
    r"(?:so far|today|yesterday|lately|recently|right now|now|currently|at the moment|"
    r"(?:(?:in|over|during|for|from) )?(?:the )?(?:this|last|past|previous|current) (?:\w+ )?"
    r"(?:days?|weeks?|fortnight|months?|quarter|year)|"
    r"(?:in|during|for|since) (?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"20\d\d)(?: 20\d\d)?)")
_LEAD = r"(?:leads?|enquir(?:y|ies)|inquir(?:y|ies)|bookings?|sign-? ?ups?|sales|orders?|referrals?)"
_OURS = r"(?:we|i|us|our|ours|my)"
_OWN = r"(?:our|my)"
_HAPPENED = rf"(?:{_OURS}|came|come|arrived?|there|{TIME})"
_ANSWER = r"(?:answer(?:ed|ing|s)?|repl(?:y|ied|ying|ies)|respond(?:ed|ing)?|response)"
_COMMENT = (r"(?:comments?|questions?|complaints?|messages?|people|customers?|anyone|anybody|someone|somebody|everyone|"
            r"everybody)")
_DONE = r"(?:did|have|had|has|are|were|was|is|got|get)"
_POST = r"(?:posts?|reels?|videos?|clips?|stories)"
_FOR_US = r"(?: for (?:us|me|an answer|a reply))?"
_PROMISE = r"(?:promises?|commitments?)"
_GOAL = r"(?:goals?|objectives?|targets?)"
_WHAT_IS = r"what(?:'s| is| are| was| were)"
_WAITING = r"(?:wait|waits|waiting|unanswered|open|pending|outstanding|left)"
LEADS_IN = (
    r"^(?:(?:@?coach|hey|hi|hello|ok|okay|so|and|but|please|pls|also|quick question|question)\W+)+|"
    r"^(?:(?:(?:can|could|will|would) you (?:please )?|please )?(?:tell|show|give|remind) (?:me|us)|do you know|"
    r"i(?: would|'d)? (?:want|like) to know|i wonder|let me know)(?: please)?\W+(?:of )?(?=\w)")
AGAIN = rf"(?:and |(?:and )?what about |how about |(?:and )?for )?{TIME}"
ADVICE = (
    r"\b(?:should|shall|must|ought|need(?:s|ed)? to|(?<!still )(?<!we )(?:have|has|had) to|we have to (?!answer|reply)|"
    r"supposed|recommend\w*|advi[cs]e|suggest\w*|why|"
    r"what if|how (?:do|can|could|would|might|will) (?:we|i|you|one|they)(?! (?:do|stand|compare|look)\b)|how to|"
    r"what (?:do|can|could|would) (?:we|i|you) (?:do|put|say|write|post)|"
    r"(?:if|when|unless|because) (?:we|i|a|an|the|someone|somebody|people|our)|worth|too (?:many|much|few|little)|"
    r"better to|good idea|ok(?:ay)? to|matters?|means?|makes?(?! (?:our|the|my) )|"
    r"an? (?:good|normal|typical|usual|decent|healthy|fair|bad)|per (?:day|week|month|post)|"
    r"at (?:least|most)|improve|increase|more \w+ than|instead|in general|generally|usually|"
    r"realistic|expect|aim(?:ing)? for|want|(?:can|could) (?:we|i|you|one)|(?:does it|do they) take)\b")
PARTED = (
    r"\b(?:qualified|unqualified|good|bad|by|each|every|which network|best|most|least|about|compared?|than|versus|vs|"
    r"per|saves|clicks|likes|the (?:post|reel|video|clip|story|photo|picture) (?:of|on|with|where|from|in)|"
    rf"(?:that|this) (?:post|reel|video|clip)|among|competitors?|los[et]|cancel\w*|refund\w*|ship\w*|from(?! {TIME}))\b")
"""What narrows a figure, so that the figure of all would be no answer."""
_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
OTHER_TIME = (
    r"\b(?:ago|before|after|until|till|between|q[1-4]|weekends?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|"
    rf"\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}|{_MONTH} \d{{1,2}}(?!\d)|(?:and|to|or|last|this) {_MONTH}|"
    r"spring|summer|autumn|winter|christmas|easter)\b")
"""A time that is not read from words, so that the usual window would be no answer."""
WORST = r"\b(?:no|none|not|fewest|least|worst|without)\b|n't\b"
"""What asks for the other end of a list of the best."""
LONG = r"\b(?:months|quarter|year)\b"
"""More than the windows that are told beside each other."""
ONE_POST = (
    r"(?:how many|how much|what)\b.*?\b(?:the|our|that) (?:post|reel|video|clip|story|photo) (?:about|on|of|with|where) "
    r"(?P<words>.+?)(?: (?:reach|reached|get|got|bring|brought|have|had|make|made|see|saw|seen|win|won)\b.*)?")
"""A question for the figures of one post, with the words by which it is called."""
_FORMS = {
    "elsewhere": (
        r"(?:how much|what)(?: money)? (?:did|have|does|is|was) (?:we|it|our \w+|the \w+) "
        r"(?:spen[dt]|earn(?:ed)?|paid|pay|cost|made|make)\b(?!.* of\b).*",
        rf"(?:how much|{_WHAT_IS}) {_OWN} (?:\w+ )?(?:revenue|turnover|profit|ad spend|spend|costs?|roi|roas)\b.*",
        rf"{_WHAT_IS} (?:our|my|the) (?:ctr|click-?through rate|bounce rate|open rate|cpc|cost per (?:lead|click))\b.*",
        rf"how (?:many|much) (?:website |site |web |page |store |shop )?(?:visits|visitors|traffic)\b.*\b{_OURS}\b.*",
        r"how many (?:people|subscribers) (?:opened|read|clicked|got) (?:our|the) (?:\w+ )?(?:newsletter|e-?mail)\b.*",
        r"how many (?:people )?(?:saw|watched|viewed) our (?:last |latest )?(?:story|stories)\b.*"),
    "best post": (
        rf"(?:which|what)(?: of)?(?: our| my| the)? {_POST}\b.*\b(?:brought|got|made|gave|has|had|have|bring|brings|drove|"
        rf"generated|won)\b.*\b{_LEAD}.*",
        rf"(?:{_WHAT_IS} )?{_OWN} (?:best|top|most successful|strongest) posts?\b.*",
        r"(?:which|what)(?: of)?(?: our| my) posts? (?:did|does|do|performed|worked|was|is|were|are|went|ran) (?:the )?"
        r"best\b.*",
        rf"where (?:did|do|have) (?:our|my|the) {_LEAD} (?:come|came) from\b.*"),
    "waiting": (
        rf"(?:how many|which|what) (?:of (?:the|our|my) )?{_COMMENT}\b.*\b(?:{_WAITING}|without an? (?:answer|reply))\b.*",
        rf"(?:how many|which|what) (?:{_WAITING}|late) {_COMMENT}\b.*",
        rf"(?:how many|which|what) (?:of (?:the|our|my) )?{_COMMENT} (?:have|has|had|are|is|did)(?:n't| not| we not) "
        rf"(?:yet )?(?:been )?{_ANSWER}\b.*",
        rf"(?:how many|which) (?:of (?:the|our|my) )?{_COMMENT} (?:do |have |did )?(?:we )?(?:still )?(?:needs?|owe) an? "
        r"(?:answer|reply)\b.*",
        rf"(?:is|are) (?:there )?(?:any |still )*{_COMMENT}(?: still)? {_WAITING}{_FOR_US}(?: {TIME})?",
        rf"(?:is|are) there (?:any |still )*{_WAITING} {_COMMENT}\b.*",
        rf"(?:any|anything|who|who's|who is|what|what's|what is)(?: {_COMMENT})?(?: is| are)?(?: still)? {_WAITING}"
        rf"{_FOR_US}(?: {TIME})?",
        rf"(?:list |the |our |all )*(?:{_WAITING}) (?:comments?|questions?|complaints?)(?: {TIME})?",
        rf"(?:is|are) there (?:anything|something|anyone|anybody|any {_COMMENT}|{_COMMENT}) (?:still )?left to answer"
        rf"(?: {TIME})?",
        rf"(?:how many|which|what) {_COMMENT} (?:do|are) (?:we|i) (?:still )?(?:have to|to|need to|owe).*{_ANSWER}\b.*",
        rf"do (?:we|i) (?:still )?have (?:any )?{_WAITING} {_COMMENT}\b.*",
        rf"who (?:have|did)(?:n't)? (?:we|i) (?:not )?(?:yet )?{_ANSWER}(?: yet)?"),
    "first response": (
        rf"how (?:fast|quick|quickly|soon|long) (?:do|did|does|have|are|were|is|was) (?:we|i|our \w+|it)\b.*\b"
        rf"(?:{_ANSWER}|take|took|taken)\b.*",
        r"how (?:fast|quick|slow) (?:are|were|have) (?:we|our)\b(?!.*\b(?:grow|gain|los|reach)\w*).*",
        r"how long (?:do|did|have) (?:people|customers|they|commenters) (?:have to |had to )?wait(?:ed)?"
        rf"(?: (?:for|until) (?:.* )?{_ANSWER}\b.*| {TIME})?",
        rf"{_WHAT_IS} {_OWN} (?:\w+ ){{0,2}}(?:response|reply|answer|reaction) times?\b.*",
        rf"{_OWN} (?:\w+ )?(?:response|reply) times?(?: {TIME})?"),
    "answered share": (
        rf"(?:how many|how much|what (?:share|percentage|percent|part|portion|fraction)) (?:of )?(?:the |our |all )*"
        rf"(?:comments?|questions?|complaints?|messages?)\b.*\b{_ANSWER}\b.*",
        rf"{_WHAT_IS} (?:our|my|the) (?:answered share|(?:answer|reply|response) rate|share of (?:\w+ )*answered)\b.*",
        rf"how (?:good|well|bad|reliable) (?:are|were|have|did|do) (?:we|i)\b.*\b{_ANSWER}\b.*",
        rf"(?:are|were) (?:we|i) (?:good|any good|reliable|keeping up|bad) (?:at|with|in|on)\b.*\b"
        rf"(?:{_ANSWER}|comments)\b.*",
        rf"(?:did|have|are|do) (?:we|i) {_ANSWER} (?:to )?(?:all|every|everyone|everybody|most)\b.*",
        rf"{_OWN} (?:answered share|(?:answer|reply|response) rate)(?: {TIME})?"),
    "leads": (
        rf"how many (?:new |more |of our |of the |real )*{_LEAD}\b.*\b{_HAPPENED}\b.*",
        rf"how many (?:new )?{_LEAD}", rf"how many .*\bcame in\b.*\b(?:as )?{_LEAD}\b.*",
        rf"{_DONE} (?:we|i|there)\b.*\b(?:any|new|more|some) (?:\w+ )?{_LEAD}\b.*",
        rf"{_WHAT_IS} (?:the |our |my )?(?:number of |total |total number of |count of )?(?:our |my |new )?{_LEAD}"
        rf"(?: count| number| total)? (?:we|{TIME})\b.*",
        rf"(?:number of |count of |total |our |new |any |the )*{_LEAD} {TIME}",
        rf"{_WHAT_IS} {_OWN} (?:number of {_LEAD}|{_LEAD} (?:count|number|total))",
        rf"(?:list |count )(?:our |the |my )?{_LEAD}(?: {TIME})?",
        rf"how many people (?:enquired|inquired|booked|signed up|bought)\b.*\b{TIME}.*",
        r"(?:did|has|have) anything come in\b.*", rf"what did (?:we|i) get in {_LEAD}\b.*",
        rf"(?:our |my )?leads? (?:count|number|total)(?: (?:for )?{TIME})?(?: please)?"),
    "conversations": (
        rf"how many (?:real )?conversations\b.*\b{_HAPPENED}\b.*",
        rf"{_DONE} (?:we|there) (?:\w+ )?(?:any|real) (?:real )?conversations\b.*",
        rf"(?:number of |our |any )*conversations {TIME}"),
    "engagement rate": (
        rf"{_WHAT_IS} {_OWN} (?:\w+ )?engagement(?: rate)?\b.*", rf"{_WHAT_IS} the engagement(?: rate)? {TIME}",
        rf"how (?:is|was|were) {_OWN} engagement(?: rate)?(?: (?:doing|going))?(?: {TIME})?",
        rf"(?:our |my )?engagement(?: rate)? {TIME}",
        rf"how (?:high|low|much|big) (?:is|was) {_OWN} engagement\b.*"),
    "followers": (
        r"how many (?:new |more )?(?:followers|subscribers|fans)\b.*\b(?:we|i|us|our)\b.*",
        r"(?:did|have) (?:we|i) (?:gain|gained|lose|lost|win|won|get) (?:any |new |more |some )*"
        r"(?:followers|subscribers|fans)\b.*",
        rf"{_WHAT_IS} {_OWN} (?:\w+ )?(?:follower|subscriber) (?:count|number|growth|total)\b.*",
        r"(?:are|were|is|did|have) (?:we|our (?:account|accounts|followers|following|audience|page)) "
        r"(?:growing|grow|grown|gained?|lost|losing|gaining)\b.*",
        rf"(?:our |my )?follower (?:count|growth)(?: {TIME})?"),
    "reach": (
        r"how many (?:people )?(?:did|have|has|do) (?:we|i|our (?:posts?|content|account|page))\b.*\breach(?:ed)?\b.*",
        r"how many people (?:saw|have seen|did see|were reached by) (?:us|our (?:posts?|content|account))\b.*",
        rf"{_WHAT_IS} {_OWN} (?:total )?reach\b.*", rf"(?:our |my |total )*reach {TIME}",
        rf"how (?:high|big|low|large) (?:is|was) {_OWN} reach\b.*"),
    "posts": (
        r"how many (?:posts?|reels?|videos?|clips?|times)\b.*\b(?:did|have|has|were|was)\b.*\b"
        r"(?:publish(?:ed)?|post(?:ed)?|made|make|put|out|upload(?:ed)?|go)\b.*",
        r"how (?:often|much) (?:did|have) (?:we|i) (?:post|posted|publish|published)\b.*",
        rf"(?:number of |our )*posts {TIME}"),
    "goal": (
        rf"how (?:are|is|do|did|were|have|far|close|near|well)\b.*\b{_OURS}\b.*\b{_GOAL}\b.*",
        rf"how (?:far|close|near) (?:are|is) (?:we|our|it|the)\b.*\b{_GOAL}\b.*",
        rf"how's (?:our|my|the) {_GOAL}(?: (?:going|doing|coming along))?(?: {TIME})?",
        rf"how (?:much|many) .*\b(?:missing|left|lacking|to go)\b.*\b{_GOAL}\b.*",
        rf"are (?:we|i) (?:going to|about to|likely to) (?:reach|hit|meet|make|miss) (?:our|the|my) (?:\w+ )?{_GOAL}\b.*",
        rf"(?:are|were) (?:we|i) (?:still )?(?:on track|on course|on pace|behind|ahead)(?: {TIME}|\b.*\b{_GOAL}\b.*)?",
        rf"(?:are|were) (?:we|i) (?:anywhere near|close to|near) (?:our|the|my) (?:\w+ )?{_GOAL}\b.*",
        rf"(?:will|did|have) (?:we|i) (?:still )?(?:reach|reached|hit|meet|met|make|made|miss|missed) (?:our|the|my) "
        rf"(?:\w+ )?{_GOAL}\b.*",
        rf"{_WHAT_IS} {_OWN} (?:current |own )?{_GOAL}(?: {TIME})?",
        rf"(?:our |my |the )?{_GOAL}(?: progress| status)?(?: {TIME})?",
        rf"where (?:do|are) (?:we|i) (?:stand )?(?:on|with|against) (?:our|the|my) (?:\w+ )?{_GOAL}\b.*",
        rf"what(?:'s| is) the (?:progress|status) (?:on|of|towards) (?:our|the|my) {_GOAL}\b.*"),
    "promise": (
        rf"{_WHAT_IS} (?:our|my|the) (?:last|latest|newest|most recent|current|open)? ?{_PROMISE}(?: about)?",
        r"what (?:did|have) (?:we|i) (?:last |most recently |just )?(?:promised?|committed? to|commit to)"
        rf"(?: (?:last|ourselves|each other|to do|so far|{TIME}|to))*",
        r"(?:did|have) (?:we|i) (?:do|done) what (?:we|i) (?:promised|committed to|said)\b.*",
        rf"(?:did|have) (?:we|i) ke(?:ep|pt) (?:our|my|the) (?:last |latest )?(?:{_PROMISE}|word)\b.*",
        rf"(?:which|what|how many) (?:of (?:our|my|the) )?{_PROMISE} (?:are|is|have|did|do|were) (?:still )?"
        r"(?:open|due|kept|missed|late|left|we (?:kept|keep|made|have))\b.*",
        rf"(?:our |my |the )?(?:last|latest|open) {_PROMISE}"),
    "trend": (
        rf"(?:are|were|is|did|have|has) (?:we|i|it|things?) (?:\w+ )?(?:better|worse)"
        rf"(?:(?: than| compared to)? (?:{TIME}|before|then|usual))?",),
}
FORMS = {topic: "|".join(f"(?:{form})" for form in forms) for topic, forms in _FORMS.items()}
"""By topic, in the order in which they are tried."""
_DATA = (r"(?:leads?|enquiries|bookings?|sales|posts?|reels?|videos?|comments?|complaints?|followers?|reach(?:ed)?|views|"
         r"engagement|saves|clicks|likes|conversations?|goals?|objectives?|promised?|promises|commitments?|answered)")
OPEN = "|".join(f"(?:{form})" for form in (
    r"(?:how (?:many|much|often|far|did|has|have|is|are|was|were)|which|what|who|when did|where did|did|have|has|is|are|"
    rf"compare|list)\b(?=.*\b{_OURS}\b).*\b{_DATA}\b.*",
    rf"(?:how many|how much|which|what|who|compare)\b.*\b{_DATA}\b.*\b{TIME}.*",
    rf"(?:how many|how much)\b.*\b{_DATA}?.*\bthe (?:post|reel|video|clip|story) (?:about|on|of|with|where|from)\b.*"))
"""What is about the team's data, though no single figure answers it."""
