-- 打印件登记.

-- name: tables
create table printed_statement (
  union_id uuid not null,
  code text not null,
  ledger text not null,
  year int not null,
  month text,
  account text,
  pay_batch_id uuid,
  as_of date not null,
  known_at bigint not null,
  document_sha256 text not null,
  row_count int not null,
  issued_on date not null,
  position bigint not null,
  primary key (union_id, code)
);

-- name: indexes
create index printed_statement_by_position on printed_statement (union_id, position);
