-- name: stage_leads
-- Make the place, of this transaction's own, where a batch of leads waits to be merged.
create temporary table if not exists staging_leads (
  lead_id text,
  created_at text,
  kind text,
  quality text,
  network text,
  post_id text,
  permalink text,
  utm_source text,
  utm_medium text,
  utm_campaign text,
  utm_content text,
  landing_url text,
  email_hash text,
  value double precision,
  currency text,
  note text,
  as_of text
);

-- name: compare_staged_leads
-- How many leads of the batch are new, changed or unchanged.
select s.status, count(*) as leads
from (
  select
    case
      when l.lead_id is null then 'new'
      when b.as_of >= l.last_as_of and (
        b.created_at <> l.created_at or b.kind <> l.kind
        or (b.quality <> l.quality and b.quality <> 'unknown' and l.quality_by is null)
        or coalesce(b.network, l.network, '') <> coalesce(l.network, '')
        or coalesce(b.post_id, l.post_id, '') <> coalesce(l.post_id, '')
        or coalesce(b.permalink, l.permalink, '') <> coalesce(l.permalink, '')
        or coalesce(b.utm_campaign, l.utm_campaign, '') <> coalesce(l.utm_campaign, '')
        or coalesce(b.utm_content, l.utm_content, '') <> coalesce(l.utm_content, '')
        or coalesce(b.note, l.note, '') <> coalesce(l.note, '')
        or coalesce(b.value, l.value, -1) <> coalesce(l.value, -1)
      ) then 'updated'
      else 'unchanged'
    end as status
  from staging_leads as b
  left join leads as l
    on l.team_id = :team_id and l.lead_id = b.lead_id
) as s
group by s.status;

-- name: merge_staged_leads
-- Write the batch over the leads: a newer export wins; a tie and a quality that a person gave stay for ever.
insert into leads (
  team_id, lead_id, created_at, kind, quality, network, post_id, permalink, utm_source, utm_medium, utm_campaign,
  utm_content, landing_url, email_hash, value, currency, note, tied_reason, first_import, last_import, last_as_of
)
select
  :team_id, b.lead_id, b.created_at, b.kind, b.quality, b.network, b.post_id, b.permalink, b.utm_source, b.utm_medium,
  b.utm_campaign, b.utm_content, b.landing_url, b.email_hash, b.value, b.currency, b.note,
  'it names no post, no tag and no campaign', :import_id, :import_id, b.as_of
from staging_leads as b
where true
on conflict (team_id, lead_id) do update set
  created_at = case when excluded.last_as_of >= leads.last_as_of then excluded.created_at else leads.created_at end,
  kind = case when excluded.last_as_of >= leads.last_as_of then excluded.kind else leads.kind end,
  quality = case
    when leads.quality_by is null and excluded.last_as_of >= leads.last_as_of and excluded.quality <> 'unknown' then excluded.quality
    else leads.quality
  end,
  network = coalesce(excluded.network, leads.network),
  post_id = coalesce(excluded.post_id, leads.post_id),
  permalink = coalesce(excluded.permalink, leads.permalink),
  utm_source = coalesce(excluded.utm_source, leads.utm_source),
  utm_medium = coalesce(excluded.utm_medium, leads.utm_medium),
  utm_campaign = coalesce(excluded.utm_campaign, leads.utm_campaign),
  utm_content = coalesce(excluded.utm_content, leads.utm_content),
  landing_url = coalesce(excluded.landing_url, leads.landing_url),
  email_hash = coalesce(excluded.email_hash, leads.email_hash),
  value = coalesce(excluded.value, leads.value),
  currency = coalesce(excluded.currency, leads.currency),
  note = coalesce(excluded.note, leads.note),
  last_import = excluded.last_import,
  last_as_of = case when excluded.last_as_of >= leads.last_as_of then excluded.last_as_of else leads.last_as_of end;

-- name: leads
-- Every lead, oldest first; no e-mail address is kept, only its salted hash, which stays inside.
select lead_id, created_at, kind, quality, network, post_id, permalink, utm_source, utm_medium, utm_campaign,
  utm_content, landing_url, value, currency, note, quality_by, tied_by, tied_network, tied_post_id, tied_reason
from leads
where team_id = :team_id
order by created_at, lead_id;

-- name: leads_between
-- The leads of a window, oldest first, with the way each was tied to a post.
select lead_id, created_at, kind, quality, network, tied_by, tied_network, tied_post_id, tied_reason, value
from leads
where team_id = :team_id
  and created_at >= :since
  and created_at <= :until
order by created_at, lead_id;
