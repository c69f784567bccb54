-- 会员名册 and 会员变动台账. Disposable: bump the projection's version and rebuild, never alter.

-- name: tables
create table member (
  union_id uuid not null,
  member_id uuid not null,
  version int not null,
  position bigint not null,
  joined_on date,
  retained_on date,
  applied_on date,
  membership text,
  spans jsonb not null,
  identity text,
  profile text,
  primary key (union_id, member_id)
);
create table membership_change (
  union_id uuid not null,
  member_id uuid not null,
  version int not null,
  changed_on date not null,
  change text not null,
  cause text,
  other_union text,
  decision_no text,
  details text,
  position bigint not null,
  reversed_on date,
  reversed_position bigint,
  primary key (union_id, member_id, version)
);

-- name: indexes
create index membership_change_by_date on membership_change (union_id, changed_on);
