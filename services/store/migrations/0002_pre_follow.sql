-- Followers of the log: which projections exist, how far each is, what it could not swallow.
create table books.projection (
  name text not null,
  version int not null,
  live boolean not null,
  primary key (name, version)
);

create table books.cursor (
  union_id uuid not null,
  name text not null,
  version int not null,
  position bigint not null default 0,
  state text not null default 'running' check (state in ('running', 'parked')),
  primary key (union_id, name, version)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

-- Names the event and the kind of error only: no payload, no text of an exception.
create table books.dead_letter (
  union_id uuid not null,
  name text not null,
  version int not null,
  position bigint not null,
  topic text not null,
  error_code text not null,
  attempts int not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (union_id, name, version, position)
);

alter table books.cursor enable row level security;
alter table books.cursor force row level security;
alter table books.dead_letter enable row level security;
alter table books.dead_letter force row level security;

create policy own_union on books.cursor to gonghui_app, gonghui_projector
  using (union_id = current_setting('app.union_id')::uuid)
  with check (union_id = current_setting('app.union_id')::uuid);
create policy own_union on books.dead_letter to gonghui_app, gonghui_projector
  using (union_id = current_setting('app.union_id')::uuid)
  with check (union_id = current_setting('app.union_id')::uuid);
create policy every_union on books.cursor for select
  to gonghui_projector, gonghui_county, gonghui_auditor using (true);
create policy every_union on books.dead_letter for select
  to gonghui_projector, gonghui_auditor using (true);

grant select on books.projection
  to gonghui_app, gonghui_projector, gonghui_county, gonghui_auditor;
grant insert, update, delete on books.projection to gonghui_projector;
grant select on books.cursor to gonghui_app, gonghui_projector, gonghui_county, gonghui_auditor;
grant insert, update, delete on books.cursor to gonghui_projector;
grant select on books.dead_letter to gonghui_app, gonghui_projector, gonghui_auditor;
grant insert, update, delete on books.dead_letter to gonghui_projector;
