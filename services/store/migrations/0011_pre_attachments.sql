-- Papers behind entries (附件). They stand outside the log, which names them by the SHA-256 of their bytes. `content` is
-- ciphertext under a key of the paper's own (`key_id`, in the key store); without it the paper was destroyed on purpose.
create table books.attachment (
  union_id uuid not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  key_id uuid not null,
  media_type text not null,
  byte_count bigint not null check (byte_count > 0),
  content bytea,
  kept_at timestamptz not null,
  kept_by text not null,
  named_at timestamptz,
  destroyed_at timestamptz,
  primary key (union_id, sha256),
  check ((content is null) = (destroyed_at is not null))
);
alter table books.attachment alter column content set storage external;
create index attachment_unnamed on books.attachment (kept_at) where named_at is null;

-- Which matters name a paper: who may read those may read it. Written just before the append, so a paper that an event
-- names is never without its row; an append that failed leaves one too many.
create table books.attachment_naming (
  union_id uuid not null,
  sha256 text not null,
  stream_id uuid not null,
  package text not null,
  occurred_on date not null,
  primary key (union_id, sha256, stream_id, occurred_on)
);
create index attachment_naming_of on books.attachment_naming (union_id, stream_id);

alter table books.attachment enable row level security;
alter table books.attachment force row level security;
alter table books.attachment_naming enable row level security;
alter table books.attachment_naming force row level security;

create policy own_union on books.attachment to gonghui_app
  using (union_id = current_setting('app.union_id')::uuid)
  with check (union_id = current_setting('app.union_id')::uuid);
create policy own_union on books.attachment_naming to gonghui_app
  using (union_id = current_setting('app.union_id')::uuid)
  with check (union_id = current_setting('app.union_id')::uuid);
create policy every_union_read on books.attachment for select to gonghui_auditor using (true);
create policy every_union_read on books.attachment_naming for select to gonghui_auditor using (true);
create policy unnamed_only on books.attachment to gonghui_owner
  using (named_at is null) with check (named_at is null);

grant select, insert on books.attachment, books.attachment_naming to gonghui_app;
grant update (content, kept_at, named_at, destroyed_at) on books.attachment to gonghui_app;
grant select on books.attachment, books.attachment_naming to gonghui_auditor;

-- Throws away what nobody has named since a moment, in every union, and tells whose keys may go with it. What a request
-- is naming right now is waited for and then stays.
create function books.drop_unnamed_attachments_v1(p_before timestamptz, p_most int)
returns table (union_id uuid, key_id uuid)
language sql volatile security definer set search_path = pg_catalog as $$
  with old as (
    select a.union_id, a.sha256 from books.attachment a
    where a.named_at is null and a.kept_at < p_before
    order by a.kept_at
    limit p_most
    for update skip locked)
  delete from books.attachment a using old o
  where a.union_id = o.union_id and a.sha256 = o.sha256 and a.named_at is null
    and a.kept_at < p_before
  returning a.union_id, a.key_id
$$;

revoke all on function books.drop_unnamed_attachments_v1 from public;
grant execute on function books.drop_unnamed_attachments_v1 to gonghui_app;
