-- Transfers between unions and expulsions to be filed, as far as the county may see them: nobody is named.

-- name: tables
create table transfer_step (
  union_id uuid not null,
  step_id uuid not null,
  transfer_id uuid not null,
  step text not null,
  stepped_on date not null,
  other_union_id uuid,
  other_union text not null,
  last_dues_month text,
  ended_by text,
  reason text,
  position bigint not null,
  reversed_on date,
  primary key (union_id, step_id)
);
create table expulsion (
  union_id uuid not null,
  member_id uuid not null,
  version int not null,
  decided_on date not null,
  decision_no text not null,
  position bigint not null,
  reversed_on date,
  filed_on date,
  filing_no text,
  filed_position bigint,
  primary key (union_id, member_id, version)
);

-- name: indexes
create index transfer_step_by_transfer on transfer_step (union_id, transfer_id);
