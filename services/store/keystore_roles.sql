-- Roles, schema and rights of the key store, a database of its own. May be repeated.
do $$
declare
  v_role text;
begin
  foreach v_role in array array['gonghui_owner', 'gonghui_keys'] loop
    if not exists (select from pg_catalog.pg_roles where rolname = v_role) then
      begin
        execute format('create role %I noinherit', v_role);
      exception when duplicate_object or unique_violation then null;
      end;
    end if;
  end loop;
end $$;

do $$
begin
  if not (select rolsuper from pg_catalog.pg_roles where rolname = current_user) then
    execute format('grant gonghui_owner to %I', current_user);
  end if;
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to gonghui_keys', current_database());
end $$;

-- As for the roles of the books.
do $$
declare
  v_limit record;
begin
  for v_limit in
    select l.name, l.value
    from (values ('statement_timeout', '5s'), ('lock_timeout', '2s'), ('idle_in_transaction_session_timeout', '5s'),
                 ('transaction_timeout', '10s'), ('jit', 'off')) as l (name, value)
    where l.name <> 'transaction_timeout' or current_setting('server_version_num')::int >= 170000
  loop
    execute format('alter role gonghui_keys in database %I set %I = %L', current_database(), v_limit.name,
                   v_limit.value);
  end loop;
end $$;

create schema if not exists keyring authorization gonghui_owner;
grant usage on schema keyring to gonghui_keys;

create table if not exists keyring.schema_migration (
  number int primary key,
  name text not null,
  sha256 bytea not null,
  applied_at timestamptz not null
);
-- Only when need be: it locks out every reader, and every process looks here to see whether it is ready.
do $$
begin
  if (select tableowner from pg_catalog.pg_tables
      where schemaname = 'keyring' and tablename = 'schema_migration') <> 'gonghui_owner' then
    alter table keyring.schema_migration owner to gonghui_owner;
  end if;
end $$;
