-- 记账凭证: what each draft proposed, and every step with who took it.

-- name: tables
create table voucher_content (
  union_id uuid not null,
  voucher_id uuid not null,
  version int not null,
  kind text,
  proposed jsonb not null,
  details text not null,
  handler_id uuid not null,
  attachments jsonb not null,
  occurred_on date not null,
  position bigint not null,
  primary key (union_id, voucher_id, version)
);
create table voucher_step (
  union_id uuid not null,
  voucher_id uuid not null,
  version int not null,
  step text not null,
  occurred_on date not null,
  officer_id uuid not null,
  second_officer_id uuid,
  reason text,
  decision_no text,
  method text,
  reference text,
  position bigint not null,
  primary key (union_id, voucher_id, version)
);

-- name: indexes
