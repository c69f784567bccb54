-- Rows of the key store. Every key here is wrapped; a destroyed one keeps its row, without the key.
create table keyring.union_key (
  union_id uuid primary key,
  wrapped bytea not null,
  created_at timestamptz not null
);

create table keyring.subject_key (
  union_id uuid not null,
  subject_id uuid not null,
  kind text not null check (kind in ('books', 'file')),
  wrapped bytea,
  created_at timestamptz not null,
  destroyed_at timestamptz,
  primary key (union_id, subject_id, kind),
  check ((wrapped is null) = (destroyed_at is not null))
);

create table keyring.blind_index (
  union_id uuid not null,
  blind bytea not null,
  subject_id uuid not null,
  primary key (union_id, blind)
);
create index blind_index_by_subject on keyring.blind_index (union_id, subject_id);

-- The county's own index, under the county's key: the federation is the tenant of its rows.
create table keyring.county_index (
  federation_id uuid not null,
  blind bytea not null,
  union_id uuid not null,
  subject_id uuid not null,
  primary key (federation_id, blind, union_id)
);

alter table keyring.union_key enable row level security;
alter table keyring.union_key force row level security;
alter table keyring.subject_key enable row level security;
alter table keyring.subject_key force row level security;
alter table keyring.blind_index enable row level security;
alter table keyring.blind_index force row level security;
alter table keyring.county_index enable row level security;
alter table keyring.county_index force row level security;

create policy own_union on keyring.union_key to gonghui_keys
  using (union_id = current_setting('app.union_id')::uuid)
  with check (union_id = current_setting('app.union_id')::uuid);
create policy own_union on keyring.subject_key to gonghui_keys
  using (union_id = current_setting('app.union_id')::uuid)
  with check (union_id = current_setting('app.union_id')::uuid);
create policy own_union on keyring.blind_index to gonghui_keys
  using (union_id = current_setting('app.union_id')::uuid)
  with check (union_id = current_setting('app.union_id')::uuid);
create policy own_federation on keyring.county_index to gonghui_keys
  using (federation_id = current_setting('app.union_id')::uuid)
  with check (federation_id = current_setting('app.union_id')::uuid);

grant select, insert on keyring.union_key, keyring.subject_key, keyring.blind_index,
  keyring.county_index to gonghui_keys;
grant update (wrapped, destroyed_at) on keyring.subject_key to gonghui_keys;
grant update (wrapped) on keyring.union_key to gonghui_keys;
grant delete on keyring.blind_index, keyring.county_index to gonghui_keys;

-- Keys may be restricted to storage, re-wrapped and restored; every process notices within a second.
-- `wrapped_index`: what the blind index and the digests of requests follow from, once it is no longer `wrapped`.
-- `generation` rises with whatever other processes must no longer keep in memory.
alter table keyring.union_key
  add column wrapped_index bytea,
  add column generation bigint not null default 1;

-- A restricted key is stored and protected, and opened for audits and authorities only.
alter table keyring.subject_key add column restricted_at timestamptz;

-- The key of a county's own index. It followed from the root key before; stored, it survives a new root key.
create table keyring.county_key (
  federation_id uuid primary key,
  wrapped bytea not null,
  created_at timestamptz not null
);
alter table keyring.county_key enable row level security;
alter table keyring.county_key force row level security;
create policy own_federation on keyring.county_key to gonghui_keys
  using (federation_id = current_setting('app.union_id')::uuid)
  with check (federation_id = current_setting('app.union_id')::uuid);

-- Whom a union knows it may take out of every county's index.
create policy own_people_seen on keyring.county_index for select to gonghui_keys
  using (union_id = current_setting('app.union_id')::uuid);
create policy own_people_removed on keyring.county_index for delete to gonghui_keys
  using (union_id = current_setting('app.union_id')::uuid);

-- Whose keys there are, ids only: for rotation and backup, which then enter one tenant after the other.
create policy every_tenant on keyring.union_key for select to gonghui_owner using (true);
create policy every_tenant on keyring.county_key for select to gonghui_owner using (true);
create policy every_tenant on keyring.county_index for select to gonghui_owner using (true);
create function keyring.tenants_v1()
returns table (tenant_id uuid, is_union boolean, is_county boolean)
language sql stable security definer set search_path = pg_catalog as $$
  select t.tenant_id, bool_or(t.of_union), bool_or(not t.of_union)
  from (
    select k.union_id as tenant_id, true as of_union from keyring.union_key k
    union all
    select c.federation_id, false from keyring.county_key c
    union all
    select distinct i.federation_id, false from keyring.county_index i
  ) t
  group by t.tenant_id
  order by t.tenant_id
$$;
revoke all on function keyring.tenants_v1() from public;
grant execute on function keyring.tenants_v1() to gonghui_keys;

grant select, insert, update (wrapped) on keyring.county_key to gonghui_keys;
grant update (wrapped_index, generation) on keyring.union_key to gonghui_keys;
grant update (restricted_at) on keyring.subject_key to gonghui_keys;
