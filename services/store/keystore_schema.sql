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
