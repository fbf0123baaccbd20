-- The ways a lead is tied to a post, in the order in which an import runs them. A coalesce around a column that is never
-- null keeps SQLite from walking the posts by their time or campaign where their tag finds them.

-- name: loosen_ties
-- Forget ties that what is known now no longer bears out; what a person said stays.
update leads set tied_by = null, tied_network = null, tied_post_id = null
where team_id = :team_id
  and tied_by in ('stated', 'utm_content', 'utm_campaign', 'time')
  and (
    not exists (
      select 1 from posts as p
      where p.team_id = leads.team_id and p.network = leads.tied_network and p.post_id = leads.tied_post_id
    )
    or (tied_by = 'stated' and (tied_post_id <> coalesce(post_id, tied_post_id) or tied_network <> coalesce(network, tied_network)))
    or (tied_by = 'utm_content' and 1 < (
      select count(*) from posts as p where p.team_id = leads.team_id and p.utm_content = leads.utm_content
    ))
    or (tied_by = 'utm_content' and not exists (
      select 1 from posts as p
      where p.team_id = leads.team_id and p.network = leads.tied_network and p.post_id = leads.tied_post_id
        and (p.utm_content in (leads.utm_content, lower(leads.utm_content)) or p.post_id = leads.utm_content)
    ))
    or (tied_by = 'utm_campaign' and 1 <> (
      select count(*) from posts as p
      where p.team_id = leads.team_id and p.utm_campaign = leads.utm_campaign
        and coalesce(p.published_at, '') <= leads.created_at
    ))
    or (tied_by = 'time' and coalesce(post_id, permalink, utm_content, utm_campaign) is not null)
    or (tied_by = 'time' and 1 <> (
      select count(*) from posts as p
      where p.team_id = leads.team_id and p.published_at >= substr(leads.created_at, 1, 10)
        and p.published_at <= leads.created_at and p.published_precision <> 'day'
        and (leads.network is null or p.network = leads.network)
    ))
  );

-- name: tie_leads_by_stated_post
-- Best way: the lead names its post by id.
update leads set
  tied_by = 'stated', tied_reason = null, tied_post_id = post_id,
  tied_network = (
    select min(p.network) from posts as p
    where p.team_id = leads.team_id and p.post_id = leads.post_id
      and (leads.network is null or p.network = leads.network)
  )
where team_id = :team_id
  and post_id is not null
  and coalesce(tied_by, '') not in ('person', 'told', 'stated')
  and 1 = (
    select count(*) from posts as p
    where p.team_id = leads.team_id and p.post_id = leads.post_id
      and (leads.network is null or p.network = leads.network)
  );

-- name: tie_leads_by_permalink
-- As good: the lead names its post by link. Links have no index, so the posts are gone through once, if a lead asks for it.
update leads set
  tied_by = 'stated', tied_reason = null, tied_network = m.network, tied_post_id = m.post_id
from (
  select p.permalink, min(p.network) as network, min(p.post_id) as post_id
  from posts as p
  where p.team_id = :team_id
    and p.permalink is not null
    and exists (
      select 1 from leads as l
      where l.team_id = :team_id and l.permalink is not null and coalesce(l.tied_by, '') not in ('person', 'told', 'stated')
    )
  group by p.permalink
  having count(*) = 1
) as m
where leads.team_id = :team_id
  and leads.permalink = m.permalink
  and coalesce(leads.tied_by, '') not in ('person', 'told', 'stated');

-- name: tie_leads_by_own_code
-- Second: the link it came by carries a post code, and a person said which post that stands for.
update leads set
  tied_by = 'utm_content', tied_reason = null, tied_network = m.network, tied_post_id = m.post_id
from (
  select l.lead_id, p.network, p.post_id
  from leads as l
  inner join post_codes as c
    on c.team_id = l.team_id and c.code = lower(l.utm_content)
  inner join posts as p
    on p.team_id = c.team_id and p.network = c.network and p.post_id = c.post_id
  where l.team_id = :team_id
    and l.utm_content is not null
    and coalesce(l.tied_by, '') not in ('person', 'told', 'stated')
    and (coalesce(l.tied_network, '') <> c.network or coalesce(l.tied_post_id, '') <> c.post_id)
) as m
where leads.team_id = :team_id
  and leads.lead_id = m.lead_id;

-- name: tie_leads_by_post_code
-- Or exactly one post carries that post code.
update leads set
  tied_by = 'utm_content', tied_reason = null, tied_network = m.network, tied_post_id = m.post_id
from (
  select l.lead_id, min(p.network) as network, min(p.post_id) as post_id
  from leads as l
  inner join post_codes as c
    on c.team_id = l.team_id and c.code = lower(l.utm_content)
  inner join posts as p
    on p.team_id = c.team_id and p.utm_content = c.code
  where l.team_id = :team_id
    and l.utm_content is not null
    and c.post_id is null
    and (l.tied_by is null or l.tied_by = 'utm_campaign')
    and (l.network is null or l.network = p.network)
  group by l.lead_id
  having count(*) = 1
) as m
where leads.team_id = :team_id
  and leads.lead_id = m.lead_id;

-- name: tie_leads_by_both_tags
-- Next: exactly one post carries both its tags, that of the post and that of the campaign.
update leads set
  tied_by = 'utm_content', tied_reason = null, tied_network = m.network, tied_post_id = m.post_id
from (
  select l.lead_id, min(p.network) as network, min(p.post_id) as post_id
  from leads as l
  inner join posts as p
    on p.team_id = l.team_id and p.utm_content = l.utm_content and coalesce(p.utm_campaign, '') = l.utm_campaign
  where l.team_id = :team_id
    and l.utm_content is not null
    and l.utm_campaign is not null
    and (l.tied_by is null or l.tied_by = 'utm_campaign')
    and (l.network is null or l.network = p.network)
  group by l.lead_id
  having count(*) = 1
) as m
where leads.team_id = :team_id
  and leads.lead_id = m.lead_id;

-- name: tie_leads_by_tag
-- Or exactly one post carries its tag (utm_content), and nothing else of the two speaks against it.
update leads set
  tied_by = 'utm_content', tied_reason = null, tied_network = m.network, tied_post_id = m.post_id
from (
  select l.lead_id, min(p.network) as network, min(p.post_id) as post_id
  from leads as l
  inner join posts as p
    on p.team_id = l.team_id and p.utm_content = l.utm_content
  where l.team_id = :team_id
    and l.utm_content is not null
    and (l.tied_by is null or l.tied_by = 'utm_campaign')
    and (l.network is null or l.network = p.network)
    and (l.utm_campaign is null or p.utm_campaign is null or l.utm_campaign = p.utm_campaign)
  group by l.lead_id
  having count(*) = 1
) as m
where leads.team_id = :team_id
  and leads.lead_id = m.lead_id;

-- name: tie_leads_by_tag_that_is_an_id
-- Or its tag is the id of exactly one post.
update leads set
  tied_by = 'utm_content', tied_reason = null, tied_network = m.network, tied_post_id = m.post_id
from (
  select l.lead_id, min(p.network) as network, min(p.post_id) as post_id
  from leads as l
  inner join posts as p
    on p.team_id = l.team_id and p.post_id = l.utm_content
  where l.team_id = :team_id
    and l.utm_content is not null
    and (l.tied_by is null or l.tied_by = 'utm_campaign')
    and (l.network is null or l.network = p.network)
  group by l.lead_id
  having count(*) = 1
) as m
where leads.team_id = :team_id
  and leads.lead_id = m.lead_id;

-- name: tie_leads_by_campaign
-- Third: its campaign's tag fits exactly one post, published before the lead came.
update leads set
  tied_by = 'utm_campaign', tied_reason = null, tied_network = m.network, tied_post_id = m.post_id
from (
  select l.lead_id, min(p.network) as network, min(p.post_id) as post_id
  from leads as l
  inner join posts as p
    on p.team_id = l.team_id and p.utm_campaign = l.utm_campaign and coalesce(p.published_at, '') <= l.created_at
  where l.team_id = :team_id
    and l.utm_campaign is not null
    and l.tied_by is null
  group by l.lead_id
  having count(*) = 1
) as m
where leads.team_id = :team_id
  and leads.lead_id = m.lead_id;

-- name: tie_told_leads
-- Leads told for a post that was not imported yet: by its id, its post code or its link, however its host is spelled.
update leads set
  tied_reason = null, tied_network = m.network, tied_post_id = m.post_id
from (
  select l.lead_id, min(p.network) as network, min(p.post_id) as post_id
  from leads as l
  inner join posts as p
    on p.team_id = l.team_id and (
      p.post_id = l.post_id
      or p.utm_content = l.utm_content
      or exists (
        select 1 from post_codes as c
        where c.team_id = p.team_id and c.code = l.utm_content and c.network = p.network and c.post_id = p.post_id
      )
      or rtrim(replace(replace(replace(p.permalink, 'http://', 'https://'), 'https://www.', 'https://'), 'https://m.', 'https://'), '/') = l.permalink
    )
  where l.team_id = :team_id
    and l.tied_by = 'told'
    and l.tied_post_id is null
    and (l.network is null or l.network = p.network)
  group by l.lead_id
  having count(*) = 1
) as m
where leads.team_id = :team_id
  and leads.lead_id = m.lead_id;

-- name: explain_untied_leads
-- Say of each lead without a post why it has none; what is said already is not written again.
update leads set tied_reason = m.reason
from (
  select l.lead_id,
    case
      when l.post_id is not null or l.permalink is not null then 'the post it names is not among the imported ones'
      when l.utm_content is not null and exists (
        select 1 from post_codes as c where c.team_id = l.team_id and c.code = lower(l.utm_content)
      ) then case when 1 < (
        select count(*) from posts as p where p.team_id = l.team_id and p.utm_content = lower(l.utm_content)
      ) then 'several posts carry its post code' else 'its post code stands in no imported post yet' end
      when l.utm_content is not null and exists (
        select 1 from posts as p where p.team_id = l.team_id and p.utm_content = l.utm_content
      ) then 'its tag fits several posts, or its other words speak against the one it fits'
      when l.utm_content is not null then 'its tag stands in no imported post'
      when l.utm_campaign is not null and exists (
        select 1 from posts as p
        where p.team_id = l.team_id and p.utm_campaign = l.utm_campaign and coalesce(p.published_at, '') <= l.created_at
      ) then 'its campaign fits several posts'
      when l.utm_campaign is not null then 'its campaign stands in no post imported from before it came'
      else 'it names no post, no tag and no campaign'
    end as reason
  from leads as l
  where l.team_id = :team_id
    and l.tied_by is null
) as m
where leads.team_id = :team_id
  and leads.lead_id = m.lead_id
  and coalesce(leads.tied_reason, '') <> m.reason;

-- name: tie_leads_by_time
-- Last, and never added in: it names nothing, and one post alone went out that day (UTC) before it came.
update leads set
  tied_by = 'time', tied_network = m.network, tied_post_id = m.post_id,
  tied_reason = 'it names no post, and one post alone went out that day before it'
from (
  select l.lead_id, min(p.network) as network, min(p.post_id) as post_id
  from leads as l
  inner join posts as p
    on p.team_id = l.team_id and p.published_at >= substr(l.created_at, 1, 10) and p.published_at <= l.created_at
  where l.team_id = :team_id
    and l.tied_by is null
    and coalesce(l.post_id, l.permalink, l.utm_content, l.utm_campaign) is null
    and p.published_precision <> 'day'
    and (l.network is null or l.network = p.network)
  group by l.lead_id
  having count(*) = 1
) as m
where leads.team_id = :team_id
  and leads.lead_id = m.lead_id;
