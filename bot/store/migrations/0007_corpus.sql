-- The team's own guidance: what was written or imported, every version kept, and a stamp that moves with each change.

create table guidance_entries (
  team_id text not null,
  number bigint not null,
  kind text not null,
  name_key text not null,
  version bigint not null,
  removed_at text,
  primary key (team_id, number)
);
create unique index guidance_entries_by_name on guidance_entries (team_id, kind, name_key);

create table guidance_versions (
  team_id text not null,
  number bigint not null,
  version bigint not null,
  title text not null,
  file_name text,
  body text not null,
  questions text not null,
  dated text not null,
  author text,
  author_name text,
  made_at text not null,
  primary key (team_id, number, version)
);

create table guidance_stamps (
  team_id text not null,
  stamp bigint not null,
  primary key (team_id)
);
