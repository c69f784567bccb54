-- name: put_attachment
insert into books.attachment as a (union_id, sha256, key_id, media_type, byte_count, content, kept_at, kept_by)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (union_id, sha256) do nothing

-- name: keep_attachment_longer
update books.attachment a set kept_at = $3
where a.union_id = $1 and a.sha256 = $2 and a.destroyed_at is null

-- name: attachment
select a.sha256, a.key_id, a.media_type, a.byte_count, a.kept_by, a.named_at, a.destroyed_at
from books.attachment a where a.union_id = $1 and a.sha256 = $2

-- name: kept_attachments
select a.sha256 from books.attachment a
where a.union_id = $1 and a.sha256 = any ($2::text[]) and a.destroyed_at is null

-- name: attachment_content
select a.content from books.attachment a where a.union_id = $1 and a.sha256 = $2

-- name: unnamed_bytes
select coalesce(sum(a.byte_count), 0)::bigint from books.attachment a
where a.union_id = $1 and a.named_at is null and a.destroyed_at is null

-- The papers named that are kept, from now on never thrown away as unnamed; and for what they were named.
-- name: name_attachments
with named as (
  update books.attachment a set named_at = coalesce(a.named_at, $6)
  from unnest($2::text[]) as n (sha256)
  where a.union_id = $1 and a.sha256 = n.sha256 and a.destroyed_at is null
  returning a.sha256
), added as (
  insert into books.attachment_naming (union_id, sha256, stream_id, package, occurred_on)
  select $1, m.sha256, $3, $4, $5 from named m
  on conflict (union_id, sha256, stream_id, occurred_on) do nothing)
select m.sha256 from named m

-- name: attachment_namings
select n.stream_id, n.package, n.occurred_on from books.attachment_naming n
where n.union_id = $1 and n.sha256 = $2
order by n.occurred_on, n.stream_id

-- Papers of some matters that no other matter has named.
-- name: attachments_only_of
select a.sha256, a.key_id from books.attachment a
where a.union_id = $1
  and exists (select from books.attachment_naming n
              where n.union_id = $1 and n.sha256 = a.sha256 and n.stream_id = any ($2::uuid[]))
  and not exists (select from books.attachment_naming n
                  where n.union_id = $1 and n.sha256 = a.sha256 and not n.stream_id = any ($2::uuid[]))
order by a.sha256

-- name: destroy_attachments
update books.attachment a set content = null, destroyed_at = $3
where a.union_id = $1 and a.sha256 = any ($2::text[]) and a.destroyed_at is null

-- name: every_attachment
select a.sha256, a.key_id, a.media_type, a.byte_count, a.kept_by, a.named_at, a.destroyed_at
from books.attachment a
where a.union_id = $1 and a.sha256 > $2
order by a.sha256
limit $3

-- Events that say of a paper that it is kept here.
-- name: events_keeping
select e.position, e.body from books.event e
where e.union_id = $1 and position(convert_to('"kept":true', 'UTF8') in e.body) > 0
order by e.position

-- name: drop_unnamed
select d.union_id, d.key_id from books.drop_unnamed_attachments_v1($1, $2) d
