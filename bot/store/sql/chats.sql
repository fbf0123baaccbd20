-- name: claim_chat_event
-- Take up an event of a chat; gives nothing back where it was done, or is being done since less than the lease.
insert into chat_events (team_id, platform, event_id, claimed_at)
values (:team_id, :platform, :event_id, :now)
on conflict (team_id, platform, event_id) do update set claimed_at = excluded.claimed_at
where chat_events.done_at is null
  and chat_events.claimed_at < :lease_from
returning event_id;

-- name: end_chat_event
-- Remember that an event was dealt with.
update chat_events set done_at = :now
where team_id = :team_id
  and platform = :platform
  and event_id = :event_id;

-- name: forget_chat_events
-- Forget the events that no platform delivers again.
delete from chat_events
where team_id = :team_id
  and claimed_at < :before;

-- name: keep_installation
-- Keep what a workspace's installation gave us, and whose team it is.
insert into installations (platform, workspace, home, installation, installed_at, removed_at)
values (:platform, :workspace, :home, :installation, :now, null)
on conflict (platform, workspace) do update set
  installation = excluded.installation, installed_at = excluded.installed_at, removed_at = null;

-- name: installation
-- The installation of one workspace, unless it was removed.
select platform, workspace, home, installation, installed_at
from installations
where platform = :platform
  and workspace = :workspace
  and removed_at is null;

-- name: installations
-- Every installation of a platform that was not removed.
select platform, workspace, home, installation, installed_at
from installations
where platform = :platform
  and removed_at is null
order by workspace;

-- name: remove_installation
-- Forget a workspace's tokens; whose team it is stays known, so that it finds its data when it comes back.
update installations set removed_at = :now, installation = ''
where platform = :platform
  and workspace = :workspace;

-- name: begin_sign_in
-- Keep the state of an installation that begins.
insert into sign_ins (state, made_at)
values (:state, :now);

-- name: end_sign_in
-- Use up a state; gives nothing back where it was used or is too old.
delete from sign_ins
where state = :state
  and made_at >= :since
returning state;

-- name: forget_sign_ins
-- Forget the states of installations that were never ended.
delete from sign_ins
where made_at < :before;

-- name: house_note
-- What the deployment remembers under a name.
select value, noted_at
from house_notes
where name = :noted;

-- name: note_in_house
-- Remember something for the deployment as a whole.
insert into house_notes (name, value, noted_at)
values (:noted, :value, :now)
on conflict (name) do update set
  value = excluded.value, noted_at = excluded.noted_at;

-- name: renew_note_in_house
-- Remember something in the place of what was remembered before; gives nothing back where that has changed meanwhile.
update house_notes set value = :value, noted_at = :now
where name = :noted
  and value = :before
returning name;

-- name: talks_going_on
-- Who talked with the coach on a platform within a span of time, and had not ended it.
select distinct person
from talks
where team_id = :team_id
  and platform = :platform
  and last_at >= :began
  and last_at <= :until
  and stopped_at is null
order by person;

-- name: promise_card
-- Note which card a promise was made of.
insert into card_promises (team_id, commitment_id, card_id)
values (:team_id, :commitment_id, :card_id)
on conflict (team_id, commitment_id) do nothing;

-- name: card_of_promise
-- The card that a promise was made of.
select card_id
from card_promises
where team_id = :team_id
  and commitment_id = :commitment_id;
