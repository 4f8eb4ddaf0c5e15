-- People, how they sign in, what they allowed, and the record of it. Everything personal is in a column named
-- `personal`, written and read by models/vault alone; models/category.go says which category owns each column.
-- +goose Up

create table persons (
	id uuid primary key,
	created_at timestamptz not null,
	personal bytea not null
);

-- Jolara's own ids, the same for every client.
create table external_ids (
	id text primary key,
	-- deferred: who of two that push a new person at once makes it is decided here, before the person is written
	person_id uuid not null unique references persons deferrable initially deferred
);

create table addresses (
	person_id uuid not null references persons,
	id text not null,
	personal bytea not null,
	primary key (person_id, id)
);

-- How a person signs in. The address itself is in the row's personal column; `emails` finds it by a keyed hash.
create table sign_ins (
	person_id uuid primary key references persons,
	password_hash text not null,
	created_at timestamptz not null,
	personal bytea not null
);

create table emails (
	lookup bytea primary key,
	person_id uuid not null references persons
);
create index on emails (person_id);

create table sessions (
	token_hash text primary key,
	person_id uuid not null references persons,
	data bytea not null,
	created_at timestamptz not null,
	seen_at timestamptz not null,
	expires_at timestamptz not null
);
create index on sessions (person_id);
create index on sessions (expires_at);

-- How often something was tried within a window, for limits that all instances share. The key is a keyed hash.
create table limits (
	key bytea not null,
	window_start timestamptz not null,
	used integer not null,
	primary key (key, window_start)
);
create index on limits (window_start);

-- The four switches of each person: one row each, made with the person, so that a switch is one UPDATE.
create table permissions (
	person_id uuid not null references persons,
	kind text not null check (kind in ('camera', 'photo_upload', 'microphone', 'voice_call')),
	state text not null default 'never' check (state in ('granted', 'withdrawn', 'never')),
	since timestamptz,
	chosen_at timestamptz,
	policy_version text not null default '',
	receipt text not null default '',
	primary key (person_id, kind),
	check ((state = 'never') = (since is null)),
	check ((since is null) = (chosen_at is null))
);

-- The ledger of choices (#38): append-only, ordered by the time of the choice.
create table consents (
	person_id uuid not null references persons,
	at timestamptz not null,
	id text not null,
	kind text not null,
	state text not null check (state in ('granted', 'withdrawn')),
	recorded_at timestamptz not null,
	made_by text not null check (made_by in ('person', 'app', 'guardian')),
	policy_version text not null,
	receipt text not null,
	personal bytea,
	primary key (person_id, at, id),
	unique (person_id, id)
);
create index on consents (person_id, kind, at);

create table receipt_refs (
	ref text primary key,
	person_id uuid not null references persons,
	consent_id text not null,
	foreign key (person_id, consent_id) references consents (person_id, id)
);
create index on receipt_refs (person_id);

-- What happened, append-only: kinds and ids, never a personal value.
create table events (
	person_id uuid not null,
	at timestamptz not null,
	id uuid not null,
	kind text not null,
	subject text not null,
	actor text not null,
	clause smallint not null default 0,
	primary key (person_id, at, id)
);

-- Jolara's own systems and their keys, which are kept as a hash.
create table clients (
	id uuid primary key,
	name text not null unique,
	key_hash bytea not null unique,
	created_at timestamptz not null,
	revoked_at timestamptz
);

-- Events and consents refuse change. Retention alone may erase, and says so with a setting that ends with its
-- transaction: set local jolara.retention = 'on'.
-- +goose StatementBegin
create function refuse_change() returns trigger language plpgsql as $$
begin
	if tg_op = 'DELETE' and current_setting('jolara.retention', true) = 'on' then
		return old;
	end if;
	raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
-- +goose StatementEnd
create trigger consents_append_only before update or delete on consents for each row execute function refuse_change();
create trigger events_append_only before update or delete on events for each row execute function refuse_change();
create trigger consents_no_truncate before truncate on consents for each statement execute function refuse_change();
create trigger events_no_truncate before truncate on events for each statement execute function refuse_change();
