-- 分会 and 小组.

-- name: tables
create table branch (
  union_id uuid not null,
  branch_id uuid not null,
  kind text not null,
  name text not null,
  parent_branch_id uuid,
  formed_on date not null,
  version int not null,
  position bigint not null,
  leader_id uuid,
  leader_since date,
  closed_on date,
  primary key (union_id, branch_id)
);

-- name: indexes
