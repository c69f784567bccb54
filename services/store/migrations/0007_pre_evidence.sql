-- Evidence: trees over the unions' logs, censuses of their heads, signed checkpoints, cosignatures, checks.
-- Only ever added to, but for `counted_union`, which says again what the newest rows of `census_head` say.

-- The complete subtrees of 256, 65,536, … leaves of a tree. They save reading leaves, nothing rests on
-- them: each can be made again from the digests. The tree of censuses is that of the union of zeros.
create table books.subtree (
  union_id uuid not null,
  level smallint not null,
  ordinal bigint not null,
  hash bytea not null check (octet_length(hash) = 32),
  primary key (union_id, level, ordinal)
);

-- A union's head in the newest census.
create table books.counted_union (
  union_id uuid primary key,
  size bigint not null,
  position bigint not null,
  hash bytea not null check (octet_length(hash) = 32),
  root bytea not null check (octet_length(root) = 32)
) with (fillfactor = 70);

-- A union's head in the census `size`, and in all that follow until its next row.
create table books.census_head (
  union_id uuid not null,
  size bigint not null,
  position bigint not null,
  hash bytea not null check (octet_length(hash) = 32),
  root bytea not null check (octet_length(root) = 32),
  primary key (union_id, size)
);

-- Of no union: two processes that take the same census meet at the key, and one of them wins.
create table books.checkpoint (
  size bigint primary key,
  taken_at timestamptz not null,
  unions bigint not null,
  heads_root bytea not null check (octet_length(heads_root) = 32),
  leaf bytea not null check (octet_length(leaf) = 32),
  root bytea not null check (octet_length(root) = 32),
  note bytea not null
);

create table books.cosignature (
  size bigint not null,
  witness text not null,
  cosigned_at timestamptz not null,
  line text not null,
  primary key (size, witness)
);

-- What a check of the books found: the newest row is what is shown.
create table books.check_run (
  finished_at timestamptz not null,
  kind text not null,
  sound boolean not null,
  report bytea not null,
  primary key (kind, finished_at)
);

alter table books.subtree enable row level security;
alter table books.subtree force row level security;
alter table books.counted_union enable row level security;
alter table books.counted_union force row level security;
alter table books.census_head enable row level security;
alter table books.census_head force row level security;

create policy every_union on books.subtree to gonghui_checkpointer using (true) with check (true);
create policy every_union on books.counted_union
  to gonghui_checkpointer using (true) with check (true);
create policy every_union on books.census_head
  to gonghui_checkpointer using (true) with check (true);
create policy every_union_read on books.subtree for select to gonghui_auditor using (true);
create policy every_union_read on books.counted_union for select to gonghui_auditor using (true);
create policy every_union_read on books.census_head for select to gonghui_auditor using (true);
create policy checkpointer_reads on books.union_head for select to gonghui_checkpointer using (true);
create policy checkpointer_reads on books.event for select to gonghui_checkpointer using (true);

grant select (union_id, position, hash, recorded_at, charter) on books.union_head to gonghui_checkpointer;
grant select (union_id, position, digest, topic) on books.event to gonghui_checkpointer;
grant select, insert on books.subtree, books.census_head, books.checkpoint, books.check_run
  to gonghui_checkpointer;
grant select, insert, update on books.counted_union to gonghui_checkpointer;
grant select on books.cosignature to gonghui_checkpointer;
grant select on books.subtree, books.counted_union, books.census_head to gonghui_auditor;
grant select on books.checkpoint, books.cosignature, books.check_run to gonghui_app, gonghui_auditor;

-- A witness may cosign the same checkpoint again, later: that it is still the newest it knows.
create function books.add_cosignature_v1(
  p_size bigint, p_witness text, p_cosigned_at timestamptz, p_line text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  if not exists (select from books.checkpoint c where c.size = p_size) then
    return false;
  end if;
  insert into books.cosignature as c (size, witness, cosigned_at, line)
  values (p_size, p_witness, p_cosigned_at, p_line)
  on conflict (size, witness) do update
    set cosigned_at = excluded.cosigned_at, line = excluded.line
    where c.cosigned_at < excluded.cosigned_at;
  return true;
end $$;

revoke all on function books.add_cosignature_v1 from public;
grant execute on function books.add_cosignature_v1 to gonghui_app;
