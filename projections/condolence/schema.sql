-- 慰问台账: what was asked for, and what was given.

-- name: tables
create table condolence (
  union_id uuid not null,
  condolence_id uuid not null,
  member_id uuid not null,
  occasion text not null,
  amount_fen bigint not null,
  details text not null,
  form text,
  relation text,
  festival text,
  goods jsonb not null,
  deliverer_id uuid,
  benefit_id text,
  benefit_version int,
  warnings jsonb not null,
  given_on date not null,
  version int not null,
  position bigint not null,
  reversed_on date,
  reversed_position bigint,
  primary key (union_id, condolence_id)
);
create table condolence_request (
  union_id uuid not null,
  condolence_id uuid not null,
  member_id uuid,
  occasion text,
  amount_fen bigint,
  details text,
  form text,
  relation text,
  festival text,
  requested_on date,
  handler_id uuid,
  approved_fen bigint,
  approved_on date,
  approver_id uuid,
  decision_no text,
  rejected_on date,
  rejection text,
  delivered_on date,
  version int not null,
  position bigint not null,
  primary key (union_id, condolence_id)
);

-- name: indexes
create index condolence_by_date on condolence (union_id, given_on);
create index condolence_by_member on condolence (union_id, member_id);
