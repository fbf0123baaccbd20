-- name: model_spending
-- What the team's questions to the language model used on a day of its own calendar.
select requests, tokens, micros
from model_spending
where team_id = :team_id
  and day = :day;

-- name: add_model_spending
-- Count what an answer of the language model used; two processes may count at once.
insert into model_spending (team_id, day, requests, tokens, micros)
values (:team_id, :day, :requests, :tokens, :micros)
on conflict (team_id, day) do update set
  requests = model_spending.requests + excluded.requests,
  tokens = model_spending.tokens + excluded.tokens,
  micros = model_spending.micros + excluded.micros;

-- name: leads_of_posts
-- The posts that leads of a window are tied to in a way that can be trusted, most leads first, with how many are poor.
select l.tied_network as network, l.tied_post_id as post_id, p.text, p.permalink, p.published_at, p.reach,
  count(*) as leads,
  cast(sum(case when l.quality = 'unqualified' then 1 else 0 end) as bigint) as unqualified
from leads as l
left join posts as p
  on p.team_id = l.team_id and p.network = l.tied_network and p.post_id = l.tied_post_id
where l.team_id = :team_id
  and l.created_at >= :since
  and l.created_at <= :until
  and l.tied_by <> 'time'
  and l.tied_post_id is not null
group by l.tied_network, l.tied_post_id, p.text, p.permalink, p.published_at, p.reach
order by count(*) desc, l.tied_network, l.tied_post_id
limit :n;

-- name: keep_answer
-- Keep an answer for as long as its buttons are of use.
insert into kept_answers (team_id, answer_id, person, platform, channel, thread, question, previous, tier, written_by,
  answer, next_step, piece, evidence, card, made_at)
values (:team_id, :answer_id, :person, :platform, :channel, :thread, :question, :previous, :tier, :written_by,
  :answer, :next_step, :piece, :evidence, :card, :now);

-- name: kept_answer
-- One answer that was kept.
select answer_id, person, platform, channel, thread, question, previous, tier, written_by, answer, next_step, piece,
  evidence, card, made_at, shared_at
from kept_answers
where team_id = :team_id
  and answer_id = :answer_id;

-- name: share_answer
-- Note that an answer was shared; gives nothing back when it was before.
update kept_answers set shared_at = :now
where team_id = :team_id
  and answer_id = :answer_id
  and shared_at is null
returning answer_id;

-- name: old_answer
-- Whether an answer is older than answers are kept.
select answer_id
from kept_answers
where team_id = :team_id
  and made_at < :before
limit 1;

-- name: purge_answers
-- Forget the answers that are older than answers are kept.
delete from kept_answers
where team_id = :team_id
  and made_at < :before;

-- name: forget_answers_of
-- Forget what one person asked and was answered.
delete from kept_answers
where team_id = :team_id
  and person = :person;

-- name: follow_talk
-- Take part in a person's talk from here on.
insert into talks (team_id, platform, channel, thread, person, last_at)
values (:team_id, :platform, :channel, :thread, :person, :now)
on conflict (team_id, platform, channel, thread, person) do update set
  last_at = excluded.last_at, stopped_at = null;

-- name: talk
-- A person's talk in one place: when its last turn was, and since when nobody listens any more.
select last_at, stopped_at
from talks
where team_id = :team_id
  and platform = :platform
  and channel = :channel
  and thread = :thread
  and person = :person;

-- name: stop_talk
-- Stop to listen to one person in one place.
update talks set stopped_at = :now
where team_id = :team_id
  and platform = :platform
  and channel = :channel
  and thread = :thread
  and person = :person
  and stopped_at is null
returning person;

-- name: stop_talks_in
-- Stop to listen in one place to everybody but one person, who may be nobody.
update talks set stopped_at = :now
where team_id = :team_id
  and channel = :channel
  and thread = :thread
  and person <> :person
  and stopped_at is null;

-- name: talks_heard
-- Those in one place who are listened to, but for one person.
select person
from talks
where team_id = :team_id
  and channel = :channel
  and thread = :thread
  and person <> :person
  and stopped_at is null;

-- name: old_talk
-- Whether the last turn of a talk is older than raw texts are kept.
select person
from talks
where team_id = :team_id
  and last_at < :before
limit 1;

-- name: keep_turn
-- Keep one question of a talk with its answer, behind those before it.
insert into talk_turns (team_id, platform, channel, thread, person, turn, question, answer, at)
select :team_id, :platform, :channel, :thread, :person, coalesce(max(t.turn), 0) + 1, :question, :answer, :now
from talk_turns as t
where t.team_id = :team_id
  and t.platform = :platform
  and t.channel = :channel
  and t.thread = :thread
  and t.person = :person
on conflict (team_id, platform, channel, thread, person, turn) do nothing;

-- name: last_turns
-- The newest turns of a person's talk in one place, newest first.
select question, answer, at
from talk_turns
where team_id = :team_id
  and platform = :platform
  and channel = :channel
  and thread = :thread
  and person = :person
order by turn desc
limit :n;

-- name: old_turn
-- Whether a turn is older than raw texts are kept.
select turn
from talk_turns
where team_id = :team_id
  and at < :before
limit 1;

-- name: purge_turns
-- Forget the turns that are older than raw texts are kept.
delete from talk_turns
where team_id = :team_id
  and at < :before;

-- name: purge_talks
-- Forget the talks whose last turn is older than raw texts are kept.
delete from talks
where team_id = :team_id
  and last_at < :before;

-- name: forget_turns_of
-- Forget what one person said in talks.
delete from talk_turns
where team_id = :team_id
  and person = :person;

-- name: forget_talks_of
-- Forget that one person talked anywhere.
delete from talks
where team_id = :team_id
  and person = :person;
