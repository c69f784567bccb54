-- What whoever runs the service looks at: how far behind, how full, how old. Nothing of anybody's books.

-- How long the oldest event waits that a live ledger does not show; parked unions count, for theirs wait as well.
-- name: oldest
select b.name, extract(epoch from clock_timestamp() - min(e.recorded_at))::bigint as seconds
from unnest($1::text[], $2::int[]) as b(name, version)
cross join books.union_head h
left join books.cursor c on c.union_id = h.union_id and c.name = b.name and c.version = b.version
join books.event e on e.union_id = h.union_id and e.position = coalesce(c.position, 0) + 1
where h.position > coalesce(c.position, 0)
group by b.name

-- Of builds that are there: one that was dropped leaves its cursors behind.
-- name: parked_events
select d.union_id, d.name as projection, d.version as build, d.position, d.topic, d.error_code, d.attempts,
  d.first_at, d.last_at
from books.dead_letter d
join books.projection p on p.name = d.name and p.version = d.version
join books.cursor c on c.union_id = d.union_id and c.name = d.name and c.version = d.version
where c.state = 'parked'
order by d.first_at, d.union_id, d.name
limit $1

-- Appends that wait, at this moment, for the head of their union (or a stream's claim) in another transaction.
-- name: head_lock_waits
select count(*)::int as waiting,
  (coalesce(extract(epoch from max(clock_timestamp() - l.waitstart)), 0) * 1000)::bigint as longest_milliseconds
from pg_catalog.pg_locks l
join pg_catalog.pg_stat_activity a on a.pid = l.pid
where not l.granted and l.waitstart is not null and l.locktype in ('transactionid', 'tuple')
  and a.usename = 'gonghui_app' and a.datname = current_database()

-- name: connections
select a.usename as role, a.application_name as application, count(*)::int as connections
from pg_catalog.pg_stat_activity a
where a.datname = current_database() and a.usename like 'gonghui\_%'
group by a.usename, a.application_name
order by a.usename, a.application_name

-- name: database_bytes
select pg_catalog.pg_database_size(current_database())

-- name: server_version
select pg_catalog.current_setting('server_version')

-- Without what was noted while the clock was ahead: it would be the last one for years.
-- name: last_runs
select c.kind, max(c.finished_at) as finished_at,
  (array_agg(c.sound order by c.finished_at desc))[1] as sound,
  extract(epoch from clock_timestamp() - max(c.finished_at))::bigint as age_seconds,
  extract(epoch from clock_timestamp() - max(c.finished_at) filter (where c.sound))::bigint as sound_age_seconds
from books.check_run c
where c.kind = any ($1::text[]) and c.finished_at <= clock_timestamp() + interval '5 minutes'
group by c.kind

-- name: archiver
select a.last_archived_time as archived_at,
  a.last_failed_time is not null
    and a.last_failed_time > coalesce(a.last_archived_time, '-infinity'::timestamptz) as is_failing
from pg_catalog.pg_stat_archiver a
