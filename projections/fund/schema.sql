-- Subsidies and money held in trust.

-- name: tables
create table subsidy (
  union_id uuid not null,
  subsidy_id uuid not null,
  kind text not null,
  fund text not null,
  amount_fen bigint not null,
  document_no text not null,
  allocation_id uuid,
  received_on date not null,
  version int not null,
  position bigint not null,
  reversed_on date,
  reversed_position bigint,
  primary key (union_id, subsidy_id)
);
create table custodial_entry (
  union_id uuid not null,
  custodial_id uuid not null,
  version int not null,
  entry text not null,
  purpose text,
  details text,
  approver_id uuid,
  cashier_id uuid,
  amount_fen bigint not null,
  document_no text,
  entered_on date not null,
  position bigint not null,
  reversed_on date,
  reversed_position bigint,
  primary key (union_id, custodial_id, version)
);

-- name: indexes
create index subsidy_by_date on subsidy (union_id, received_on);
