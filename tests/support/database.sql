-- What tests ask of the server itself: copies of databases, the rights on them, and that they go away again.

-- name: exists
select exists (select from pg_catalog.pg_database where datname = $1)

-- name: statement_copy
select pg_catalog.format('create database %I template %I', $1::text, $2::text)

-- Past the log of changes, which costs twice the work where nothing waits for a disk.
-- name: statement_copy_files
select pg_catalog.format('create database %I template %I strategy file_copy', $1::text, $2::text)

-- What `roles.sql` gives on a database and on a role in it does not travel with a copy.
-- name: statements_of_rights
with original as (
  select oid, datacl from pg_catalog.pg_database where datname = $2
)
select pg_catalog.format('revoke all on database %I from public', $1::text) from original
where datacl is not null
union all
select pg_catalog.format('grant %s on database %I to %I', r.privilege_type, $1::text, r.grantee::regrole)
from original, pg_catalog.aclexplode(original.datacl) r where r.grantee <> 0
union all
select pg_catalog.format('alter role %I in database %I set %I = %L', s.setrole::regrole, $1::text,
                         pg_catalog.split_part(c, '=', 1), pg_catalog.substr(c, pg_catalog.strpos(c, '=') + 1))
from original join pg_catalog.pg_db_role_setting s on s.setdatabase = original.oid, unnest(s.setconfig) c

-- name: statement_drop
select pg_catalog.format('drop database if exists %I with (force)', $1::text)
