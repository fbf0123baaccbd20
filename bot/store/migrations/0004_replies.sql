-- Complaints followed to their end: moved to a private channel, resolved offline; every step with its time and who took it.

create table complaint_cases (
  team_id text not null,
  network text not null,
  comment_id text not null,
  moved_at text,
  resolved_at text,
  primary key (team_id, network, comment_id)
);
create index complaint_cases_open on complaint_cases (team_id, resolved_at, moved_at);

create table complaint_steps (
  team_id text not null,
  network text not null,
  comment_id text not null,
  number bigint not null,
  step text not null,
  at text not null,
  person text not null,
  person_name text not null,
  primary key (team_id, network, comment_id, number)
);

create index outbox_by_card on outbox (team_id, card_id, made_at);
