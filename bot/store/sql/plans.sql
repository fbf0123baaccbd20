-- name: keep_followers
-- Keep an account's follower figure of a day.
insert into followers (team_id, network, account, day, kind, followers, import_id)
values (:team_id, :network, :account, :day, :kind, :followers, :import_id)
on conflict (team_id, network, account, day, kind) do update set
  followers = excluded.followers, import_id = excluded.import_id;

-- name: follower_figure
-- What is known of an account's followers on a day.
select followers
from followers
where team_id = :team_id
  and network = :network
  and account = :account
  and day = :day
  and kind = :kind;

-- name: followers
-- Every follower figure, oldest first.
select network, account, day, kind, followers
from followers
where team_id = :team_id
order by day, network, account, kind;

-- name: keep_campaign
-- Keep a campaign; what the table does not say stays as it was.
insert into campaigns (team_id, campaign, starts_on, ends_on, page, hashtag, offline, offline_has_handle, import_id)
values (:team_id, :campaign, :starts_on, :ends_on, :page, :hashtag, :offline, :offline_has_handle, :import_id)
on conflict (team_id, campaign) do update set
  starts_on = coalesce(excluded.starts_on, campaigns.starts_on),
  ends_on = coalesce(excluded.ends_on, campaigns.ends_on),
  page = coalesce(excluded.page, campaigns.page),
  hashtag = coalesce(excluded.hashtag, campaigns.hashtag),
  offline = coalesce(excluded.offline, campaigns.offline),
  offline_has_handle = coalesce(excluded.offline_has_handle, campaigns.offline_has_handle),
  import_id = excluded.import_id;

-- name: campaign
-- One campaign.
select campaign, starts_on, ends_on, page, hashtag, offline, offline_has_handle
from campaigns
where team_id = :team_id
  and campaign = :campaign;

-- name: keep_outbound
-- Keep something the team said under another account's post.
insert into outbound (team_id, network, created_at, account, permalink, text, import_id)
values (:team_id, :network, :created_at, :account, :permalink, :text, :import_id)
on conflict (team_id, network, created_at, account, permalink) do nothing
returning network;

-- name: add_objective
-- Set what success is.
insert into objectives (team_id, objective_id, metric, target, starts_on, ends_on, made_by, made_at)
values (:team_id, :objective_id, :metric, :target, :starts_on, :ends_on, :made_by, :made_at);

-- name: objectives
-- The objectives that hold on a day, the one that ends first at the top.
select objective_id, metric, target, starts_on, ends_on, made_by, made_at
from objectives
where team_id = :team_id
  and ended_at is null
  and ends_on >= :day
order by ends_on, made_at;

-- name: end_objective
-- Take an objective back.
update objectives set ended_at = :now
where team_id = :team_id
  and objective_id = :objective_id
  and ended_at is null
returning objective_id;
