-- 会费收缴明细表 and 汇总表. Arrears are computed from what is due and what was received, never stored.

-- name: tables
create table dues_account (
  union_id uuid not null,
  member_id uuid not null,
  due_spans jsonb not null,
  position bigint not null,
  primary key (union_id, member_id)
);
create table wage_base (
  union_id uuid not null,
  member_id uuid not null,
  version int not null,
  from_month text not null,
  due_fen bigint not null,
  wage text not null,
  policy_id text not null,
  policy_version int not null,
  occurred_on date not null,
  position bigint not null,
  primary key (union_id, member_id, version)
);
create table dues_receipt (
  union_id uuid not null,
  member_id uuid not null,
  version int not null,
  dues_month text not null,
  amount_fen bigint not null,
  received_on date not null,
  position bigint not null,
  reversed_on date,
  reversed_position bigint,
  primary key (union_id, member_id, version)
);

-- name: indexes
