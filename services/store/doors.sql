-- Calls of the functions that enter a union by themselves, and leave it with their own statement.
-- `Pool.call` runs these and nothing else: what is added here must leave nothing on its session.

-- name: found_union
select books.found_union_v1($1, $2)

-- name: append
select a.first_position, a.last_position, a.hash, a.recorded_at, a.replayed
from books.append_v1($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
                     $18) as a

-- name: append_event
select a.first_position, a.last_position, a.hash, a.recorded_at, a.replayed
from books.append_event_v1($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) as a

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
