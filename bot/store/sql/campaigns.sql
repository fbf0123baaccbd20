-- name: campaigns
-- Every campaign, the one that starts first at the top, those without days last.
select campaign, starts_on, ends_on, page, link, hashtag, offline, offline_has_handle
from campaigns
where team_id = :team_id
order by coalesce(starts_on, ends_on, '9999-12-31'), campaign;

-- name: set_campaign
-- Write a campaign as a person wants it, whole: what is empty is empty.
insert into campaigns (team_id, campaign, starts_on, ends_on, page, link, hashtag, offline, offline_has_handle, import_id)
values (:team_id, :campaign, :starts_on, :ends_on, :page, :link, :hashtag, :offline, :offline_has_handle, :import_id)
on conflict (team_id, campaign) do update set
  starts_on = excluded.starts_on, ends_on = excluded.ends_on, page = excluded.page, link = excluded.link,
  hashtag = excluded.hashtag, offline = excluded.offline, offline_has_handle = excluded.offline_has_handle,
  import_id = excluded.import_id;

-- name: drop_campaign
-- Forget a campaign; nothing comes back where there is none.
delete from campaigns
where team_id = :team_id
  and campaign = :campaign
returning campaign;

-- name: posts_by_campaign
-- How many posts of a window belong to each campaign, by its name or the tag of their link.
select coalesce(campaign, utm_campaign) as campaign, count(*) as posts
from posts
where team_id = :team_id
  and published_at >= :since
  and published_at <= :now
  and coalesce(campaign, utm_campaign) is not null
group by coalesce(campaign, utm_campaign);
