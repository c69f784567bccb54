-- The only way to write the log. `append_one` decides and writes, and answers a refusal as a value
-- (so that one refusal does not abort the others of a group); every check comes before any write.
-- Separate statements on purpose: in READ COMMITTED each one sees what was committed while the
-- transaction waited for the head, a single statement would not.

-- Refuses a transaction that is already bound to another union; binds it otherwise. Called as an
-- assignment: plpgsql evaluates that without starting a query.
create function books.enter_union(p_union uuid) returns text
language plpgsql volatile as $$
begin
  if coalesce(current_setting('app.union_id', true), '') not in ('', p_union::text) then
    raise exception using errcode = 'ES404', message = 'store.union_unknown';
  end if;
  return set_config('app.union_id', p_union::text, true);
end $$;

create function books.found_union_v1(p_union uuid, p_charter bytea) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_entered text := books.enter_union(p_union);
  v_charter bytea;
begin
  insert into books.union_head (union_id, position, hash, recorded_at, charter)
  values (p_union, 0,
          sha256('\x02'::bytea || uuid_send(p_union) || int4send(octet_length(p_charter))
                 || p_charter),
          clock_timestamp(), p_charter)
  on conflict (union_id) do nothing;
  if found then
    return true;
  end if;
  select h.charter into v_charter from books.union_head h where h.union_id = p_union;
  if v_charter is distinct from p_charter then
    raise exception using errcode = 'ES422', message = 'store.command_reused';
  end if;
  return false;
end $$;

-- True when some event's posting lines do not sum to zero per fund. The lines are read from the
-- very bytes that are hashed; a body with an escape could hide the key, so it is parsed as well.
create function books.unbalanced(p_bodies bytea[]) returns boolean
language plpgsql stable as $$
begin
  if cardinality(p_bodies) = 1 then
    return exists (
      select from json_to_recordset(convert_from(p_bodies[1], 'UTF8')::json -> 'lines')
        as line (fund text, fen bigint)
      group by line.fund
      having sum(line.fen) <> 0 or bool_or(line.fen is null or line.fund is null));
  end if;
  return exists (
    select from (
      select distinct (convert_from(b.body, 'UTF8')::json -> 'lines')::text as lines  -- few differ
      from unnest(p_bodies) as b (body)
      where position('\x226c696e657322'::bytea in b.body) > 0
         or position('\x5c75'::bytea in b.body) > 0) as posted
    cross join lateral json_to_recordset(posted.lines::json) as line (fund text, fen bigint)
    group by posted.lines, line.fund
    having sum(line.fen) <> 0 or bool_or(line.fen is null or line.fund is null));
end $$;

-- The current version of the first stream whose new versions do not follow on, or whose expected
-- version is not the stored one; null when all is well. A stream starts at version 0 or 1.
create function books.moved_version(
  p_union uuid, p_stream_ids uuid[], p_versions int[],
  p_expected_streams uuid[], p_expected_versions int[]) returns int
language plpgsql stable as $$
declare
  v_current int;
begin
  if cardinality(p_expected_streams) > 0 then
    select coalesce(stored.version, 0) into v_current
    from unnest(p_expected_streams, p_expected_versions) as x (stream_id, version)
    left join lateral (
      select max(e.version) as version from books.event e
      where e.union_id = p_union and e.stream_id = x.stream_id) as stored on true
    where coalesce(stored.version, 0) <> x.version
       or (x.version = 0 and stored.version is not null)
    limit 1;
    if found then
      return v_current;
    end if;
  end if;
  if (select bool_and(s.version in (0, 1)) and count(distinct s.stream_id) = count(*)
      from unnest(p_stream_ids, p_versions) as s (stream_id, version))
     and not exists (
      select from unnest(p_stream_ids) as s (stream_id)
      join books.event e on e.union_id = p_union and e.stream_id = s.stream_id) then
    return null;  -- a bulk of first events
  end if;
  select coalesce(stored.version, 0) into v_current
  from (
    select n.stream_id, min(n.version) as first_version, max(n.version) as last_version,
           count(*) as events, bool_and(n.version = n.start + n.nth - 1) as in_order
    from (
      select s.stream_id, s.version, first_value(s.version) over w as start,
             row_number() over w as nth
      from unnest(p_stream_ids, p_versions) with ordinality as s (stream_id, version, ordinal)
      window w as (partition by s.stream_id order by s.ordinal)) as n
    group by n.stream_id) as added
  left join lateral (
    select max(e.version) as version from books.event e
    where e.union_id = p_union and e.stream_id = added.stream_id) as stored on true
  where not added.in_order
     or (stored.version is null and added.first_version not in (0, 1))
     or added.first_version <> stored.version + 1
  limit 1;
  if found then
    return v_current;
  end if;
  return null;
end $$;

create function books.append_one(
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
  c_count constant int := cardinality(p_stream_ids);
  v_head record;
  v_known record;
  v_current int;
  v_start bytea;
  v_moment bytea;
  v_end bytea;
  v_digest bytea;
  v_digests bytea[];
  v_hashes bytea[];
begin
  replayed := false;
  select h.position, h.hash, h.recorded_at, h.closed_until into v_head
  from books.union_head h where h.union_id = p_union for update;
  if not found then
    refusal := 'ES404';
    return;
  end if;

  select c.request_digest, c.first_position, c.last_position, c.recorded_at into v_known
  from books.command c where c.union_id = p_union and c.command_id = p_command;
  if found then
    if v_known.request_digest <> p_request_digest then
      refusal := 'ES422';
      return;
    end if;
    select e.hash into hash from books.event e
    where e.union_id = p_union and e.position = v_known.last_position;
    first_position := v_known.first_position;
    last_position := v_known.last_position;
    recorded_at := v_known.recorded_at;
    replayed := true;
    return;
  end if;

  if c_count = 1 and (cardinality(p_expected_streams) = 0 or (
       cardinality(p_expected_streams) = 1 and p_expected_streams[1] = p_stream_ids[1]
       and p_expected_versions[1] = p_versions[1] - 1)) then
    select max(e.version) into v_current from books.event e
    where e.union_id = p_union and e.stream_id = p_stream_ids[1];
    if (p_versions[1] = v_current + 1 and (v_current > 0 or cardinality(p_expected_streams) = 0))
       or (v_current is null and p_versions[1] = any ('{0,1}')) then
      v_current := null;
    else
      v_current := coalesce(v_current, 0);
    end if;
  else
    v_current := books.moved_version(
      p_union, p_stream_ids, p_versions, p_expected_streams, p_expected_versions);
  end if;
  if v_current is not null then
    refusal := 'ES409';
    detail := v_current::text;
    return;
  end if;

  if cardinality(p_fail_if_topics) > 0 or cardinality(p_fail_if_streams) > 0 then
    if coalesce(p_after, 0) < v_head.position and exists (
      select from books.event e
      where e.union_id = p_union and e.position > coalesce(p_after, 0)
        and (e.topic = any (p_fail_if_topics) or e.stream_id = any (p_fail_if_streams))) then
      refusal := 'ES412';
      return;
    end if;
  end if;

  if v_head.closed_until is not null and v_head.closed_until >= any (p_occurred_on) then
    refusal := 'ES425';
    detail := v_head.closed_until::text;
    return;
  end if;

  if cardinality(p_claims) > 0 then
    if exists (
      select from books.claim c
      where c.union_id = p_union and c.claim = any (p_claims) and c.claim <> all (p_releases))
      or (select count(distinct n.claim) < count(*) from unnest(p_claims) as n (claim)) then
      refusal := 'ES423';
      return;
    end if;
  end if;

  if (c_count > 1 or position('\x226c696e657322'::bytea in p_bodies[1]) > 0
      or position('\x5c75'::bytea in p_bodies[1]) > 0) and books.unbalanced(p_bodies) then
    refusal := 'ES424';
    return;
  end if;

  recorded_at := greatest(clock_timestamp(), v_head.recorded_at);
  first_position := v_head.position + 1;
  last_position := v_head.position + c_count;
  v_start := '\x000001'::bytea || uuid_send(p_union);
  v_moment := int8send((extract(epoch from recorded_at) * 1000000)::bigint);
  hash := v_head.hash;

  v_end := int4send(octet_length(p_actor)) || convert_to(p_actor, 'UTF8') || uuid_send(p_command);
  for i in 1..c_count loop
    v_digest := sha256(
      v_start || int8send(v_head.position + i) || uuid_send(p_stream_ids[i])
      || int4send(p_versions[i])
      || int4send(octet_length(p_topics[i])) || convert_to(p_topics[i], 'UTF8')
      || int2send(p_schema_versions[i]) || v_moment
      || int4send(p_occurred_on[i] - date '1970-01-01') || v_end
      || int4send(octet_length(p_bodies[i])) || p_bodies[i]);
    hash := sha256('\x01'::bytea || hash || v_digest);
    v_digests[i] := v_digest;
    v_hashes[i] := hash;
  end loop;

  if c_count = 1 then  -- the common case, without the machinery of sets
    insert into books.event
      (union_id, position, stream_id, version, topic, schema_version, occurred_on, recorded_at,
       actor_id, command_id, digest, hash, body)
    values (p_union, first_position, p_stream_ids[1], p_versions[1], p_topics[1],
            p_schema_versions[1], p_occurred_on[1], recorded_at, p_actor, p_command,
            v_digest, hash, p_bodies[1]);
  else
    insert into books.event
      (union_id, position, stream_id, version, topic, schema_version, occurred_on, recorded_at,
       actor_id, command_id, digest, hash, body)
    select p_union, v_head.position + n.ordinal, n.stream_id, n.version, n.topic,
           n.schema_version, n.occurred_on, recorded_at, p_actor, p_command,
           n.digest, n.hash, n.body
    from (  -- unnested side by side: no copy of all rows, as a function in FROM would make
      select generate_series(1, c_count) as ordinal, unnest(p_stream_ids) as stream_id,
             unnest(p_versions) as version, unnest(p_topics) as topic,
             unnest(p_schema_versions) as schema_version, unnest(p_occurred_on) as occurred_on,
             unnest(v_digests) as digest, unnest(v_hashes) as hash, unnest(p_bodies) as body) as n;
  end if;

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
