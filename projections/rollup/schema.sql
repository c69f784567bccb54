-- What each unit contributes to its county's roll-up.

-- name: tables
create table rollup_contribution (
  union_id uuid not null,
  period text not null,
  measure text not null,
  item text not null,
  value bigint not null,
  as_of_position bigint not null,
  primary key (union_id, measure, period, item)
);
create table unit_freshness (
  union_id uuid primary key,
  position bigint not null,
  recorded_at timestamptz not null
);

-- name: indexes
