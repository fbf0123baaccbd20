-- A lead that was told in chat and came in a table too is counted once: the told row waits here, whole, and comes back when
-- a person says that they are two, or when the table's row goes.

create table leads_counted_once (
  team_id text not null,
  lead_id text not null,
  counted_as text not null,
  joined_how text not null,
  joined_at text not null,
  created_at text not null,
  kind text not null,
  quality text not null,
  quality_by text,
  network text,
  post_id text,
  permalink text,
  utm_content text,
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
create unique index leads_counted_once_as on leads_counted_once (team_id, counted_as);

create table leads_kept_apart (
  team_id text not null,
  lead_id text not null,
  said_at text not null,
  primary key (team_id, lead_id)
);
