-- name: hours_set
-- What was set in chat for the channels' hours; a value of null follows the configuration again.
select channel, name, value, before, entry_id, set_by, set_at
from channel_hours
where team_id = :team_id
order by channel, name;

-- name: set_hour
-- Set one of a channel's hours, keeping what held before for the one who takes it back.
insert into channel_hours (team_id, channel, name, value, before, entry_id, set_by, set_at)
values (:team_id, :channel, :setting, cast(:value as text), null, :entry_id, :person, :now)
on conflict (team_id, channel, name) do update set
  value = excluded.value, before = channel_hours.value, entry_id = excluded.entry_id, set_by = excluded.set_by,
  set_at = excluded.set_at;

-- name: set_channel_zone
-- Let a channel's own row follow the zone that was set for it.
update channels set zone = :zone
where team_id = :team_id
  and channel = :channel;

-- name: turn_channel_off
-- Take the leave to post in a channel back.
update channels set turned_on_at = null
where team_id = :team_id
  and channel = :channel
  and turned_on_at is not null
returning channel;

-- name: end_posts_of_channel
-- Give up the posts that wait for a channel which was turned off; messages to people go on.
update outbox set ended_at = :now, ended_why = :why, leased_until = null
where team_id = :team_id
  and channel = :channel
  and person is null
  and operation = 'post'
  and tried_at is null
  and ended_at is null
returning card_id, operation;

-- name: unmute_rule
-- Let a rule speak in a channel again; gives nothing back when it was not silent.
delete from mutes
where team_id = :team_id
  and rule = :rule
  and channel = :channel
returning rule;

-- name: admin_log
-- The last changes of settings, newest first.
select a.entry_id, a.at, a.actor, a.what, a.detail, p.name
from admin_log as a
left join people as p
  on p.team_id = a.team_id and p.person = a.actor
where a.team_id = :team_id
order by a.at desc, a.entry_id desc
limit :n;

-- name: setup_steps
-- What was chosen so far in the set-ups of channels.
select channel, step, choice, done_by, done_at
from setup_steps
where team_id = :team_id
order by channel, done_at, step;

-- name: keep_setup_step
-- Keep what was chosen in a step; done again, the newest choice counts.
insert into setup_steps (team_id, channel, step, choice, done_by, done_at)
values (:team_id, :channel, :step, :choice, :person, :now)
on conflict (team_id, channel, step) do update set
  choice = excluded.choice, done_by = excluded.done_by, done_at = excluded.done_at;

-- name: keep_person
-- Keep what somebody is called, and since when they were seen to be an admin.
insert into people (team_id, person, name, admin_since, seen_at)
values (:team_id, :person, :person_name, cast(:admin_since as text), :now)
on conflict (team_id, person) do update set
  name = excluded.name, admin_since = coalesce(people.admin_since, excluded.admin_since), seen_at = excluded.seen_at;

-- name: person
-- One person's name and quiet hours.
select person, name, admin_since, quiet_from, quiet_to, quiet_zone, paused_until, seen_at
from people
where team_id = :team_id
  and person = :person;

-- name: people
-- Everybody who has set something, the last seen first.
select person, name, admin_since, quiet_from, quiet_to, quiet_zone, paused_until, seen_at
from people
where team_id = :team_id
order by seen_at desc, person;

-- name: set_quiet_of
-- Set a person's own quiet hours, or none.
update people set
  quiet_from = cast(:quiet_from as text), quiet_to = cast(:quiet_to as text), quiet_zone = cast(:zone as text)
where team_id = :team_id
  and person = :person;

-- name: pause_person
-- Let direct messages to a person wait until a moment, or no longer.
update people set paused_until = cast(:until as text), quiet_zone = coalesce(quiet_zone, :zone)
where team_id = :team_id
  and person = :person;

-- name: messages_of_kind
-- The unasked messages of one kind that went to a person since a moment.
select i.at
from interruptions as i
where i.team_id = :team_id
  and i.person = :person
  and i.kind = :kind
  and i.at >= :since
order by i.at;

-- name: keep_dropped_file
-- Keep a dropped file until it is imported, not wanted, or a day old.
insert into dropped_files (team_id, file_id, name, channel, person, content, dropped_at)
values (:team_id, :file_id, :file_name, :channel, :person, :content, :now);

-- name: dropped_file
-- One dropped file.
select file_id, name, channel, person, content, zone, dropped_at, taken_at, import_id
from dropped_files
where team_id = :team_id
  and file_id = :file_id;

-- name: set_zone_of_dropped_file
-- Remember in which zone a dropped file's times are.
update dropped_files set zone = :zone
where team_id = :team_id
  and file_id = :file_id
  and import_id is null
returning file_id;

-- name: take_dropped_file
-- Take a dropped file for its import; gives nothing back while somebody else imports it, or when it was imported.
update dropped_files set taken_at = :now
where team_id = :team_id
  and file_id = :file_id
  and import_id is null
  and content <> ''
  and (taken_at is null or taken_at < :lease_from)
returning file_id, name, content, zone, dropped_at;

-- name: put_dropped_file_back
-- Let a dropped file be imported again: the import came to nothing.
update dropped_files set taken_at = null
where team_id = :team_id
  and file_id = :file_id
  and import_id is null;

-- name: end_dropped_file
-- Forget what a dropped file held; `import_id` says which import took it, null that nobody wanted it.
update dropped_files set content = '', import_id = cast(:import_id as text)
where team_id = :team_id
  and file_id = :file_id
returning file_id;

-- name: old_dropped_files
-- The dropped files that nobody has imported for too long, or whose use is over.
select file_id
from dropped_files
where team_id = :team_id
  and dropped_at < :before
order by dropped_at, file_id;

-- name: purge_dropped_files
-- Forget the files that were dropped before a moment.
delete from dropped_files
where team_id = :team_id
  and dropped_at < :before;

-- name: import_by_id
-- One import.
select import_id, file_name, undone_at
from imports
where team_id = :team_id
  and import_id = :import_id;

-- name: do_daily_duty
-- Take a duty of one day; gives nothing back when it was done.
insert into daily_duties (team_id, duty, day, done_at)
values (:team_id, :duty, :day, :now)
on conflict (team_id, duty, day) do nothing
returning day;

-- name: daily_duty
-- When a duty of one day was done.
select done_at
from daily_duties
where team_id = :team_id
  and duty = :duty
  and day = :day;

-- name: forget_daily_duties
-- Forget the receipts of days gone by.
delete from daily_duties
where team_id = :team_id
  and duty = :duty
  and day < :day;

-- name: dropper_of_import
-- Who dropped the file that an import took, as long as that is known.
select person
from dropped_files
where team_id = :team_id
  and import_id = :import_id;
