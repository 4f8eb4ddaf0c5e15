-- Accounts: signing up, the agreement and its acceptance, letters with a link, linking with Jolara's account, and the
-- minor's account that waits for a guardian.
-- +goose Up

-- The agreement, as imported: a version is never changed.
create table policies (
	version text primary key,
	effective date not null,
	hash text not null unique,
	imported_at timestamptz not null
);

create table clauses (
	version text not null references policies,
	position integer not null,
	id text not null,
	title text not null,
	words text not null,
	in_short text not null,
	obligations smallint[] not null,
	primary key (version, position),
	unique (version, id)
);
create trigger policies_unchanged before update or delete on policies for each row execute function refuse_change();
create trigger clauses_unchanged before update or delete on clauses for each row execute function refuse_change();
create trigger policies_no_truncate before truncate on policies for each statement execute function refuse_change();
create trigger clauses_no_truncate before truncate on clauses for each statement execute function refuse_change();

-- What somebody typed to sign up, until the address is confirmed: nobody's account yet, and gone after seven days.
create table sign_ups (
	id uuid primary key,
	token_hash bytea not null unique,
	created_at timestamptz not null,
	password_hash text not null,
	personal bytea not null
);
create index on sign_ups (created_at);

-- Explicit acceptance of the agreement (#3): which version, by its hash, and the hash of the words that were shown.
create table acceptances (
	person_id uuid not null references persons,
	at timestamptz not null,
	id uuid not null,
	version text not null references policies,
	policy_hash text not null,
	screen_hash text not null,
	channel text not null,
	primary key (person_id, at, id)
);
create trigger acceptances_append_only before update or delete on acceptances for each row execute function refuse_change();
create trigger acceptances_no_truncate before truncate on acceptances for each statement execute function refuse_change();

-- Links in letters: only a hash is kept, each is used once.
create table tokens (
	id uuid primary key,
	hash bytea not null unique,
	person_id uuid not null references persons,
	purpose text not null check (purpose in ('reset', 'email', 'undo')),
	created_at timestamptz not null,
	expires_at timestamptz not null,
	used_at timestamptz,
	personal bytea
);
create index on tokens (person_id, purpose);
create index on tokens (expires_at);

-- What the list of sessions shows and ends one by: never the token.
alter table sessions add column id uuid not null unique default gen_random_uuid();
alter table sessions add column personal bytea;

-- The code that Jolara's app shows a person, for ten minutes, to prove that two accounts are one person's.
create table link_codes (
	person_id uuid primary key references persons,
	code_hash bytea not null unique,
	expires_at timestamptz not null
);

-- A minor's account without a guardian's yes ends then, where nothing was collected by anybody.
alter table persons add column waits_until timestamptz;
create index on persons (waits_until) where waits_until is not null;
-- An account that ended: what is kept as proof stays under its row, which holds nothing personal any more.
alter table persons add column ended_at timestamptz;
create index on persons (ended_at) where ended_at is not null;

-- The security log's entries, for the sweep that erases them after six months.
create index on events (at) where kind in ('signed_in', 'signed_out', 'session_ended', 'sessions_ended');
