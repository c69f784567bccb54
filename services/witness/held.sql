-- What a witness keeps, in SQLite: one log, one key, the heads of the newest checkpoint it has checked, and
-- one checkpoint a day of those before. Moments are seconds since 1970, `taken_at` is in microseconds.

-- name: create_identity
create table identity (
  only        integer primary key check (only = 1),
  store_id    text not null,
  log_key     text not null,
  witness_key text not null
) strict

-- name: create_checkpoint
create table checkpoint (
  size        integer primary key,
  note        blob not null,
  taken_at    integer not null,
  heads_root  blob not null,
  checked_at  integer not null,
  cosigned_at integer,
  cosignature text
) strict

-- name: create_head
create table head (
  union_id blob primary key,
  position integer not null,
  hash     blob not null,
  root     blob not null
) strict, without rowid

-- name: create_doubt
create table doubt (
  number   integer primary key,
  fault    text not null,
  note     blob not null,
  found_at integer not null,
  unique (fault, note)
) strict

-- name: tables
select name from sqlite_schema where type = 'table'

-- name: put_identity
insert into identity (only, store_id, log_key, witness_key) values (1, ?, ?, ?)

-- name: identity
select store_id, log_key, witness_key from identity

-- name: newest
select note, taken_at, heads_root, cosigned_at, cosignature from checkpoint order by size desc limit 1

-- name: checkpoint_of
select note, taken_at, heads_root, cosigned_at, cosignature from checkpoint where size = ?

-- name: sizes
select size from checkpoint order by size

-- name: put_checkpoint
insert into checkpoint (size, note, taken_at, heads_root, checked_at) values (?, ?, ?, ?, ?)

-- name: forget_earlier_of_the_day
delete from checkpoint where size < ? and checked_at >= ?

-- name: put_cosignature
update checkpoint set cosigned_at = ?, cosignature = ? where size = ?

-- name: head_of_union
select union_id, position, hash, root from head where union_id = ?

-- name: put_head
insert into head (union_id, position, hash, root) values (?, ?, ?, ?)
on conflict (union_id) do update set
  position = excluded.position, hash = excluded.hash, root = excluded.root

-- name: heads
select union_id, position, hash, root from head order by union_id

-- name: unions
select count(*) from head

-- name: put_doubt
insert into doubt (fault, note, found_at)
select ?, ?, ? where (select count(*) from doubt) < ?
on conflict do nothing

-- name: doubts
select fault, note, found_at from doubt order by number
