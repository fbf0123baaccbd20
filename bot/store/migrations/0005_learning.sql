-- Rules look at windows of time: the index by time carries what they sift and group by, so that of the comments in a window
-- only those are read that matter. Posts come in the order of their time without being sorted, and their tags are compared
-- without reading them.
drop index comments_by_time;
create index comments_by_time on comments (team_id, direction, created_at, label, network, post_id, parent_id, author_key);
drop index posts_by_time;
create index posts_by_time on posts (team_id, published_at, network, post_id);
drop index posts_by_tag;
create index posts_by_tag on posts (team_id, utm_content, network, post_id) where utm_content is not null;
drop index posts_by_campaign_tag;
create index posts_by_campaign_tag on posts (team_id, utm_campaign, network, post_id) where utm_campaign is not null;
