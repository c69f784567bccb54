-- The log: heads, events, commands, claims.
create table books.union_head (
  union_id uuid primary key,
  position bigint not null,
  hash bytea not null check (octet_length(hash) = 32),
  recorded_at timestamptz not null,
  closed_until date,
  charter bytea not null
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

create table books.event (
  union_id uuid not null,
  position bigint not null,
  stream_id uuid not null,
  version int not null,
  topic text not null,
  schema_version smallint not null,
  occurred_on date not null,
  recorded_at timestamptz not null,
  actor_id text not null,
  command_id uuid not null,
  digest bytea not null,
  hash bytea not null,
  body bytea not null,
  primary key (union_id, position),
  unique (union_id, stream_id, version)
);

create table books.command (
  union_id uuid not null,
  command_id uuid not null,
  request_digest bytea not null,
  first_position bigint not null,
  last_position bigint not null,
  recorded_at timestamptz not null,
  primary key (union_id, command_id)
);

create table books.claim (
  union_id uuid not null,
  claim text not null,
  position bigint not null,
  primary key (union_id, claim)
);

alter table books.union_head enable row level security;
alter table books.union_head force row level security;
alter table books.event enable row level security;
alter table books.event force row level security;
alter table books.command enable row level security;
alter table books.command force row level security;
alter table books.claim enable row level security;
alter table books.claim force row level security;

-- Without `missing_ok`: a transaction that named no union fails loudly instead of seeing nothing.
create policy own_union on books.union_head to gonghui_owner, gonghui_app
  using (union_id = current_setting('app.union_id')::uuid)
  with check (union_id = current_setting('app.union_id')::uuid);
create policy own_union on books.event to gonghui_owner, gonghui_app
  using (union_id = current_setting('app.union_id')::uuid)
  with check (union_id = current_setting('app.union_id')::uuid);
create policy own_union on books.command to gonghui_owner, gonghui_app
  using (union_id = current_setting('app.union_id')::uuid)
  with check (union_id = current_setting('app.union_id')::uuid);
create policy own_union on books.claim to gonghui_owner, gonghui_app
  using (union_id = current_setting('app.union_id')::uuid)
  with check (union_id = current_setting('app.union_id')::uuid);

create policy every_union on books.union_head for select
  to gonghui_projector, gonghui_county, gonghui_auditor using (true);
create policy every_union on books.event for select
  to gonghui_projector, gonghui_auditor using (true);
create policy every_union on books.command for select to gonghui_auditor using (true);
create policy every_union on books.claim for select to gonghui_auditor using (true);

grant select on books.union_head, books.event
  to gonghui_app, gonghui_projector, gonghui_auditor;
grant select (union_id, position, recorded_at) on books.union_head to gonghui_county;
grant select on books.command, books.claim to gonghui_auditor;

-- The same events for a person with psql: the body as jsonb, under the reader's own policies.
create view books.event_readable with (security_invoker = true) as
select union_id, position, stream_id, version, topic, schema_version, occurred_on, recorded_at,
       actor_id, command_id, convert_from(body, 'UTF8')::jsonb as body
from books.event;
grant select on books.event_readable to gonghui_app, gonghui_auditor;
-- Followers of the log: which projections exist, how far each is, what it could not swallow.
create table books.projection (
  name text not null,
  version int not null,
  live boolean not null,
  primary key (name, version)
);

create table books.cursor (
  union_id uuid not null,
  name text not null,
  version int not null,
  position bigint not null default 0,
  state text not null default 'running' check (state in ('running', 'parked')),
  primary key (union_id, name, version)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

-- Names the event and the kind of error only: no payload, no text of an exception.
create table books.dead_letter (
  union_id uuid not null,
  name text not null,
  version int not null,
  position bigint not null,
  topic text not null,
  error_code text not null,
  attempts int not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (union_id, name, version, position)
);

alter table books.cursor enable row level security;
alter table books.cursor force row level security;
alter table books.dead_letter enable row level security;
alter table books.dead_letter force row level security;

create policy own_union on books.cursor to gonghui_app, gonghui_projector
  using (union_id = current_setting('app.union_id')::uuid)
  with check (union_id = current_setting('app.union_id')::uuid);
create policy own_union on books.dead_letter to gonghui_app, gonghui_projector
  using (union_id = current_setting('app.union_id')::uuid)
  with check (union_id = current_setting('app.union_id')::uuid);
create policy every_union on books.cursor for select
  to gonghui_projector, gonghui_county, gonghui_auditor using (true);
create policy every_union on books.dead_letter for select
  to gonghui_projector, gonghui_auditor using (true);

grant select on books.projection
  to gonghui_app, gonghui_projector, gonghui_county, gonghui_auditor;
grant insert, update, delete on books.projection to gonghui_projector;
grant select on books.cursor to gonghui_app, gonghui_projector, gonghui_county, gonghui_auditor;
grant insert, update, delete on books.cursor to gonghui_projector;
grant select on books.dead_letter to gonghui_app, gonghui_projector, gonghui_auditor;
grant insert, update, delete on books.dead_letter to gonghui_projector;
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
set search_path = pg_catalog set work_mem = '64MB' as $$
declare
  v_entered text := books.enter_union(p_union);
  v_answer record;
begin
  if cardinality(p_stream_ids) = 0 then
    raise exception using errcode = '22023', message = 'store.value_invalid';
  end if;
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
set search_path = pg_catalog set work_mem = '64MB' as $$
declare
  v_entered text;
  v_union uuid;
  v_part record;
  v_answer record;
  v_streams uuid[];
  v_versions int[];
  v_topics text[];
  v_schema_versions smallint[];
  v_occurred_on date[];
  v_bodies bytea[];
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
           sum(n.releases) over w - n.releases as release_at
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
    if v_part.events = 1 then
      v_streams := array[p_stream_ids[v_part.event_at + 1]];
      v_versions := array[p_versions[v_part.event_at + 1]];
      v_topics := array[p_topics[v_part.event_at + 1]];
      v_schema_versions := array[p_schema_versions[v_part.event_at + 1]];
      v_occurred_on := array[p_occurred_on[v_part.event_at + 1]];
      v_bodies := array[p_bodies[v_part.event_at + 1]];
    elsif v_part.events > 1 then
      v_streams := p_stream_ids[v_part.event_at + 1:v_part.event_at + v_part.events];
      v_versions := p_versions[v_part.event_at + 1:v_part.event_at + v_part.events];
      v_topics := p_topics[v_part.event_at + 1:v_part.event_at + v_part.events];
      v_schema_versions :=
        p_schema_versions[v_part.event_at + 1:v_part.event_at + v_part.events];
      v_occurred_on := p_occurred_on[v_part.event_at + 1:v_part.event_at + v_part.events];
      v_bodies := p_bodies[v_part.event_at + 1:v_part.event_at + v_part.events];
    else
      raise exception using errcode = '22023', message = 'store.value_invalid';
    end if;
    v_answer := books.append_one(
      v_union, p_commands[v_part.nth], p_request_digests[v_part.nth], p_actors[v_part.nth],
      v_streams, v_versions, v_topics, v_schema_versions, v_occurred_on, v_bodies,
      p_expected_streams[v_part.expected_at + 1:v_part.expected_at + v_part.expected],
      p_expected_versions[v_part.expected_at + 1:v_part.expected_at + v_part.expected],
      p_afters[v_part.nth],
      p_fail_if_topics[v_part.topic_at + 1:v_part.topic_at + v_part.topics],
      p_fail_if_streams[v_part.stream_at + 1:v_part.stream_at + v_part.streams],
      p_claims[v_part.claim_at + 1:v_part.claim_at + v_part.claims],
      p_releases[v_part.release_at + 1:v_part.release_at + v_part.releases],
      p_closed_until[v_part.nth]);
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
grant execute on function books.found_union_v1, books.append_v1, books.append_group_v1,
  books.read_streams_v1, books.find_command_v1 to gonghui_app;
-- API keys are looked up before the union is known, so no role may read the table: only the narrow
-- functions below, whose owner is the one role under its policy.
create table books.api_key (
  key_id text primary key,
  secret_digest bytea not null,
  union_id uuid not null,
  role text not null,
  label text not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  last_used_at timestamptz,
  revoked_at timestamptz
);

alter table books.api_key enable row level security;
alter table books.api_key force row level security;
create policy only_functions on books.api_key to gonghui_owner using (true) with check (true);

create function books.find_api_key_v1(p_key_id text)
returns table (secret_digest bytea, union_id uuid, role text, label text, created_at timestamptz,
               expires_at timestamptz, last_used_at timestamptz, revoked_at timestamptz)
language sql stable security definer set search_path = pg_catalog as $$
  select k.secret_digest, k.union_id, k.role, k.label, k.created_at, k.expires_at,
         k.last_used_at, k.revoked_at
  from books.api_key k where k.key_id = p_key_id
$$;

-- False when the id is already taken; an existing key is never changed.
create function books.put_api_key_v1(
  p_key_id text, p_secret_digest bytea, p_union uuid, p_role text, p_label text,
  p_created_at timestamptz, p_expires_at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  insert into books.api_key
    (key_id, secret_digest, union_id, role, label, created_at, expires_at)
  values (p_key_id, p_secret_digest, p_union, p_role, p_label, p_created_at, p_expires_at)
  on conflict (key_id) do nothing;
  return found;
end $$;

create function books.touch_api_key_v1(p_key_id text, p_used_at timestamptz) returns void
language sql volatile security definer set search_path = pg_catalog as $$
  update books.api_key set last_used_at = p_used_at
  where key_id = p_key_id and (last_used_at is null or last_used_at < p_used_at)
$$;

create function books.revoke_api_key_v1(p_union uuid, p_key_id text, p_revoked_at timestamptz)
returns boolean
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_entered text := books.enter_union(p_union);
begin
  update books.api_key k set revoked_at = coalesce(k.revoked_at, p_revoked_at)
  where k.key_id = p_key_id and k.union_id = p_union;
  return found;
end $$;

revoke all on function books.find_api_key_v1, books.put_api_key_v1, books.touch_api_key_v1,
  books.revoke_api_key_v1 from public;
grant execute on function books.find_api_key_v1, books.put_api_key_v1, books.touch_api_key_v1,
  books.revoke_api_key_v1 to gonghui_app;
