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
alter table books.schema_migration owner to gonghui_owner;
grant select on books.schema_migration to gonghui_app, gonghui_auditor;
