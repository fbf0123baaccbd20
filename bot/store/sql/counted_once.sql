-- Leads that were told in chat and came in a table too. The told row is set aside and the table's row stands for both.

-- name: return_told_leads
-- Bring told leads back whose other row is gone, or is tied to another post now and no person said that they are one.
insert into leads (
  team_id, lead_id, created_at, kind, quality, quality_by, network, post_id, permalink, utm_content, note, tied_by,
  tied_network, tied_post_id, tied_reason, first_import, last_import, last_as_of
)
select o.team_id, o.lead_id, o.created_at, o.kind, o.quality, o.quality_by, o.network, o.post_id, o.permalink, o.utm_content,
  o.note, o.tied_by, o.tied_network, o.tied_post_id, o.tied_reason, o.first_import, o.last_import, o.last_as_of
from leads_counted_once as o
left join leads as l
  on l.team_id = o.team_id and l.lead_id = o.counted_as
where o.team_id = :team_id
  and (l.lead_id is null or (o.joined_how <> 'person' and (
    coalesce(l.tied_post_id, '') <> o.tied_post_id or coalesce(l.tied_network, '') <> o.tied_network
  )))
on conflict (team_id, lead_id) do nothing;

-- name: forget_returned_leads
-- Forget what was set aside and stands among the leads again.
delete from leads_counted_once
where team_id = :team_id
  and exists (
    select 1 from leads as l
    where l.team_id = leads_counted_once.team_id and l.lead_id = leads_counted_once.lead_id
  );

-- name: told_leads_with_a_post
-- The leads that were told in chat for a post, of which no person said that they stand for themselves.
select l.lead_id, l.created_at, l.kind, l.tied_network, l.tied_post_id, t.telling_id
from tellings as t
inner join leads as l
  on l.team_id = t.team_id and l.first_import = 'chat-' || t.telling_id
where t.team_id = :team_id
  and t.undone_at is null
  and l.tied_post_id is not null
  and not exists (select 1 from leads_kept_apart as k where k.team_id = l.team_id and k.lead_id = l.lead_id)
order by l.created_at, l.lead_id;

-- name: leads_they_may_be
-- The leads of tables, of a post and a kind, that stand for no told lead yet; the import going on has no moment yet.
select l.lead_id, l.created_at, i.imported_at
from leads as l
left join imports as i
  on i.team_id = l.team_id and i.import_id = l.first_import
where l.team_id = :team_id
  and l.tied_network = :network
  and l.tied_post_id = :post_id
  and l.kind = :kind
  and l.tied_by in ('stated', 'utm_content', 'utm_campaign', 'person')
  and not exists (
    select 1 from tellings as t where t.team_id = l.team_id and l.first_import = 'chat-' || t.telling_id
  )
  and not exists (
    select 1 from leads_counted_once as o where o.team_id = l.team_id and o.counted_as = l.lead_id
  )
order by l.created_at, l.lead_id;

-- name: set_told_lead_aside
-- Keep a told lead aside, whole: another row stands for it.
insert into leads_counted_once (
  team_id, lead_id, counted_as, joined_how, joined_at, created_at, kind, quality, quality_by, network, post_id, permalink,
  utm_content, note, tied_by, tied_network, tied_post_id, tied_reason, first_import, last_import, last_as_of
)
select team_id, lead_id, :counted_as, :joined_how, :now, created_at, kind, quality, quality_by, network, post_id, permalink,
  utm_content, note, tied_by, tied_network, tied_post_id, tied_reason, first_import, last_import, last_as_of
from leads
where team_id = :team_id
  and lead_id = :lead_id
on conflict do nothing
returning lead_id;

-- name: drop_lead_set_aside
-- Take a lead that was set aside out of the leads that count.
delete from leads
where team_id = :team_id
  and lead_id = :lead_id
  and exists (
    select 1 from leads_counted_once as o where o.team_id = leads.team_id and o.lead_id = leads.lead_id
  );

-- name: hand_quality_over
-- What a person said of a told lead holds for the row that stands for it, where nobody said it of that.
update leads set quality = o.quality, quality_by = 'told'
from leads_counted_once as o
where leads.team_id = :team_id
  and leads.lead_id = :counted_as
  and leads.quality_by is null
  and o.team_id = leads.team_id
  and o.counted_as = leads.lead_id
  and o.quality_by is not null;

-- name: take_told_quality_back
-- A row that stands for no told lead any more keeps nothing that was said of one; the next import says its own again.
update leads set quality = 'unknown', quality_by = null
where team_id = :team_id
  and quality_by = 'told'
  and not exists (
    select 1 from leads_counted_once as o where o.team_id = leads.team_id and o.counted_as = leads.lead_id
  );

-- name: leads_set_aside
-- The told leads of one telling, or one told lead by its id, that another row stands for.
select o.lead_id, o.counted_as, o.joined_how, o.created_at, o.kind
from leads_counted_once as o
where o.team_id = :team_id
  and (o.first_import = 'chat-' || :told or o.lead_id = :told)
order by o.lead_id;

-- name: keep_lead_apart
-- A person says that a told lead stands for itself; that stays.
insert into leads_kept_apart (team_id, lead_id, said_at)
values (:team_id, :lead_id, :now)
on conflict (team_id, lead_id) do nothing;

-- name: allow_lead_again
-- A person says that a told lead is another row after all.
delete from leads_kept_apart
where team_id = :team_id
  and lead_id = :lead_id;

-- name: return_told_lead
-- Bring one told lead back among the leads that count.
insert into leads (
  team_id, lead_id, created_at, kind, quality, quality_by, network, post_id, permalink, utm_content, note, tied_by,
  tied_network, tied_post_id, tied_reason, first_import, last_import, last_as_of
)
select o.team_id, o.lead_id, o.created_at, o.kind, o.quality, o.quality_by, o.network, o.post_id, o.permalink, o.utm_content,
  o.note, o.tied_by, o.tied_network, o.tied_post_id, o.tied_reason, o.first_import, o.last_import, o.last_as_of
from leads_counted_once as o
where o.team_id = :team_id
  and o.lead_id = :lead_id
on conflict (team_id, lead_id) do nothing
returning lead_id;

-- name: forget_leads_set_aside
-- Forget the told leads of one telling that were set aside; gives back each.
delete from leads_counted_once
where team_id = :team_id
  and first_import = :import_id
returning lead_id;
