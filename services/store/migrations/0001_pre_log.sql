-- The log: heads, events, commands, claims.
create table books.union_head (
  union_id uuid primary key,
  position bigint not null,
  hash bytea not null check (octet_length(hash) = 32),
  recorded_at timestamptz not null,
  closed_until date,
  charter bytea not null
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

create table books.event (
  union_id uuid not null,
  position bigint not null,
  stream_id uuid not null,
  version int not null,
  topic text not null,
  schema_version smallint not null,
  occurred_on date not null,
  recorded_at timestamptz not null,
  actor_id text not null,
  command_id uuid not null,
  digest bytea not null,
  hash bytea not null,
  body bytea not null,
  primary key (union_id, position),
  unique (union_id, stream_id, version)
);

create table books.command (
  union_id uuid not null,
  command_id uuid not null,
  request_digest bytea not null,
  first_position bigint not null,
  last_position bigint not null,
  recorded_at timestamptz not null,
  primary key (union_id, command_id)
);

create table books.claim (
  union_id uuid not null,
  claim text not null,
  position bigint not null,
  primary key (union_id, claim)
);

alter table books.union_head enable row level security;
alter table books.union_head force row level security;
alter table books.event enable row level security;
alter table books.event force row level security;
alter table books.command enable row level security;
alter table books.command force row level security;
alter table books.claim enable row level security;
alter table books.claim force row level security;

-- Without `missing_ok`: a transaction that named no union fails loudly instead of seeing nothing.
create policy own_union on books.union_head to gonghui_owner, gonghui_app
  using (union_id = current_setting('app.union_id')::uuid)
  with check (union_id = current_setting('app.union_id')::uuid);
create policy own_union on books.event to gonghui_owner, gonghui_app
  using (union_id = current_setting('app.union_id')::uuid)
  with check (union_id = current_setting('app.union_id')::uuid);
create policy own_union on books.command to gonghui_owner, gonghui_app
  using (union_id = current_setting('app.union_id')::uuid)
  with check (union_id = current_setting('app.union_id')::uuid);
create policy own_union on books.claim to gonghui_owner, gonghui_app
  using (union_id = current_setting('app.union_id')::uuid)
  with check (union_id = current_setting('app.union_id')::uuid);

create policy every_union on books.union_head for select
  to gonghui_projector, gonghui_county, gonghui_auditor using (true);
create policy every_union on books.event for select
  to gonghui_projector, gonghui_auditor using (true);
create policy every_union on books.command for select to gonghui_auditor using (true);
create policy every_union on books.claim for select to gonghui_auditor using (true);

grant select on books.union_head, books.event
  to gonghui_app, gonghui_projector, gonghui_auditor;
grant select (union_id, position, recorded_at) on books.union_head to gonghui_county;
grant select on books.command, books.claim to gonghui_auditor;

-- The same events for a person with psql: the body as jsonb, under the reader's own policies.
create view books.event_readable with (security_invoker = true) as
select union_id, position, stream_id, version, topic, schema_version, occurred_on, recorded_at,
       actor_id, command_id, convert_from(body, 'UTF8')::jsonb as body
from books.event;
grant select on books.event_readable to gonghui_app, gonghui_auditor;
