-- Who may do what, as one line of text each: compared with rights.txt by `gonghui fsck`. A partition says nothing of
-- itself as long as it has neither grant nor policy and nobody passes its fence.

-- name: rights
with own as (
  select oid, rolname, rolsuper, rolbypassrls, rolinherit, rolcreaterole, rolcreatedb,
         rolreplication, coalesce(array_to_string(rolconfig, ','), '') as config
  from pg_catalog.pg_roles where rolname like 'gonghui\_%'
), granted as (
  select c.relname, a.grantee, a.privilege_type
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  cross join lateral pg_catalog.aclexplode(c.relacl) a
  where n.nspname = 'books' and c.relkind in ('r', 'v', 'p', 'm') and a.grantee <> c.relowner
), by_column as (
  select c.relname, t.attname, a.grantee, a.privilege_type
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  join pg_catalog.pg_attribute t on t.attrelid = c.oid
  cross join lateral pg_catalog.aclexplode(t.attacl) a
  where n.nspname = 'books' and a.grantee <> c.relowner
), called as (
  select p.proname, a.grantee, p.prosecdef
  from pg_catalog.pg_proc p
  join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  cross join lateral pg_catalog.aclexplode(coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) a
  where n.nspname = 'books' and a.grantee <> p.proowner
)
select 'role ' || rolname || ' superuser=' || rolsuper || ' bypassrls=' || rolbypassrls
  || ' inherit=' || rolinherit || ' createrole=' || rolcreaterole || ' createdb=' || rolcreatedb
  || ' replication=' || rolreplication || ' config=' || config
  as line from own
union all
select 'member ' || m.rolname || ' of ' || r.rolname
from pg_catalog.pg_auth_members a
join pg_catalog.pg_roles m on m.oid = a.member
join pg_catalog.pg_roles r on r.oid = a.roleid
where m.rolname like 'gonghui\_%'
   -- From PostgreSQL 16 on whoever made a role may grant it and, by that alone, do nothing as it.
   or (r.rolname like 'gonghui\_%' and m.rolname <> session_user
       and 'true' in (coalesce(to_jsonb(a) ->> 'inherit_option', 'true'), coalesce(to_jsonb(a) ->> 'set_option', 'true')))
union all
select 'table ' || relname || ' '
  || coalesce((select r.rolname from pg_catalog.pg_roles r where r.oid = g.grantee), 'public')
  || ' ' || privilege_type from granted g
union all
select 'column ' || relname || '.' || attname || ' '
  || coalesce((select r.rolname from pg_catalog.pg_roles r where r.oid = g.grantee), 'public')
  || ' ' || privilege_type from by_column g
union all
select 'function ' || proname || ' '
  || coalesce((select r.rolname from pg_catalog.pg_roles r where r.oid = g.grantee), 'public')
  || ' definer=' || prosecdef from called g
union all
select 'code ' || p.proname || '/' || p.pronargs || ' ' || r.rolname || ' '
  || coalesce(array_to_string(p.proconfig, ','), '-') || ' '
  || encode(sha256(convert_to(p.prosrc, 'UTF8')), 'hex')
from pg_catalog.pg_proc p
join pg_catalog.pg_namespace n on n.oid = p.pronamespace
join pg_catalog.pg_roles r on r.oid = p.proowner
where n.nspname = 'books'
union all
select 'definer ' || n.nspname || '.' || p.proname
from pg_catalog.pg_proc p
join pg_catalog.pg_namespace n on n.oid = p.pronamespace
where p.prosecdef and n.nspname not in ('books', 'pg_catalog', 'information_schema')
union all
select 'schema ' || n.nspname || ' '
  || coalesce((select r.rolname from pg_catalog.pg_roles r where r.oid = a.grantee), 'public')
  || ' ' || a.privilege_type
from pg_catalog.pg_namespace n
cross join lateral pg_catalog.aclexplode(n.nspacl) a
where n.nspname in ('books', 'ledgers') and a.grantee <> n.nspowner
union all
select 'rule ' || c.relname || ' ' || w.rulename
from pg_catalog.pg_rewrite w
join pg_catalog.pg_class c on c.oid = w.ev_class
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'books' and c.relkind in ('r', 'p')
union all
select 'view ' || c.relname || ' ' || coalesce(array_to_string(c.reloptions, ','), '-') || ' '
  || encode(sha256(convert_to(
       -- PostgreSQL 15 writes `event.position` where later versions write `position`; a schema's name stays.
       regexp_replace(pg_catalog.pg_get_viewdef(c.oid), q.qualifiers, '', 'g'), 'UTF8')), 'hex')
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
cross join lateral (
  select '\m(' || string_agg(t.relname, '|') || ')\.' as qualifiers
  from pg_catalog.pg_class t where t.relnamespace = n.oid and t.relkind in ('r', 'p')) as q
where n.nspname = 'books' and c.relkind in ('v', 'm')
union all
select 'constraint ' || c.relname || ' ' || k.contype::text || ' '
  || pg_catalog.pg_get_constraintdef(k.oid)
from pg_catalog.pg_constraint k
join pg_catalog.pg_class c on c.oid = k.conrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'books' and k.contype in ('p', 'u', 'c', 'f', 'x') and not c.relispartition
union all
select 'policy ' || p.tablename || ' ' || p.policyname || ' ' || p.permissive || ' ' || p.cmd || ' '
  || array_to_string(p.roles, ',') || ' using ' || coalesce(p.qual, '-')
  || ' check ' || coalesce(p.with_check, '-')
from pg_catalog.pg_policies p where p.schemaname = 'books'
union all
select 'fence ' || c.relname || ' ' || c.relrowsecurity || ' ' || c.relforcerowsecurity || ' '
  || (select r.rolname from pg_catalog.pg_roles r where r.oid = c.relowner)
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'books' and c.relkind in ('r', 'p')
  and not (c.relispartition and c.relrowsecurity and c.relforcerowsecurity
           and c.relowner = 'gonghui_owner'::regrole)
union all
select 'trigger ' || c.relname || ' ' || t.tgname
from pg_catalog.pg_trigger t
join pg_catalog.pg_class c on c.oid = t.tgrelid
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where n.nspname = 'books' and not t.tgisinternal
order by line

-- Tables of ledgers that are not fenced, or that somebody but the projector may write to.
-- name: open_ledgers
select n.nspname || '.' || c.relname as line
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and c.relowner = 'gonghui_projector'::regrole
  and n.nspname not like 'pg\_%'
  and (not c.relrowsecurity or not c.relforcerowsecurity
       or exists (select from pg_catalog.aclexplode(c.relacl) a
                  where a.grantee <> c.relowner and a.privilege_type <> 'SELECT'))
order by line

-- name: ledger_tables
select count(*) from pg_catalog.pg_class c
where c.relkind in ('r', 'p') and c.relowner = 'gonghui_projector'::regrole

-- name: durability
select name || ' ' || setting as line from pg_catalog.pg_settings
where name in ('fsync', 'full_page_writes', 'synchronous_commit') and setting <> 'on'
order by line
