-- name: follow_channel
-- Take a configured channel up; its zone follows the configuration, its profile only when the configured one changes.
insert into channels (team_id, channel, platform, zone, profile, stated_profile)
values (:team_id, :channel, :platform, :zone, :profile, :profile)
on conflict (team_id, channel) do update set
  platform = excluded.platform,
  zone = excluded.zone,
  profile = case
    when channels.stated_profile = excluded.stated_profile then channels.profile else excluded.profile
  end,
  stated_profile = excluded.stated_profile;

-- name: channels
-- Every channel of the team, in the order of their names.
select channel, platform, zone, profile, stated_profile, turned_on_at, switched_off_at, switched_off_why, paused_until
from channels
where team_id = :team_id
order by channel;

-- name: turn_channel_on
-- Give leave to post in a channel, also after it was gone.
update channels set turned_on_at = :now, switched_off_at = null, switched_off_why = null
where team_id = :team_id
  and channel = :channel
  and (turned_on_at is null or switched_off_at is not null)
returning channel;

-- name: switch_channel_off
-- Stop posting in a channel that is gone; gives the channel back to the first who notices.
update channels set switched_off_at = :now, switched_off_why = :why
where team_id = :team_id
  and channel = :channel
  and switched_off_at is null
returning channel;

-- name: set_channel_pace
-- Set a channel's profile.
update channels set profile = :profile
where team_id = :team_id
  and channel = :channel
returning channel;

-- name: pause_channel
-- Keep silent in a channel until a moment.
update channels set paused_until = :until
where team_id = :team_id
  and channel = :channel
returning channel;

-- name: hold_team
-- Make the transactions that speak for one team queue up, so that the caps hold over all its channels.
update teams set made_at = made_at
where team_id = :team_id;

-- name: claim_occurrence
-- Take a slot of a local date; gives nothing back when it is taken already.
insert into occurrences (team_id, channel, kind, local_date, slot, claimed_at, result)
values (:team_id, :channel, :kind, :local_date, :slot, :now, :result)
on conflict (team_id, channel, kind, local_date, slot) do nothing
returning channel;

-- name: occurrence
-- What became of a slot on a local date.
select result, claimed_at
from occurrences
where team_id = :team_id
  and channel = :channel
  and kind = :kind
  and local_date = :local_date
  and slot = :slot;

-- name: occurrences
-- What became of every slot, oldest first.
select channel, kind, local_date, slot, claimed_at, result
from occurrences
where team_id = :team_id
order by local_date, slot, channel, kind;

-- name: missed_digest
-- The digest of a channel's week that found no moment to be posted.
select local_date, slot
from occurrences
where team_id = :team_id
  and channel = :channel
  and kind = 'digest'
  and local_date >= :monday
  and local_date < :local_date
  and result = 'missed';

-- name: merge_missed_digest
-- Note that a missed digest came at a later slot.
update occurrences set result = 'merged'
where team_id = :team_id
  and channel = :channel
  and kind = 'digest'
  and local_date >= :monday
  and local_date < :local_date
  and result = 'missed';

-- name: add_card
-- Keep what is said, as people should see it now.
insert into cards (team_id, card_id, channel, rule, posted_at, subject, finding, opening, card, state, answered)
values (:team_id, :card_id, :channel, :rule, :posted_at, :subject, :finding, :opening, :card, :state, 0);

-- name: add_card_item
-- Note that a card names a post, a comment or another thing.
insert into card_items (team_id, card_id, kind, network, item_id)
values (:team_id, :card_id, :kind, :network, :item_id)
on conflict (team_id, card_id, kind, network, item_id) do nothing;

-- name: drop_card_items
-- Forget what a card named, before it names other things.
delete from card_items
where team_id = :team_id
  and card_id = :card_id;

-- name: add_interruption
-- Note that people were spoken to unasked.
insert into interruptions (team_id, interruption_id, channel, person, kind, rule, card_id, at, local_date)
values (:team_id, :interruption_id, :channel, null, :kind, :rule, :card_id, :now, :local_date);

-- name: cards_said
-- Every card with its place in the ledger, oldest first; one that was held out has no kind.
select c.card_id, c.channel, c.rule, c.posted_at, c.opening, c.state, c.answered, i.kind, i.local_date
from cards as c
left join interruptions as i
  on i.team_id = c.team_id and i.card_id = c.card_id
where c.team_id = :team_id
order by c.posted_at, c.card_id;

-- name: items_said
-- What every card names.
select card_id, kind, network, item_id
from card_items
where team_id = :team_id
order by card_id, kind, network, item_id;

-- name: card
-- One card with its channel.
select c.card_id, c.channel, c.rule, c.posted_at, c.subject, c.finding, c.card, c.state, c.taken_by, c.taken_name,
  c.answered, c.snoozed_until, c.closed_at, h.platform, h.zone
from cards as c
left join channels as h
  on h.team_id = c.team_id and h.channel = c.channel
where c.team_id = :team_id
  and c.card_id = :card_id;

-- name: open_cards
-- The cards that still ask for something, oldest first.
select card_id, rule, state, answered
from cards
where team_id = :team_id
  and state in ('open', 'taken', 'snoozed')
order by posted_at, card_id;

-- name: items_of_card
-- What one card names.
select kind, network, item_id
from card_items
where team_id = :team_id
  and card_id = :card_id
order by kind, network, item_id;

-- name: comment_settled
-- When a comment was answered or put aside.
select answered_at, dismissed_at
from comments
where team_id = :team_id
  and network = :network
  and comment_id = :comment_id;

-- name: move_card
-- Bring a card from one of the open states to another state; gives nothing back when it was closed before.
update cards set
  state = :state,
  snoozed_until = cast(:snoozed_until as text),
  closed_at = cast(:closed_at as text)
where team_id = :team_id
  and card_id = :card_id
  and state in ('open', 'taken', 'snoozed')
returning card_id;

-- name: take_card
-- Note who took a card; gives nothing back when somebody had it or it was closed.
update cards set state = 'taken', taken_by = :person, taken_name = :person_name, snoozed_until = null
where team_id = :team_id
  and card_id = :card_id
  and state in ('open', 'snoozed')
returning card_id;

-- name: give_card_back
-- Undo a taking that came to nothing.
update cards set state = 'open', taken_by = null, taken_name = null
where team_id = :team_id
  and card_id = :card_id
  and state = 'taken'
  and taken_by = :person
returning card_id;

-- name: count_answered
-- Note how many of a card's comments need nothing more.
update cards set answered = :answered
where team_id = :team_id
  and card_id = :card_id
  and answered <> :answered
returning card_id;

-- name: renew_card
-- Put newer contents into a card that stays where it was posted.
update cards set subject = :subject, finding = :finding, opening = :opening, card = :card
where team_id = :team_id
  and card_id = :card_id
  and state in ('open', 'taken')
returning card_id;

-- name: replace_card
-- Close an earlier card that a new one takes the place of.
update cards set state = 'replaced', closed_at = :now
where team_id = :team_id
  and card_id = :card_id
  and state in ('open', 'snoozed');

-- name: cards_to_wake
-- The snoozed cards whose time has come, oldest first.
select card_id, channel, snoozed_until
from cards
where team_id = :team_id
  and state = 'snoozed'
  and snoozed_until <= :now
order by snoozed_until, card_id;

-- name: wake_card
-- Open a snoozed card again; gives nothing back when another process did.
update cards set state = 'open', snoozed_until = null
where team_id = :team_id
  and card_id = :card_id
  and state = 'snoozed'
  and snoozed_until <= :now
returning card_id;

-- name: mute_rule
-- Keep a rule silent in a channel until a moment, or for good.
insert into mutes (team_id, rule, channel, until, made_at)
values (:team_id, :rule, :channel, :until, :now)
on conflict (team_id, rule, channel) do update set until = excluded.until, made_at = excluded.made_at;

-- name: mutes
-- The rules that are silent in a channel at a moment.
select rule, until
from mutes
where team_id = :team_id
  and channel = :channel
  and made_at <= :now
  and (until is null or until > :now)
order by rule;

-- name: nudges_chosen
-- What slots chose to say in a window, oldest first: what was posted has a kind, what chance held back has none.
select c.card_id, c.channel, c.rule, c.posted_at, c.state, c.answered, i.kind
from cards as c
left join interruptions as i
  on i.team_id = c.team_id and i.card_id = c.card_id
where c.team_id = :team_id
  and c.posted_at >= :since
  and c.posted_at <= :until
  and c.state not in ('unsent', 'lost')
  and (i.kind in ('nudge', 'audit') or c.state = 'held out')
order by c.posted_at, c.card_id;

-- name: replies_after_cards
-- For each card that names comments: the first reply of the team's under one of them after the card, as the data shows it.
select c.card_id, min(r.created_at) as replied_at, min(t.created_at) as replied_in_thread_at,
  min(case when m.answered_by = 'stated' and m.answered_at > c.posted_at then m.answered_at end) as stated_at
from cards as c
inner join card_items as i
  on i.team_id = c.team_id and i.card_id = c.card_id and i.kind = 'comment'
inner join comments as m
  on m.team_id = i.team_id and m.network = i.network and m.comment_id = i.item_id
left join comments as r
  on r.team_id = m.team_id and r.network = m.network and r.parent_id = m.comment_id and r.direction = 'out'
  and r.created_at > c.posted_at
left join comments as t
  on t.team_id = m.team_id and t.network = m.network and t.parent_id = m.parent_id and t.direction = 'out'
  and t.created_at > c.posted_at
where c.team_id = :team_id
  and c.posted_at >= :since
  and c.posted_at <= :until
group by c.card_id
order by c.card_id;

-- name: replies_between
-- Whether the data shows any answer of the team's in a window.
select count(*) as replies
from comments
where team_id = :team_id
  and direction = 'out'
  and created_at >= :since
  and created_at <= :until;
