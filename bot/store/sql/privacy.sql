-- name: kept_of_team
-- How much is kept of a team's data, and how much of it still names people.
select
  (select count(*) from posts as p where p.team_id = t.team_id) as posts,
  (select count(*) from comments as c where c.team_id = t.team_id) as comments,
  (select count(*) from comments as c where c.team_id = t.team_id and c.author_name is not null) as named_comments,
  (select count(*) from leads as l where l.team_id = t.team_id) as leads,
  (select count(*) from raw_rows as r where r.team_id = t.team_id) as raw_rows,
  (select count(*) from dropped_files as d where d.team_id = t.team_id and d.content <> '') as dropped_files
from teams as t
where t.team_id = :team_id;

-- name: my_person
-- What one person is called and when they want no messages.
select person, name, admin_since, quiet_from, quiet_to, quiet_zone, paused_until, seen_at
from people
where team_id = :team_id
  and person = :person;

-- name: my_promises
-- What one person promised, or asked of others, in the order of their numbers.
select number, what, person_name, made_at, first_due_at, due_at, moves, seen_by, outcome, outcome_note, blocked_why,
  closed_at
from commitments
where team_id = :team_id
  and (person = :person or made_by = :person)
order by number;

-- name: my_answers
-- What one person asked and was answered, oldest first.
select question, answer, made_at
from kept_answers
where team_id = :team_id
  and person = :person
order by made_at, answer_id;

-- name: my_turns
-- What one person said in talks that went on, oldest first.
select question, answer, at
from talk_turns
where team_id = :team_id
  and person = :person
order by at, turn;

-- name: my_ratings
-- What one person thought of answers.
select piece, is_helpful, why, rated_at
from answer_ratings
where team_id = :team_id
  and person = :person
order by rated_at, piece;

-- name: my_messages
-- The direct messages to one person.
select made_at, sent_at, ended_why
from outbox
where team_id = :team_id
  and person = :person
order by made_at, outbox_id;

-- name: my_cards
-- The cards that one person took.
select opening, posted_at, state
from cards
where team_id = :team_id
  and taken_by = :person
order by posted_at, card_id;

-- name: my_changes
-- The changes of settings that one person made.
select at, what, detail
from admin_log
where team_id = :team_id
  and actor = :person
order by at, entry_id;

-- name: my_goals
-- The goals that one person set.
select metric, target, starts_on, ends_on, made_at
from objectives
where team_id = :team_id
  and made_by = :person
order by made_at;

-- name: my_files
-- The files that one person dropped and that are not forgotten yet.
select name, dropped_at, import_id
from dropped_files
where team_id = :team_id
  and person = :person
order by dropped_at;

-- name: my_guidance
-- What one person wrote of the team's own guidance.
select number, version, title, made_at
from guidance_versions
where team_id = :team_id
  and author = :person
order by number, version;

-- name: my_steps
-- The steps that one person took with complaints.
select network, comment_id, step, at
from complaint_steps
where team_id = :team_id
  and person = :person
order by at, network, comment_id;

-- name: my_tellings
-- The leads that one person told of.
select told_at, leads, kind, said
from tellings
where team_id = :team_id
  and told_by = :person
order by told_at;

-- name: my_links
-- The links with a code that one person had made.
select code, link, made_at
from post_codes
where team_id = :team_id
  and made_by = :person
order by made_at, code;

-- name: my_open_promises
-- How many promises of one person are open, and how many nobody else may see.
select
  cast(coalesce(sum(case when closed_at is null then 1 else 0 end), 0) as bigint) as still_open,
  cast(coalesce(sum(case when seen_by = 'me' then 1 else 0 end), 0) as bigint) as private,
  count(*) as all_of_them
from commitments
where team_id = :team_id
  and person = :person;

-- name: forget_private_items_of
-- Forget what a person's promises that nobody else may see are tied to.
delete from commitment_items
where team_id = :team_id
  and commitment_id in (
    select k.commitment_id from commitments as k
    where k.team_id = :team_id and k.person = :person and k.seen_by = 'me'
  );

-- name: forget_private_check_ins_of
-- Forget that a person was asked after promises that nobody else may see.
delete from check_ins
where team_id = :team_id
  and commitment_id in (
    select k.commitment_id from commitments as k
    where k.team_id = :team_id and k.person = :person and k.seen_by = 'me'
  );

-- name: forget_private_promises_of
-- Forget a person's promises that nobody else may see.
delete from commitments
where team_id = :team_id
  and person = :person
  and seen_by = 'me';

-- name: let_go_of_promises_of
-- Let a person's open promises go: nobody is left to keep them.
update commitments set outcome = 'dropped', outcome_by = 'word', outcome_note = 'nobody is left to keep it', closed_at = :now
where team_id = :team_id
  and person = :person
  and closed_at is null;

-- name: forget_promises_of
-- Take a person's name off their promises; how they ended stays counted.
update commitments set
  person = :gone, person_name = 'Somebody', blocked_why = null,
  outcome_note = case when outcome_by = 'word' and outcome = 'kept' then 'they said so' else outcome_note end
where team_id = :team_id
  and person = :person;

-- name: forget_notes_of
-- Take what a person said when they dropped a promise off it.
update commitments set outcome_note = 'let go'
where team_id = :team_id
  and person = :gone
  and outcome = 'dropped';

-- name: forget_asking_of
-- Take a person's name off the promises that they asked of others.
update commitments set made_by = :gone
where team_id = :team_id
  and made_by = :person;

-- name: forget_posts_of_taken_cards_of
-- Forget how the messages looked that named a person as the one who took a card.
update outbox set card = :removed
where team_id = :team_id
  and ended_at is not null
  and card_id in (select c.card_id from cards as c where c.team_id = :team_id and c.taken_by = :person);

-- name: names_of_person
-- What one person is called, as their promises and their own row say it.
select k.person_name as name
from commitments as k
where k.team_id = :team_id
  and k.person = :person
union
select p.name
from people as p
where p.team_id = :team_id
  and p.person = :person;

-- name: ended_messages
-- How the messages looked that were dealt with.
select outbox_id, card
from outbox
where team_id = :team_id
  and ended_at is not null
  and card <> :removed;

-- name: forget_message
-- Forget how one message looked.
update outbox set card = :removed
where team_id = :team_id
  and outbox_id = :outbox_id;

-- name: forget_taking_of
-- Take a person's name off the cards that they took.
update cards set taken_by = :gone, taken_name = 'Somebody'
where team_id = :team_id
  and taken_by = :person;

-- name: forget_messages_of
-- Forget the direct messages to a person, those that wait among them.
delete from outbox
where team_id = :team_id
  and person = :person;

-- name: forget_interruptions_of
-- Forget when a person was written to.
delete from interruptions
where team_id = :team_id
  and person = :person;

-- name: forget_goals_of
-- Take a person's name off the goals that they set.
update objectives set made_by = :gone
where team_id = :team_id
  and made_by = :person;

-- name: forget_changes_of
-- Take a person's name off the log of settings; what was changed stays.
update admin_log set actor = :gone
where team_id = :team_id
  and actor = :person;

-- name: forget_hours_of
-- Take a person's name off the hours that they set.
update channel_hours set set_by = :gone
where team_id = :team_id
  and set_by = :person;

-- name: forget_setups_of
-- Take a person's name off the set-ups that they did.
update setup_steps set done_by = :gone
where team_id = :team_id
  and done_by = :person;

-- name: forget_files_of
-- Forget the files that a person dropped.
delete from dropped_files
where team_id = :team_id
  and person = :person;

-- name: forget_links_of
-- Take a person's name off the links that they had made.
update post_codes set made_by = :gone
where team_id = :team_id
  and made_by = :person;

-- name: forget_tellings_of
-- Take a person's name off the leads that they told of; the leads stay counted.
update tellings set told_by = :gone, said = ''
where team_id = :team_id
  and told_by = :person;

-- name: forget_person
-- Forget what a person is called and when they want no messages.
delete from people
where team_id = :team_id
  and person = :person;

-- name: drop_old_names
-- Drop the names of people who commented before a moment; the salted hash that tells one from another stays.
update comments set author_name = null
where team_id = :team_id
  and author_name is not null
  and created_at < :before
returning comment_id;

-- name: drop_old_raw_rows
-- Drop the raw rows of imports before a moment.
delete from raw_rows
where team_id = :team_id
  and import_id in (select i.import_id from imports as i where i.team_id = :team_id and i.imported_at < :before)
returning line;

-- name: drop_old_cards
-- Drop how closed cards looked that were posted before a moment: they quote people.
update cards set card = :removed
where team_id = :team_id
  and posted_at < :before
  and card <> :removed
  and state not in ('open', 'taken', 'snoozed')
returning card_id;

-- name: drop_old_messages
-- Drop how messages looked that were dealt with before a moment, unless their card is still open.
update outbox set card = :removed
where team_id = :team_id
  and ended_at < :before
  and card <> :removed
  and not exists (
    select 1 from cards as c
    where c.team_id = outbox.team_id and c.card_id = outbox.card_id and c.state in ('open', 'taken', 'snoozed')
  )
returning outbox_id;
