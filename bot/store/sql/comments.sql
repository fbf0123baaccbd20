-- name: stage_comments
-- Make the place, of this transaction's own, where a batch of comments waits to be merged.
create temporary table if not exists staging_comments (
  network text,
  comment_id text,
  post_id text,
  parent_id text,
  author_key text,
  author_name text,
  author_followers bigint,
  direction text,
  permalink text,
  text text,
  created_at text,
  label text,
  answered_at text,
  as_of text
);

-- name: compare_staged_comments
-- How many comments of the batch are new, changed or unchanged.
select s.status, count(*) as comments
from (
  select
    case
      when c.comment_id is null then 'new'
      when b.as_of >= c.last_as_of and (
        b.text <> c.text or b.post_id <> c.post_id or b.created_at <> c.created_at or b.direction <> c.direction
        or coalesce(b.parent_id, c.parent_id, '') <> coalesce(c.parent_id, '')
        or coalesce(b.permalink, c.permalink, '') <> coalesce(c.permalink, '')
        or coalesce(b.author_followers, c.author_followers, -1) <> coalesce(c.author_followers, -1)
        or (b.answered_at is not null and c.answered_at is null)
      ) then 'updated'
      else 'unchanged'
    end as status
  from staging_comments as b
  left join comments as c
    on c.team_id = :team_id and c.network = b.network and c.comment_id = b.comment_id
) as s
group by s.status;

-- name: merge_staged_comments
-- Write the batch over the comments: a newer export wins, a person's label stays for ever.
insert into comments (
  team_id, network, comment_id, post_id, parent_id, author_key, author_name, author_followers, direction, permalink,
  text, created_at, label, label_by, answered_at, answered_by, first_import, last_import, last_as_of
)
select
  :team_id, b.network, b.comment_id, b.post_id, b.parent_id, b.author_key, b.author_name, b.author_followers,
  b.direction, b.permalink, b.text, b.created_at, b.label, case when b.label is null then null else 'text' end,
  b.answered_at, case when b.answered_at is null then null else 'stated' end,
  :import_id, :import_id, b.as_of
from staging_comments as b
where true
on conflict (team_id, network, comment_id) do update set
  text = case when excluded.last_as_of >= comments.last_as_of then excluded.text else comments.text end,
  post_id = case when excluded.last_as_of >= comments.last_as_of then excluded.post_id else comments.post_id end,
  created_at = case when excluded.last_as_of >= comments.last_as_of then excluded.created_at else comments.created_at end,
  direction = case when excluded.last_as_of >= comments.last_as_of then excluded.direction else comments.direction end,
  parent_id = coalesce(excluded.parent_id, comments.parent_id),
  permalink = coalesce(excluded.permalink, comments.permalink),
  author_key = coalesce(excluded.author_key, comments.author_key),
  author_name = coalesce(excluded.author_name, comments.author_name),
  author_followers = coalesce(excluded.author_followers, comments.author_followers),
  label = case
    when comments.label_by = 'person' or excluded.last_as_of < comments.last_as_of then comments.label
    when comments.label_by = 'model' and excluded.text = comments.text then comments.label
    else excluded.label
  end,
  label_by = case
    when comments.label_by = 'person' or excluded.last_as_of < comments.last_as_of then comments.label_by
    when comments.label_by = 'model' and excluded.text = comments.text then comments.label_by
    else excluded.label_by
  end,
  answered_by = case when comments.answered_at is null and excluded.answered_at is not null then 'stated' else comments.answered_by end,
  answered_at = coalesce(comments.answered_at, excluded.answered_at),
  last_import = excluded.last_import,
  last_as_of = case when excluded.last_as_of >= comments.last_as_of then excluded.last_as_of else comments.last_as_of end;

-- name: mark_answered_by_replies
-- A comment of the batch, or one that the batch replies to, is answered when the team's own later reply hangs under it.
-- Whether there is one is asked by its moment, which the index gives: by `exists` PostgreSQL pairs all of a thread with all.
update comments set
  answered_at = (
    select min(r.created_at) from comments as r
    where r.team_id = comments.team_id and r.network = comments.network and r.parent_id = comments.comment_id
      and r.direction = 'out' and r.created_at >= comments.created_at
  ),
  answered_by = 'reply'
where team_id = :team_id
  and direction = 'in'
  and answered_at is null
  and (network, comment_id) in (
    select b.network, b.comment_id from staging_comments as b
    union
    select b.network, b.parent_id from staging_comments as b where b.direction = 'out' and b.parent_id is not null
  )
  and (
    select min(r.created_at) from comments as r
    where r.team_id = comments.team_id and r.network = comments.network and r.parent_id = comments.comment_id
      and r.direction = 'out' and r.created_at >= comments.created_at
  ) is not null;

-- name: mark_answered_in_threads
-- Networks hang a reply to a reply under the thread's first comment: a later reply of the team there answers it.
update comments set
  answered_at = (
    select min(r.created_at) from comments as r
    where r.team_id = comments.team_id and r.network = comments.network and r.parent_id = comments.parent_id
      and r.direction = 'out' and r.created_at >= comments.created_at
  ),
  answered_by = 'reply'
where team_id = :team_id
  and direction = 'in'
  and answered_at is null
  and parent_id is not null
  and (network, parent_id) in (
    select b.network, b.parent_id from staging_comments as b where b.parent_id is not null
  )
  and (
    select min(r.created_at) from comments as r
    where r.team_id = comments.team_id and r.network = comments.network and r.parent_id = comments.parent_id
      and r.direction = 'out' and r.created_at >= comments.created_at
  ) is not null;

-- name: waiting_comments
-- The comments that need an answer and have none at a moment, oldest first.
select c.network, c.comment_id, c.post_id, c.permalink, c.text, c.label, c.created_at, c.author_followers,
  p.permalink as post_permalink
from comments as c
left join posts as p
  on p.team_id = c.team_id and p.network = c.network and p.post_id = c.post_id
where c.team_id = :team_id
  and c.direction = 'in'
  and c.created_at >= :since
  and c.created_at <= :now
  and c.label in ('question', 'buying signal', 'complaint')
  and (c.answered_at is null or c.answered_at > :now)
  and (c.dismissed_at is null or c.dismissed_at > :now)
order by c.created_at, c.network, c.comment_id;

-- name: waiting_comments_of_kind
-- The same for comments of one label or another, made within a span of time.
select c.network, c.comment_id, c.post_id, c.permalink, c.text, c.label, c.created_at, c.author_followers,
  p.permalink as post_permalink
from comments as c
left join posts as p
  on p.team_id = c.team_id and p.network = c.network and p.post_id = c.post_id
where c.team_id = :team_id
  and c.direction = 'in'
  and c.created_at >= :since
  and c.created_at <= :until
  and c.label in (:label, :or_label)
  and (c.answered_at is null or c.answered_at > :now)
  and (c.dismissed_at is null or c.dismissed_at > :now)
order by c.created_at, c.network, c.comment_id;

-- name: answer_comment
-- A person says that a comment was answered.
update comments set answered_at = :now, answered_by = 'person'
where team_id = :team_id
  and network = :network
  and comment_id = :comment_id
  and answered_at is null
returning comment_id;

-- name: dismiss_comment
-- A person says that a comment needs no answer, and why.
update comments set dismissed_at = :now, dismissed_why = :why
where team_id = :team_id
  and network = :network
  and comment_id = :comment_id
returning comment_id;

-- name: label_comment
-- A person says what a comment is; that stays for ever.
update comments set label = :label, label_by = 'person'
where team_id = :team_id
  and network = :network
  and comment_id = :comment_id
returning comment_id;

-- name: comments
-- Every comment, oldest first.
select network, comment_id, post_id, parent_id, author_followers, direction, permalink, text, created_at, label,
  label_by, answered_at, answered_by
from comments
where team_id = :team_id
order by created_at, network, comment_id;
