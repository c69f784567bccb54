-- 银行对账: every comparison of a money account with its statement, and those that were taken back.

-- name: tables
create table bank_assertion (
  union_id uuid not null,
  account text not null,
  version int not null,
  stated_on date not null,
  bank_fen bigint not null,
  books_fen bigint not null,
  books_position bigint,
  difference_fen bigint not null,
  difference_reason text,
  outstanding jsonb not null,
  statement jsonb,
  asserted_by uuid not null,
  position bigint not null,
  primary key (union_id, account, version)
);
create table withdrawn_assertion (
  union_id uuid not null,
  account text not null,
  withdrawn_version int not null,
  withdrawn_on date not null,
  withdrawn_by uuid not null,
  reason text not null,
  position bigint not null,
  primary key (union_id, account, withdrawn_version)
);

-- name: indexes
