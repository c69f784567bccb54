-- 审计项目: engagements and what was done under them.

-- name: tables
create table engagement (
  union_id uuid not null,
  engagement_id uuid not null,
  kind text not null,
  ordered_by text not null,
  officer_id uuid not null,
  basis_no text,
  opened_on date not null,
  closed_on date,
  outcome text,
  version int not null,
  position bigint not null,
  primary key (union_id, engagement_id)
);
create table engagement_plan (
  union_id uuid not null,
  engagement_id uuid not null,
  version int not null,
  planned_on date not null,
  books_from date not null,
  books_until date not null,
  topics text not null,
  access_until date not null,
  document_no text,
  officer_id uuid not null,
  position bigint not null,
  primary key (union_id, engagement_id, version)
);
create table engagement_access (
  union_id uuid not null,
  engagement_id uuid not null,
  access_id text not null,
  holder text not null,
  granted_on date not null,
  granted_until date not null,
  granted_by uuid not null,
  revoked_on date,
  revoked_by uuid,
  position bigint not null,
  primary key (union_id, engagement_id, access_id)
);
create table engagement_read (
  union_id uuid not null,
  engagement_id uuid not null,
  position bigint not null,
  read_on date not null,
  read_at timestamptz not null,
  access_id text not null,
  operation_id text not null,
  topic text,
  about text not null,
  as_of date,
  known_at bigint,
  to_as_of date,
  to_known_at bigint,
  primary key (union_id, engagement_id, position)
);
create table engagement_sample (
  union_id uuid not null,
  engagement_id uuid not null,
  sample_no int not null,
  drawn_on date not null,
  told text not null,
  position bigint not null,
  primary key (union_id, engagement_id, sample_no)
);
create table engagement_verification (
  union_id uuid not null,
  engagement_id uuid not null,
  version int not null,
  verified_on date not null,
  verified_position bigint not null,
  hash text not null,
  checkpoint_size bigint,
  covered bigint not null,
  not_covered bigint not null,
  failed bigint not null,
  verified_with text not null,
  officer_id uuid not null,
  position bigint not null,
  primary key (union_id, engagement_id, version)
);
create table engagement_report (
  union_id uuid not null,
  engagement_id uuid not null,
  version int not null,
  issued_on date not null,
  document_no text not null,
  sha256 text not null,
  opinion text not null,
  reported_from date not null,
  reported_until date not null,
  income_fen bigint not null,
  expense_fen bigint not null,
  balance_fen bigint not null,
  finding_ids text not null,
  officer_id uuid not null,
  position bigint not null,
  primary key (union_id, engagement_id, version)
);

-- name: indexes
create index engagement_read_by_position on engagement_read (union_id, position);
