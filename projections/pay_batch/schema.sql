-- 发放批次: pay lists as they were drawn up, their lines, their steps, and the lines that came back.

-- name: tables
create table pay_batch (
  union_id uuid not null,
  pay_batch_id uuid not null,
  version int not null,
  batch_no text not null,
  category text not null,
  fund_source text not null,
  method text not null,
  item_count int not null,
  total_fen bigint not null,
  drafted_on date not null,
  position bigint not null,
  primary key (union_id, pay_batch_id, version)
);
create table pay_batch_item (
  union_id uuid not null,
  pay_batch_id uuid not null,
  version int not null,
  place int not null,
  aid_case_id uuid not null,
  household_id uuid not null,
  recipient_id uuid not null,
  amount_fen bigint not null,
  payee text not null,
  exception_document_no text,
  position bigint not null,
  primary key (union_id, pay_batch_id, version, place)
);
create table pay_batch_stage (
  union_id uuid not null,
  pay_batch_id uuid not null,
  version int not null,
  stage text not null,
  taken_on date not null,
  officer_id uuid not null,
  reason text,
  position bigint not null,
  primary key (union_id, pay_batch_id, version)
);
create table pay_batch_return (
  union_id uuid not null,
  pay_batch_id uuid not null,
  aid_case_id uuid not null,
  kind text not null,
  reason text not null,
  returned_on date not null,
  version int not null,
  position bigint not null,
  primary key (union_id, pay_batch_id, aid_case_id)
);

-- name: indexes
create index pay_batch_item_by_case on pay_batch_item (union_id, aid_case_id);
