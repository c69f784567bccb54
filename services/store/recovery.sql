-- What a restore and its rehearsal ask: heads to compare, the transaction of an event, the archive's state.

-- name: all_heads
select h.union_id, h.position, h.hash from books.union_head h where h.position > 0

-- The chain hash at one position of each of some unions; none where the log does not reach that far.
-- name: hashes_at
select n.union_id, h.position as reached, e.hash
from unnest($1::uuid[], $2::bigint[]) as n (union_id, position)
left join books.union_head h on h.union_id = n.union_id
left join books.event e on e.union_id = n.union_id and e.position = n.position

-- The row of a command is written by its transaction itself, the events perhaps by a part of it. What is older than
-- the transaction that gave a table laid out anew its name was copied into it (partitions.sql).
-- name: transaction_of
select c.xmin::text::bigint as transaction, e.recorded_at,
  coalesce(age(c.xmin) >= age(pg_catalog.substring(
    pg_catalog.obj_description('books.command'::regclass, 'pg_class'), 'transaction ([0-9]+)')::xid),
    false) as is_copied
from books.event e
join books.command c on c.union_id = e.union_id and c.command_id = e.command_id
where e.union_id = $1 and e.position = $2

-- name: newest_size
select coalesce(max(c.size), 0) from books.checkpoint c

-- What was written until now lies in the segment this returns, which is closed.
-- name: close_segment
select pg_catalog.pg_walfile_name(pg_catalog.pg_switch_wal() - 1)

-- The segment that is being written.
-- name: open_segment
select pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn())

-- name: archiver
select pg_catalog.current_setting('archive_mode') <> 'off' as is_on,
       pg_catalog.current_setting('archive_timeout') as timeout,
       a.last_archived_wal, a.last_archived_time, a.last_failed_wal, a.last_failed_time
from pg_catalog.pg_stat_archiver a

-- name: reached
select h.position from books.union_head h where h.union_id = $1
