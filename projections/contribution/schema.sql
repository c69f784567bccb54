-- 工会经费拨缴台账: declarations, notices and entries of money, each by month and version.

-- name: tables
create table payroll_declaration (
  union_id uuid not null,
  month text not null,
  version int not null,
  stream_id uuid not null,
  employees int not null,
  payroll_fen bigint not null,
  due_fen bigint not null,
  due_on date not null,
  policy_id text not null,
  policy_version int not null,
  declared_on date not null,
  position bigint not null,
  primary key (union_id, month, version)
);
create table employer_dunning (
  union_id uuid not null,
  month text not null,
  version int not null,
  arrears_fen bigint not null,
  document_no text not null,
  dunned_on date not null,
  position bigint not null,
  primary key (union_id, month, version)
);
create table contribution_entry (
  union_id uuid not null,
  month text not null,
  version int not null,
  stream_id uuid not null,
  entry text not null,
  amount_fen bigint not null,
  retained_fen bigint not null,
  upward_fen bigint not null,
  kind text,
  receipt_no text,
  document_no text,
  entered_on date not null,
  position bigint not null,
  reversed_on date,
  reversed_position bigint,
  primary key (union_id, month, version)
);

-- name: indexes
