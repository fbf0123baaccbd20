-- name: posts_measured
-- The posts of a window with their newest figures and the leads tied to each in a way that can be trusted, newest first.
select
  p.network, p.account, p.post_id, p.permalink, p.kind, p.text, p.link, p.link_clicks, p.campaign,
  p.utm_campaign, p.utm_content, p.published_at, p.published_precision, p.figures_as_of,
  p.reach, p.impressions, p.views, p.reactions, p.comments, p.shares, p.saves, p.clicks,
  coalesce(l.leads, 0) as leads, coalesce(l.stated, 0) as stated,
  case when p.utm_content is not null and exists (
    select 1 from posts as o
    where o.team_id = p.team_id and o.utm_content = p.utm_content and (o.network <> p.network or o.post_id <> p.post_id)
  ) then 1 else 0 end as shares_content_tag,
  case when p.utm_campaign is not null and exists (
    select 1 from posts as o
    where o.team_id = p.team_id and o.utm_campaign = p.utm_campaign and (o.network <> p.network or o.post_id <> p.post_id)
  ) then 1 else 0 end as shares_campaign_tag
from posts as p
left join (
  select t.tied_network, t.tied_post_id, count(*) as leads,
    cast(sum(case when t.tied_by in ('stated', 'person', 'told') then 1 else 0 end) as bigint) as stated
  from leads as t
  where t.team_id = :team_id
    and t.created_at >= :since
    and t.created_at <= :now
    and t.tied_by <> 'time'
  group by t.tied_network, t.tied_post_id
) as l
  on l.tied_network = p.network and l.tied_post_id = p.post_id
where p.team_id = :team_id
  and p.published_at >= :since
  and p.published_at <= :until
order by p.published_at desc, p.network, p.post_id;

-- name: posts_commented
-- How many comments came under each post in a window, and how many of them still wait for their answer.
select c.network, c.post_id, count(*) as comments_in,
  cast(sum(case
    when c.label in ('question', 'buying signal', 'complaint')
      and (c.answered_at is null or c.answered_at > :now)
      and (c.dismissed_at is null or c.dismissed_at > :now) then 1 else 0
  end) as bigint) as waiting
from comments as c
where c.team_id = :team_id
  and c.direction = 'in'
  and c.created_at >= :since
  and c.created_at <= :until
group by c.network, c.post_id;

-- name: post_commented
-- How many comments came under one post up to a moment, and how many of them still wait for their answer.
select count(*) as comments_in,
  cast(coalesce(sum(case
    when c.label in ('question', 'buying signal', 'complaint')
      and (c.answered_at is null or c.answered_at > :now)
      and (c.dismissed_at is null or c.dismissed_at > :now) then 1 else 0
  end), 0) as bigint) as waiting
from comments as c
where c.team_id = :team_id
  and c.network = :network
  and c.post_id = :post_id
  and c.direction = 'in'
  and c.created_at <= :now;

-- name: answers_counted
-- How many comments of a window needed an answer, and how many of them had one at a moment.
select count(*) as needed,
  cast(coalesce(sum(case when c.answered_at <= :now then 1 else 0 end), 0) as bigint) as answered
from comments as c
where c.team_id = :team_id
  and c.direction = 'in'
  and c.created_at >= :since
  and c.created_at <= :until
  and c.label in ('question', 'buying signal', 'complaint')
  and (c.dismissed_at is null or c.dismissed_at > :now or c.answered_at <= :now);

-- name: first_responses
-- When the comments of a window that needed an answer came, and when the team's own reply did.
select c.created_at, c.answered_at
from comments as c
where c.team_id = :team_id
  and c.direction = 'in'
  and c.created_at >= :since
  and c.created_at <= :until
  and c.label in ('question', 'buying signal', 'complaint')
  and c.answered_by in ('reply', 'stated')
  and c.answered_at <= :now
order by c.created_at, c.network, c.comment_id;

-- name: second_turns
-- The comments of a window with which somebody answered the team's answer; `thread` and `above` lead to the thread's first.
select s.network, s.post_id, s.comment_id, s.permalink, s.text, s.label, s.created_at,
  coalesce(r.parent_id, s.parent_id) as thread, coalesce(u.parent_id, o.parent_id) as above
from comments as s
left join comments as r
  on r.team_id = s.team_id and r.network = s.network and r.comment_id = s.parent_id
  and r.direction = 'out' and r.parent_id is not null
left join comments as o
  on o.team_id = s.team_id and o.network = s.network and o.comment_id = coalesce(r.parent_id, s.parent_id)
left join comments as u
  on u.team_id = s.team_id and u.network = s.network and u.comment_id = o.parent_id
where s.team_id = :team_id
  and s.direction = 'in'
  and s.created_at >= :since
  and s.created_at <= :until
  and s.parent_id is not null
  and (r.comment_id is not null or (
    select min(x.created_at) from comments as x
    where x.team_id = s.team_id and x.network = s.network and x.parent_id = s.parent_id and x.direction = 'out'
  ) <= s.created_at)
order by s.created_at, s.network, s.comment_id;

-- name: saved_customers
-- The complaints that the team answered and whose writer came back with thanks in a window.
select c.network, c.post_id, c.comment_id, c.permalink, c.text, s.text as thanks, s.created_at
from comments as s
left join comments as r
  on r.team_id = s.team_id and r.network = s.network and r.comment_id = s.parent_id and r.direction = 'out'
join comments as c
  on c.team_id = s.team_id and c.network = s.network and c.comment_id = coalesce(r.parent_id, s.parent_id)
where s.team_id = :team_id
  and s.direction = 'in'
  and s.created_at >= :since
  and s.created_at <= :until
  and s.label = 'thanks'
  and c.label = 'complaint'
  and c.direction = 'in'
  and c.author_key = s.author_key
  and c.answered_at <= s.created_at
order by s.created_at, c.network, c.comment_id;

-- name: leads_counted
-- The leads of a window by the way each was tied, its reason where it was not, its kind and its quality.
select l.tied_by, l.tied_reason, l.kind, l.quality, count(*) as leads
from leads as l
where l.team_id = :team_id
  and l.created_at >= :since
  and l.created_at <= :until
group by l.tied_by, l.tied_reason, l.kind, l.quality
order by count(*) desc, coalesce(l.tied_by, ''), coalesce(l.tied_reason, ''), l.kind, l.quality;

-- name: leads_by_post
-- The posts that leads of a window are tied to, in a way that can be trusted, most leads first.
select l.tied_network as network, l.tied_post_id as post_id, p.text, p.permalink, p.published_at, p.reach,
  count(*) as leads
from leads as l
left join posts as p
  on p.team_id = l.team_id and p.network = l.tied_network and p.post_id = l.tied_post_id
where l.team_id = :team_id
  and l.created_at >= :since
  and l.created_at <= :until
  and l.tied_by <> 'time'
  and l.tied_post_id is not null
  and l.quality <> 'unqualified'
group by l.tied_network, l.tied_post_id, p.text, p.permalink, p.published_at, p.reach
order by count(*) desc, l.tied_network, l.tied_post_id;

-- name: follower_figures
-- The follower figures of the days of a window, oldest first.
select f.network, f.account, f.day, f.kind, f.followers
from followers as f
where f.team_id = :team_id
  and f.day >= :first_day
  and f.day <= :last_day
order by f.network, f.account, f.kind, f.day;

-- name: first_moments
-- When the first lead, comment and post of all came: before that nothing is known, which is not the same as none.
select
  (select min(l.created_at) from leads as l where l.team_id = :team_id) as leads,
  (select min(c.created_at) from comments as c where c.team_id = :team_id and c.direction = 'in') as comments,
  (select min(p.published_at) from posts as p where p.team_id = :team_id) as posts;

-- name: post_moment
-- When one post was published; no row where it is not among the imported ones.
select p.network, p.post_id, p.published_at
from posts as p
where p.team_id = :team_id
  and p.network = :network
  and p.post_id = :post_id;

-- name: comment_by_id
-- One comment of somebody else's, with what is known of its answer.
select c.network, c.comment_id, c.post_id, c.permalink, c.text, c.label, c.label_by, c.created_at, c.answered_at, c.answered_by,
  c.dismissed_at, c.dismissed_why
from comments as c
where c.team_id = :team_id
  and c.network = :network
  and c.comment_id = :comment_id
  and c.direction = 'in';

-- name: reopen_comment
-- Take back that a person called a comment answered or said it needs no answer; a reply in the data stays one.
update comments set
  dismissed_at = null, dismissed_why = null,
  answered_at = case when answered_by = 'person' then null else answered_at end,
  answered_by = case when answered_by = 'person' then null else answered_by end
where team_id = :team_id
  and network = :network
  and comment_id = :comment_id
returning comment_id;

-- name: post_words
-- What one post says, to name it by.
select p.text, p.kind, p.post_id
from posts as p
where p.team_id = :team_id
  and p.network = :network
  and p.post_id = :post_id;
