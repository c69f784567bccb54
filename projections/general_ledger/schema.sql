-- 总账: one row for each voucher, account and fund; and what kind of voucher those are that moved nothing.

-- name: tables
create table posting (
  union_id uuid not null,
  period text not null,
  occurred_on date not null,
  topic text not null,
  gathered uuid not null,
  account text not null,
  fund text not null,
  debit_fen bigint not null,
  credit_fen bigint not null,
  entries int not null,
  stream_id uuid not null,
  version int not null,
  position bigint not null,
  primary key (union_id, period, occurred_on, topic, gathered, account, fund)
);
create table marked_voucher (
  union_id uuid not null,
  gathered uuid not null,
  kind text not null,
  position bigint not null,
  primary key (union_id, gathered)
);

-- name: indexes
create index posting_by_account on posting (union_id, account, occurred_on);
