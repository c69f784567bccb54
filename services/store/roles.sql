-- Roles, schemas and rights on the database. Run by the administrator on every migration: each
-- statement may be repeated. Roles belong to the cluster and may be created by several databases
-- at once, so losing that race is no error. No role is ever a member of another one.
do $$
declare
  v_role text;
begin
  foreach v_role in array array['gonghui_owner', 'gonghui_app', 'gonghui_projector',
                                'gonghui_county', 'gonghui_auditor', 'gonghui_checkpointer',
                                'gonghui_keys'] loop
    if not exists (select from pg_catalog.pg_roles where rolname = v_role) then
      begin
        execute format('create role %I noinherit', v_role);
      exception when duplicate_object or unique_violation then null;
      end;
    end if;
  end loop;
end $$;

-- An administrator who is no superuser needs the owner's and the projector's place for a moment.
do $$
begin
  if not (select rolsuper from pg_catalog.pg_roles where rolname = current_user) then
    execute format('grant gonghui_owner, gonghui_projector to %I', current_user);
  end if;
end $$;

do $$
begin
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to gonghui_app, gonghui_projector, gonghui_county, '
                 'gonghui_auditor, gonghui_checkpointer', current_database());
  execute format('grant create on database %I to gonghui_projector', current_database());
  execute format('grant temporary on database %I to gonghui_projector, gonghui_auditor',
                 current_database());
end $$;

-- What a statement may cost, for whoever comes as a role without saying so: behind a pooler, or with psql. Compiling a
-- statement costs more than any of ours takes, above all the driver's question after types at each new connection.
do $$
declare
  v_limit record;
begin
  for v_limit in
    select r.role, l.name, l.value
    from (values
      ('serving', 'statement_timeout', '5s'),
      ('serving', 'lock_timeout', '2s'),
      ('serving', 'idle_in_transaction_session_timeout', '5s'),
      ('serving', 'transaction_timeout', '10s'),
      ('reading long', 'statement_timeout', '60s'),
      ('reading long', 'lock_timeout', '2s'),
      ('reading long', 'idle_in_transaction_session_timeout', '60s'),
      ('projecting', 'lock_timeout', '2s'),
      ('projecting', 'idle_in_transaction_session_timeout', '30s'),
      ('serving', 'jit', 'off'),
      ('reading long', 'jit', 'off'),
      ('projecting', 'jit', 'off')) as l (work, name, value)
    join (values ('gonghui_app', 'serving'), ('gonghui_county', 'serving'), ('gonghui_auditor', 'reading long'),
                 ('gonghui_checkpointer', 'reading long'), ('gonghui_projector', 'projecting')) as r (role, work)
      using (work)
    where l.name <> 'transaction_timeout' or current_setting('server_version_num')::int >= 170000
  loop
    execute format('alter role %I in database %I set %I = %L', v_limit.role, current_database(), v_limit.name,
                   v_limit.value);
  end loop;
end $$;

create schema if not exists books authorization gonghui_owner;
create schema if not exists ledgers authorization gonghui_owner;
grant usage on schema books
  to gonghui_app, gonghui_projector, gonghui_county, gonghui_auditor, gonghui_checkpointer;
grant usage on schema ledgers to gonghui_app, gonghui_county, gonghui_auditor;
grant usage, create on schema ledgers to gonghui_projector;
alter default privileges for role gonghui_projector in schema ledgers
  grant select on tables to gonghui_app, gonghui_auditor;

create table if not exists books.schema_migration (
  number int primary key,
  name text not null,
  sha256 bytea not null,
  applied_at timestamptz not null
);
-- Only when need be: it locks out every reader, and every process looks here to see whether it is ready.
do $$
begin
  if (select tableowner from pg_catalog.pg_tables
      where schemaname = 'books' and tablename = 'schema_migration') <> 'gonghui_owner' then
    alter table books.schema_migration owner to gonghui_owner;
  end if;
end $$;
grant select on books.schema_migration to gonghui_app, gonghui_auditor;
