-- What the checker reads, and what the controls take away. Run by an administrator, straight at the server.

-- name: heads
select union_id, position, hash, charter from books.union_head where union_id = any ($1)

-- name: anchors
select union_id, position, hash from books.event
where (union_id, position) in (select * from unnest($1::uuid[], $2::bigint[]))

-- name: events_after
select union_id, position, stream_id, version, topic, schema_version, occurred_on, recorded_at,
       actor_id, command_id, digest, hash, body
from books.event where union_id = $1 and position > $2 order by position

-- name: commands_after
select command_id, first_position, last_position, recorded_at from books.command
where union_id = $1 and last_position > $2 order by first_position, command_id

-- name: counts
select h.union_id, h.position,
       (select count(*) from books.event e where e.union_id = h.union_id) as events,
       (select count(*) from books.command c where c.union_id = h.union_id) as commands
from books.union_head h where h.union_id = any ($1)

-- name: begin_union
begin; set local app.union_id = '{union_id}'

-- name: foreign_rows
select (select count(*) from books.event where union_id <> $1)
  + (select count(*) from books.union_head where union_id <> $1)

-- name: lag
select coalesce(sum(h.position - coalesce(c.position, 0)), 0)::bigint
from books.union_head h
cross join books.projection p
left join books.cursor c
  on c.union_id = h.union_id and c.name = p.name and c.version = p.version
where p.live and h.union_id = any ($1)

-- name: switch_wal
select pg_switch_wal()

-- name: commit_late
alter system set synchronous_commit = off

-- name: write_late
alter system set wal_writer_delay = '10s'

-- name: reload
select pg_reload_conf()

-- name: definition
select pg_get_functiondef(p.oid) from pg_proc p
where p.pronamespace = 'books'::regnamespace and p.proname = $1

-- name: forget_command_key
alter table books.command drop constraint command_pkey

-- name: forget_version_key
alter table books.event drop constraint event_union_id_stream_id_version_key

-- name: open_event
alter table books.event disable row level security

-- name: open_union_head
alter table books.union_head disable row level security
