-- name: import_of_file
-- The import that read the same bytes with the same options, unless it was undone.
select import_id, format, feed, network, zone, as_of, columns_unknown, rows_read, rows_new, rows_updated,
  rows_unchanged, rows_ignored, rows_held, rows_rejected, imported_at
from imports
where team_id = :team_id
  and file_sha256 = :file_sha256
  and options = :options
  and undone_at is null
order by imported_at desc;

-- name: add_import
-- Note an import and its counts.
insert into imports (
  team_id, import_id, file_sha256, options, file_name, format, feed, network, zone, as_of, columns_unknown,
  rows_read, rows_new, rows_updated, rows_unchanged, rows_ignored, rows_held, rows_rejected, imported_at
)
values (
  :team_id, :import_id, :file_sha256, :options, :file_name, :format, :feed, :network, :zone, :as_of, :columns_unknown,
  :rows_read, :rows_new, :rows_updated, :rows_unchanged, :rows_ignored, :rows_held, :rows_rejected, :imported_at
);

-- name: imports
-- The imports, newest first.
select import_id, file_name, format, feed, network, as_of, rows_read, rows_new, rows_updated, rows_unchanged,
  rows_ignored, rows_held, rows_rejected, imported_at, undone_at
from imports
where team_id = :team_id
order by imported_at desc, import_id desc;

-- name: add_raw_row
-- Keep a row that was not taken, or the cells of it that nobody knew.
insert into raw_rows (team_id, import_id, sheet, line, status, reason, cells)
values (:team_id, :import_id, :sheet, :line, :status, :reason, :cells)
on conflict (team_id, import_id, sheet, line) do nothing;

-- name: rows_not_taken
-- The ignored, held and rejected rows of an import, in their order.
select sheet, line, status, reason, cells
from raw_rows
where team_id = :team_id
  and import_id = :import_id
  and status <> 'ok'
order by sheet, line;

-- name: column_map
-- What a person said the columns of a header mean.
select mapping
from column_maps
where team_id = :team_id
  and header_key = :header_key;

-- name: keep_column_map
-- Remember what a person said the columns of a header mean.
insert into column_maps (team_id, header_key, mapping, made_at)
values (:team_id, :header_key, :mapping, :made_at)
on conflict (team_id, header_key) do update set mapping = excluded.mapping, made_at = excluded.made_at;

-- name: column_maps
-- Every remembered header of the team.
select header_key, mapping
from column_maps
where team_id = :team_id
order by header_key;

-- name: mark_import_undone
-- Take an import back.
update imports set undone_at = :now
where team_id = :team_id
  and import_id = :import_id
  and undone_at is null
returning import_id;

-- name: drop_readings_of_import
-- Forget the figures that an import brought.
delete from readings
where team_id = :team_id
  and import_id = :import_id;

-- name: drop_posts_of_import
-- Forget the posts that nothing but one import told of.
delete from posts
where team_id = :team_id
  and first_import = :import_id
  and not exists (
    select 1 from readings as r
    where r.team_id = posts.team_id and r.network = posts.network and r.post_id = posts.post_id
  );

-- name: drop_comments_of_import
-- Forget the comments that one import brought first.
delete from comments
where team_id = :team_id
  and first_import = :import_id
  and last_import = :import_id;

-- name: drop_leads_of_import
-- Forget the leads that one import brought first.
delete from leads
where team_id = :team_id
  and first_import = :import_id
  and last_import = :import_id;

-- name: drop_followers_of_import
-- Forget the follower figures that an import brought.
delete from followers
where team_id = :team_id
  and import_id = :import_id;

-- name: drop_campaigns_of_import
-- Forget the campaigns that an import brought.
delete from campaigns
where team_id = :team_id
  and import_id = :import_id;

-- name: drop_outbound_of_import
-- Forget the outbound conversation that an import brought.
delete from outbound
where team_id = :team_id
  and import_id = :import_id;

-- name: mend_figures_of_all_posts
-- Reckon the newest reading of each figure anew for every post an undone import had touched last.
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
  watch_hours = (select r.watch_hours from readings as r where r.team_id = posts.team_id and r.network = posts.network and r.post_id = posts.post_id and r.scope = 'total' and r.watch_hours is not null order by r.as_of desc limit 1),
  figures_as_of = (select max(r.as_of) from readings as r where r.team_id = posts.team_id and r.network = posts.network and r.post_id = posts.post_id and r.scope = 'total'),
  last_as_of = coalesce((select max(r.as_of) from readings as r where r.team_id = posts.team_id and r.network = posts.network and r.post_id = posts.post_id and r.scope = 'total'), last_as_of)
where team_id = :team_id
  and last_import = :import_id;
