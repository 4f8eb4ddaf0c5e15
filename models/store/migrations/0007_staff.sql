-- Those who work at the privacy desk: accounts of their own, which sign in by the same form as people do.
-- +goose Up

create table staff (
	id uuid primary key,
	role text not null check (role in ('agent', 'officer', 'admin')),
	created_at timestamptz not null,
	disabled_at timestamptz,
	password_hash text not null default '', -- until the reader of their link sets one, no password matches
	personal bytea not null
);

-- An address signs in a person or a staff member, never both.
alter table emails alter column person_id drop not null;
alter table emails add column staff_id uuid unique references staff;
alter table emails add check ((person_id is null) <> (staff_id is null));

-- So does a session.
alter table sessions alter column person_id drop not null;
alter table sessions add column staff_id uuid references staff;
alter table sessions add check ((person_id is null) <> (staff_id is null));
create index on sessions (staff_id) where staff_id is not null;

-- The link that sets a staff member's password.
alter table tokens alter column person_id drop not null;
alter table tokens add column staff_id uuid references staff;
alter table tokens add check ((person_id is null) <> (staff_id is null));
alter table tokens add check (staff_id is null or purpose = 'reset');
create index on tokens (staff_id) where staff_id is not null;
