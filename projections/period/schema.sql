-- 会计期间: every close (结账), re-opening (反结账) and lock of a year.

-- name: tables
create table period_step (
  union_id uuid not null,
  version int not null,
  step text not null,
  period text not null,
  occurred_on date not null,
  officer_id uuid,
  second_officer_id uuid,
  reason text,
  checklist jsonb not null,
  unchecked jsonb not null,
  position bigint not null,
  primary key (union_id, version)
);

-- name: indexes
