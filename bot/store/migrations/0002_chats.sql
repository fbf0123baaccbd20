-- What the chats need: events that were taken up, installations, and what the deployment as a whole remembers.

create table chat_events (
  team_id text not null,
  platform text not null,
  event_id text not null,
  claimed_at text not null,
  done_at text,
  primary key (team_id, platform, event_id)
);
create index chat_events_by_time on chat_events (team_id, claimed_at);

create table installations (
  platform text not null,
  workspace text not null,
  home text not null,
  installation text not null,
  installed_at text not null,
  removed_at text,
  primary key (platform, workspace)
);

create table sign_ins (
  state text primary key,
  made_at text not null
);

create table house_notes (
  name text primary key,
  value text not null,
  noted_at text not null
);

create table card_promises (
  team_id text not null,
  commitment_id text not null,
  card_id text not null,
  primary key (team_id, commitment_id)
);
