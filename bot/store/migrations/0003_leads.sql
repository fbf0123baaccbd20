-- Leads that people tell and correct, the codes of posts' links, and what a campaign's own link is.

alter table leads add column quality_by text;
create index leads_by_person on leads (team_id, email_hash, created_at, kind) where email_hash is not null;

alter table campaigns add column link text;

create table post_codes (
  team_id text not null,
  code text not null,
  link text not null,
  page text not null,
  campaign text,
  words text,
  network text,
  post_id text,
  made_by text not null,
  made_at text not null,
  primary key (team_id, code)
);
create index post_codes_by_time on post_codes (team_id, made_at);

create table tellings (
  team_id text not null,
  telling_id text not null,
  told_by text not null,
  number bigint not null,
  told_at text not null,
  leads bigint not null,
  kind text not null,
  said text not null,
  undone_at text,
  primary key (team_id, telling_id)
);
create index tellings_by_person on tellings (team_id, told_by, number);
