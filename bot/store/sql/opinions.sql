-- name: unsure_comments
-- The newest comments of a window whose class was told from their words alone.
select network, comment_id as id, text
from comments
where team_id = :team_id
  and direction = 'in'
  and created_at >= :since
  and created_at <= :until
  and label_by = 'text'
  and text <> ''
order by created_at desc, network, comment_id
limit :n;

-- name: unsure_posts
-- The newest posts of a window whose kind nobody has told but their words.
select network, post_id as id, text
from posts
where team_id = :team_id
  and published_at >= :since
  and published_at <= :until
  and (purpose_by is null or purpose_by = 'text')
  and text <> ''
order by published_at desc, network, post_id
limit :n;

-- name: opinion
-- What a model said of a text, known by its hash; an empty label where it gave none.
select label
from opinions
where team_id = :team_id
  and kind = :kind
  and hash = :hash
  and model = :model;

-- name: keep_opinion
-- Keep what a model said of a text; another model's word takes the place of the one before.
insert into opinions (team_id, kind, hash, label, model, at)
values (:team_id, :kind, :hash, :label, :model, :now)
on conflict (team_id, kind, hash) do update set
  label = excluded.label, model = excluded.model, at = excluded.at;

-- name: label_comment_by_model
-- Take the model's word for what a comment is, unless somebody said so or its words have changed meanwhile.
update comments set label = :label, label_by = 'model'
where team_id = :team_id
  and network = :network
  and comment_id = :id
  and text = :text
  and label_by = 'text'
returning comment_id;

-- name: label_post_by_model
-- Take the model's word for what a post is, unless somebody said so or its words have changed meanwhile.
update posts set purpose = :label, purpose_by = 'model'
where team_id = :team_id
  and network = :network
  and post_id = :id
  and text = :text
  and (purpose_by is null or purpose_by = 'text')
returning post_id;

-- name: opinions_asked
-- How many texts a model was asked about on a day.
select cast(coalesce(sum(asked), 0) as bigint) as asked
from opinion_rounds
where team_id = :team_id
  and day = :day;

-- name: vain_opinion_round
-- A round since a moment in which the model told nothing, or is still being asked.
select at
from opinion_rounds
where team_id = :team_id
  and kind = :kind
  and at > :since
  and given = 0
limit 1;

-- name: begin_opinion_round
-- Note that a model is being asked; gives nothing back where another process asks at the same moment.
insert into opinion_rounds (team_id, day, kind, at, asked, given)
values (:team_id, :day, :kind, :now, :n, 0)
on conflict (team_id, day, kind, at) do nothing
returning at;

-- name: end_opinion_round
-- Note about how many texts a round asked and how many opinions it gave.
update opinion_rounds set asked = :n, given = :answered
where team_id = :team_id
  and day = :day
  and kind = :kind
  and at = :now;

-- name: forget_opinions
-- Forget the opinions that are older than raw rows are kept.
delete from opinions
where team_id = :team_id
  and at < :before;

-- name: forget_opinion_rounds
-- Forget the rounds that are older than raw rows are kept.
delete from opinion_rounds
where team_id = :team_id
  and at < :before;
