-- What people correct and add, and who received what.
-- +goose Up

-- Counts the changes of a profile and its addresses, so that of two forms filled in at once none is lost: the later is
-- shown both values.
alter table persons add column version integer not null default 1;

-- An address that the person removed and a push might bring back: its row holds nothing of it any more.
alter table addresses add column removed boolean not null default false;

-- What a field was and is: a category like any other, which can be erased.
create table changes (
	person_id uuid not null references persons,
	at timestamptz not null,
	id uuid not null,
	field text not null,
	made_by text not null,
	personal bytea not null,
	primary key (person_id, at, id)
);

-- What a person adds to a record that cannot be changed (#79).
create table notes (
	person_id uuid not null references persons,
	at timestamptz not null,
	id uuid not null,
	record text not null check (record in ('consent')),
	record_id text not null,
	personal bytea not null,
	primary key (person_id, at, id)
);
create index on notes (person_id, record, record_id);

-- Who received which fields of a person, for what (#43, #61). Append-only: it is a proof.
create table disclosures (
	person_id uuid not null references persons,
	at timestamptz not null,
	id uuid not null,
	recipient text not null check (recipient in ('printer', 'courier', 'mail')),
	purpose text not null,
	reference text not null,
	fields text[] not null,
	clause smallint not null,
	primary key (person_id, at, id)
);
create index on disclosures (person_id, recipient, at desc);
create unique index on disclosures (person_id, recipient, purpose, reference); -- told once, however often its job runs
create trigger disclosures_append_only before update or delete on disclosures for each row execute function refuse_change();
create trigger disclosures_no_truncate before truncate on disclosures for each statement execute function refuse_change();
