-- What answers and the language model need: answers kept for their buttons, talks that go on, what a day has used.

create table kept_answers (
  team_id text not null,
  answer_id text not null,
  person text not null,
  platform text not null,
  channel text not null,
  thread text not null,
  question text not null,
  previous text,
  tier text not null,
  written_by text not null,
  answer text not null,
  next_step text not null,
  piece text not null,
  evidence text not null,
  card text not null,
  made_at text not null,
  shared_at text,
  primary key (team_id, answer_id)
);
create index kept_answers_by_time on kept_answers (team_id, made_at);
create index kept_answers_by_person on kept_answers (team_id, person);

create table talks (
  team_id text not null,
  platform text not null,
  channel text not null,
  thread text not null,
  person text not null,
  last_at text not null,
  stopped_at text,
  primary key (team_id, platform, channel, thread, person)
);
create index talks_by_place on talks (team_id, channel, thread);

create table talk_turns (
  team_id text not null,
  platform text not null,
  channel text not null,
  thread text not null,
  person text not null,
  turn bigint not null,
  question text not null,
  answer text not null,
  at text not null,
  primary key (team_id, platform, channel, thread, person, turn)
);
create index talk_turns_by_time on talk_turns (team_id, at);

create table model_spending (
  team_id text not null,
  day text not null,
  requests bigint not null,
  tokens bigint not null,
  micros bigint not null,
  primary key (team_id, day)
);
