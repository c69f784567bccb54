-- 工会经费预算表 / 决算表: what holds, line by line; every step of every paper; every charge against a line.

-- name: tables
create table budget_line (
  union_id uuid not null,
  year int not null,
  account text not null,
  planned_fen bigint not null,
  last_year_fen bigint,
  note_code text,
  approved_on date not null,
  position bigint not null,
  primary key (union_id, year, account)
);
create table budget_change (
  union_id uuid not null,
  year int not null,
  number int not null,
  account text not null,
  change_fen bigint not null,
  approved_on date not null,
  position bigint not null,
  primary key (union_id, year, number, account)
);
create table final_line (
  union_id uuid not null,
  year int not null,
  account text not null,
  actual_fen bigint not null,
  approved_on date not null,
  position bigint not null,
  primary key (union_id, year, account)
);
create table budget_charge (
  union_id uuid not null,
  year int not null,
  version int not null,
  account text not null,
  line text,
  source_id uuid not null,
  amount_fen bigint not null,
  over_fen bigint not null,
  occurred_on date not null,
  position bigint not null,
  primary key (union_id, year, version)
);
create table budget_step (
  union_id uuid not null,
  year int not null,
  version int not null,
  stream_id uuid not null,
  paper text,
  step text not null,
  occurred_on date not null,
  officer_id uuid,
  decision_no text,
  opinion text,
  reason text,
  month text,
  income_fen bigint,
  expense_fen bigint,
  carried_over_fen bigint,
  lines jsonb,
  position bigint not null,
  primary key (union_id, year, version)
);

-- name: indexes
