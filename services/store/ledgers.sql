-- Builds of projections: each has a schema of its own, so a new one grows beside the old one and the same
-- unqualified SELECT reads either, or temporary tables, by search path.

-- name: create_build
create schema if not exists {schema}

-- name: enter_build
set local search_path = {schema}

-- name: create_memory
create table {name}_memory (
  union_id uuid not null,
  key uuid not null,
  state bytea not null,
  primary key (union_id, key)
)

-- name: fence_table
alter table {schema}.{table} enable row level security;
alter table {schema}.{table} force row level security;
create policy own_union on {schema}.{table} to gonghui_app, gonghui_projector, gonghui_auditor
  using (union_id = (select current_setting('app.union_id')::uuid))
  with check (union_id = (select current_setting('app.union_id')::uuid));
grant select on {schema}.{table} to gonghui_app, gonghui_auditor

-- name: open_build
grant usage on schema {schema} to gonghui_app, gonghui_auditor, gonghui_county

-- name: open_to_county
create policy county on {schema}.{table} for select to gonghui_county using (true);
grant select on {schema}.{table} to gonghui_county

-- name: drop_build
drop schema if exists {schema} cascade

-- name: impatient
set local lock_timeout = '100ms'

-- name: builds
select name, version, live from books.projection order by name, version

-- name: register_build
insert into books.projection (name, version, live) values ($1, $2, $3) on conflict (name, version) do nothing

-- Builds there are, and builds there were: those have left their cursors behind. One statement, one moment.
-- name: build_numbers_used
select version, true as is_there from books.projection where name = $1
union
select version, false from books.cursor where name = $1

-- One build of a name is live for each version of the code ($3 builds apart), so that the code before goes on.
-- name: switch_builds
update books.projection p set live = (p.version = b.version)
from unnest($1::text[], $2::int[]) as b(name, version)
where p.name = b.name and p.version / $3 = b.version / $3

-- name: has_unions
select exists (select from books.union_head)

-- name: forget_build
delete from books.projection where name = $1 and version = $2

-- name: lock_cursors
select c.name, c.version, c.position
from books.cursor c
join unnest($2::text[], $3::int[]) as b(name, version) on b.name = c.name and b.version = c.version
where c.union_id = $1 and c.state = 'running'
order by c.name, c.version
for update of c skip locked

-- Holds cursors as above, reads on from the last of them, and moves them to where the stretch ends: in one round trip.
-- Where one cursor is not to be had nothing is read or moved. A row without a stream is a cursor as it stood: its
-- position, its build and its name.
-- name: take_stretch
with mine as materialized (
  select c.name, c.version, c.position
  from books.cursor c
  join unnest($2::text[], $3::int[]) as b(name, version) on b.name = c.name and b.version = c.version
  where c.union_id = $1 and c.state = 'running'
  order by c.name, c.version
  for update of c skip locked
), stretch as materialized (
  select e.position, e.stream_id, e.version, e.topic, e.schema_version, e.occurred_on, e.recorded_at,
    e.actor_id, e.command_id, e.body
  from books.event e
  where e.union_id = $1 and e.position > (select min(m.position) from mine m)
    and (select count(*) from mine) = cardinality($2)
  order by e.position
  limit $4
), moved as (
  update books.cursor c set position = greatest(c.position, (select max(s.position) from stretch s))
  from mine m
  where c.union_id = $1 and c.name = m.name and c.version = m.version and exists (select from stretch)
)
select m.position, null::uuid as stream_id, m.version, m.name as topic, null::int as schema_version,
  null::date as occurred_on, null::timestamptz as recorded_at, null::text as actor_id, null::uuid as command_id,
  null::bytea as body
from mine m
union all
select * from stretch

-- name: make_cursors
insert into books.cursor (union_id, name, version, position, state)
select $1, b.name, b.version, 0, 'running'
from (select * from unnest($2::text[], $3::int[]) as u(name, version) order by u.name, u.version) b
on conflict (union_id, name, version) do nothing

-- name: move_cursors
update books.cursor c set position = b.position
from unnest($2::text[], $3::int[], $4::int8[]) as b(name, version, position)
where c.union_id = $1 and c.name = b.name and c.version = b.version

-- name: cursors
select c.name, c.version, c.position, c.state
from books.cursor c
join unnest($2::text[], $3::int[]) as b(name, version) on b.name = c.name and b.version = c.version
where c.union_id = $1

-- name: park
update books.cursor set state = 'parked' where union_id = $1 and name = $2 and version = $3

-- name: unpark
update books.cursor set state = 'running' where union_id = $1 and name = $2 and version = $3

-- name: note_failure
insert into books.dead_letter as d (union_id, name, version, position, topic, error_code, attempts, first_at, last_at)
values ($1, $2, $3, $4, $5, $6, 1, clock_timestamp(), clock_timestamp())
on conflict (union_id, name, version, position) do update set
  error_code = excluded.error_code, attempts = d.attempts + 1, last_at = excluded.last_at
returning attempts

-- name: forget_failures
delete from books.dead_letter where union_id = $1 and name = $2 and version = $3

-- name: parked
select d.union_id, d.name, d.version, d.position, d.topic, d.error_code, d.attempts
from books.dead_letter d
join books.cursor c on c.union_id = d.union_id and c.name = d.name and c.version = d.version
where c.state = 'parked'
order by d.union_id, d.name

-- $3: so many events that a union lacks do not count
-- name: unions_behind
select h.union_id
from books.union_head h
where exists (
  select from unnest($1::text[], $2::int[]) as b(name, version)
  left join books.cursor c on c.union_id = h.union_id and c.name = b.name and c.version = b.version
  where coalesce(c.position, 0) + $3 < h.position and coalesce(c.state, 'running') <> 'parked'
)
order by h.union_id

-- name: unions
select union_id, position from books.union_head order by union_id

-- What a ledger needs of a stretch of the log: neither digests nor hashes.
-- name: read_stretch
select e.position, e.stream_id, e.version, e.topic, e.schema_version, e.occurred_on, e.recorded_at,
  e.actor_id, e.command_id, e.body
from books.event e
where e.union_id = $1 and e.position > $2 and e.position <= $3
order by e.position
limit $4

-- $1 union, $2 after, $3 until, $4 topics; and, for nobody may pass them over, those that are not among $5
-- name: positions_of_topics
select e.position
from books.event e
where e.union_id = $1 and e.position > $2 and e.position <= $3
  and (e.topic = any($4::text[]) or e.topic <> all($5::text[]))
order by e.position

-- $1 union, $2 until, $3 topics, $4 days
-- name: positions_of_days
select e.position, e.occurred_on
from books.event e
where e.union_id = $1 and e.position <= $2 and e.topic = any($3::text[]) and e.occurred_on = any($4::date[])
order by e.position

-- name: read_memory
select key, state from {schema}.{name}_memory where union_id = $1 and key = any($2::uuid[])

-- name: put_memory
insert into {schema}.{name}_memory (union_id, key, state)
select $1, m.* from unnest($2::uuid[], $3::bytea[]) as m
on conflict (union_id, key) do update set state = excluded.state

-- name: lag
select b.name, b.version,
  coalesce(sum(h.position - coalesce(c.position, 0)), 0)::bigint as events,
  count(*) filter (where c.state = 'parked') as parked
from unnest($1::text[], $2::int[]) as b(name, version)
cross join books.union_head h
left join books.cursor c on c.union_id = h.union_id and c.name = b.name and c.version = b.version
group by b.name, b.version
