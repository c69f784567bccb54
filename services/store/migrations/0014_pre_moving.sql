-- Moving one union's books to another server (deploy/runbooks/moving-a-union.md). They are written at one place only:
-- where `union_head.elsewhere_since` is set, the append refuses.

-- What became of a union's books here: `left` (another place may go on with them), `returned` (it will not), `released`
-- (it does, and what opened people's data was destroyed here), `copied` (brought in as far as the other place had come,
-- which goes on writing), `arrived` (brought in whole, written here from now on). `file`: SHA-256 of the manifest they came by; `evidence`: the other log's proofs of them.
create table books.move (
  union_id uuid not null,
  nth int not null,
  step text not null check (step in ('left', 'returned', 'released', 'copied', 'arrived')),
  moved_at timestamptz not null,
  position bigint not null,
  hash bytea not null check (octet_length(hash) = 32),
  reason text not null,
  file bytea check (octet_length(file) = 32),
  evidence bytea,
  primary key (union_id, nth)
);

alter table books.move enable row level security;
alter table books.move force row level security;
create policy own_union on books.move to gonghui_owner
  using (union_id = current_setting('app.union_id')::uuid)
  with check (union_id = current_setting('app.union_id')::uuid);
create policy every_union on books.move for select to gonghui_auditor using (true);
grant select on books.move to gonghui_auditor;

-- Papers that are brought in. Not an error without a union: `drop_unnamed_attachments_v1` looks at every union's.
create policy moved_in on books.attachment to gonghui_owner
  using (union_id::text = current_setting('app.union_id', true))
  with check (union_id::text = current_setting('app.union_id', true));
create policy moved_in on books.attachment_naming to gonghui_owner
  using (union_id::text = current_setting('app.union_id', true))
  with check (union_id::text = current_setting('app.union_id', true));

-- The doors below are the administrator's: no role of a process may execute them.

create function books.add_move(
  p_union uuid, p_step text, p_reason text, p_file bytea, p_evidence bytea) returns void
language sql volatile as $$
  insert into books.move (union_id, nth, step, moved_at, position, hash, reason, file, evidence)
  select p_union, coalesce((select max(m.nth) from books.move m where m.union_id = p_union), 0) + 1,
         p_step, clock_timestamp(), h.position, h.hash, p_reason, p_file, p_evidence
  from books.union_head h where h.union_id = p_union
$$;

-- From here on nothing is appended. Waits for an append that is under way; may be repeated.
create function books.stop_writing_v1(p_union uuid, p_reason text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_entered text := books.enter_union(p_union);
  v_since timestamptz;
begin
  select h.elsewhere_since into v_since
  from books.union_head h where h.union_id = p_union for update;
  if not found then
    raise exception using errcode = 'ES404', message = 'store.union_unknown';
  end if;
  if v_since is not null then
    return false;
  end if;
  update books.union_head h set elsewhere_since = clock_timestamp() where h.union_id = p_union;
  perform books.add_move(p_union, 'left', p_reason, null, null);
  return true;
end $$;

-- The other place will not go on: what left is written here again. A copy of another place's books never is.
create function books.resume_writing_v1(p_union uuid, p_reason text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_entered text := books.enter_union(p_union);
  v_since timestamptz;
  v_step text;
begin
  select h.elsewhere_since into v_since
  from books.union_head h where h.union_id = p_union for update;
  if not found then
    raise exception using errcode = 'ES404', message = 'store.union_unknown';
  end if;
  if v_since is null then
    return false;
  end if;
  select m.step into v_step from books.move m
  where m.union_id = p_union order by m.nth desc limit 1;
  if v_step is distinct from 'left' then
    raise exception using errcode = 'ES427', message = 'store.refused';
  end if;
  update books.union_head h set elsewhere_since = null where h.union_id = p_union;
  perform books.add_move(p_union, 'returned', p_reason, null, null);
  return true;
end $$;

-- What is written elsewhere never comes back by itself: who was claimed by a blind index is forgotten here.
create function books.release_union_v1(p_union uuid, p_reason text) returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_entered text := books.enter_union(p_union);
begin
  perform 1 from books.union_head h
  where h.union_id = p_union and h.elsewhere_since is not null for update;
  if not found then
    raise exception using errcode = 'ES428', message = 'store.refused';
  end if;
  delete from books.claim c where c.union_id = p_union and c.claim like 'member:%';
  perform books.add_move(p_union, 'released', p_reason, null, null);
end $$;

-- Begins to bring books in, or to go on where an earlier copy ends. Books that are written here take nothing in.
create function books.begin_move_in_v1(
  p_union uuid, p_charter bytea, out "position" bigint, out hash bytea)
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_entered text := books.enter_union(p_union);
  v_head record;
begin
  insert into books.union_head
    (union_id, position, hash, recorded_at, charter, elsewhere_since)
  values (p_union, 0,
          sha256('\x02'::bytea || uuid_send(p_union) || int4send(octet_length(p_charter))
                 || p_charter),
          '-infinity', p_charter, clock_timestamp())
  on conflict (union_id) do nothing;
  select h.position, h.hash, h.charter, h.elsewhere_since into v_head
  from books.union_head h where h.union_id = p_union for update;
  if v_head.charter <> p_charter then
    raise exception using errcode = 'ES422', message = 'store.refused';
  end if;
  if v_head.elsewhere_since is null then
    raise exception using errcode = 'ES428', message = 'store.refused';
  end if;
  begin_move_in_v1.position := v_head.position;
  begin_move_in_v1.hash := v_head.hash;
end $$;

-- The next events, as they were recorded at the other place: every digest and link is computed here again.
create function books.move_in_events_v1(
  p_union uuid, p_stream_ids uuid[], p_versions int[], p_topics text[],
  p_schema_versions smallint[], p_occurred_on date[], p_recorded_at timestamptz[],
  p_actors text[], p_commands uuid[], p_digests bytea[], p_hashes bytea[], p_bodies bytea[])
returns bigint
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_entered text := books.enter_union(p_union);
  v_head record;
  v_hash bytea;
  v_recorded_at timestamptz;
  v_next record;
begin
  select h.position, h.hash, h.recorded_at, h.elsewhere_since into v_head
  from books.union_head h where h.union_id = p_union for update;
  if v_head.elsewhere_since is null then
    raise exception using errcode = 'ES428', message = 'store.refused';
  end if;
  if books.moved_version(p_union, p_stream_ids, p_versions, '{}', '{}') is not null then
    raise exception using errcode = 'ES429', message = 'store.refused', detail = 'version_gap';
  end if;
  if books.unbalanced(p_bodies) then
    raise exception using errcode = 'ES424', message = 'store.refused';
  end if;
  v_hash := v_head.hash;
  v_recorded_at := v_head.recorded_at;
  for v_next in
    select e.recorded_at, e.digest, e.hash,
           books.event_digest(
             p_union, v_head.position + e.nth, e.stream_id, e.version,
             books.digest_rest(e.topic, e.schema_version, e.recorded_at, e.occurred_on,
                               e.actor, e.command_id), e.body) as computed
    from unnest(p_stream_ids, p_versions, p_topics, p_schema_versions, p_occurred_on, p_recorded_at,
                p_actors, p_commands, p_digests, p_hashes, p_bodies) with ordinality
      as e (stream_id, version, topic, schema_version, occurred_on, recorded_at, actor, command_id,
            digest, hash, body, nth)
    order by e.nth
  loop
    v_hash := sha256('\x01'::bytea || v_hash || v_next.computed);
    if v_next.computed is distinct from v_next.digest or v_hash is distinct from v_next.hash
       or v_next.recorded_at < v_recorded_at then
      raise exception using errcode = 'ES429', message = 'store.refused', detail = 'chain_broken';
    end if;
    v_recorded_at := v_next.recorded_at;
  end loop;
  insert into books.event
    (union_id, position, stream_id, version, topic, schema_version, occurred_on, recorded_at,
     actor_id, command_id, digest, hash, body)
  select p_union, v_head.position + e.nth, e.stream_id, e.version, e.topic, e.schema_version,
         e.occurred_on, e.recorded_at, e.actor, e.command_id, e.digest, e.hash, e.body
  from unnest(p_stream_ids, p_versions, p_topics, p_schema_versions, p_occurred_on, p_recorded_at,
              p_actors, p_commands, p_digests, p_hashes, p_bodies) with ordinality
    as e (stream_id, version, topic, schema_version, occurred_on, recorded_at, actor, command_id,
          digest, hash, body, nth);
  update books.union_head h
  set position = v_head.position + cardinality(p_hashes), hash = v_hash,
      recorded_at = v_recorded_at
  where h.union_id = p_union;
  return v_head.position + cardinality(p_hashes);
end $$;

-- The commands the events came by, with their keyed digests: a request repeated after the move is answered as before.
create function books.move_in_commands_v1(
  p_union uuid, p_commands uuid[], p_request_digests bytea[], p_firsts bigint[], p_lasts bigint[])
returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_entered text := books.enter_union(p_union);
begin
  insert into books.command
    (union_id, command_id, request_digest, first_position, last_position, recorded_at)
  select p_union, c.command_id, c.request_digest, c.first_position, c.last_position, e.recorded_at
  from unnest(p_commands, p_request_digests, p_firsts, p_lasts)
    as c (command_id, request_digest, first_position, last_position)
  join books.event e on e.union_id = p_union and e.position = c.last_position;
end $$;

-- Papers as they are kept at the other place, encrypted: what was destroyed there is destroyed here, and what was only
-- released here comes back.
create function books.move_in_paper_v1(
  p_union uuid, p_sha256 text, p_key uuid, p_media_type text, p_byte_count bigint,
  p_content bytea, p_kept_at timestamptz, p_kept_by text, p_named_at timestamptz,
  p_destroyed_at timestamptz, p_streams uuid[], p_packages text[], p_days date[])
returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_entered text := books.enter_union(p_union);
begin
  insert into books.attachment as a
    (union_id, sha256, key_id, media_type, byte_count, content, kept_at, kept_by, named_at,
     destroyed_at)
  values (p_union, p_sha256, p_key, p_media_type, p_byte_count, p_content, p_kept_at, p_kept_by,
          p_named_at, p_destroyed_at)
  on conflict (union_id, sha256) do update
    set content = excluded.content, named_at = excluded.named_at,
        destroyed_at = excluded.destroyed_at
    where (a.destroyed_at is null) <> (excluded.destroyed_at is null) or a.named_at is null;
  insert into books.attachment_naming (union_id, sha256, stream_id, package, occurred_on)
  select p_union, p_sha256, n.stream_id, n.package, n.occurred_on
  from unnest(p_streams, p_packages, p_days) as n (stream_id, package, occurred_on)
  on conflict (union_id, sha256, stream_id, occurred_on) do nothing;
end $$;

-- Ends it: the head must be the one that was promised, and every command's range its own events.
create function books.end_move_in_v1(
  p_union uuid, p_position bigint, p_hash bytea, p_closed_until date,
  p_claims text[], p_claim_positions bigint[], p_arrives boolean, p_reason text, p_file bytea,
  p_evidence bytea)
returns void
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_entered text := books.enter_union(p_union);
  v_head record;
begin
  select h.position, h.hash, h.elsewhere_since into v_head
  from books.union_head h where h.union_id = p_union for update;
  if v_head.elsewhere_since is null then
    raise exception using errcode = 'ES428', message = 'store.refused';
  end if;
  if v_head.position <> p_position or v_head.hash <> p_hash then
    raise exception using errcode = 'ES429', message = 'store.refused', detail = 'head_differs';
  end if;
  if exists (
      select from books.event e
      left join books.command c on c.union_id = p_union and c.command_id = e.command_id
      where e.union_id = p_union
      group by e.command_id, c.first_position, c.last_position
      having c.first_position is null or min(e.position) <> c.first_position
        or max(e.position) <> c.last_position
        or count(*) <> c.last_position - c.first_position + 1)
     or exists (
      select from books.command c
      where c.union_id = p_union and not exists (
        select from books.event e
        where e.union_id = p_union and e.position = c.first_position
          and e.command_id = c.command_id)) then
    raise exception using errcode = 'ES429', message = 'store.refused', detail = 'command_differs';
  end if;
  delete from books.claim c where c.union_id = p_union;
  insert into books.claim (union_id, claim, position)
  select p_union, n.claim, n.position
  from unnest(p_claims, p_claim_positions) as n (claim, position);
  update books.union_head h
  set closed_until = p_closed_until,
      elsewhere_since = case when p_arrives then null else h.elsewhere_since end
  where h.union_id = p_union;
  perform books.add_move(
    p_union, case when p_arrives then 'arrived' else 'copied' end, p_reason, p_file, p_evidence);
end $$;

revoke all on function books.add_move, books.stop_writing_v1, books.resume_writing_v1,
  books.release_union_v1, books.begin_move_in_v1, books.move_in_events_v1,
  books.move_in_commands_v1, books.move_in_paper_v1, books.end_move_in_v1 from public;
