-- name: add_post_code
-- Keep the code of a post's link; nothing comes back where the code is taken.
insert into post_codes (team_id, code, link, page, campaign, words, network, post_id, made_by, made_at)
values (:team_id, :code, :link, :page, :campaign, :words, :network, :post_id, :made_by, :now)
on conflict (team_id, code) do nothing
returning code;

-- name: tag_is_taken
-- Whether a word is the tag of a post or a lead, or the id of a post, already.
select 1 as taken
where exists (select 1 from posts as p where p.team_id = :team_id and p.utm_content = :code)
  or exists (select 1 from posts as p where p.team_id = :team_id and p.post_id = :code)
  or exists (select 1 from leads as l where l.team_id = :team_id and l.utm_content = :code);

-- name: post_code
-- One post code and what its link is for.
select code, link, page, campaign, words, network, post_id, made_at
from post_codes
where team_id = :team_id
  and code = :code;

-- name: post_code_like
-- The newest code that was made for the same page, campaign and post before.
select code
from post_codes
where team_id = :team_id
  and page = :page
  and coalesce(campaign, '') = :campaign
  and coalesce(words, '') = :words
order by made_at desc, code
limit 1;

-- name: posts_of_code
-- The posts that a code stands for: the one a person said, or those whose link carries it.
select p.network, p.post_id, p.text, p.kind
from posts as p
inner join post_codes as c
  on c.team_id = p.team_id
where p.team_id = :team_id
  and c.code = :code
  and ((c.post_id is null and p.utm_content = c.code)
    or (c.post_id is not null and p.network = c.network and p.post_id = c.post_id))
order by p.network, p.post_id;

-- name: newest_post_codes
-- The newest post codes with how many posts carry each and how many leads came by it, ten at most.
select c.code, c.link, c.campaign, c.words, c.network, c.post_id, c.made_at,
  (select count(*) from posts as p where p.team_id = c.team_id and p.utm_content = c.code) as posts,
  coalesce(l.leads, 0) as leads
from post_codes as c
left join (
  select lower(utm_content) as code, count(*) as leads
  from leads
  where team_id = :team_id
    and utm_content is not null
  group by lower(utm_content)
) as l
  on l.code = c.code
where c.team_id = :team_id
order by c.made_at desc, c.code
limit 10;

-- name: give_code_to_post
-- A person says which post carries a code.
update post_codes set network = :network, post_id = :post_id
where team_id = :team_id
  and code = :code
returning code;

-- name: put_code_on_post
-- Give a post whose export tells of no link the link that a person said it carries.
update posts set link = :link, utm_content = :code, utm_campaign = coalesce(cast(:campaign as text), utm_campaign)
where team_id = :team_id
  and network = :network
  and post_id = :post_id
  and (link is null or link = :link)
  and (utm_content is null or utm_content = :code)
returning post_id;

-- name: take_code_off_posts
-- Take a code's link off the posts that have it only because a person said so.
update posts set link = null, utm_content = null, utm_campaign = null
where team_id = :team_id
  and link = :link
  and utm_content = :code
  and network = :network
  and post_id = :post_id;
