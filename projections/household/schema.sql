-- 困难职工档案: households and the steps of their files.

-- name: tables
create table household (
  union_id uuid not null,
  household_id uuid not null,
  file_no text,
  householder_id uuid,
  circumstances text,
  applied_on date,
  opened_on date,
  version int not null,
  position bigint not null,
  primary key (union_id, household_id)
);
create table household_step (
  union_id uuid not null,
  household_id uuid not null,
  version int not null,
  taken_on date not null,
  step text not null,
  stage text,
  hardship_class text,
  officers jsonb not null,
  outcome text,
  document_no text,
  objection_id uuid,
  working_days int,
  details text,
  position bigint not null,
  primary key (union_id, household_id, version)
);

-- name: indexes
create index household_by_householder on household (union_id, householder_id);
