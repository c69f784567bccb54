-- 走访(五必访)记录.

-- name: tables
create table visit (
  union_id uuid not null,
  visit_id uuid not null,
  member_id uuid not null,
  occasion text not null,
  happened_on date not null,
  reported_on date not null,
  visited_on date not null,
  days_to_report int not null,
  days_to_visit int not null,
  within_term boolean,
  visitors jsonb not null,
  details text not null,
  policy_id text not null,
  policy_version int not null,
  household_id uuid,
  pairing_id uuid,
  followed_up_on date,
  result text,
  follow_up text,
  reversed_on date,
  version int not null,
  position bigint not null,
  primary key (union_id, visit_id)
);

-- name: indexes
create index visit_by_date on visit (union_id, visited_on);
create index visit_by_pairing on visit (union_id, pairing_id);
