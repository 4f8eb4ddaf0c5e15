-- Guardians: who is asked for a minor, what they decided, and an account without an address of its own.
-- +goose Up

-- How it stands between a minor and their guardian, as the child reads it; of an adult it says nothing.
alter table persons add column guardian text not null default 'not_asked'
	check (guardian in ('not_asked', 'waiting', 'approved', 'declined', 'ended', 'withdrawn'));

-- Each asking of a guardian, by a letter. Its link's token and its codes are made of the id by the portal's key: a copy of these
-- rows opens nothing.
create table guardian_requests (
	id uuid primary key,
	person_id uuid not null references persons, -- the child
	at timestamptz not null,
	until timestamptz not null,
	state text not null check (state in ('waiting', 'approved', 'declined', 'ended')),
	decided_at timestamptz, -- when it was answered, or ended
	lookup bytea not null, -- of the address, by a keyed hash: one that was taken back is not asked again for this child
	refused boolean not null default false, -- the reader of the letter wants no more of them
	words smallint[] not null, -- which words both screens show
	letter smallint not null default 1, -- how often its letter was sent; only the last one's link works
	sent_at timestamptz not null,
	reminded smallint not null default 0,
	token_hash bytea unique, -- null once the link ended
	codes smallint not null default 0, -- sent to the reader of this letter
	code_until timestamptz,
	tries smallint not null default 0, -- wrong codes
	proof_hash bytea, -- of what the browser holds in which a code was typed
	proof_until timestamptz,
	personal bytea -- address and language; null where the request ended without a yes
);
create unique index on guardian_requests (person_id) where state = 'waiting';
create index on guardian_requests (person_id, at);
create index on guardian_requests (until) where state = 'waiting';

-- The signed record of a guardian's yes (#91): who said it, to what, in which words.
create table guardian_records (
	person_id uuid not null references persons,
	at timestamptz not null,
	id uuid not null unique,
	request_id uuid not null references guardian_requests,
	ref text not null unique,
	personal bytea not null,
	primary key (person_id, at, id)
);
create trigger guardian_records_append_only before update or delete on guardian_records for each row execute function refuse_change();
create trigger guardian_records_no_truncate before truncate on guardian_records for each statement execute function refuse_change();
