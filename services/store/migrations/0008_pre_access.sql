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
alter table books.api_key add column scopes text[];

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
