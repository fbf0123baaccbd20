-- name: stage_posts
-- Make the place, of this transaction's own, where a batch of posts waits to be merged.
create temporary table if not exists staging_posts (
  network text,
  post_id text,
  key_kind text,
  account text,
  permalink text,
  kind text,
  text text,
  link text,
  campaign text,
  utm_campaign text,
  utm_content text,
  duration_s double precision,
  published_at text,
  published_precision text,
  as_of text,
  reach bigint,
  impressions bigint,
  views bigint,
  reactions bigint,
  comments bigint,
  shares bigint,
  saves bigint,
  clicks bigint,
  link_clicks bigint,
  follows bigint,
  watch_hours double precision,
  approximate text
);

-- name: compare_staged_posts
-- How many posts of the batch are new, changed or unchanged, and how many come from an older export.
select
  s.status,
  count(*) as posts,
  cast(sum(s.is_older) as bigint) as older
from (
  select
    case
      when p.post_id is null then 'new'
      when b.as_of >= p.last_as_of and (
        coalesce(b.account, p.account, '') <> coalesce(p.account, '') or
        coalesce(b.permalink, p.permalink, '') <> coalesce(p.permalink, '') or
        coalesce(b.kind, p.kind, '') <> coalesce(p.kind, '') or
        coalesce(b.text, p.text, '') <> coalesce(p.text, '') or
        coalesce(b.link, p.link, '') <> coalesce(p.link, '') or
        coalesce(b.campaign, p.campaign, '') <> coalesce(p.campaign, '') or
        coalesce(b.utm_campaign, p.utm_campaign, '') <> coalesce(p.utm_campaign, '') or
        coalesce(b.utm_content, p.utm_content, '') <> coalesce(p.utm_content, '') or
        coalesce(b.duration_s, p.duration_s, -1) <> coalesce(p.duration_s, -1) or
        coalesce(b.published_at, p.published_at, '') <> coalesce(p.published_at, '') or
        coalesce(b.reach, p.reach, -1) <> coalesce(p.reach, -1) or
        coalesce(b.impressions, p.impressions, -1) <> coalesce(p.impressions, -1) or
        coalesce(b.views, p.views, -1) <> coalesce(p.views, -1) or
        coalesce(b.reactions, p.reactions, -1) <> coalesce(p.reactions, -1) or
        coalesce(b.comments, p.comments, -1) <> coalesce(p.comments, -1) or
        coalesce(b.shares, p.shares, -1) <> coalesce(p.shares, -1) or
        coalesce(b.saves, p.saves, -1) <> coalesce(p.saves, -1) or
        coalesce(b.clicks, p.clicks, -1) <> coalesce(p.clicks, -1) or
        coalesce(b.link_clicks, p.link_clicks, -1) <> coalesce(p.link_clicks, -1) or
        coalesce(b.follows, p.follows, -1) <> coalesce(p.follows, -1) or
        coalesce(b.watch_hours, p.watch_hours, -1) <> coalesce(p.watch_hours, -1)
      ) then 'updated'
      when b.as_of < p.last_as_of and (
        (p.account is null and b.account is not null) or
        (p.permalink is null and b.permalink is not null) or
        (p.kind is null and b.kind is not null) or
        (p.text is null and b.text is not null) or
        (p.link is null and b.link is not null) or
        (p.campaign is null and b.campaign is not null) or
        (p.utm_campaign is null and b.utm_campaign is not null) or
        (p.utm_content is null and b.utm_content is not null) or
        (p.duration_s is null and b.duration_s is not null) or
        (p.reach is null and b.reach is not null) or
        (p.impressions is null and b.impressions is not null) or
        (p.views is null and b.views is not null) or
        (p.reactions is null and b.reactions is not null) or
        (p.comments is null and b.comments is not null) or
        (p.shares is null and b.shares is not null) or
        (p.saves is null and b.saves is not null) or
        (p.clicks is null and b.clicks is not null) or
        (p.link_clicks is null and b.link_clicks is not null) or
        (p.follows is null and b.follows is not null) or
        (p.watch_hours is null and b.watch_hours is not null)
      ) then 'updated'
      else 'unchanged'
    end as status,
    case when b.as_of < p.last_as_of then 1 else 0 end as is_older
  from staging_posts as b
  left join posts as p
    on p.team_id = :team_id and p.network = b.network and p.post_id = b.post_id
) as s
group by s.status;

-- name: merge_staged_posts
-- Write the batch over the posts: a newer export wins, an older one fills gaps only.
insert into posts (
  team_id, network, post_id, key_kind,
  account,
  permalink,
  kind,
  text,
  link,
  campaign,
  utm_campaign,
  utm_content,
  duration_s,
  published_at, published_precision, figures_as_of,
  reach,
  impressions,
  views,
  reactions,
  comments,
  shares,
  saves,
  clicks,
  link_clicks,
  follows,
  watch_hours,
  approximate, first_import, last_import, last_as_of
)
select
  :team_id, b.network, b.post_id, b.key_kind,
  b.account,
  b.permalink,
  b.kind,
  b.text,
  b.link,
  b.campaign,
  b.utm_campaign,
  b.utm_content,
  b.duration_s,
  b.published_at, b.published_precision, b.as_of,
  b.reach,
  b.impressions,
  b.views,
  b.reactions,
  b.comments,
  b.shares,
  b.saves,
  b.clicks,
  b.link_clicks,
  b.follows,
  b.watch_hours,
  b.approximate, :import_id, :import_id, b.as_of
from staging_posts as b
where true
on conflict (team_id, network, post_id) do update set
  account = case when excluded.last_as_of >= posts.last_as_of then coalesce(excluded.account, posts.account) else coalesce(posts.account, excluded.account) end,
  permalink = case when excluded.last_as_of >= posts.last_as_of then coalesce(excluded.permalink, posts.permalink) else coalesce(posts.permalink, excluded.permalink) end,
  kind = case when excluded.last_as_of >= posts.last_as_of then coalesce(excluded.kind, posts.kind) else coalesce(posts.kind, excluded.kind) end,
  text = case when excluded.last_as_of >= posts.last_as_of then coalesce(excluded.text, posts.text) else coalesce(posts.text, excluded.text) end,
  link = case when excluded.last_as_of >= posts.last_as_of then coalesce(excluded.link, posts.link) else coalesce(posts.link, excluded.link) end,
  campaign = case when excluded.last_as_of >= posts.last_as_of then coalesce(excluded.campaign, posts.campaign) else coalesce(posts.campaign, excluded.campaign) end,
  utm_campaign = case when excluded.last_as_of >= posts.last_as_of then coalesce(excluded.utm_campaign, posts.utm_campaign) else coalesce(posts.utm_campaign, excluded.utm_campaign) end,
  utm_content = case when excluded.last_as_of >= posts.last_as_of then coalesce(excluded.utm_content, posts.utm_content) else coalesce(posts.utm_content, excluded.utm_content) end,
  purpose = case
    when posts.purpose_by in ('text', 'model') and excluded.last_as_of >= posts.last_as_of and excluded.text <> posts.text then null
    else posts.purpose
  end,
  purpose_by = case
    when posts.purpose_by in ('text', 'model') and excluded.last_as_of >= posts.last_as_of and excluded.text <> posts.text then null
    else posts.purpose_by
  end,
  duration_s = case when excluded.last_as_of >= posts.last_as_of then coalesce(excluded.duration_s, posts.duration_s) else coalesce(posts.duration_s, excluded.duration_s) end,
  reach = case when excluded.last_as_of >= posts.last_as_of then coalesce(excluded.reach, posts.reach) else coalesce(posts.reach, excluded.reach) end,
  impressions = case when excluded.last_as_of >= posts.last_as_of then coalesce(excluded.impressions, posts.impressions) else coalesce(posts.impressions, excluded.impressions) end,
  views = case when excluded.last_as_of >= posts.last_as_of then coalesce(excluded.views, posts.views) else coalesce(posts.views, excluded.views) end,
  reactions = case when excluded.last_as_of >= posts.last_as_of then coalesce(excluded.reactions, posts.reactions) else coalesce(posts.reactions, excluded.reactions) end,
  comments = case when excluded.last_as_of >= posts.last_as_of then coalesce(excluded.comments, posts.comments) else coalesce(posts.comments, excluded.comments) end,
  shares = case when excluded.last_as_of >= posts.last_as_of then coalesce(excluded.shares, posts.shares) else coalesce(posts.shares, excluded.shares) end,
  saves = case when excluded.last_as_of >= posts.last_as_of then coalesce(excluded.saves, posts.saves) else coalesce(posts.saves, excluded.saves) end,
  clicks = case when excluded.last_as_of >= posts.last_as_of then coalesce(excluded.clicks, posts.clicks) else coalesce(posts.clicks, excluded.clicks) end,
  link_clicks = case when excluded.last_as_of >= posts.last_as_of then coalesce(excluded.link_clicks, posts.link_clicks) else coalesce(posts.link_clicks, excluded.link_clicks) end,
  follows = case when excluded.last_as_of >= posts.last_as_of then coalesce(excluded.follows, posts.follows) else coalesce(posts.follows, excluded.follows) end,
  watch_hours = case when excluded.last_as_of >= posts.last_as_of then coalesce(excluded.watch_hours, posts.watch_hours) else coalesce(posts.watch_hours, excluded.watch_hours) end,
  approximate = case when excluded.last_as_of >= posts.last_as_of then coalesce(excluded.approximate, posts.approximate) else coalesce(posts.approximate, excluded.approximate) end,
  published_at = case
    when posts.published_precision = 'minute' and excluded.published_precision = 'day' then posts.published_at
    when excluded.last_as_of >= posts.last_as_of then excluded.published_at
    else posts.published_at
  end,
  published_precision = case
    when posts.published_precision = 'minute' then 'minute'
    else excluded.published_precision
  end,
  figures_as_of = case
    when coalesce(
      excluded.reach, excluded.impressions, excluded.views, excluded.reactions,
      excluded.comments, excluded.shares, excluded.saves, excluded.clicks,
      excluded.link_clicks, excluded.follows, excluded.watch_hours
    ) is null then posts.figures_as_of
    when coalesce(
      posts.reach, posts.impressions, posts.views, posts.reactions,
      posts.comments, posts.shares, posts.saves, posts.clicks,
      posts.link_clicks, posts.follows, posts.watch_hours
    ) is null then excluded.figures_as_of
    when excluded.figures_as_of > posts.figures_as_of then excluded.figures_as_of
    else posts.figures_as_of
  end,
  last_import = case when excluded.last_as_of >= posts.last_as_of then excluded.last_import else posts.last_import end,
  last_as_of = case when excluded.last_as_of >= posts.last_as_of then excluded.last_as_of else posts.last_as_of end;

-- name: merge_staged_readings
-- Keep the batch's figures as dated readings; a second reading of the same moment mends the first.
insert into readings (
  team_id, network, post_id, scope, as_of,
  reach,
  impressions,
  views,
  reactions,
  comments,
  shares,
  saves,
  clicks,
  link_clicks,
  follows,
  watch_hours,
  approximate, import_id
)
select
  :team_id, b.network, b.post_id, 'total', b.as_of,
  b.reach,
  b.impressions,
  b.views,
  b.reactions,
  b.comments,
  b.shares,
  b.saves,
  b.clicks,
  b.link_clicks,
  b.follows,
  b.watch_hours,
  b.approximate, :import_id
from staging_posts as b
where true
on conflict (team_id, network, post_id, scope, as_of) do update set
  reach = coalesce(excluded.reach, readings.reach),
  impressions = coalesce(excluded.impressions, readings.impressions),
  views = coalesce(excluded.views, readings.views),
  reactions = coalesce(excluded.reactions, readings.reactions),
  comments = coalesce(excluded.comments, readings.comments),
  shares = coalesce(excluded.shares, readings.shares),
  saves = coalesce(excluded.saves, readings.saves),
  clicks = coalesce(excluded.clicks, readings.clicks),
  link_clicks = coalesce(excluded.link_clicks, readings.link_clicks),
  follows = coalesce(excluded.follows, readings.follows),
  watch_hours = coalesce(excluded.watch_hours, readings.watch_hours),
  approximate = coalesce(excluded.approximate, readings.approximate);

-- name: mend_figures_of_staged_posts
-- Reckon the newest reading of each figure anew, where an older export came after a newer one.
update posts set
  reach = (select r.reach from readings as r where r.team_id = posts.team_id and r.network = posts.network and r.post_id = posts.post_id and r.scope = 'total' and r.reach is not null order by r.as_of desc limit 1),
  impressions = (select r.impressions from readings as r where r.team_id = posts.team_id and r.network = posts.network and r.post_id = posts.post_id and r.scope = 'total' and r.impressions is not null order by r.as_of desc limit 1),
  views = (select r.views from readings as r where r.team_id = posts.team_id and r.network = posts.network and r.post_id = posts.post_id and r.scope = 'total' and r.views is not null order by r.as_of desc limit 1),
  reactions = (select r.reactions from readings as r where r.team_id = posts.team_id and r.network = posts.network and r.post_id = posts.post_id and r.scope = 'total' and r.reactions is not null order by r.as_of desc limit 1),
  comments = (select r.comments from readings as r where r.team_id = posts.team_id and r.network = posts.network and r.post_id = posts.post_id and r.scope = 'total' and r.comments is not null order by r.as_of desc limit 1),
  shares = (select r.shares from readings as r where r.team_id = posts.team_id and r.network = posts.network and r.post_id = posts.post_id and r.scope = 'total' and r.shares is not null order by r.as_of desc limit 1),
  saves = (select r.saves from readings as r where r.team_id = posts.team_id and r.network = posts.network and r.post_id = posts.post_id and r.scope = 'total' and r.saves is not null order by r.as_of desc limit 1),
  clicks = (select r.clicks from readings as r where r.team_id = posts.team_id and r.network = posts.network and r.post_id = posts.post_id and r.scope = 'total' and r.clicks is not null order by r.as_of desc limit 1),
  link_clicks = (select r.link_clicks from readings as r where r.team_id = posts.team_id and r.network = posts.network and r.post_id = posts.post_id and r.scope = 'total' and r.link_clicks is not null order by r.as_of desc limit 1),
  follows = (select r.follows from readings as r where r.team_id = posts.team_id and r.network = posts.network and r.post_id = posts.post_id and r.scope = 'total' and r.follows is not null order by r.as_of desc limit 1),
  watch_hours = (select r.watch_hours from readings as r where r.team_id = posts.team_id and r.network = posts.network and r.post_id = posts.post_id and r.scope = 'total' and r.watch_hours is not null order by r.as_of desc limit 1)
where team_id = :team_id
  and (network, post_id) in (select b.network, b.post_id from staging_posts as b);

-- name: posts
-- Every post with the newest reading of each figure, oldest first.
select
  network, post_id, key_kind,
  account,
  permalink,
  kind,
  text,
  link,
  campaign,
  utm_campaign,
  utm_content,
  duration_s,
  published_at, published_precision, figures_as_of,
  reach,
  impressions,
  views,
  reactions,
  comments,
  shares,
  saves,
  clicks,
  link_clicks,
  follows,
  watch_hours,
  approximate
from posts
where team_id = :team_id
order by published_at, network, post_id;

-- name: post_by_permalink
-- The post that a normalised link leads to.
select network, post_id
from posts
where team_id = :team_id
  and permalink = :permalink
order by network, post_id;

-- name: post_by_id
-- The posts that carry an id, on whichever network.
select network, post_id
from posts
where team_id = :team_id
  and post_id = :post_id
order by network;

-- name: posts_between
-- The posts of a window with their newest figures, their leads by the way they were tied, and conversation, newest first.
select
  p.network, p.post_id, p.account, p.permalink, p.kind, p.text, p.link, p.campaign,
  p.utm_campaign, p.utm_content, p.published_at, p.published_precision, p.figures_as_of,
  p.reach,
  p.impressions,
  p.views,
  p.reactions,
  p.comments,
  p.shares,
  p.saves,
  p.clicks,
  p.link_clicks,
  p.follows,
  p.watch_hours,
  (select count(*) from leads as l
    where l.team_id = p.team_id and l.tied_network = p.network and l.tied_post_id = p.post_id
      and l.tied_by <> 'time' and l.created_at <= :until) as leads,
  (select count(*) from comments as c
    where c.team_id = p.team_id and c.network = p.network and c.post_id = p.post_id
      and c.direction = 'in' and c.created_at <= :until) as comments_in,
  (select count(*) from comments as c
    where c.team_id = p.team_id and c.network = p.network and c.post_id = p.post_id
      and c.direction = 'in' and c.created_at <= :until and c.dismissed_at is null
      and c.label in ('question', 'buying signal', 'complaint')
      and (c.answered_at is null or c.answered_at > :until)) as waiting
from posts as p
where p.team_id = :team_id
  and p.published_at >= :since
  and p.published_at <= :until
order by p.published_at desc, p.network, p.post_id;

-- name: newest_post
-- The post that was published last, up to a moment.
select network, post_id, permalink, published_at
from posts
where team_id = :team_id
  and published_at <= :until
order by published_at desc, network, post_id
limit 1;

-- name: posts_without_purpose
-- The newest posts of a window whose words nobody has looked at yet, 2,000 at most.
select network, post_id, text
from posts
where team_id = :team_id
  and published_at >= :since
  and published_at <= :until
  and purpose is null
  and text <> ''
order by published_at desc, network, post_id
limit 2000;

-- name: keep_purpose
-- Keep what a post's words say it is, unless somebody said so meanwhile.
update posts set purpose = :purpose, purpose_by = 'text'
where team_id = :team_id
  and network = :network
  and post_id = :post_id
  and purpose is null;

-- name: post_purpose
-- A post's words and what it is.
select network, post_id, text, purpose, purpose_by
from posts
where team_id = :team_id
  and network = :network
  and post_id = :post_id;

-- name: label_post
-- A person says what a post is; that stays for ever.
update posts set purpose = :purpose, purpose_by = 'person'
where team_id = :team_id
  and network = :network
  and post_id = :post_id
returning post_id;

-- name: posts_beside_a_draft
-- The newest posts of a window with what they are, 400 at most, to hold a draft against.
select network, post_id, text, purpose, purpose_by
from posts
where team_id = :team_id
  and published_at >= :since
  and published_at <= :until
order by published_at desc, network, post_id
limit 400;

-- name: posts_with_tag
-- The posts whose link carries a tag.
select network, post_id
from posts
where team_id = :team_id
  and utm_content = :utm_content
order by network, post_id;
