-- How many choices there were about a permission, and when the first was made: kept in its row, which whoever writes a choice has
-- locked, so that the home page counts nobody's ledger.
-- +goose Up

alter table permissions add column choices integer not null default 0;
alter table permissions add column first_at timestamptz;
update permissions p set choices = c.n, first_at = c.first_at
	from (select person_id, kind, count(*) as n, min(at) as first_at from consents group by 1, 2) c
	where (p.person_id, p.kind) = (c.person_id, c.kind);
