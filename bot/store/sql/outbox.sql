-- name: follow_schedule
-- Keep a slot's schedule; gives nothing back when it stood so already.
insert into schedules (team_id, channel, kind, cron, zone, next_due_at)
values (:team_id, :channel, :kind, :cron, :zone, :next_due_at)
on conflict (team_id, channel, kind) do update set
  cron = excluded.cron, zone = excluded.zone, next_due_at = excluded.next_due_at
where schedules.cron <> excluded.cron
  or schedules.zone <> excluded.zone
returning channel;

-- name: drop_schedule
-- Forget a slot that a channel has no more.
delete from schedules
where team_id = :team_id
  and channel = :channel
  and kind = :kind;

-- name: schedules
-- Every schedule, the next one due first.
select channel, kind, cron, zone, next_due_at
from schedules
where team_id = :team_id
order by next_due_at, channel, kind;

-- name: advance_schedule
-- Set when a slot is due next, unless another process did.
update schedules set next_due_at = :next_due_at
where team_id = :team_id
  and channel = :channel
  and kind = :kind
  and next_due_at = :due_at
returning channel;

-- name: queue_entry
-- Put something into the outbox.
insert into outbox (team_id, outbox_id, channel, platform, person, operation, card_id, card, made_at, not_before,
  not_after, attempts)
values (:team_id, :outbox_id, :channel, :platform, :person, :operation, :card_id, :card, :made_at, :not_before,
  :not_after, 0);

-- name: drop_waiting_edits
-- Give up the edits of a card that a newer one takes the place of.
update outbox set ended_at = :now, ended_why = 'a newer edit took its place'
where team_id = :team_id
  and card_id = :card_id
  and operation = 'edit'
  and ended_at is null
  and leased_until is null;

-- name: entries_waiting
-- What waits to be sent and is held by nobody, oldest first.
select outbox_id, channel, platform, operation, card_id, leased_by, tried_at, leased_until
from outbox
where team_id = :team_id
  and ended_at is null
  and not_before <= :now
  and (leased_until is null or leased_until <= :now)
order by made_at, outbox_id;

-- name: lease_entry
-- Take an entry for a while; gives nothing back when another sender was first.
update outbox set leased_by = :sender, leased_until = :until, attempts = attempts + 1
where team_id = :team_id
  and outbox_id = :outbox_id
  and ended_at is null
  and not_before <= :now
  and (leased_until is null or leased_until <= :now)
returning outbox_id, channel, platform, person, operation, card_id, card, made_at, not_after, attempts, tried_at;

-- name: mark_tried
-- Note that the front is asked now: from here on the post may have arrived.
update outbox set tried_at = :now
where team_id = :team_id
  and outbox_id = :outbox_id
  and leased_by = :sender
  and ended_at is null
  and leased_until > :now
returning outbox_id;

-- name: record_sent
-- Note that an entry arrived, and as which message.
update outbox set sent_at = :now, message_id = :message_id, ended_at = :now, leased_until = null
where team_id = :team_id
  and outbox_id = :outbox_id
  and ended_at is null
returning outbox_id;

-- name: put_back
-- Let an entry that was refused for certain wait for another try.
update outbox set leased_by = null, leased_until = null, tried_at = null, not_before = :not_before
where team_id = :team_id
  and outbox_id = :outbox_id
  and leased_by = :sender
  and ended_at is null
returning outbox_id;

-- name: end_entry
-- Give an entry up, and say why.
update outbox set ended_at = :now, ended_why = :why, leased_until = null
where team_id = :team_id
  and outbox_id = :outbox_id
  and ended_at is null
returning card_id, operation;

-- name: count_entry_as_sent
-- Nobody can say whether an entry arrived: it counts as sent.
update outbox set sent_at = tried_at, ended_at = :now, ended_why = :why, leased_until = null
where team_id = :team_id
  and outbox_id = :outbox_id
  and ended_at is null
returning card_id, operation;

-- name: end_entries_of_channel
-- Give up everything that waits for a channel which is gone; messages to people go on.
update outbox set ended_at = :now, ended_why = :why, leased_until = null
where team_id = :team_id
  and channel = :channel
  and person is null
  and ended_at is null
returning card_id, operation;

-- name: lose_card
-- A card whose post never arrived, or may not have: its items are free for the next slot.
update cards set state = :state, closed_at = :now
where team_id = :team_id
  and card_id = :card_id
  and state in ('open', 'taken', 'snoozed')
  and not exists (
    select 1 from outbox as o
    where o.team_id = cards.team_id and o.card_id = cards.card_id and o.message_id is not null
  )
returning card_id;

-- name: message_of_card
-- Where a card stands: the newest message it was posted as.
select o.message_id, o.channel
from outbox as o
where o.team_id = :team_id
  and o.card_id = :card_id
  and o.operation = 'post'
  and o.message_id is not null
order by o.sent_at desc, o.outbox_id desc
limit 1;

-- name: posts_waiting_of_card
-- The posts of a card that are still to be sent.
select outbox_id
from outbox
where team_id = :team_id
  and card_id = :card_id
  and operation = 'post'
  and ended_at is null;

-- name: outbox
-- Everything that was or is to be sent, oldest first.
select outbox_id, channel, platform, operation, card_id, card, made_at, not_before, not_after, attempts, leased_by,
  leased_until, tried_at, sent_at, message_id, ended_at, ended_why
from outbox
where team_id = :team_id
order by made_at, outbox_id;
