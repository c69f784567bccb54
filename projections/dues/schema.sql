-- 会费收缴明细表, 汇总表 and 催缴台账. Arrears are computed from what is due and what was received, never stored.

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
  batch_id uuid,
  position bigint not null,
  reversed_on date,
  reversed_position bigint,
  primary key (union_id, member_id, version)
);
create table dues_waiver (
  union_id uuid not null,
  member_id uuid not null,
  version int not null,
  dues_month text not null,
  amount_fen bigint not null,
  reason text not null,
  decision_no text not null,
  waived_on date not null,
  position bigint not null,
  reversed_on date,
  reversed_position bigint,
  primary key (union_id, member_id, version)
);
create table arrears_warning (
  union_id uuid not null,
  member_id uuid not null,
  version int not null,
  told_on date not null,
  months int,
  cleared_by text,
  details text,
  position bigint not null,
  primary key (union_id, member_id, version)
);
create table dues_reminder (
  union_id uuid not null,
  member_id uuid not null,
  version int not null,
  sent_on date not null,
  through_month text not null,
  months int not null,
  amount_fen bigint not null,
  channel text not null,
  details text,
  position bigint not null,
  primary key (union_id, member_id, version)
);
create table dues_batch (
  union_id uuid not null,
  batch_id uuid not null,
  version int not null,
  closed_on date not null,
  declared_heads int not null,
  declared_fen bigint not null,
  heads int not null,
  amount_fen bigint not null,
  difference_reason text,
  first_month text,
  last_month text,
  branch_id uuid,
  position bigint not null,
  primary key (union_id, batch_id)
);

-- name: indexes
