-- What the administrator runs to search everything for what must be gone. Never run by a process that serves.

-- name: tables
select format('%I.%I', n.nspname, c.relname)
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
order by 1

-- A row as text shows bytes as hexadecimal digits, so what is sought is given in every spelling.
-- name: rows_with
select count(*) from {table} t
where exists (select from unnest($1::text[]) as n (spelling) where position(n.spelling in t::text) > 0)

-- name: data_directory
select pg_catalog.current_setting('data_directory')

-- name: database_number
select d.oid::bigint from pg_catalog.pg_database d where d.datname = pg_catalog.current_database()

-- name: checkpoint
checkpoint

-- name: become_owner
set role gonghui_owner

-- name: compact_subject_keys
vacuum full keyring.subject_key

-- name: compact_blind_index
vacuum full keyring.blind_index

-- name: compact_county_index
vacuum full keyring.county_index
