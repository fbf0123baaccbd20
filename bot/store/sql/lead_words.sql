-- name: lead_by_id
-- One lead with the post it is tied to.
select l.lead_id, l.created_at, l.kind, l.quality, l.quality_by, l.note, l.tied_by, l.tied_network, l.tied_post_id,
  l.tied_reason, l.network, l.post_id, l.first_import, p.text as post_text, p.kind as post_kind
from leads as l
left join posts as p
  on p.team_id = l.team_id and p.network = l.tied_network and p.post_id = l.tied_post_id
where l.team_id = :team_id
  and l.lead_id = :lead_id;

-- name: leads_without_quality
-- The newest leads of a window of which nobody said whether they are any good, five at most.
select l.lead_id, l.created_at, l.kind, l.quality, l.quality_by, l.note, l.tied_by, l.tied_network, l.tied_post_id,
  l.tied_reason, p.text as post_text, p.kind as post_kind
from leads as l
left join posts as p
  on p.team_id = l.team_id and p.network = l.tied_network and p.post_id = l.tied_post_id
where l.team_id = :team_id
  and l.created_at >= :since
  and l.created_at <= :now
  and l.quality = 'unknown'
order by l.created_at desc, l.lead_id desc
limit 5;

-- name: leads_without_post
-- The newest leads of a window that are tied to no post, or by time alone, five at most.
select l.lead_id, l.created_at, l.kind, l.quality, l.quality_by, l.note, l.tied_by, l.tied_network, l.tied_post_id,
  l.tied_reason, p.text as post_text, p.kind as post_kind
from leads as l
left join posts as p
  on p.team_id = l.team_id and p.network = l.tied_network and p.post_id = l.tied_post_id
where l.team_id = :team_id
  and l.created_at >= :since
  and l.created_at <= :now
  and (l.tied_post_id is null or l.tied_by = 'time')
  and coalesce(l.tied_by, '') <> 'person'
order by l.created_at desc, l.lead_id desc
limit 5;

-- name: leads_unsaid
-- How many leads of a window there are, how many have no quality, and how many no post.
select count(*) as leads,
  cast(coalesce(sum(case when quality = 'unknown' then 1 else 0 end), 0) as bigint) as without_quality,
  cast(coalesce(sum(case when (tied_post_id is null or tied_by = 'time') and coalesce(tied_by, '') <> 'person' then 1 else 0 end), 0) as bigint) as without_post
from leads
where team_id = :team_id
  and created_at >= :since
  and created_at <= :now;

-- name: mark_lead
-- A person says whether a lead is any good; that stays for ever. Called unknown it is left to the imports again.
update leads set quality = :quality, quality_by = case when :quality = 'unknown' then null else 'person' end
where team_id = :team_id
  and lead_id = :lead_id
returning lead_id;

-- name: tie_lead
-- A person says which post a lead came from, or that it came from none; that stays for ever.
update leads set tied_by = :tied_by, tied_network = :network, tied_post_id = :post_id, tied_reason = :reason
where team_id = :team_id
  and lead_id = :lead_id
returning lead_id;

-- name: untie_lead
-- Forget the tie of a lead, so that the data says again which post it came from.
update leads set tied_by = null, tied_network = null, tied_post_id = null, tied_reason = null
where team_id = :team_id
  and lead_id = :lead_id
returning lead_id;

-- name: people_of_leads
-- The people, known by their salted hash, whose leads a window holds: how many, who came more than once, who bought later.
select count(*) as people,
  cast(coalesce(sum(h.leads), 0) as bigint) as leads,
  cast(coalesce(sum(case when h.last_at > h.first_at then 1 else 0 end), 0) as bigint) as came_back,
  cast(coalesce(sum(case when h.bought_at > h.asked_at then 1 else 0 end), 0) as bigint) as bought
from (
  select email_hash,
    sum(case when created_at >= :since then 1 else 0 end) as leads,
    min(created_at) as first_at, max(created_at) as last_at,
    min(case when kind <> 'sale' then created_at end) as asked_at,
    max(case when kind = 'sale' then created_at end) as bought_at
  from leads
  where team_id = :team_id
    and email_hash is not null
    and created_at <= :until
  group by email_hash
  having max(created_at) >= :since
) as h;
