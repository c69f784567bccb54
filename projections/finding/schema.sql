-- 经审台账: findings and their steps. Every step is kept, so that a finding stands at any date where it stood.

-- name: tables
create table finding (
  union_id uuid not null,
  finding_id uuid not null,
  kind text not null,
  severity text not null,
  raised_by text not null,
  officer_id uuid not null,
  basis text not null,
  rule text,
  engagement_id uuid,
  amount_fen bigint,
  known_at bigint not null,
  positions jsonb not null,
  period_from date,
  period_until date,
  document_no text,
  raised_on date not null,
  version int not null default 0,
  position bigint not null default 0,
  primary key (union_id, finding_id)
);
create table finding_step (
  union_id uuid not null,
  finding_id uuid not null,
  version int not null,
  taken_on date not null,
  step text not null,
  signed_for text not null,
  officer_id uuid not null,
  what text,
  due_on date,
  document_no text,
  recovered_fen bigint,
  within_term boolean,
  positions jsonb not null,
  evidence jsonb not null,
  position bigint not null,
  primary key (union_id, finding_id, version)
);

-- name: indexes
create index finding_by_engagement on finding (union_id, engagement_id);
create index finding_by_day on finding (union_id, raised_on);
