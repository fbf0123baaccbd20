-- name: guidance_stamp
-- A number that moves whenever the team's own guidance changes.
select stamp
from guidance_stamps
where team_id = :team_id;

-- name: stamp_guidance
-- Let every process know that the team's own guidance has changed.
insert into guidance_stamps (team_id, stamp)
values (:team_id, 1)
on conflict (team_id) do update set stamp = guidance_stamps.stamp + 1;

-- name: own_guidance
-- The team's own guidance as it answers now: of each entry the version in use.
select e.number, e.kind, v.title, v.file_name, v.body, v.questions, v.dated
from guidance_entries as e
join guidance_versions as v
  on v.team_id = e.team_id and v.number = e.number and v.version = e.version
where e.team_id = :team_id
  and e.removed_at is null
order by e.number;

-- name: guidance_entries
-- Every entry of the team's own guidance with the version in use, removed ones too, without the text.
select e.number, e.kind, e.version, e.removed_at, v.title, v.file_name, v.author_name, v.dated, v.made_at,
  length(v.body) as letters,
  (select count(*) from guidance_versions as o where o.team_id = e.team_id and o.number = e.number) as versions
from guidance_entries as e
join guidance_versions as v
  on v.team_id = e.team_id and v.number = e.number and v.version = e.version
where e.team_id = :team_id
order by e.number;

-- name: guidance_entry_named
-- The entry of a name, and its newest version.
select e.number, e.version, e.removed_at,
  (select max(o.version) from guidance_versions as o where o.team_id = e.team_id and o.number = e.number) as newest
from guidance_entries as e
where e.team_id = :team_id
  and e.kind = :kind
  and e.name_key = :name_key;

-- name: guidance_versions
-- Every version of one entry, oldest first, with its text.
select v.version, v.title, v.file_name, v.body, v.questions, v.author_name, v.dated, v.made_at
from guidance_versions as v
where v.team_id = :team_id
  and v.number = :number
order by v.version;

-- name: add_guidance_entry
-- Make an entry under the team's next free number.
insert into guidance_entries (team_id, number, kind, name_key, version)
select :team_id, coalesce(max(e.number), 0) + 1, :kind, :name_key, 1
from guidance_entries as e
where e.team_id = :team_id
returning number;

-- name: add_guidance_version
-- Keep one version of an entry with its author.
insert into guidance_versions (team_id, number, version, title, file_name, body, questions, dated, author, author_name,
  made_at)
values (:team_id, :number, :version, :title, :file_name, :body, :questions, :dated, :author, :author_name, :now);

-- name: use_guidance_version
-- Let a version of an entry answer from now on, also where the entry was removed.
update guidance_entries set version = :version, removed_at = null
where team_id = :team_id
  and number = :number
returning number;

-- name: remove_guidance
-- Let an entry answer no more; its versions stay.
update guidance_entries set removed_at = :now
where team_id = :team_id
  and number = :number
  and removed_at is null
returning number;

-- name: forget_guidance_versions
-- Delete the text of every version of an entry.
delete from guidance_versions
where team_id = :team_id
  and number = :number;

-- name: forget_guidance_entry
-- Leave of an entry whose versions are deleted its number alone, so that no other ever gets it.
update guidance_entries set removed_at = :now, name_key = :name_key
where team_id = :team_id
  and number = :number
returning number;

-- name: forget_guidance_author
-- Forget who wrote what of the team's own guidance; the texts stay the team's.
update guidance_versions set author = null, author_name = null
where team_id = :team_id
  and author = :person;

-- name: poor_ratings
-- The pieces whose answers were called not helpful for a reason, since a moment, the most often first.
select r.piece, count(*) as times
from answer_ratings as r
where r.team_id = :team_id
  and r.why = :why
  and r.rated_at > :since
  and r.rated_at <= :until
group by r.piece
order by count(*) desc, r.piece;
