-- 公开台账.

-- name: tables
create table disclosure (
  union_id uuid not null,
  disclosure_id uuid not null,
  topic text not null,
  channel text not null,
  officer_id uuid not null,
  document_sha256 text not null,
  shown_from date not null,
  shown_until date,
  period_from date,
  period_until date,
  columns jsonb not null,
  statement_codes jsonb not null,
  finding_ids jsonb not null,
  engagement_id uuid,
  report_no text,
  ended_on date,
  end_reason text,
  version int not null,
  position bigint not null,
  primary key (union_id, disclosure_id)
);
create table disclosed_finding (
  union_id uuid not null,
  disclosure_id uuid not null,
  finding_id uuid not null,
  shown_from date not null,
  position bigint not null,
  primary key (union_id, disclosure_id, finding_id)
);
create table disclosure_objection (
  union_id uuid not null,
  disclosure_id uuid not null,
  version int not null,
  noted_on date not null,
  about text not null,
  officer_id uuid not null,
  details text,
  position bigint not null,
  primary key (union_id, disclosure_id, version)
);

-- name: indexes
create index disclosed_finding_by_finding on disclosed_finding (union_id, finding_id);
create index disclosure_by_day on disclosure (union_id, shown_from);
