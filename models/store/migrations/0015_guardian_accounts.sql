-- A guardian's account: one place for all their children, in which a browser stays signed in, and an address that can be changed.
-- +goose Up

create table guardians (
	id uuid primary key,
	lookup bytea not null unique, -- of the address, by a keyed hash
	created_at timestamptz not null,
	empty_since timestamptz, -- since when the sweep finds nobody for whom its guardian decides; null where there is somebody
	personal bytea not null -- address and language
);
create index on guardians (empty_since) where empty_since is not null;

-- A visit of somebody with an account lasts: it is a browser that stays signed in.
alter table guardian_visits add column guardian_id uuid references guardians on delete cascade; -- null: a visit of an hour
alter table guardian_visits add column seen_at timestamptz;
create index on guardian_visits (guardian_id) where guardian_id is not null;
create index on guardian_visits (lookup);

-- Each time that a guardian asked for another address: until it was confirmed, by a code that went there, and then for as long as the
-- former one can take that back. Its code and its link's token are made of the id by the portal's key.
create table guardian_moves (
	id uuid primary key,
	guardian_id uuid references guardians on delete set null, -- null once the account was closed, which ends no undo
	at timestamptz not null,
	until timestamptz not null, -- when nothing can be done with it any more
	lookup bytea not null, -- of the new address, by a keyed hash
	codes smallint not null default 0, -- sent so far; the last one counts
	code_until timestamptz,
	tries smallint not null default 0, -- wrong codes
	confirmed_at timestamptz,
	requests uuid[] not null default '{}', -- guardians' requests that moved with it, and go back with an undo
	undo_hash bytea unique, -- of the token of the link in the letter to the former address
	personal bytea not null -- both addresses and the language
);
create unique index on guardian_moves (guardian_id) where confirmed_at is null; -- a later wish takes the place of an earlier one
create index on guardian_moves (until);
