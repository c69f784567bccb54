-- The condition on what came in between looks at what came in between, not at the whole log: with coalesce() in it the
-- row policies kept the index from the position.

create or replace function books.append_event(
  p_union uuid, p_command uuid, p_request_digest bytea, p_actor text,
  p_stream uuid, p_version int, p_topic text, p_schema_version smallint, p_occurred_on date,
  p_body bytea, p_expected int, p_after bigint, p_fail_if_topics text[], p_fail_if_streams uuid[],
  out refusal text, out detail text, out first_position bigint, out last_position bigint,
  out hash bytea, out recorded_at timestamptz, out replayed boolean)
language plpgsql volatile as $$
declare
  -- With coalesce() in the condition the row policies keep the index from it, and the whole log is read.
  c_after constant bigint := coalesce(p_after, 0);
  v_position bigint;
  v_hash bytea;
  v_recorded_at timestamptz;
  v_closed_until date;
  v_elsewhere_since timestamptz;
  v_known bytea;
  v_current int;
  v_lines json;
  v_digest bytea;
begin
  select h.position, h.hash, h.recorded_at, h.closed_until, h.elsewhere_since
  into v_position, v_hash, v_recorded_at, v_closed_until, v_elsewhere_since
  from books.union_head h where h.union_id = p_union for update;
  if v_position is null then
    refusal := 'ES404';
    return;
  end if;

  select (select c.request_digest from books.command c
          where c.union_id = p_union and c.command_id = p_command),
         (select e.version from books.event e
          where e.union_id = p_union and e.stream_id = p_stream
          order by e.version desc limit 1)
  into v_known, v_current;
  if v_known is not null then
    select a.* from books.first_answer(p_union, p_command, p_request_digest) as a
    into refusal, detail, first_position, last_position, hash, recorded_at, replayed;
    return;
  end if;
  if v_elsewhere_since is not null then
    refusal := 'ES427';
    return;
  end if;

  if p_version <> v_current + 1 or (v_current is null and p_version not in (0, 1))
     or p_expected <> coalesce(v_current, 0) or (p_expected = 0 and v_current is not null) then
    refusal := 'ES409';
    detail := coalesce(v_current, 0)::text;
    return;
  end if;

  if c_after < v_position
     and (cardinality(p_fail_if_topics) > 0 or cardinality(p_fail_if_streams) > 0) then
    if exists (
      select from books.event e
      where e.union_id = p_union and e.position > c_after
        and (e.topic = any (p_fail_if_topics) or e.stream_id = any (p_fail_if_streams))) then
      refusal := 'ES412';
      return;
    end if;
  end if;

  if p_occurred_on <= v_closed_until then
    refusal := 'ES425';
    detail := v_closed_until::text;
    return;
  end if;

  if position('\x226c696e657322'::bytea in p_body) > 0
     or position('\x5c75'::bytea in p_body) > 0 then
    v_lines := convert_from(p_body, 'UTF8')::json -> 'lines';
    if (json_array_length(v_lines) = 2  -- two lines that cancel out need no closer look
        and v_lines -> 0 ->> 'fund' = v_lines -> 1 ->> 'fund'
        and (v_lines -> 0 ->> 'fen')::bigint::numeric = - (v_lines -> 1 ->> 'fen')::bigint::numeric
       ) is not true and books.unbalanced(array[p_body]) then
      refusal := 'ES424';
      return;
    end if;
  end if;

  if p_actor like 'account:%' and books.unseparated(
       p_union, p_actor, array[p_stream], array[p_version], array[p_topic]) then
    refusal := 'ES426';
    return;
  end if;

  recorded_at := greatest(clock_timestamp(), v_recorded_at);
  first_position := v_position + 1;
  last_position := first_position;
  v_digest := books.event_digest(
    p_union, first_position, p_stream, p_version,
    books.digest_rest(p_topic, p_schema_version, recorded_at, p_occurred_on, p_actor, p_command),
    p_body);
  hash := sha256('\x01'::bytea || v_hash || v_digest);
  replayed := false;

  insert into books.event
    (union_id, position, stream_id, version, topic, schema_version, occurred_on, recorded_at,
     actor_id, command_id, digest, hash, body)
  values (p_union, first_position, p_stream, p_version, p_topic, p_schema_version, p_occurred_on,
          recorded_at, p_actor, p_command, v_digest, hash, p_body);
  insert into books.command
    (union_id, command_id, request_digest, first_position, last_position, recorded_at)
  values (p_union, p_command, p_request_digest, first_position, last_position, recorded_at);
  update books.union_head h
  set position = append_event.last_position, hash = append_event.hash,
      recorded_at = append_event.recorded_at
  where h.union_id = p_union;
end $$;

create or replace function books.append_one(
  p_union uuid, p_command uuid, p_request_digest bytea, p_actor text,
  p_stream_ids uuid[], p_versions int[], p_topics text[], p_schema_versions smallint[],
  p_occurred_on date[], p_bodies bytea[],
  p_expected_streams uuid[], p_expected_versions int[],
  p_after bigint, p_fail_if_topics text[], p_fail_if_streams uuid[],
  p_claims text[], p_releases text[], p_closed_until date,
  out refusal text, out detail text, out first_position bigint, out last_position bigint,
  out hash bytea, out recorded_at timestamptz, out replayed boolean)
language plpgsql volatile as $$
declare
  c_after constant bigint := coalesce(p_after, 0);  -- see append_event
  c_count constant int := cardinality(p_stream_ids);
  c_topics constant int := cardinality(p_topics);  -- one that holds for all events, or one each
  c_schema_versions constant int := cardinality(p_schema_versions);
  c_days constant int := cardinality(p_occurred_on);
  -- A bulk of first events: the key on streams and versions itself tells whether one exists.
  c_all_first constant boolean := c_count > 1 and 1 = all (p_versions)
    and cardinality(p_expected_streams) = 0;
  v_head record;
  v_current int;
  v_rest bytea;
  v_digests bytea[];
  v_hashes bytea[];
begin
  if c_topics not in (1, c_count) or c_schema_versions not in (1, c_count)
     or c_days not in (1, c_count) or cardinality(p_versions) <> c_count
     or cardinality(p_bodies) <> c_count or c_count = 0 then
    raise exception using errcode = '22023', message = 'store.value_invalid';
  end if;
  replayed := false;
  select h.position, h.hash, h.recorded_at, h.closed_until, h.elsewhere_since into v_head
  from books.union_head h where h.union_id = p_union for update;
  if not found then
    refusal := 'ES404';
    return;
  end if;

  if exists (select from books.command c
             where c.union_id = p_union and c.command_id = p_command) then
    select a.* from books.first_answer(p_union, p_command, p_request_digest) as a
    into refusal, detail, first_position, last_position, hash, recorded_at, replayed;
    return;
  end if;
  if v_head.elsewhere_since is not null then
    refusal := 'ES427';
    return;
  end if;

  if not c_all_first then
    v_current := books.moved_version(
      p_union, p_stream_ids, p_versions, p_expected_streams, p_expected_versions);
    if v_current is not null then
      refusal := 'ES409';
      detail := v_current::text;
      return;
    end if;
  end if;

  if (cardinality(p_fail_if_topics) > 0 or cardinality(p_fail_if_streams) > 0)
     and c_after < v_head.position and exists (
       select from books.event e
       where e.union_id = p_union and e.position > c_after
         and (e.topic = any (p_fail_if_topics) or e.stream_id = any (p_fail_if_streams))) then
    refusal := 'ES412';
  elsif v_head.closed_until is not null and v_head.closed_until >= any (p_occurred_on) then
    refusal := 'ES425';
    detail := v_head.closed_until::text;
  elsif cardinality(p_claims) > 0 and (
      exists (
        select from books.claim c
        where c.union_id = p_union and c.claim = any (p_claims) and c.claim <> all (p_releases))
      or (select count(distinct n.claim) < count(*) from unnest(p_claims) as n (claim))) then
    refusal := 'ES423';
  elsif books.unbalanced(p_bodies) then
    refusal := 'ES424';
  elsif p_actor like 'account:%' and books.unseparated(
      p_union, p_actor, p_stream_ids, p_versions, p_topics) then
    refusal := 'ES426';
  end if;
  if refusal is not null then
    if c_all_first then  -- a version comes first
      v_current := books.moved_version(
        p_union, p_stream_ids, p_versions, p_expected_streams, p_expected_versions);
      if v_current is not null then
        refusal := 'ES409';
        detail := v_current::text;
      end if;
    end if;
    return;
  end if;

  recorded_at := greatest(clock_timestamp(), v_head.recorded_at);
  first_position := v_head.position + 1;
  last_position := v_head.position + c_count;
  hash := v_head.hash;
  for i in 1..c_count loop
    if i = 1 or greatest(c_topics, c_schema_versions, c_days) > 1 then
      v_rest := books.digest_rest(
        p_topics[least(i, c_topics)], p_schema_versions[least(i, c_schema_versions)], recorded_at,
        p_occurred_on[least(i, c_days)], p_actor, p_command);
    end if;
    v_digests[i] := books.event_digest(
      p_union, v_head.position + i, p_stream_ids[i], p_versions[i], v_rest, p_bodies[i]);
    hash := sha256('\x01'::bytea || hash || v_digests[i]);
    v_hashes[i] := hash;
  end loop;

  begin
    insert into books.event
      (union_id, position, stream_id, version, topic, schema_version, occurred_on, recorded_at,
       actor_id, command_id, digest, hash, body)
    select p_union, v_head.position + n, p_stream_ids[n], p_versions[n],
           p_topics[least(n, c_topics)], p_schema_versions[least(n, c_schema_versions)],
           p_occurred_on[least(n, c_days)], append_one.recorded_at, p_actor, p_command,
           v_digests[n], v_hashes[n], p_bodies[n]
    from generate_series(1, c_count) as n;
  exception when unique_violation then
    v_current := books.moved_version(
      p_union, p_stream_ids, p_versions, p_expected_streams, p_expected_versions);
    if v_current is null then
      raise;
    end if;
    refusal := 'ES409';
    detail := v_current::text;
    first_position := null;
    last_position := null;
    hash := null;
    recorded_at := null;
    return;
  end;

  insert into books.command
    (union_id, command_id, request_digest, first_position, last_position, recorded_at)
  values (p_union, p_command, p_request_digest, first_position, last_position, recorded_at);

  if cardinality(p_releases) > 0 then
    delete from books.claim c where c.union_id = p_union and c.claim = any (p_releases);
  end if;
  if cardinality(p_claims) > 0 then
    insert into books.claim (union_id, claim, position)
    select p_union, n.claim, append_one.last_position from unnest(p_claims) as n (claim);
  end if;

  update books.union_head h
  set position = append_one.last_position, hash = append_one.hash,
      recorded_at = append_one.recorded_at,
      closed_until = coalesce(p_closed_until, h.closed_until)
  where h.union_id = p_union;
end $$;
