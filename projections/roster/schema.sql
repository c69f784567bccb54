-- 会员名册, 会员变动台账 and certificates. Disposable: bump the projection's version and rebuild, never alter.

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
  places jsonb not null,
  warned_on date,
  warned_by uuid,
  withdrawal_requested_on date,
  expulsion_proposed_on date,
  expulsion_proposed_by uuid,
  expulsion_decided_on date,
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
  transfer_id uuid,
  position bigint not null,
  reversed_on date,
  reversed_position bigint,
  primary key (union_id, member_id, version)
);
create table held_certificate (
  union_id uuid not null,
  member_id uuid not null,
  version int not null,
  kind text not null,
  certificate text not null,
  issued_on date not null,
  position bigint not null,
  collected_on date,
  collected_cause text,
  collected_details text,
  collected_position bigint,
  primary key (union_id, member_id, version)
);

-- name: indexes
create index membership_change_by_date on membership_change (union_id, changed_on);
