-- 困难职工帮扶台账 and 发放花名册.

-- name: tables
create table household (
  union_id uuid not null,
  household_id uuid not null,
  file_no text not null,
  householder_id uuid not null,
  hardship_class text,
  circumstances text not null,
  opened_on date not null,
  version int not null,
  position bigint not null,
  primary key (union_id, household_id)
);
create table aid_case (
  union_id uuid not null,
  aid_case_id uuid not null,
  case_no text not null,
  household_id uuid not null,
  beneficiary_id uuid not null,
  category text not null,
  fund_source text not null,
  approved_fen bigint not null,
  approved_on date not null,
  handler_id uuid,
  reviewer_id uuid,
  approver_id uuid,
  position bigint not null,
  primary key (union_id, aid_case_id)
);
create table aid_payment (
  union_id uuid not null,
  aid_case_id uuid not null,
  version int not null,
  household_id uuid not null,
  recipient_id uuid not null,
  category text not null,
  fund_source text not null,
  amount_fen bigint not null,
  method text not null,
  payee text not null,
  paid_on date not null,
  position bigint not null,
  returned_on date,
  returned_position bigint,
  primary key (union_id, aid_case_id, version)
);

-- name: indexes
create index aid_payment_by_date on aid_payment (union_id, paid_on);
create index aid_case_by_household on aid_case (union_id, household_id);
