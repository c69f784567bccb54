-- What a move to another server reads as the auditor, and does as the administrator (migration 0014).

-- Head, claims and what became of the union here: one statement, so all of one moment.
-- name: departing
select h.position, h.hash, h.recorded_at, h.closed_until, h.charter, h.elsewhere_since,
       (select m.step from books.move m where m.union_id = $1 order by m.nth desc limit 1) as step,
       array(select c.claim from books.claim c where c.union_id = $1 order by c.claim) as claims,
       array(select c.position from books.claim c where c.union_id = $1 order by c.claim)
         as claim_positions
from books.union_head h
where h.union_id = $1

-- name: commands_until
select c.command_id, c.request_digest, c.first_position, c.last_position
from books.command c
where c.union_id = $1 and c.command_id > $2 and c.last_position <= $3
order by c.command_id
limit $4

-- One at a time: each may be as large as a photograph.
-- name: next_named_paper
select a.sha256, a.key_id, a.media_type, a.byte_count, a.content, a.kept_at, a.kept_by, a.named_at,
       a.destroyed_at
from books.attachment a
where a.union_id = $1 and a.sha256 > $2 and a.named_at is not null
order by a.sha256
limit 1

-- name: namings_of_paper
select n.stream_id, n.package, n.occurred_on
from books.attachment_naming n
where n.union_id = $1 and n.sha256 = $2
order by n.stream_id, n.occurred_on

-- name: hash_at
select e.hash from books.event e where e.union_id = $1 and e.position = $2

-- Whether a federation's log says that a unit is its own. $2: the unit's id as it stands in a body.
-- name: is_enrolled
select exists (
  select from books.event e
  where e.union_id = $1 and e.topic = 'federation.unit_enrolled'
    and position(convert_to($2, 'UTF8') in e.body) > 0)

-- name: moves
select m.nth, m.step, m.moved_at, m.position, m.hash, m.reason, m.file, m.evidence
from books.move m
where m.union_id = $1
order by m.nth

-- The union's last move and what stands there now.
-- name: move_faults
select case
    when m.nth is null then 'closed_without_move'
    when (h.elsewhere_since is null) <> (m.step in ('returned', 'arrived')) then 'move_differs'
    when h.elsewhere_since is not null and (h.position <> m.position or h.hash <> m.hash)
      then 'written_after_move'
    else 'move_differs' end as kind, h.position
from books.union_head h
left join lateral (
  select n.nth, n.step, n.position, n.hash from books.move n
  where n.union_id = $1 order by n.nth desc limit 1) m on true
left join books.event e on e.union_id = $1 and e.position = m.position
where h.union_id = $1
  and case when m.nth is null then h.elsewhere_since is not null
      else (h.elsewhere_since is null) <> (m.step in ('returned', 'arrived'))
        or (h.elsewhere_since is not null and (h.position <> m.position or h.hash <> m.hash))
        or e.hash is distinct from m.hash end

-- name: wait_little
set local lock_timeout = '5s'

-- name: stop_writing
select books.stop_writing_v1($1, $2)

-- name: resume_writing
select books.resume_writing_v1($1, $2)

-- name: release_union
select books.release_union_v1($1, $2)

-- name: begin_move_in
select b.position, b.hash from books.begin_move_in_v1($1, $2) as b

-- name: move_in_events
select books.move_in_events_v1($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)

-- name: move_in_commands
select books.move_in_commands_v1($1, $2, $3, $4, $5)

-- name: move_in_paper
select books.move_in_paper_v1($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)

-- name: end_move_in
select books.end_move_in_v1($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
