-- name: add_commitment
-- Keep a promise under the team's next free number; gives no row back when another process took that number.
insert into commitments (
  team_id, commitment_id, number, what, person, person_name, made_by, channel, zone, made_at, accepted_at,
  first_due_at, due_at, moves, measured_by, target, rule, seen_by
)
select
  :team_id, :commitment_id, coalesce(max(c.number), 0) + 1, :what, :person, :person_name, :made_by, :channel, :zone,
  :made_at, :accepted_at, :due_at, :due_at, 0, :measured_by, cast(:target as bigint), :rule, :seen_by
from commitments as c
where c.team_id = :team_id
on conflict (team_id, number) do nothing
returning number;

-- name: add_commitment_item
-- Tie a comment, a post or a kind of lead to a commitment.
insert into commitment_items (team_id, commitment_id, kind, network, item_id, position)
values (:team_id, :commitment_id, :kind, :network, :item_id, :n)
on conflict (team_id, commitment_id, kind, network, item_id) do nothing;

-- name: commitments
-- Every commitment made up to a moment, in the order of their numbers.
select commitment_id, number, what, person, person_name, made_by, channel, zone, made_at, accepted_at, first_due_at,
  due_at, moved_at, moves, measured_by, target, rule, seen_by, blocked_at, blocked_why, outcome, outcome_by,
  outcome_note, closed_at
from commitments
where team_id = :team_id
  and made_at <= :now
order by number;

-- name: commitment_by_number
-- One commitment by the short number that people type.
select commitment_id, number, what, person, person_name, made_by, channel, zone, made_at, accepted_at, first_due_at,
  due_at, moved_at, moves, measured_by, target, rule, seen_by, blocked_at, blocked_why, outcome, outcome_by,
  outcome_note, closed_at
from commitments
where team_id = :team_id
  and number = :number
  and made_at <= :now;

-- name: commitment_items
-- What each commitment is tied to, in the order in which it is to be taken.
select commitment_id, kind, network, item_id
from commitment_items
where team_id = :team_id
order by commitment_id, position;

-- name: items_of_commitment
-- What one commitment is tied to, in the order in which it is to be taken.
select commitment_id, kind, network, item_id
from commitment_items
where team_id = :team_id
  and commitment_id = :commitment_id
order by position;

-- name: change_commitment
-- Write a commitment's new state, unless somebody closed, reopened or moved it in between: then no row comes back.
update commitments set
  what = :what,
  accepted_at = :accepted_at,
  first_due_at = :first_due_at,
  due_at = :due_at,
  moved_at = :moved_at,
  moves = :moves,
  target = :target,
  blocked_at = :blocked_at,
  blocked_why = :blocked_why,
  outcome = :outcome,
  outcome_by = :outcome_by,
  outcome_note = :outcome_note,
  closed_at = :closed_at
where team_id = :team_id
  and commitment_id = :commitment_id
  and coalesce(closed_at, '') = :closed_before
  and coalesce(accepted_at, '') = :accepted_before
  and due_at = :due_before
returning number;

-- name: commitment_answers
-- For each commitment over comments: how many it holds, were answered (or, moved before, resolved) in time, by word, or put aside.
select s.commitment_id, count(*) as items,
  cast(sum(s.answered) as bigint) as answered,
  cast(sum(s.answered * s.worded) as bigint) as worded,
  cast(sum((1 - s.answered) * s.dismissed) as bigint) as dismissed
from (
  select k.commitment_id,
    case
      when x.moved_at < k.made_at then case when x.resolved_at <= k.due_at and x.resolved_at <= :now then 1 else 0 end
      when c.answered_at <= k.due_at and c.answered_at <= :now then 1 else 0
    end as answered,
    case when c.answered_by = 'person' or x.moved_at < k.made_at then 1 else 0 end as worded,
    case when c.dismissed_at <= :now then 1 else 0 end as dismissed
  from commitments as k
  join commitment_items as i
    on i.team_id = k.team_id and i.commitment_id = k.commitment_id and i.kind = 'comment'
  left join comments as c
    on c.team_id = i.team_id and c.network = i.network and c.comment_id = i.item_id
  left join complaint_cases as x
    on x.team_id = i.team_id and x.network = i.network and x.comment_id = i.item_id
  where k.team_id = :team_id
    and k.measured_by = 'answers'
    and k.made_at <= :now
) as s
group by s.commitment_id;

-- name: answers_given
-- How many comments the team answered in a window, whichever they are.
select count(*) as done
from comments
where team_id = :team_id
  and direction = 'in'
  and answered_at >= :since
  and answered_at <= :until;

-- name: leads_for_commitment
-- How many leads came in a window, only those of the posts, kinds and qualities that a commitment names, if it names any.
select count(*) as done
from leads as l
where l.team_id = :team_id
  and l.created_at >= :since
  and l.created_at <= :until
  and (
    not exists (
      select 1 from commitment_items as i
      where i.team_id = l.team_id and i.commitment_id = :commitment_id and i.kind = 'post'
    )
    or exists (
      select 1 from commitment_items as i
      where i.team_id = l.team_id and i.commitment_id = :commitment_id and i.kind = 'post'
        and i.network = l.tied_network and i.item_id = l.tied_post_id and l.tied_by <> 'time'
    )
  )
  and (
    not exists (
      select 1 from commitment_items as i
      where i.team_id = l.team_id and i.commitment_id = :commitment_id and i.kind = 'lead kind'
    )
    or exists (
      select 1 from commitment_items as i
      where i.team_id = l.team_id and i.commitment_id = :commitment_id and i.kind = 'lead kind' and i.item_id = l.kind
    )
  )
  and (
    l.quality = 'qualified'
    or not exists (
      select 1 from commitment_items as i
      where i.team_id = l.team_id and i.commitment_id = :commitment_id and i.kind = 'lead quality'
    )
  );

-- name: posts_for_commitment
-- How many posts were published in a window, on the networks of the posts a commitment names if it names any.
select count(*) as done
from posts as p
where p.team_id = :team_id
  and (
    (p.published_precision = 'minute' and p.published_at >= :since and p.published_at <= :until)
    or (p.published_precision = 'day' and p.published_at >= :since_day and p.published_at <= :until)
  )
  and (
    not exists (
      select 1 from commitment_items as i
      where i.team_id = p.team_id and i.commitment_id = :commitment_id and i.kind = 'post'
    )
    or exists (
      select 1 from commitment_items as i
      where i.team_id = p.team_id and i.commitment_id = :commitment_id and i.kind = 'post' and i.network = p.network
    )
  );

-- name: check_ins
-- The check-ins that were claimed for commitments that are still open.
select h.commitment_id, h.kind, h.due_at
from check_ins as h
join commitments as k
  on k.team_id = h.team_id and k.commitment_id = h.commitment_id
where h.team_id = :team_id
  and k.closed_at is null
order by h.commitment_id, h.kind, h.due_at;

-- name: claim_check_in
-- Take a check-in for this process; no row comes back where another took it before.
insert into check_ins (team_id, commitment_id, kind, due_at, claimed_at)
values (:team_id, :commitment_id, :kind, :due_at, :now)
on conflict (team_id, commitment_id, kind, due_at) do nothing
returning commitment_id;

-- name: messages_to
-- The unasked messages that a person got in a window, over all channels.
select at, local_date
from interruptions
where team_id = :team_id
  and person = :person
  and at > :since
  and at <= :now
order by at;

-- name: add_message_to
-- Note that a person was written to unasked.
insert into interruptions (team_id, interruption_id, channel, person, kind, at, local_date)
values (:team_id, :interruption_id, :channel, :person, :kind, :now, :local_date);
