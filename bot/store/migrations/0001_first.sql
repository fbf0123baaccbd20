-- The first shape. Times are UTC text, flags are nullable times, a missing figure is null and never 0.

create table teams (
  team_id text primary key,
  made_at text not null,
  salt text not null,
  zone text
);

create table imports (
  team_id text not null,
  import_id text not null,
  file_sha256 text not null,
  options text not null,
  file_name text not null,
  format text not null,
  feed text not null,
  network text,
  zone text,
  as_of text not null,
  columns_unknown text not null,
  rows_read bigint not null,
  rows_new bigint not null,
  rows_updated bigint not null,
  rows_unchanged bigint not null,
  rows_ignored bigint not null,
  rows_held bigint not null,
  rows_rejected bigint not null,
  imported_at text not null,
  undone_at text,
  primary key (team_id, import_id)
);
create index imports_by_file on imports (team_id, file_sha256);
create index imports_by_feed on imports (team_id, feed, as_of);

create table raw_rows (
  team_id text not null,
  import_id text not null,
  sheet text not null,
  line bigint not null,
  status text not null,
  reason text,
  cells text not null,
  primary key (team_id, import_id, sheet, line)
);

create table column_maps (
  team_id text not null,
  header_key text not null,
  mapping text not null,
  made_at text not null,
  primary key (team_id, header_key)
);

create table posts (
  team_id text not null,
  network text not null,
  post_id text not null,
  key_kind text not null,
  account text,
  permalink text,
  kind text,
  text text,
  published_at text not null,
  published_precision text not null,
  link text,
  campaign text,
  utm_campaign text,
  utm_content text,
  duration_s double precision,
  figures_as_of text,
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
  approximate text,
  purpose text,
  purpose_by text,
  first_import text not null,
  last_import text not null,
  last_as_of text not null,
  primary key (team_id, post_id, network)
);
create index posts_by_time on posts (team_id, published_at);
create index posts_by_tag on posts (team_id, utm_content) where utm_content is not null;
create index posts_by_campaign_tag on posts (team_id, utm_campaign) where utm_campaign is not null;

create table readings (
  team_id text not null,
  network text not null,
  post_id text not null,
  scope text not null,
  as_of text not null,
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
  approximate text,
  import_id text not null,
  primary key (team_id, network, post_id, scope, as_of)
) /* kept in the order of its key */;

create table comments (
  team_id text not null,
  network text not null,
  comment_id text not null,
  post_id text not null,
  parent_id text,
  author_key text,
  author_name text,
  author_followers bigint,
  direction text not null,
  permalink text,
  text text not null,
  created_at text not null,
  label text,
  label_by text,
  answered_at text,
  answered_by text,
  dismissed_at text,
  dismissed_why text,
  first_import text not null,
  last_import text not null,
  last_as_of text not null,
  primary key (team_id, network, comment_id)
);
create index comments_by_time on comments (team_id, direction, created_at);
create index comments_by_parent on comments (team_id, network, parent_id, direction, created_at);
create index comments_by_post on comments (team_id, network, post_id, created_at);

create table leads (
  team_id text not null,
  lead_id text not null,
  created_at text not null,
  kind text not null,
  quality text not null,
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
  tied_by text,
  tied_network text,
  tied_post_id text,
  tied_reason text,
  first_import text not null,
  last_import text not null,
  last_as_of text not null,
  primary key (team_id, lead_id)
);
create index leads_by_time on leads (team_id, created_at);
create index leads_by_post on leads (team_id, tied_network, tied_post_id, created_at);

create table followers (
  team_id text not null,
  network text not null,
  account text not null,
  day text not null,
  kind text not null,
  followers bigint not null,
  import_id text not null,
  primary key (team_id, network, account, day, kind)
);
create index followers_by_day on followers (team_id, day);

create table campaigns (
  team_id text not null,
  campaign text not null,
  starts_on text,
  ends_on text,
  page text,
  hashtag text,
  offline text,
  offline_has_handle text,
  import_id text not null,
  primary key (team_id, campaign)
);

create table outbound (
  team_id text not null,
  network text not null,
  created_at text not null,
  account text not null,
  permalink text not null,
  text text,
  import_id text not null,
  primary key (team_id, network, created_at, account, permalink)
);
create index outbound_by_time on outbound (team_id, created_at);

create table objectives (
  team_id text not null,
  objective_id text not null,
  metric text not null,
  target bigint not null,
  starts_on text not null,
  ends_on text not null,
  made_by text not null,
  made_at text not null,
  ended_at text,
  primary key (team_id, objective_id)
);

create table commitments (
  team_id text not null,
  commitment_id text not null,
  number bigint not null,
  what text not null,
  person text not null,
  person_name text not null,
  made_by text not null,
  channel text not null,
  zone text not null,
  made_at text not null,
  accepted_at text,
  first_due_at text not null,
  due_at text not null,
  moved_at text,
  moves bigint not null,
  measured_by text not null,
  target bigint,
  rule text,
  seen_by text not null,
  blocked_at text,
  blocked_why text,
  outcome text,
  outcome_by text,
  outcome_note text,
  closed_at text,
  primary key (team_id, commitment_id)
);
create unique index commitments_by_number on commitments (team_id, number);
create index commitments_open on commitments (team_id, closed_at, due_at);

create table commitment_items (
  team_id text not null,
  commitment_id text not null,
  kind text not null,
  network text not null,
  item_id text not null,
  position bigint not null,
  primary key (team_id, commitment_id, kind, network, item_id)
);

create table check_ins (
  team_id text not null,
  commitment_id text not null,
  kind text not null,
  due_at text not null,
  claimed_at text not null,
  primary key (team_id, commitment_id, kind, due_at)
);

create table channels (
  team_id text not null,
  channel text not null,
  platform text not null,
  zone text not null,
  profile text not null,
  stated_profile text not null,
  turned_on_at text,
  switched_off_at text,
  switched_off_why text,
  paused_until text,
  primary key (team_id, channel)
);

create table schedules (
  team_id text not null,
  channel text not null,
  kind text not null,
  cron text not null,
  zone text not null,
  next_due_at text not null,
  primary key (team_id, channel, kind)
);
create index schedules_due on schedules (team_id, next_due_at);

create table occurrences (
  team_id text not null,
  channel text not null,
  kind text not null,
  local_date text not null,
  slot text not null,
  claimed_at text not null,
  result text not null,
  primary key (team_id, channel, kind, local_date, slot)
);

create table cards (
  team_id text not null,
  card_id text not null,
  channel text not null,
  rule text not null,
  posted_at text not null,
  subject text not null,
  finding text not null,
  opening text not null,
  card text not null,
  state text not null,
  taken_by text,
  taken_name text,
  answered bigint not null,
  snoozed_until text,
  closed_at text,
  primary key (team_id, card_id)
);
create index cards_by_time on cards (team_id, channel, posted_at);

create table card_items (
  team_id text not null,
  card_id text not null,
  kind text not null,
  network text not null,
  item_id text not null,
  primary key (team_id, card_id, kind, network, item_id)
);
create index card_items_by_item on card_items (team_id, kind, network, item_id);

create table interruptions (
  team_id text not null,
  interruption_id text not null,
  channel text not null,
  person text,
  kind text not null,
  rule text,
  card_id text,
  at text not null,
  local_date text not null,
  primary key (team_id, interruption_id)
);
create index interruptions_by_time on interruptions (team_id, channel, at);

create table outbox (
  team_id text not null,
  outbox_id text not null,
  channel text not null,
  platform text not null,
  person text,
  operation text not null,
  card_id text,
  card text not null,
  made_at text not null,
  not_before text not null,
  not_after text,
  attempts bigint not null,
  leased_by text,
  leased_until text,
  tried_at text,
  sent_at text,
  message_id text,
  ended_at text,
  ended_why text,
  primary key (team_id, outbox_id)
);
create index outbox_waiting on outbox (team_id, ended_at, sent_at, not_before);

create table mutes (
  team_id text not null,
  rule text not null,
  channel text not null,
  until text,
  made_at text not null,
  primary key (team_id, rule, channel)
);

create table admin_log (
  team_id text not null,
  entry_id text not null,
  at text not null,
  actor text not null,
  what text not null,
  detail text not null,
  primary key (team_id, entry_id)
);

create table refused_questions (
  team_id text not null,
  question text not null,
  times bigint not null,
  first_at text not null,
  last_at text not null,
  primary key (team_id, question)
);
create index refused_questions_by_time on refused_questions (team_id, last_at);

create table answer_ratings (
  team_id text not null,
  person text not null,
  piece text not null,
  is_helpful text not null,
  why text,
  rated_at text not null,
  primary key (team_id, person, piece)
);
