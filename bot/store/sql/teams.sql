-- name: add_team
-- Make a team on its first use; a team that is there stays as it is.
insert into teams (team_id, made_at, salt)
values (:team_id, :now, :salt)
on conflict (team_id) do nothing;

-- name: team
-- The team itself: when it was made and the salt of its hashes.
select team_id, made_at, salt, zone
from teams
where team_id = :team_id;

-- name: feeds
-- Each feed (posts, comments, leads ...) with the newest as-of of its imports, that of its files, and how many there were.
select feed, max(as_of) as as_of, max(case when format <> 'told' then as_of end) as files_as_of, count(*) as imports
from imports
where team_id = :team_id
  and undone_at is null
group by feed
order by feed;

-- name: add_admin_entry
-- Note a change of settings by a person.
insert into admin_log (team_id, entry_id, at, actor, what, detail)
values (:team_id, :entry_id, :at, :actor, :what, :detail);
