-- What the books are compared with: the same rows with the same indexes, and nothing else.

-- name: make_tables
create schema baseline;
create table baseline.event (like books.event including all)

-- name: insert_event
insert into baseline.event
  (union_id, position, stream_id, version, topic, schema_version, occurred_on, recorded_at,
   actor_id, command_id, digest, hash, body)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)

-- name: read_union
select * from books.event where union_id = $1 order by position

-- name: count_events
select count(*) from books.event
