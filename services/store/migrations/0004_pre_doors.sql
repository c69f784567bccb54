-- The doors an application role may use.

create function books.append_v1(
  p_union uuid, p_command uuid, p_request_digest bytea, p_actor text,
  p_stream_ids uuid[], p_versions int[], p_topics text[], p_schema_versions smallint[],
  p_occurred_on date[], p_bodies bytea[],
  p_expected_streams uuid[], p_expected_versions int[],
  p_after bigint, p_fail_if_topics text[], p_fail_if_streams uuid[],
  p_claims text[], p_releases text[], p_closed_until date,
  out first_position bigint, out last_position bigint, out hash bytea,
  out recorded_at timestamptz, out replayed boolean)
language plpgsql volatile security definer
set search_path = pg_catalog set work_mem = '64MB' set plan_cache_mode = force_generic_plan as $$
declare
  v_entered text := books.enter_union(p_union);
  v_answer record;
begin
  v_answer := books.append_one(
    p_union, p_command, p_request_digest, p_actor, p_stream_ids, p_versions, p_topics,
    p_schema_versions, p_occurred_on, p_bodies, p_expected_streams, p_expected_versions, p_after,
    p_fail_if_topics, p_fail_if_streams, p_claims, p_releases, p_closed_until);
  if v_answer.refusal is not null then
    raise exception using errcode = v_answer.refusal, message = 'store.refused',
      detail = coalesce(v_answer.detail, '');
  end if;
  first_position := v_answer.first_position;
  last_position := v_answer.last_position;
  hash := v_answer.hash;
  recorded_at := v_answer.recorded_at;
  replayed := v_answer.replayed;
end $$;

-- One event that claims, releases and closes nothing: see `append_event`.
create function books.append_event_v1(
  p_union uuid, p_command uuid, p_request_digest bytea, p_actor text,
  p_stream uuid, p_version int, p_topic text, p_schema_version smallint, p_occurred_on date,
  p_body bytea, p_expected int, p_after bigint, p_fail_if_topics text[], p_fail_if_streams uuid[],
  out first_position bigint, out last_position bigint, out hash bytea,
  out recorded_at timestamptz, out replayed boolean)
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_entered text := books.enter_union(p_union);
  v_answer record;
begin
  v_answer := books.append_event(
    p_union, p_command, p_request_digest, p_actor, p_stream, p_version, p_topic, p_schema_version,
    p_occurred_on, p_body, p_expected, p_after, p_fail_if_topics, p_fail_if_streams);
  if v_answer.refusal is not null then
    raise exception using errcode = v_answer.refusal, message = 'store.refused',
      detail = coalesce(v_answer.detail, '');
  end if;
  first_position := v_answer.first_position;
  last_position := v_answer.last_position;
  hash := v_answer.hash;
  recorded_at := v_answer.recorded_at;
  replayed := v_answer.replayed;
end $$;

-- Several commands of several unions in one transaction. The arrays of a command's parts are laid
-- end to end, with one count per command. Heads are locked in the order of `union_id`, commands of
-- one union run in the order given. A refusal is a row.
create function books.append_group_v1(
  p_unions uuid[], p_commands uuid[], p_request_digests bytea[], p_actors text[],
  p_event_counts int[], p_stream_ids uuid[], p_versions int[], p_topics text[],
  p_schema_versions smallint[], p_occurred_on date[], p_bodies bytea[],
  p_expected_counts int[], p_expected_streams uuid[], p_expected_versions int[],
  p_afters bigint[], p_topic_counts int[], p_fail_if_topics text[],
  p_stream_counts int[], p_fail_if_streams uuid[],
  p_claim_counts int[], p_claims text[], p_release_counts int[], p_releases text[],
  p_closed_until date[])
returns table (ordinal int, refusal text, detail text, first_position bigint, last_position bigint,
               hash bytea, recorded_at timestamptz, replayed boolean)
language plpgsql volatile security definer
set search_path = pg_catalog set work_mem = '64MB' set plan_cache_mode = force_generic_plan as $$
declare
  v_entered text;
  v_union uuid;
  v_part record;
  v_answer record;
begin
  if coalesce(current_setting('app.union_id', true), '') <> '' then
    raise exception using errcode = 'ES404', message = 'store.union_unknown';
  end if;
  for v_part in
    select n.ordinal::int as nth, n.union_id, n.events,
           sum(n.events) over w - n.events as event_at, n.expected,
           sum(n.expected) over w - n.expected as expected_at, n.topics,
           sum(n.topics) over w - n.topics as topic_at, n.streams,
           sum(n.streams) over w - n.streams as stream_at, n.claims,
           sum(n.claims) over w - n.claims as claim_at, n.releases,
           sum(n.releases) over w - n.releases as release_at,
           n.events = 1 and n.expected <= 1 and n.claims = 0 and n.releases = 0
             and p_closed_until[n.ordinal] is null
             and (n.expected = 0
                  or p_expected_streams[sum(n.expected) over w] = p_stream_ids[sum(n.events) over w])
             as plain
    from unnest(p_unions, p_event_counts, p_expected_counts, p_topic_counts, p_stream_counts,
                p_claim_counts, p_release_counts) with ordinality
      as n (union_id, events, expected, topics, streams, claims, releases, ordinal)
    window w as (order by n.ordinal)
    order by n.union_id, n.ordinal
  loop
    if v_union is distinct from v_part.union_id then
      v_union := v_part.union_id;
      v_entered := set_config('app.union_id', v_union::text, true);
    end if;
    if v_part.plain then
      v_answer := books.append_event(
        v_union, p_commands[v_part.nth], p_request_digests[v_part.nth], p_actors[v_part.nth],
        p_stream_ids[v_part.event_at + 1], p_versions[v_part.event_at + 1],
        p_topics[v_part.event_at + 1], p_schema_versions[v_part.event_at + 1],
        p_occurred_on[v_part.event_at + 1], p_bodies[v_part.event_at + 1],
        case when v_part.expected = 1 then p_expected_versions[v_part.expected_at + 1] end,
        p_afters[v_part.nth],
        p_fail_if_topics[v_part.topic_at + 1:v_part.topic_at + v_part.topics],
        p_fail_if_streams[v_part.stream_at + 1:v_part.stream_at + v_part.streams]);
    else
      v_answer := books.append_one(
        v_union, p_commands[v_part.nth], p_request_digests[v_part.nth], p_actors[v_part.nth],
        p_stream_ids[v_part.event_at + 1:v_part.event_at + v_part.events],
        p_versions[v_part.event_at + 1:v_part.event_at + v_part.events],
        p_topics[v_part.event_at + 1:v_part.event_at + v_part.events],
        p_schema_versions[v_part.event_at + 1:v_part.event_at + v_part.events],
        p_occurred_on[v_part.event_at + 1:v_part.event_at + v_part.events],
        p_bodies[v_part.event_at + 1:v_part.event_at + v_part.events],
        p_expected_streams[v_part.expected_at + 1:v_part.expected_at + v_part.expected],
        p_expected_versions[v_part.expected_at + 1:v_part.expected_at + v_part.expected],
        p_afters[v_part.nth],
        p_fail_if_topics[v_part.topic_at + 1:v_part.topic_at + v_part.topics],
        p_fail_if_streams[v_part.stream_at + 1:v_part.stream_at + v_part.streams],
        p_claims[v_part.claim_at + 1:v_part.claim_at + v_part.claims],
        p_releases[v_part.release_at + 1:v_part.release_at + v_part.releases],
        p_closed_until[v_part.nth]);
    end if;
    ordinal := v_part.nth;
    refusal := v_answer.refusal;
    detail := v_answer.detail;
    first_position := v_answer.first_position;
    last_position := v_answer.last_position;
    hash := v_answer.hash;
    recorded_at := v_answer.recorded_at;
    replayed := v_answer.replayed;
    return next;
  end loop;
  v_entered := set_config('app.union_id', '', true);
end $$;

-- The head's position and the streams' events in one round trip. The head is read first: an event
-- that lands in between has a higher position and is caught by the append's condition.
create function books.read_streams_v1(p_union uuid, p_streams uuid[])
returns table (head_position bigint, "position" bigint, stream_id uuid, version int, topic text,
               schema_version smallint, occurred_on date, recorded_at timestamptz, actor_id text,
               command_id uuid, digest bytea, hash bytea, body bytea)
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_entered text := books.enter_union(p_union);
begin
  select h.position into head_position from books.union_head h where h.union_id = p_union;
  if not found then
    raise exception using errcode = 'ES404', message = 'store.union_unknown';
  end if;
  return query
    select read_streams_v1.head_position, e.position, e.stream_id, e.version, e.topic,
           e.schema_version, e.occurred_on, e.recorded_at, e.actor_id, e.command_id, e.digest,
           e.hash, e.body
    from books.event e
    where e.union_id = p_union and e.stream_id = any (p_streams)
    order by e.stream_id, e.version;
  if not found then
    return next;
  end if;
end $$;

-- The first answer to a command, or no row.
create function books.find_command_v1(p_union uuid, p_command uuid)
returns table (first_position bigint, last_position bigint, hash bytea, recorded_at timestamptz,
               request_digest bytea)
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_entered text := books.enter_union(p_union);
begin
  return query
    select c.first_position, c.last_position, e.hash, c.recorded_at, c.request_digest
    from books.command c
    join books.event e on e.union_id = c.union_id and e.position = c.last_position
    where c.union_id = p_union and c.command_id = p_command;
end $$;

revoke all on all functions in schema books from public;
grant execute on function books.found_union_v1, books.append_v1, books.append_event_v1,
  books.append_group_v1, books.read_streams_v1, books.find_command_v1 to gonghui_app;
