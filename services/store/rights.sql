-- Who may do what, as one line of text each: compared with rights.txt by `gonghui fsck`.

-- name: rights
with own as (
  select oid, rolname, rolsuper, rolbypassrls, rolinherit, rolcreaterole, rolcreatedb
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
  as line from own
union all
select 'member ' || m.rolname || ' of ' || r.rolname
from pg_catalog.pg_auth_members a
join pg_catalog.pg_roles m on m.oid = a.member
join pg_catalog.pg_roles r on r.oid = a.roleid
where m.rolname like 'gonghui\_%' or (r.rolname like 'gonghui\_%' and m.rolname <> session_user)
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
select 'code ' || p.proname || '/' || p.pronargs || ' '
  || encode(sha256(convert_to(p.prosrc, 'UTF8')), 'hex')
from pg_catalog.pg_proc p
join pg_catalog.pg_namespace n on n.oid = p.pronamespace
where n.nspname = 'books'
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
