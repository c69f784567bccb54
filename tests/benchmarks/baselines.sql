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

-- Bytes of the log's tables: rows, and indexes with them.
-- name: log_bytes
select c.relname as name, pg_table_size(c.oid) as rows, pg_indexes_size(c.oid) as indexes
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'books' and c.relkind in ('r', 'p')

-- name: mean_event_bytes
select e.topic = 'dues.received' as is_receipt, avg(pg_column_size(e.*))::float8 as bytes, count(*) as events
from books.event e
group by e.topic = 'dues.received'

-- Bytes of every table of the live ledgers, with indexes.
-- name: ledger_bytes
select c.relname as name, pg_total_relation_size(c.oid) as bytes
from books.projection p
join pg_namespace n on n.nspname = p.name || '_' || p.version
join pg_class c on c.relnamespace = n.oid and c.relkind in ('r', 'p')
where p.live

-- name: wal_position
select pg_current_wal_insert_lsn()::text as position

-- name: wal_bytes
select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), $1::text::pg_lsn)::float8 as bytes

-- name: settle
checkpoint

-- name: server_bytes
select sum(pg_database_size(d.oid))::float8 as bytes from pg_database d

-- name: tidy
vacuum (freeze)

-- name: compress_wal
alter system set wal_compression = on

-- name: reload
select pg_reload_conf()
