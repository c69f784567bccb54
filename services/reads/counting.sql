-- How many rows all pages of a list have together: the list's own query, asked for every row of it.

-- name: rows_of
select count(*) from (:page) as page
