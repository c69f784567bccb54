-- name: begin_union
begin; set local app.union_id = '{union_id}'

-- name: begin_union_with_path
begin; set local app.union_id = '{union_id}'; set local search_path = {search_path}

-- name: begin_with_path
begin; set local search_path = {search_path}

-- name: begin
begin

-- name: commit
commit

-- name: rollback
rollback

-- name: found_union
select books.found_union_v1($1, $2)

-- name: append
select a.first_position, a.last_position, a.hash, a.recorded_at, a.replayed
from books.append_v1($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
                     $18) as a

-- name: append_group
select g.ordinal, g.refusal, g.detail, g.first_position, g.last_position, g.hash, g.recorded_at,
       g.replayed
from books.append_group_v1($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
                           $17, $18, $19, $20, $21, $22, $23, $24) as g

-- name: read_streams
select s.head_position, $1::uuid, s.position, s.stream_id, s.version, s.topic, s.schema_version,
       s.occurred_on, s.recorded_at, s.actor_id, s.command_id, s.digest, s.hash, s.body
from books.read_streams_v1($1, $2) as s

-- name: find_command
select c.first_position, c.last_position, c.hash, c.recorded_at, c.request_digest
from books.find_command_v1($1, $2) as c

-- name: read_after
select e.union_id, e.position, e.stream_id, e.version, e.topic, e.schema_version, e.occurred_on,
       e.recorded_at, e.actor_id, e.command_id, e.digest, e.hash, e.body
from books.event e
where e.union_id = $1 and e.position > $2 and e.position <= $3
order by e.position
limit $4

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

-- name: behind
select h.union_id, h.position as head_position, coalesce(c.position, 0) as position
from books.union_head h
left join books.cursor c on c.union_id = h.union_id and c.name = $1 and c.version = $2
where h.position > coalesce(c.position, 0) and coalesce(c.state, 'running') <> 'parked'
order by h.union_id

-- name: lag
select coalesce(sum(h.position - coalesce(c.position, 0)), 0)::bigint as events,
       count(*) filter (where h.position > coalesce(c.position, 0)) as unions,
       count(*) filter (where c.state = 'parked') as parked
from books.union_head h
left join books.cursor c on c.union_id = h.union_id and c.name = $1 and c.version = $2
