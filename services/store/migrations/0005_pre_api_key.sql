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
