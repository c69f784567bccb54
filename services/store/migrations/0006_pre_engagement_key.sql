-- A key may be bound to an audit engagement: it reads one union, on what the engagement is about, until it ends.
alter table books.api_key add column engagement_id uuid
  constraint only_auditors check (engagement_id is null or role = 'auditor');

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
