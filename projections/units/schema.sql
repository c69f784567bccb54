-- The tree of units of a federation. union_id is the federation's own tenant id.

-- name: tables
create table federation (
  union_id uuid primary key,
  code text not null,
  name text not null,
  version int not null
);
create table unit (
  union_id uuid not null,
  unit_id uuid not null,
  code text not null,
  name text not null,
  legal_person boolean not null,
  enrolled_on date not null,
  position bigint not null,
  ended_on date,
  merged_into uuid,
  primary key (union_id, unit_id)
);
create table unit_place (
  union_id uuid not null,
  unit_id uuid not null,
  version int not null,
  parent_id uuid not null,
  edge text not null,
  since date not null,
  position bigint not null,
  primary key (union_id, unit_id, version)
);
create table unit_freeze (
  union_id uuid not null,
  unit_id uuid not null,
  version int not null,
  reason text,
  since date not null,
  position bigint not null,
  primary key (union_id, unit_id, version)
);

-- name: indexes
create unique index unit_code_is_unique_in_its_federation on unit (union_id, code);
