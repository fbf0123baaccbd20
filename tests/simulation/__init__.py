"""Teams with a known truth, to see how often the rules are wrong and how soon they notice.

Everything is drawn from seeds, so a run can be repeated to the digit. The terms:

- **Look**: all rules that have a fault in `faults.py`, at one moment, once a week after that week's import. Week 1 is the team's first week of data.
- **Healthy team**: no fault is planted. It still has rough data: posts differ in what they bring as on real accounts (the
  squared coefficient of variation of their lead rates lies between 0.1 and 0.5), some posts have no reach, some rows come
  a week late, some weeks have no import, people forget some answers.
- **False alarm**: a rule fires for what is not so. Where a finding states a condition (a comment waits, a feed is old), it
  is false if the truth says otherwise for any thing it names. Where it claims a change or a difference beyond chance, it
  is false on every team in which none of that kind was planted, whatever the drawn figures look like. A count that may
  miss its target is false if the target is met in the end. The rules on what posts are tell kinds by words, misread some,
  and rule out a stated number or share ("were there 4, so few would be told"): they are false where the truth reaches it.
  What posts say is drawn from captions that nothing was learned from, so the misreading is real.
- An alarm counts once, at the look where it begins; while it stands for the same subject it is the same alarm, and so
  counts again when it went away and came back. A true condition that stands for weeks is no false alarm at any look.
- **Noticed**: the planted fault's own rule fires, truly and for what was planted, at one of the four looks after the
  fault began. "Weeks" is the middle number of weeks until then, of those noticed. A rule that says something was missing
  for 14 or 30 days sees its fault begin when it was.
- **Named**: of a broken tracking, a "can't tell", the stale-data rule or the audit's lead path says what is broken within
  four looks, and no rule calls a post that came out since a failure.
"""
