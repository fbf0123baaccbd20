-- What is set in chat over the configuration, what a set-up has come to, people's own quiet hours, and dropped files.

create table channel_hours (
  team_id text not null,
  channel text not null,
  name text not null,
  value text,
  before text,
  entry_id text not null,
  set_by text not null,
  set_at text not null,
  primary key (team_id, channel, name)
);
create index channel_hours_by_entry on channel_hours (team_id, entry_id);

create table setup_steps (
  team_id text not null,
  channel text not null,
  step text not null,
  choice text not null,
  done_by text not null,
  done_at text not null,
  primary key (team_id, channel, step)
);

create table people (
  team_id text not null,
  person text not null,
  name text not null,
  admin_since text,
  quiet_from text,
  quiet_to text,
  quiet_zone text,
  paused_until text,
  seen_at text not null,
  primary key (team_id, person)
);

create table dropped_files (
  team_id text not null,
  file_id text not null,
  name text not null,
  channel text not null,
  person text not null,
  content text not null,
  zone text,
  dropped_at text not null,
  taken_at text,
  import_id text,
  primary key (team_id, file_id)
);
create index dropped_files_by_time on dropped_files (team_id, dropped_at);

create table daily_duties (
  team_id text not null,
  duty text not null,
  day text not null,
  done_at text not null,
  primary key (team_id, duty, day)
);
