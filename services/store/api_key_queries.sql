-- name: find_key
select f.secret_digest, f.union_id, f.role, f.label, f.created_at, f.expires_at, f.last_used_at,
       f.revoked_at, f.engagement_id, f.scopes
from books.find_api_key_v3($1) as f

-- name: put_key
select books.put_api_key_v3($1, $2, $3, $4, $5, $6, $7, $8, $9)

-- name: touch_key
select books.touch_api_key_v1($1, $2)

-- name: revoke_key
select books.revoke_api_key_v1($1, $2, $3)
