-- Second opinions: what a language model said of a text, by the text's hash alone, and how often it was asked.

create table opinions (
  team_id text not null,
  kind text not null,
  hash text not null,
  label text,
  model text not null,
  at text not null,
  primary key (team_id, kind, hash)
);
create index opinions_by_time on opinions (team_id, at);

create table opinion_rounds (
  team_id text not null,
  day text not null,
  kind text not null,
  at text not null,
  asked bigint not null,
  given bigint not null,
  primary key (team_id, day, kind, at)
);
