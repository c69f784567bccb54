-- name: begin_union
begin; set local app.union_id = '{union_id}'

-- name: begin_union_with_path
begin; set local app.union_id = '{union_id}'; set local search_path = {search_path}

-- name: begin_with_path
begin; set local search_path = {search_path}

-- name: begin
begin

-- Added to an opening where what is written can be made again from the log: its commit does not wait for the disk.
-- name: derived
; set local synchronous_commit = off

-- Added to an opening where a pooler keeps the session's own limits out.
-- name: limit
; set local {name} = '{value}'

-- name: commit
commit

-- name: rollback
rollback

-- name: mark
savepoint mark

-- Marks of one name lie upon each other: going back to one leaves it there, so it is forgotten as well.
-- name: back_to_mark
rollback to savepoint mark; release savepoint mark

-- name: forget_mark
release savepoint mark

-- name: read_after
select e.union_id, e.position, e.stream_id, e.version, e.topic, e.schema_version, e.occurred_on,
       e.recorded_at, e.actor_id, e.command_id, e.digest, e.hash, e.body
from books.event e
where e.union_id = $1 and e.position > $2 and e.position <= $3
order by e.position
limit $4

-- name: stream_versions
select e.stream_id, max(e.version) as version
from books.event e
where e.union_id = $1 and e.stream_id = any ($2::uuid[])
group by e.stream_id

-- name: head
select h.union_id, h.position, h.hash, h.recorded_at, h.closed_until, h.charter
from books.union_head h
where h.union_id = $1

-- Positions are gapless and recorded_at never decreases within a union: a binary search.
-- name: position_at
with recursive search (low, high) as (
  select 0::bigint, h.position from books.union_head h where h.union_id = $1
  union all
  select case when e.recorded_at <= $2 then e.position else s.low end,
         case when e.recorded_at <= $2 then s.high else e.position - 1 end
  from search s
  join books.event e on e.union_id = $1 and e.position = (s.low + s.high + 1) / 2
  where s.low < s.high
)
select s.low from search s where s.low = s.high
