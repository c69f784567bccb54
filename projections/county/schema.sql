-- What the county looks after. Of a federation's log: provisions, allocations, adoptions. Of a unit's: the rest.

-- name: tables
create table fund_provision (
  union_id uuid not null,
  version int not null,
  fund text not null,
  amount_fen bigint not null,
  document_no text not null,
  provided_on date not null,
  position bigint not null,
  reversed_on date,
  primary key (union_id, version)
);
create table fund_allocation (
  union_id uuid not null,
  allocation_id uuid not null,
  unit_id uuid not null,
  kind text not null,
  fund text not null,
  amount_fen bigint not null,
  document_no text not null,
  handler_id uuid not null,
  approver_id uuid not null,
  allocated_on date not null,
  position bigint not null,
  cancelled_on date,
  received_on date,
  primary key (union_id, allocation_id)
);
create table adoption (
  union_id uuid not null,
  adoption_id uuid not null,
  policy_id text not null,
  policy_version int not null,
  valid_from date not null,
  document_no text not null,
  policy jsonb not null,
  units jsonb not null,
  adopted_on date not null,
  position bigint not null,
  primary key (union_id, adoption_id)
);
create table unit_books (
  union_id uuid primary key,
  closed_through text not null,
  closed_on date not null,
  recorded_at timestamptz not null,
  position bigint not null
);
create table unit_coverage (
  union_id uuid not null,
  month text not null,
  what text not null,
  recorded_at timestamptz not null,
  position bigint not null,
  primary key (union_id, month, what)
);
create table hardship_file (
  union_id uuid not null,
  household_id uuid not null,
  stage text not null,
  since date not null,
  position bigint not null,
  primary key (union_id, household_id)
);
create table aid_case_waiting (
  union_id uuid not null,
  aid_case_id uuid not null,
  case_no text,
  category text,
  fund_source text,
  requested_fen bigint,
  requested_on date,
  stage text not null,
  since date not null,
  version int not null,
  position bigint not null,
  primary key (union_id, aid_case_id)
);

-- name: indexes
create index fund_allocation_by_unit on fund_allocation (union_id, unit_id);
