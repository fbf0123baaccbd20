-- name: move_complaint
-- Note that a complaint was moved to a private channel; gives nothing back where it was moved or resolved before.
insert into complaint_cases (team_id, network, comment_id, moved_at)
values (:team_id, :network, :comment_id, :now)
on conflict (team_id, network, comment_id) do update set moved_at = excluded.moved_at
where complaint_cases.moved_at is null and complaint_cases.resolved_at is null
returning comment_id;

-- name: resolve_complaint
-- Note that a complaint was resolved offline; gives nothing back where it was resolved before.
insert into complaint_cases (team_id, network, comment_id, resolved_at)
values (:team_id, :network, :comment_id, :now)
on conflict (team_id, network, comment_id) do update set resolved_at = excluded.resolved_at
where complaint_cases.resolved_at is null
returning comment_id;

-- name: resolve_moved_before
-- Resolve a complaint that was moved before a moment and is still open; gives nothing back for any other comment.
update complaint_cases set resolved_at = :now
where team_id = :team_id
  and network = :network
  and comment_id = :comment_id
  and moved_at < :moment
  and resolved_at is null
returning comment_id;

-- name: open_case_again
-- Take back that a complaint was resolved; gives nothing back where it was not.
update complaint_cases set resolved_at = null
where team_id = :team_id
  and network = :network
  and comment_id = :comment_id
  and resolved_at is not null
returning comment_id;

-- name: take_move_back
-- Take back that an open complaint was moved; gives nothing back where it was not.
update complaint_cases set moved_at = null
where team_id = :team_id
  and network = :network
  and comment_id = :comment_id
  and moved_at is not null
  and resolved_at is null
returning comment_id;

-- name: take_dismissal_back
-- Take back that a comment needs no answer, and nothing else that was said of it.
update comments set dismissed_at = null, dismissed_why = null
where team_id = :team_id
  and network = :network
  and comment_id = :comment_id
returning comment_id;

-- name: add_complaint_step
-- Write a step into a complaint's history, after those that stand there.
insert into complaint_steps (team_id, network, comment_id, number, step, at, person, person_name)
select :team_id, :network, :comment_id, coalesce(max(s.number), 0) + 1, :step, :now, :person, :person_name
from complaint_steps as s
where s.team_id = :team_id
  and s.network = :network
  and s.comment_id = :comment_id;

-- name: complaint_steps
-- A complaint's history up to a moment, in its order.
select s.step, s.at, s.person_name
from complaint_steps as s
where s.team_id = :team_id
  and s.network = :network
  and s.comment_id = :comment_id
  and s.at <= :now
order by s.number;

-- name: forget_steps_of
-- Forget that it was one person who took steps with complaints; the steps themselves stay.
update complaint_steps set person = '', person_name = ''
where team_id = :team_id
  and person = :person;

-- name: complaint_case
-- When one complaint was moved and resolved; no row where it was neither.
select x.moved_at, x.resolved_at
from complaint_cases as x
where x.team_id = :team_id
  and x.network = :network
  and x.comment_id = :comment_id;

-- name: open_complaints
-- The complaints that were moved and wait for their end at a moment, the longest wait first, with who moved them.
select c.network, c.comment_id, c.post_id, c.text, c.created_at, coalesce(c.permalink, p.permalink) as permalink,
  p.text as post_text, x.moved_at, (
    select s.person_name
    from complaint_steps as s
    where s.team_id = x.team_id and s.network = x.network and s.comment_id = x.comment_id
      and s.step = 'moved' and s.at <= x.moved_at
    order by s.number desc
    limit 1
  ) as moved_by
from complaint_cases as x
join comments as c
  on c.team_id = x.team_id and c.network = x.network and c.comment_id = x.comment_id
left join posts as p
  on p.team_id = c.team_id and p.network = c.network and p.post_id = c.post_id
where x.team_id = :team_id
  and x.moved_at <= :now
  and (x.resolved_at is null or x.resolved_at > :now)
  and (c.dismissed_at is null or c.dismissed_at > :now)
order by x.moved_at, c.network, c.comment_id;

-- name: open_complaints_counted
-- How many moved complaints wait for their end at a moment, and since when the oldest does.
select count(*) as complaints, min(x.moved_at) as oldest
from complaint_cases as x
join comments as c
  on c.team_id = x.team_id and c.network = x.network and c.comment_id = x.comment_id
where x.team_id = :team_id
  and x.moved_at <= :now
  and (x.resolved_at is null or x.resolved_at > :now)
  and (c.dismissed_at is null or c.dismissed_at > :now);

-- name: comments_of_card
-- The comments that one card names, with what is known of their answer and their end.
select m.network, m.comment_id, m.answered_at, m.dismissed_at, x.moved_at, x.resolved_at
from card_items as i
join comments as m
  on m.team_id = i.team_id and m.network = i.network and m.comment_id = i.item_id
left join complaint_cases as x
  on x.team_id = m.team_id and x.network = m.network and x.comment_id = m.comment_id
where i.team_id = :team_id
  and i.card_id = :card_id
  and i.kind = 'comment'
order by m.network, m.comment_id;

-- name: open_cards_naming_comment
-- The cards that still ask for something and name one comment.
select c.card_id
from card_items as i
join cards as c
  on c.team_id = i.team_id and c.card_id = i.card_id
where i.team_id = :team_id
  and i.kind = 'comment'
  and i.network = :network
  and i.item_id = :comment_id
  and c.state in ('open', 'taken', 'snoozed')
order by c.card_id;

-- name: card_last_shown
-- What the message of a card was last to show.
select o.card
from outbox as o
where o.team_id = :team_id
  and o.card_id = :card_id
  and o.operation in ('post', 'edit')
  and o.ended_at is null
order by o.made_at desc, case when o.operation = 'edit' then 0 else 1 end, o.outbox_id desc
limit 1;

-- name: post_of_comment
-- The words of the post that one comment stands under.
select p.text
from comments as c
join posts as p
  on p.team_id = c.team_id and p.network = c.network and p.post_id = c.post_id
where c.team_id = :team_id
  and c.network = :network
  and c.comment_id = :comment_id;

-- name: comment_keys
-- The ids of the comments that came since a moment, to find one again by a mark of its id.
select c.network, c.comment_id
from comments as c
where c.team_id = :team_id
  and c.direction = 'in'
  and c.created_at >= :since;
