-- 困难职工帮扶台账 and 发放花名册: cases and their payments.

-- name: tables
create table aid_case (
  union_id uuid not null,
  aid_case_id uuid not null,
  case_no text,
  household_id uuid,
  beneficiary_id uuid,
  category text,
  fund_source text,
  requested_fen bigint,
  requested_on date,
  details text,
  reviewed_on date,
  review_outcome text,
  approved_fen bigint,
  approved_on date,
  handler_id uuid,
  reviewer_id uuid,
  approver_id uuid,
  tier text,
  decision_no text,
  warnings jsonb,
  ended text,
  ended_on date,
  version int not null,
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
  cashier_id uuid,
  pay_batch_id uuid,
  paid_on date not null,
  position bigint not null,
  returned_on date,
  returned_reason text,
  returned_position bigint,
  primary key (union_id, aid_case_id, version)
);

-- name: indexes
create index aid_payment_by_date on aid_payment (union_id, paid_on);
create index aid_case_by_household on aid_case (union_id, household_id);
create index aid_case_by_beneficiary on aid_case (union_id, beneficiary_id);
