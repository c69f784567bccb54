-- 一帮一结对台账.

-- name: tables
create table pairing (
  union_id uuid not null,
  pairing_id uuid not null,
  household_id uuid not null,
  cadre_id uuid not null,
  target text not null,
  started_on date not null,
  due_on date not null,
  ended_on date,
  outcome text,
  version int not null,
  position bigint not null,
  primary key (union_id, pairing_id)
);
create table pairing_review (
  union_id uuid not null,
  pairing_id uuid not null,
  version int not null,
  reviewed_on date not null,
  progress text not null,
  reviewer_id uuid not null,
  due_on date,
  details text not null,
  position bigint not null,
  primary key (union_id, pairing_id, version)
);

-- name: indexes
create index pairing_by_household on pairing (union_id, household_id);
