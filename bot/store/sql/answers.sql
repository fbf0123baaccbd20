-- name: note_refused_question
-- Keep a question that the guidance had no answer to, without the one who asked it.
insert into refused_questions (team_id, question, times, first_at, last_at)
values (:team_id, :question, 1, :now, :now)
on conflict (team_id, question) do update set times = refused_questions.times + 1, last_at = excluded.last_at;

-- name: refused_questions
-- The questions without an answer of a window, the most frequent first.
select q.question, q.times, q.first_at, q.last_at
from refused_questions as q
where q.team_id = :team_id
  and q.last_at >= :since
  and q.last_at <= :until
order by q.times desc, q.last_at desc, q.question;

-- name: rate_answer
-- Keep what somebody thought of an answer that rests on a piece of guidance; their newest word counts.
insert into answer_ratings (team_id, person, piece, is_helpful, why, rated_at)
values (:team_id, :person, :piece, :is_helpful, :why, :now)
on conflict (team_id, person, piece) do update set
  is_helpful = excluded.is_helpful, why = excluded.why, rated_at = excluded.rated_at;

-- name: answer_rating
-- What somebody thought of the answers that rest on a piece of guidance.
select r.is_helpful, r.why, r.rated_at
from answer_ratings as r
where r.team_id = :team_id
  and r.person = :person
  and r.piece = :piece;

-- name: answer_ratings
-- How often answers that rest on a piece of guidance were called helpful and not, the least helpful first.
select r.piece,
  cast(sum(case when r.is_helpful = 'yes' then 1 else 0 end) as bigint) as helpful,
  cast(sum(case when r.is_helpful = 'no' then 1 else 0 end) as bigint) as not_helpful
from answer_ratings as r
where r.team_id = :team_id
group by r.piece
order by sum(case when r.is_helpful = 'no' then 1 else 0 end) desc, r.piece;

-- name: forget_ratings_of
-- Forget what one person thought of answers.
delete from answer_ratings
where team_id = :team_id
  and person = :person;
