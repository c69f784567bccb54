-- The log: heads, events, commands, claims.
create table books.union_head (
  union_id uuid primary key,
  position bigint not null,
  hash bytea not null check (octet_length(hash) = 32),
  recorded_at timestamptz not null,
  closed_until date,
  charter bytea not null,
  -- Since when these books are written at another place: what stands here is complete, and nothing is added to it.
  elsewhere_since timestamptz
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
-- The only way to write the log. `append_event` (one event, nothing to claim) and `append_one` (all
-- else) decide and write, and answer a refusal as a value, so that one refusal does not abort the
-- others of a group.
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
-- very bytes that are hashed. Every body that names "lines", or has an escape that could hide the
-- name, must be JSON. Of bodies without a backslash that go on alike from the first "lines" to the
-- end, one speaks for all: without escapes these bytes are that name and nothing else, and what
-- follows, closing brackets included, says how deep it stands and what it holds.
create function books.unbalanced(p_bodies bytea[]) returns boolean
language plpgsql stable as $$
begin
  return exists (
    select from (
      select min(n) as nth
      from generate_subscripts(p_bodies, 1) as n
      where position('\x226c696e657322'::bytea in p_bodies[n]) > 0
         or position('\x5c75'::bytea in p_bodies[n]) > 0
      group by case when position('\x5c'::bytea in p_bodies[n]) > 0 then p_bodies[n]
        else substring(p_bodies[n] from position('\x226c696e657322'::bytea in p_bodies[n])) end
      having count(convert_from(p_bodies[n], 'UTF8')::json) > 0) as alike
    cross join lateral json_to_recordset(convert_from(p_bodies[alike.nth], 'UTF8')::json -> 'lines')
      as line (fund text, fen bigint)
    group by alike.nth, line.fund
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

-- The digest of an event, format 1, in two parts: the events of a command share most of the second.
-- Both are single expressions, so that PostgreSQL puts them in the place of the call.
create function books.digest_rest(
  p_topic text, p_schema_version smallint, p_recorded_at timestamptz, p_occurred_on date,
  p_actor text, p_command uuid) returns bytea
language sql stable as $$
  select int4send(octet_length(p_topic)) || convert_to(p_topic, 'UTF8')
    || int2send(p_schema_version)
    || int8send((extract(epoch from p_recorded_at) * 1000000)::bigint)
    || int4send(p_occurred_on - date '1970-01-01')
    || int4send(octet_length(p_actor)) || convert_to(p_actor, 'UTF8') || uuid_send(p_command)
$$;

create function books.event_digest(
  p_union uuid, p_position bigint, p_stream uuid, p_version int, p_rest bytea, p_body bytea)
returns bytea
language sql immutable as $$
  select sha256('\x000001'::bytea || uuid_send(p_union) || int8send(p_position)
    || uuid_send(p_stream) || int4send(p_version) || p_rest
    || int4send(octet_length(p_body)) || p_body)
$$;

-- What a command was answered when it came first.
create function books.first_answer(
  p_union uuid, p_command uuid, p_request_digest bytea,
  out refusal text, out detail text, out first_position bigint, out last_position bigint,
  out hash bytea, out recorded_at timestamptz, out replayed boolean)
language plpgsql volatile as $$
declare
  v_known record;
begin
  select c.request_digest, c.first_position, c.last_position, c.recorded_at, e.hash into v_known
  from books.command c
  join books.event e on e.union_id = c.union_id and e.position = c.last_position
  where c.union_id = p_union and c.command_id = p_command;
  if v_known.request_digest <> p_request_digest then
    refusal := 'ES422';
    return;
  end if;
  first_position := v_known.first_position;
  last_position := v_known.last_position;
  hash := v_known.hash;
  recorded_at := v_known.recorded_at;
  replayed := true;
end $$;

-- One event, whose stream alone may be expected at a version (null: at any); nothing claimed,
-- released or closed. The same steps as `append_one`, without the machinery of sets. Every check
-- comes before any write.
create function books.append_event(
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
set search_path = pg_catalog set work_mem = '64MB' set plan_cache_mode = force_generic_plan
set lock_timeout = '100ms' as $$
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
  revoked_at timestamptz,
  engagement_id uuid constraint only_auditors check (engagement_id is null or role = 'auditor'),
  scopes text[]
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
-- A key may be bound to an audit engagement: it reads one union, on what the engagement is about, until it ends.
create function books.find_api_key_v2(p_key_id text)
returns table (secret_digest bytea, union_id uuid, role text, label text, created_at timestamptz,
               expires_at timestamptz, last_used_at timestamptz, revoked_at timestamptz,
               engagement_id uuid)
language sql stable security definer set search_path = pg_catalog as $$
  select k.secret_digest, k.union_id, k.role, k.label, k.created_at, k.expires_at,
         k.last_used_at, k.revoked_at, k.engagement_id
  from books.api_key k where k.key_id = p_key_id
$$;

-- False when the id is already taken; an existing key is never changed.
create function books.put_api_key_v2(
  p_key_id text, p_secret_digest bytea, p_union uuid, p_role text, p_label text,
  p_created_at timestamptz, p_expires_at timestamptz, p_engagement uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  insert into books.api_key
    (key_id, secret_digest, union_id, role, label, created_at, expires_at, engagement_id)
  values (p_key_id, p_secret_digest, p_union, p_role, p_label, p_created_at, p_expires_at,
          p_engagement)
  on conflict (key_id) do nothing;
  return found;
end $$;

revoke all on function books.find_api_key_v2, books.put_api_key_v2 from public;
grant execute on function books.find_api_key_v2, books.put_api_key_v2 to gonghui_app;
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
-- What people prove themselves with. Rows of the platform, which is a tenant like any other: they change and go,
-- so they are no events; that something happened at the door is one. Secrets are kept as digests, passwords as
-- argon2id, the secret of a second factor sealed under the person's own key.

-- `generation` rises when an account is reset: sessions and appointments of an older one no longer hold.
create table books.account_credential (
  union_id uuid not null,
  account_id uuid not null,
  password_hash text,
  must_change boolean not null,
  generation int not null default 1 check (generation > 0),
  closed_at timestamptz,
  totp_sealed text,
  totp_pending text,
  totp_last_step bigint,
  primary key (union_id, account_id)
);

-- Where an account may have a role: a hint where to look, never a right.
create table books.account_place (
  union_id uuid not null,
  account_id uuid not null,
  place_id uuid not null,
  primary key (union_id, account_id, place_id)
);
create index account_place_at on books.account_place (union_id, place_id);

create table books.recovery_code (
  union_id uuid not null,
  account_id uuid not null,
  code_digest bytea not null check (octet_length(code_digest) = 32),
  used_at timestamptz,
  primary key (union_id, account_id, code_digest)
);

-- `agent` is a family of browsers; no address is kept.
create table books.account_session (
  union_id uuid not null,
  session_id uuid not null,
  token_digest bytea not null check (octet_length(token_digest) = 32),
  account_id uuid not null,
  generation int not null,
  agent text not null check (char_length(agent) <= 60),
  created_at timestamptz not null,
  seen_at timestamptz not null,
  second_factor_at timestamptz,
  must_change boolean not null,
  ended_at timestamptz,
  primary key (union_id, session_id),
  unique (union_id, token_digest)
);
create index account_session_of on books.account_session (union_id, account_id);

-- One code at a time for an account at a place: a newer one takes the older one's row.
create table books.invitation (
  union_id uuid not null,
  account_id uuid not null,
  place_id uuid not null,
  code_digest bytea not null check (octet_length(code_digest) = 32),
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  redeemed_at timestamptz,
  primary key (union_id, account_id, place_id)
);

-- A browser that a person has logged in with: whoever has its token types under a counter of their own.
create table books.login_device (
  union_id uuid not null,
  device_digest bytea not null check (octet_length(device_digest) = 32),
  account_id uuid not null,
  account_blind bytea not null,
  created_at timestamptz not null,
  primary key (union_id, device_digest)
);
create index login_device_of on books.login_device (union_id, account_id);

-- Tries of an account, a device, an address's network, everybody: `counter` is a keyed digest of which.
create table books.login_limit (
  union_id uuid not null,
  counter bytea not null check (octet_length(counter) = 32),
  tries int not null,
  last_at timestamptz not null,
  due_at timestamptz not null,
  primary key (union_id, counter)
);

-- A person of another identity provider, by a keyed digest of issuer and subject.
create table books.identity_link (
  union_id uuid not null,
  identity bytea not null check (octet_length(identity) = 32),
  account_id uuid not null,
  linked_at timestamptz not null,
  primary key (union_id, identity)
);
create index identity_link_of on books.identity_link (union_id, account_id);

do $$
declare
  v_table text;
begin
  foreach v_table in array array['account_credential', 'account_place', 'recovery_code',
                                 'account_session', 'invitation', 'login_device', 'login_limit',
                                 'identity_link'] loop
    execute format('alter table books.%I enable row level security', v_table);
    execute format('alter table books.%I force row level security', v_table);
    execute format('create policy own_union on books.%I to gonghui_owner, gonghui_app '
                   'using (union_id = current_setting(''app.union_id'')::uuid) '
                   'with check (union_id = current_setting(''app.union_id'')::uuid)', v_table);
  end loop;
end $$;

grant select, insert on books.account_credential, books.account_place to gonghui_app;
grant update (password_hash, must_change, generation, closed_at, totp_sealed, totp_pending,
              totp_last_step) on books.account_credential to gonghui_app;
grant select, insert, delete on books.recovery_code, books.account_session, books.invitation,
  books.login_device, books.identity_link to gonghui_app;
grant update (used_at) on books.recovery_code to gonghui_app;
grant update (token_digest, seen_at, second_factor_at, must_change, ended_at)
  on books.account_session to gonghui_app;
grant update (code_digest, issued_at, expires_at, redeemed_at) on books.invitation to gonghui_app;
grant select, delete on books.login_limit to gonghui_app;

-- One try of a password or a code, counted before it is looked at: null, or how long to wait. A refused try is not
-- counted. Whoever shows a device of this account has a counter of their own and shares none.
--
-- An account's or a device's tries become due after a pause that doubles from try `p_free` on. A shared counter lets
-- `p_bursts` through at once and then one in `p_every`. A clock that stepped back takes every due time along.
create function books.reserve_login_v1(
  p_union uuid, p_now timestamptz, p_account bytea, p_account_blind bytea,
  p_device bytea, p_device_digest bytea, p_device_since timestamptz,
  p_free int, p_pause interval, p_longest interval, p_forgotten_after interval,
  p_shared bytea[], p_every interval[], p_bursts int[]) returns interval
language plpgsql volatile security definer set search_path = pg_catalog as $$
declare
  v_entered text := books.enter_union(p_union);
  v_own bytea := p_account;
  v_shared bytea[] := p_shared;
  v_tries int;
  v_wait interval := '0';
begin
  if exists (select from books.login_device d
             where d.union_id = p_union and d.device_digest = p_device_digest
               and d.account_blind = p_account_blind and d.created_at > p_device_since) then
    v_own := p_device;
    v_shared := '{}';
  end if;

  perform books.lock_login_limit(p_union, v_own, p_now);
  select case when l.last_at + p_forgotten_after <= p_now then 0 else l.tries end, l.due_at - p_now
  into v_tries, v_wait
  from books.login_limit l where l.union_id = p_union and l.counter = v_own;
  if v_wait > '0' then
    return v_wait;
  end if;

  for i in 1..cardinality(v_shared) loop
    perform books.lock_login_limit(p_union, v_shared[i], p_now);
    select greatest(v_wait, l.due_at - p_every[i] * (p_bursts[i] - 1) - p_now) into v_wait
    from books.login_limit l where l.union_id = p_union and l.counter = v_shared[i];
    if v_wait > '0' then
      return v_wait;
    end if;
  end loop;

  v_tries := coalesce(v_tries, 0) + 1;
  insert into books.login_limit as l (union_id, counter, tries, last_at, due_at)
  values (p_union, v_own, v_tries, p_now, p_now + case
    when v_tries < p_free then interval '0'
    else least(p_longest, p_pause * (1 << least(v_tries - p_free, 20))) end)
  on conflict (union_id, counter) do update
    set tries = excluded.tries, last_at = excluded.last_at, due_at = excluded.due_at;
  for i in 1..cardinality(v_shared) loop
    insert into books.login_limit as l (union_id, counter, tries, last_at, due_at)
    values (p_union, v_shared[i], 1, p_now, p_now + p_every[i])
    on conflict (union_id, counter) do update
      set tries = l.tries + 1, last_at = excluded.last_at,
          due_at = greatest(l.due_at, excluded.last_at) + p_every[i];
  end loop;
  return null;
end $$;

-- Hold a counter until the transaction ends, beginning it where there is none.
create function books.lock_login_limit(p_union uuid, p_counter bytea, p_now timestamptz)
returns void language plpgsql volatile as $$
begin
  insert into books.login_limit (union_id, counter, tries, last_at, due_at)
  values (p_union, p_counter, 0, p_now, p_now) on conflict (union_id, counter) do nothing;
  perform 1 from books.login_limit l
  where l.union_id = p_union and l.counter = p_counter for update;
  update books.login_limit l set last_at = p_now, due_at = p_now + (l.due_at - l.last_at)
  where l.union_id = p_union and l.counter = p_counter and l.last_at > p_now;
end $$;

revoke all on function books.reserve_login_v1, books.lock_login_limit from public;
grant execute on function books.reserve_login_v1 to gonghui_app;

-- A key may be cut down to some of the actions of its role; null: all of them.

create function books.find_api_key_v3(p_key_id text)
returns table (secret_digest bytea, union_id uuid, role text, label text, created_at timestamptz,
               expires_at timestamptz, last_used_at timestamptz, revoked_at timestamptz,
               engagement_id uuid, scopes text[])
language sql stable security definer set search_path = pg_catalog as $$
  select k.secret_digest, k.union_id, k.role, k.label, k.created_at, k.expires_at,
         k.last_used_at, k.revoked_at, k.engagement_id, k.scopes
  from books.api_key k where k.key_id = p_key_id
$$;

-- False when the id is already taken; an existing key is never changed.
create function books.put_api_key_v3(
  p_key_id text, p_secret_digest bytea, p_union uuid, p_role text, p_label text,
  p_created_at timestamptz, p_expires_at timestamptz, p_engagement uuid, p_scopes text[])
returns boolean
language plpgsql volatile security definer set search_path = pg_catalog as $$
begin
  insert into books.api_key
    (key_id, secret_digest, union_id, role, label, created_at, expires_at, engagement_id, scopes)
  values (p_key_id, p_secret_digest, p_union, p_role, p_label, p_created_at, p_expires_at,
          p_engagement, p_scopes)
  on conflict (key_id) do nothing;
  return found;
end $$;

revoke all on function books.find_api_key_v3, books.put_api_key_v3 from public;
grant execute on function books.find_api_key_v3, books.put_api_key_v3 to gonghui_app;
-- Separation of duties, again where it cannot be forgotten: whoever did `before_topic` on a stream does not do
-- `topic` on it, unless one of `forgotten_after` came in between. For people (`account:…`) only: a key puts down what
-- others signed on paper. Of no union. `services/store/separation.py` is the twin.
create table books.separation (
  topic text not null,
  before_topic text not null,
  forgotten_after text[] not null,
  primary key (topic, before_topic)
);

insert into books.separation (topic, before_topic, forgotten_after) values
  ('aid_case.approved', 'aid_case.requested', '{}'),
  ('aid_case.approved', 'aid_case.reviewed', '{}'),
  ('aid_case.paid', 'aid_case.approved', '{}'),
  ('aid_case.paid', 'aid_case.requested', '{}'),
  ('aid_case.paid', 'aid_case.reviewed', '{}'),
  ('aid_case.rejected', 'aid_case.requested', '{}'),
  ('aid_case.rejected', 'aid_case.reviewed', '{}'),
  ('aid_case.reviewed', 'aid_case.requested', '{}'),
  ('appointment.accepted', 'appointment.offered', '{}'),
  ('budget.adjusted', 'budget.adjustment_drafted', '{budget.approved,budget.adjusted,budget.final_accounts_approved,budget.draft_abandoned}'),
  ('budget.adjusted', 'budget.audit_committee_reviewed', '{budget.approved,budget.adjusted,budget.final_accounts_approved,budget.draft_abandoned}'),
  ('budget.adjusted', 'budget.drafted', '{budget.approved,budget.adjusted,budget.final_accounts_approved,budget.draft_abandoned}'),
  ('budget.adjusted', 'budget.final_accounts_drafted', '{budget.approved,budget.adjusted,budget.final_accounts_approved,budget.draft_abandoned}'),
  ('budget.approved', 'budget.adjustment_drafted', '{budget.approved,budget.adjusted,budget.final_accounts_approved,budget.draft_abandoned}'),
  ('budget.approved', 'budget.audit_committee_reviewed', '{budget.approved,budget.adjusted,budget.final_accounts_approved,budget.draft_abandoned}'),
  ('budget.approved', 'budget.drafted', '{budget.approved,budget.adjusted,budget.final_accounts_approved,budget.draft_abandoned}'),
  ('budget.approved', 'budget.final_accounts_drafted', '{budget.approved,budget.adjusted,budget.final_accounts_approved,budget.draft_abandoned}'),
  ('budget.audit_committee_reviewed', 'budget.adjustment_drafted', '{budget.approved,budget.adjusted,budget.final_accounts_approved,budget.draft_abandoned}'),
  ('budget.audit_committee_reviewed', 'budget.committee_passed', '{budget.approved,budget.adjusted,budget.final_accounts_approved,budget.draft_abandoned}'),
  ('budget.audit_committee_reviewed', 'budget.drafted', '{budget.approved,budget.adjusted,budget.final_accounts_approved,budget.draft_abandoned}'),
  ('budget.audit_committee_reviewed', 'budget.final_accounts_drafted', '{budget.approved,budget.adjusted,budget.final_accounts_approved,budget.draft_abandoned}'),
  ('budget.committee_passed', 'budget.adjustment_drafted', '{budget.approved,budget.adjusted,budget.final_accounts_approved,budget.draft_abandoned}'),
  ('budget.committee_passed', 'budget.drafted', '{budget.approved,budget.adjusted,budget.final_accounts_approved,budget.draft_abandoned}'),
  ('budget.committee_passed', 'budget.final_accounts_drafted', '{budget.approved,budget.adjusted,budget.final_accounts_approved,budget.draft_abandoned}'),
  ('budget.final_accounts_approved', 'budget.adjustment_drafted', '{budget.approved,budget.adjusted,budget.final_accounts_approved,budget.draft_abandoned}'),
  ('budget.final_accounts_approved', 'budget.audit_committee_reviewed', '{budget.approved,budget.adjusted,budget.final_accounts_approved,budget.draft_abandoned}'),
  ('budget.final_accounts_approved', 'budget.drafted', '{budget.approved,budget.adjusted,budget.final_accounts_approved,budget.draft_abandoned}'),
  ('budget.final_accounts_approved', 'budget.final_accounts_drafted', '{budget.approved,budget.adjusted,budget.final_accounts_approved,budget.draft_abandoned}'),
  ('condolence.approved', 'condolence.requested', '{}'),
  ('condolence.recorded', 'condolence.approved', '{}'),
  ('condolence.recorded', 'condolence.requested', '{}'),
  ('condolence.rejected', 'condolence.requested', '{}'),
  ('erasure.approved', 'erasure.approved', '{erasure.refused,erasure.executed}'),
  ('erasure.approved', 'erasure.requested', '{erasure.refused,erasure.executed}'),
  ('erasure.executed', 'erasure.approved', '{erasure.refused,erasure.executed}'),
  ('erasure.executed', 'erasure.requested', '{erasure.refused,erasure.executed}'),
  ('finding.rectification_accepted', 'finding.rectification_submitted', '{finding.rectification_returned}'),
  ('finding.rectification_returned', 'finding.rectification_submitted', '{finding.rectification_returned}'),
  ('household.approved', 'household.applied', '{household.applied}'),
  ('household.approved', 'household.home_visit_recorded', '{household.applied}'),
  ('household.approved', 'household.preliminarily_reviewed', '{household.applied}'),
  ('household.economic_check_returned', 'household.applied', '{household.applied}'),
  ('household.economic_check_returned', 'household.home_visit_recorded', '{household.applied}'),
  ('household.economic_check_returned', 'household.preliminarily_reviewed', '{household.applied}'),
  ('household.exited', 'household.applied', '{household.applied}'),
  ('household.exited', 'household.home_visit_recorded', '{household.applied}'),
  ('household.exited', 'household.preliminarily_reviewed', '{household.applied}'),
  ('household.file_closed', 'household.applied', '{household.applied}'),
  ('household.file_closed', 'household.home_visit_recorded', '{household.applied}'),
  ('household.file_closed', 'household.preliminarily_reviewed', '{household.applied}'),
  ('household.objection_resolved', 'household.applied', '{household.applied}'),
  ('household.preliminarily_reviewed', 'household.applied', '{household.applied}'),
  ('household.reclassified', 'household.applied', '{household.applied}'),
  ('household.reclassified', 'household.home_visit_recorded', '{household.applied}'),
  ('household.reclassified', 'household.preliminarily_reviewed', '{household.applied}'),
  ('household.rejected', 'household.applied', '{household.applied}'),
  ('household.rejected', 'household.home_visit_recorded', '{household.applied}'),
  ('household.rejected', 'household.preliminarily_reviewed', '{household.applied}'),
  ('pay_batch.approved', 'pay_batch.drafted', '{}'),
  ('pay_batch.approved', 'pay_batch.reviewed', '{pay_batch.draft_returned}'),
  ('pay_batch.paid', 'pay_batch.approved', '{pay_batch.draft_returned}'),
  ('pay_batch.paid', 'pay_batch.drafted', '{}'),
  ('pay_batch.paid', 'pay_batch.reviewed', '{pay_batch.draft_returned}'),
  ('pay_batch.reviewed', 'pay_batch.drafted', '{}'),
  ('voucher.approved', 'voucher.drafted', '{voucher.discarded,voucher.reversed}'),
  ('voucher.approved', 'voucher.reviewed', '{voucher.returned,voucher.discarded,voucher.reversed}'),
  ('voucher.approved', 'voucher.revised', '{voucher.discarded,voucher.reversed}'),
  ('voucher.approved', 'voucher.submitted', '{voucher.discarded,voucher.reversed}'),
  ('voucher.posted', 'voucher.approved', '{voucher.returned,voucher.discarded,voucher.reversed}'),
  ('voucher.posted', 'voucher.reviewed', '{voucher.returned,voucher.discarded,voucher.reversed}'),
  ('voucher.returned', 'voucher.drafted', '{voucher.discarded,voucher.reversed}'),
  ('voucher.returned', 'voucher.revised', '{voucher.discarded,voucher.reversed}'),
  ('voucher.returned', 'voucher.submitted', '{voucher.discarded,voucher.reversed}'),
  ('voucher.reviewed', 'voucher.drafted', '{voucher.discarded,voucher.reversed}'),
  ('voucher.reviewed', 'voucher.revised', '{voucher.discarded,voucher.reversed}'),
  ('voucher.reviewed', 'voucher.submitted', '{voucher.discarded,voucher.reversed}');

grant select on books.separation to gonghui_auditor;

-- True when the actor has taken, on some stream, a step that another person must have taken before this one. What is
-- added counts like what is stored. A command's topics are one that holds for all events, or one each.
create function books.unseparated(
  p_union uuid, p_actor text, p_stream_ids uuid[], p_versions int[], p_topics text[])
returns boolean
language plpgsql stable as $$
begin
  return exists (
    with added as materialized (
      select p_stream_ids[n] as stream_id, p_versions[n] as version,
             p_topics[least(n, cardinality(p_topics))] as topic
      from generate_subscripts(p_stream_ids, 1) as n)
    select from added as a
    join books.separation s on s.topic = a.topic
    cross join lateral (
      select e.version from books.event e
      where e.union_id = p_union and e.stream_id = a.stream_id and e.version < a.version
        and e.topic = s.before_topic and e.actor_id = p_actor
      union all
      select b.version from added as b
      where b.stream_id = a.stream_id and b.version < a.version and b.topic = s.before_topic
    ) as before
    where not exists (
        select from books.event e
        where e.union_id = p_union and e.stream_id = a.stream_id and e.version > before.version
          and e.topic = any (s.forgotten_after))
      and not exists (
        select from added as b
        where b.stream_id = a.stream_id and b.version > before.version and b.version < a.version
          and b.topic = any (s.forgotten_after)));
end $$;

revoke all on function books.unseparated from public;

-- Workbooks being imported. `import_id` is also the stream of the run in the log. What a clerk uploaded, its name and
-- what was found in it are ciphertext under a key of the job's own (`key_id`, in the key store), thrown away in time.
create table books.import_job (
  union_id uuid not null,
  import_id uuid not null,
  key_id uuid not null,
  asked_by text not null,
  state text not null check (state in ('waiting', 'reading', 'ready', 'refused', 'committing', 'committed',
                                       'reversing', 'reversed', 'failed', 'expired')),
  wish text not null,
  named bytea,
  content bytea,
  report bytea,
  byte_count int not null,
  kind text not null default '',
  stage text not null default '',
  done int not null default 0,
  total int not null default 0,
  rows_read int not null default 0,
  rows_accepted int not null default 0,
  people int not null default 0,
  total_fen bigint,
  outcome text,
  problem text,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  expires_at timestamptz not null,
  worker uuid,
  lease_until timestamptz,
  tries int not null default 0,
  primary key (union_id, import_id)
);
alter table books.import_job alter column content set storage external;
alter table books.import_job alter column report set storage external;
create index import_job_newest on books.import_job (union_id, created_at desc, import_id);
create index import_job_at_work on books.import_job (changed_at)
  where state in ('waiting', 'reading', 'committing', 'reversing');
create index import_job_expiring on books.import_job (expires_at) where named is not null;

alter table books.import_job enable row level security;
alter table books.import_job force row level security;
create policy own_union on books.import_job to gonghui_app
  using (union_id = current_setting('app.union_id')::uuid)
  with check (union_id = current_setting('app.union_id')::uuid);
create policy only_functions on books.import_job to gonghui_owner using (true) with check (true);

grant select, insert, update on books.import_job to gonghui_app;

-- Takes the job that has waited longest, of any union, for a worker: it is nobody else's until the lease ends. A job
-- whose worker died is taken again; `tries` tells how often.
create function books.claim_import_job_v1(p_worker uuid, p_now timestamptz, p_until timestamptz)
returns table (union_id uuid, import_id uuid)
language sql volatile security definer set search_path = pg_catalog as $$
  with next as (
    select j.union_id, j.import_id from books.import_job j
    where j.state in ('waiting', 'reading', 'committing', 'reversing')
      and (j.lease_until is null or j.lease_until < p_now)
    order by j.changed_at
    limit 1
    for update skip locked)
  update books.import_job j
  set worker = p_worker, lease_until = p_until, tries = j.tries + 1
  from next n
  where j.union_id = n.union_id and j.import_id = n.import_id
  returning j.union_id, j.import_id
$$;

-- Throws away what was uploaded and found, of jobs that have had their time, and tells whose keys go with it.
create function books.expire_import_jobs_v1(p_now timestamptz, p_most int)
returns table (union_id uuid, key_id uuid)
language sql volatile security definer set search_path = pg_catalog as $$
  with old as (
    select j.union_id, j.import_id from books.import_job j
    where j.named is not null and j.expires_at < p_now
      and j.state not in ('waiting', 'reading', 'committing', 'reversing')
    order by j.expires_at
    limit p_most
    for update skip locked)
  update books.import_job j
  set named = null, content = null, report = null,
      state = case when j.state in ('committed', 'reversed') then j.state else 'expired' end
  from old o
  where j.union_id = o.union_id and j.import_id = o.import_id
  returning j.union_id, j.key_id
$$;

revoke all on function books.claim_import_job_v1, books.expire_import_jobs_v1 from public;
grant execute on function books.claim_import_job_v1, books.expire_import_jobs_v1 to gonghui_app;

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

-- What is at work in any union, for whoever runs the platform: states and counts of rows, no names and no amounts.
create function books.list_import_jobs_v1(p_most int)
returns table (union_id uuid, import_id uuid, kind text, state text, stage text, done int, total int,
  byte_count int, rows_read int, rows_accepted int, problem text, tries int, created_at timestamptz,
  changed_at timestamptz)
language sql stable security definer set search_path = pg_catalog as $$
  select j.union_id, j.import_id, j.kind, j.state, j.stage, j.done, j.total, j.byte_count, j.rows_read,
    j.rows_accepted, j.problem, j.tries, j.created_at, j.changed_at
  from books.import_job j
  order by j.state in ('waiting', 'reading', 'committing', 'reversing') desc, j.changed_at desc, j.import_id
  limit p_most
$$;

revoke all on function books.list_import_jobs_v1 from public;
grant execute on function books.list_import_jobs_v1 to gonghui_app;

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
