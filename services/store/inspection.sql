-- How a server is set up, as a role without special rights may see it. Nothing here reads rows of a union.

-- name: who_am_i
select r.rolname, r.rolsuper, r.rolbypassrls,
       exists (select from pg_catalog.pg_class c
               join pg_catalog.pg_namespace n on n.oid = c.relnamespace
               where c.relowner = r.oid and n.nspname in ('books', 'keyring')) as owns,
       (select count(*) from pg_catalog.pg_auth_members m where m.member = r.oid) as memberships
from pg_catalog.pg_roles r where r.rolname = current_user

-- Of the roles of this program: those above the policies, and those that are members of another role.
-- name: strong_roles
select r.rolname from pg_catalog.pg_roles r
where r.rolname like 'gonghui\_%'
  and (r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb or r.rolreplication)
order by 1

-- name: member_roles
select distinct r.rolname from pg_catalog.pg_auth_members m
join pg_catalog.pg_roles r on r.oid = m.member
where r.rolname like 'gonghui\_%'
order by 1

-- Tables with rows of unions that do not force their policies, have none, or have one that lets those who serve
-- unions (or everybody) see other rows than those of the union they are in. A partition without one lets nobody in.
-- name: unfenced_tables
select n.nspname || '.' || c.relname
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and n.nspname !~ '^(pg_|information_schema)'
  and exists (select from pg_catalog.pg_attribute a
              where a.attrelid = c.oid and a.attname in ('union_id', 'federation_id') and not a.attisdropped)
  and (not c.relrowsecurity or not c.relforcerowsecurity
       or not (c.relispartition or exists (select from pg_catalog.pg_policy p where p.polrelid = c.oid))
       or exists (select from pg_catalog.pg_policy p
                  where p.polrelid = c.oid and p.polpermissive
                    and coalesce(pg_catalog.pg_get_expr(p.polqual, p.polrelid),
                                 pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)) !~ 'app\.union_id'
                    and exists (select from unnest(p.polroles) as x (oid)
                                left join pg_catalog.pg_roles r on r.oid = x.oid
                                where x.oid = 0 or r.rolname in ('gonghui_app', 'gonghui_keys'))))
order by 1

-- Views that ask as their owner, and materialized ones, which no policy guards.
-- name: views_of_their_owner
select n.nspname || '.' || c.relname
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('v', 'm') and n.nspname !~ '^(pg_|information_schema)'
  and (c.relkind = 'm' or not coalesce(c.reloptions, '{}') @> array['security_invoker=true'])
order by 1

-- Functions that act as their owner, where that owner is above the policies.
-- name: functions_of_the_mighty
select n.nspname || '.' || p.proname
from pg_catalog.pg_proc p
join pg_catalog.pg_namespace n on n.oid = p.pronamespace
join pg_catalog.pg_roles r on r.oid = p.proowner
where n.nspname in ('books', 'keyring') and (r.rolsuper or r.rolbypassrls)
order by 1

-- Rights to change or remove what may only be added to: table, role, right.
-- name: rights_to_change
select c.relname || ' ' || coalesce(r.rolname, 'public') || ' ' || a.privilege_type
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
cross join lateral (
  select x.grantee, x.privilege_type from pg_catalog.aclexplode(c.relacl) x
  union
  select x.grantee, x.privilege_type || ' of columns'
  from pg_catalog.pg_attribute t cross join lateral pg_catalog.aclexplode(t.attacl) x
  where t.attrelid = c.oid and x.privilege_type <> 'SELECT') as a
left join pg_catalog.pg_roles r on r.oid = a.grantee
where n.nspname = 'books'
  and (c.relispartition or c.relname in ('event', 'union_head', 'command', 'claim', 'separation'))
  and a.grantee <> c.relowner and a.privilege_type <> 'SELECT'
order by 1

-- Settings without which a commit may be lost, or the server's log tells values: those of whoever asks here, and
-- those that our roles, or all in this database, are given when they connect.
-- name: careless_settings
select s.name || '=' || s.setting from pg_catalog.pg_settings s
where (s.name in ('fsync', 'full_page_writes') and s.setting <> 'on')
   or (s.name = 'synchronous_commit' and s.setting not in ('on', 'remote_apply', 'remote_write'))
union
select coalesce(r.rolname, 'all') || ' ' || one
from pg_catalog.pg_db_role_setting g
left join pg_catalog.pg_roles r on r.oid = g.setrole
cross join lateral unnest(g.setconfig) as u (one)
where (g.setdatabase = 0 or g.setdatabase = (select d.oid from pg_catalog.pg_database d
                                             where d.datname = pg_catalog.current_database()))
  and (g.setrole = 0 or r.rolname like 'gonghui\_%')
  and one ~ '^synchronous_commit=' and one !~ '=(on|remote_apply|remote_write|true|yes|1)$'
order by 1

-- name: talkative_settings
select coalesce(r.rolname, 'all') || ' ' || one
from pg_catalog.pg_db_role_setting g
left join pg_catalog.pg_roles r on r.oid = g.setrole
cross join lateral unnest(g.setconfig) as u (one)
where (g.setdatabase = 0 or g.setdatabase = (select d.oid from pg_catalog.pg_database d
                                             where d.datname = pg_catalog.current_database()))
  and (g.setrole = 0 or r.rolname like 'gonghui\_%')
  and ((one ~ '^log_error_verbosity=' and one !~ '=terse$')
       or (one ~ '^log_parameter_max_length(_on_error)?=' and one !~ '=0[kMGB]*$')
       or (one ~ '^log_statement=' and one !~ '=none$'))
union
select s.name || '=' || s.setting from pg_catalog.pg_settings s
where (s.name = 'log_error_verbosity' and s.setting <> 'terse')
   or (s.name in ('log_parameter_max_length', 'log_parameter_max_length_on_error') and s.setting <> '0')
   or (s.name = 'log_statement' and s.setting <> 'none')
order by 1

-- name: server
select pg_catalog.current_setting('server_version_num')::int as version,
       pg_catalog.pg_postmaster_start_time() as started_at,
       case when pg_catalog.has_function_privilege('pg_catalog.pg_control_system()', 'execute')
         then (select c.system_identifier from pg_catalog.pg_control_system() c) end as identifier,
       pg_catalog.clock_timestamp() as clock

-- name: separation
select s.topic, s.before_topic, s.forgotten_after from books.separation s
