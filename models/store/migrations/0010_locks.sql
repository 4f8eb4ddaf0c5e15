-- Locks: an account that stands still until a guardian, an officer or the time has settled what is asked, and guardians who come back.
-- +goose Up

-- Why the account is locked; empty where it is not. The lock itself has a row below.
alter table persons add column locked text not null default '' check (locked in ('', 'disputed', 'withdrawn', 'no_yes', 'birth_date'));

-- Each lock of an account (#95). A lock erases nothing by itself: what is held goes at erase_at, where there is one.
create table locks (
	id uuid primary key,
	person_id uuid not null references persons,
	ref text not null unique,
	kind text not null check (kind in ('disputed', 'withdrawn', 'no_yes', 'birth_date')),
	at timestamptz not null,
	confirmed_at timestamptz, -- since when the birth date is sure on which it rests
	erase_at timestamptz,
	reminded smallint not null default 0,
	ended_at timestamptz,
	outcome text not null default '' check (outcome in ('', 'erased', 'lifted')),
	erased_at timestamptz, -- when the last entry was gone
	personal bytea -- a birth date that is not sure yet; of an erased account, whom the last letter goes to, until it was sent
);
create unique index on locks (person_id) where ended_at is null;
create index on locks (person_id, at);
create index on locks (erase_at) where ended_at is null;
create index on locks (at);
create index on locks (kind, at) where ended_at is null and erase_at is null; -- what waits for an officer
create index on locks (ended_at) where ended_at is not null;

-- A visit of somebody who once decided for a child, by a code that was mailed to the address on the record.
create table guardian_visits (
	id uuid primary key,
	token_hash bytea not null unique, -- of what the browser holds
	lookup bytea not null, -- of the address, by a keyed hash
	at timestamptz not null,
	until timestamptz not null, -- when it is over, whatever was typed
	codes smallint not null default 0, -- sent so far; the last one counts
	code_until timestamptz,
	tries smallint not null default 0, -- wrong codes
	proven_at timestamptz, -- when a right code was typed last
	personal bytea not null -- address and language
);
create index on guardian_visits (until);
create index on guardian_requests (lookup) where state = 'approved';

-- The desk has an account erased where an officer found that its consent never was.
alter table deletions drop constraint deletions_made_by_check;
alter table deletions add constraint deletions_made_by_check check (made_by in ('person', 'guardian', 'retention', 'desk'));

-- A birth date that makes a minor older: it waits for the guardian's or an officer's yes.
create table birth_requests (
	id uuid primary key,
	person_id uuid not null unique references persons,
	ref text not null unique,
	at timestamptz not null,
	personal bytea not null -- the date
);
create index on birth_requests (at);

-- The age band as the portal last acted upon it; null where it has not looked since the person or their birth date was new. An adult's
-- changes no more, and so stands in no index.
alter table persons add column band text check (band in ('under_8', '8_to_13', '14_to_17', 'adult'));
create index on persons (id) where band is distinct from 'adult';

-- On the day on which nobody decides for somebody any more, what a guardian turned on goes off by itself.
alter table consents drop constraint consents_made_by_check;
alter table consents add constraint consents_made_by_check check (made_by in ('person', 'app', 'guardian', 'clock'));

-- What an officer found of a lock, or of a birth date that makes a minor older.
create table findings (
	id uuid primary key, -- of the lock or of the birth date's request, whose own row is gone by then
	person_id uuid not null references persons,
	ref text not null unique, -- of the same
	at timestamptz not null,
	is_true boolean not null,
	staff_id uuid not null references staff,
	personal bytea not null -- why, in their words
);
create index on findings (person_id, at);

-- An officer opens a lock, or such a birth date, for a cause of its own.
alter table looks drop constraint looks_cause_check;
alter table looks add constraint looks_cause_check
	check (cause in ('to_answer', 'to_verify', 'to_check_facts', 'to_supervise', 'asked_by_person', 'to_settle'));
