-- 慰问台账.

-- name: tables
create table condolence (
  union_id uuid not null,
  condolence_id uuid not null,
  member_id uuid not null,
  occasion text not null,
  amount_fen bigint not null,
  details text not null,
  given_on date not null,
  version int not null,
  position bigint not null,
  reversed_on date,
  reversed_position bigint,
  primary key (union_id, condolence_id)
);

-- name: indexes
create index condolence_by_date on condolence (union_id, given_on);
