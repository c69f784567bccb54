-- A union's own page: profile, officers, policies, terms, bank accounts.

-- name: tables
create table union_profile (
  union_id uuid primary key,
  code text not null,
  name text not null,
  federation_id uuid,
  parent_id uuid,
  edge text,
  legal_person boolean not null,
  credit_code text,
  employer_kind text,
  employee_count int,
  founded_on date,
  version int not null,
  position bigint not null,
  approval_no text,
  approved_on date,
  frozen_on date,
  frozen_reason text,
  closed_through text,
  locked_through_year int,
  dissolved_on date,
  merged_into uuid
);
create table officer (
  union_id uuid not null,
  officer_id uuid not null,
  office text not null,
  version int not null,
  name text not null,
  since date not null,
  until date,
  position bigint not null,
  primary key (union_id, officer_id, office, version)
);
create table adopted_policy (
  union_id uuid not null,
  version int not null,
  policy_id text not null,
  policy_version int not null,
  valid_from date not null,
  document_no text not null,
  policy jsonb not null,
  adoption_id uuid,
  position bigint not null,
  primary key (union_id, version)
);
create table committee_term (
  union_id uuid not null,
  version int not null,
  term_from date not null,
  term_until date not null,
  document_no text,
  elected_on date not null,
  position bigint not null,
  primary key (union_id, version)
);
create table union_bank_account (
  union_id uuid not null,
  version int not null,
  ledger_account text not null,
  fund text,
  bank_account text not null,
  since date not null,
  until date,
  position bigint not null,
  primary key (union_id, version)
);

-- name: indexes
