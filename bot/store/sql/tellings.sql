-- name: add_telling
-- Note that somebody told of leads in chat; nothing comes back where the id is taken.
insert into tellings (team_id, telling_id, told_by, number, told_at, leads, kind, said)
select :team_id, :telling_id, :told_by, coalesce(max(t.number), 0) + 1, :now, :n, :kind, :said
from tellings as t
where t.team_id = :team_id
  and t.told_by = :told_by
on conflict (team_id, telling_id) do nothing
returning telling_id;

-- name: add_told_lead
-- Keep one lead that was told in chat; without a post it says why it has none.
insert into leads (
  team_id, lead_id, created_at, kind, quality, network, post_id, permalink, utm_content, note, tied_by, tied_network,
  tied_post_id, tied_reason, first_import, last_import, last_as_of
)
values (
  :team_id, :lead_id, :now, :kind, 'unknown', :network, :post_id, :permalink, :code, :note, 'told', :tied_network,
  :tied_post_id, :tied_reason, :import_id, :import_id, :now
);

-- name: telling
-- One telling of leads.
select telling_id, told_by, told_at, leads, kind, said, undone_at
from tellings
where team_id = :team_id
  and telling_id = :telling_id;

-- name: newest_telling
-- The newest telling of a person that was not taken back.
select telling_id, told_by, told_at, leads, kind, said, undone_at
from tellings
where team_id = :team_id
  and told_by = :told_by
  and undone_at is null
order by number desc
limit 1;

-- name: undo_telling
-- Take a telling back; nothing comes back where that was done already.
update tellings set undone_at = :now
where team_id = :team_id
  and telling_id = :telling_id
  and undone_at is null
returning telling_id;

-- name: drop_told_lead
-- Forget one lead that was told.
delete from leads
where team_id = :team_id
  and lead_id = :lead_id
  and first_import = :import_id;

-- name: newest_lead_table
-- The newest as-of of leads that came otherwise than by being told, since a moment.
select max(as_of) as as_of
from imports
where team_id = :team_id
  and feed = 'leads'
  and format <> 'told'
  and undone_at is null
  and as_of >= :since;

-- name: leads_of_post
-- How many leads are tied to a post in a way that can be trusted.
select count(*) as leads
from leads
where team_id = :team_id
  and tied_network = :network
  and tied_post_id = :post_id
  and tied_by <> 'time'
  and created_at <= :now;

-- name: leads_of_import
-- How many leads an import, or a telling, brought first and that are still there.
select count(*) as leads
from leads
where team_id = :team_id
  and first_import = :import_id;
