-- Deletion: what a person deletes, or what falls due, is out of sight with the statement that moves it here, and is then
-- erased by a job. The row of an entry stays without its content: as the line of a receipt, and so that a later push of
-- the same id does not bring it back.
-- +goose Up

create table deletions (
	person_id uuid not null references persons,
	at timestamptz not null, -- when it was asked for, or fell due
	id uuid not null unique,
	receipt text not null,
	state text not null check (state in ('waiting', 'erasing', 'done', 'stopped')),
	scope text not null, -- what was deleted: a category
	made_by text not null check (made_by in ('person', 'guardian', 'retention')),
	due_at timestamptz not null, -- when erasing begins: until then it can be stopped
	done_at timestamptz,
	items integer not null,
	tries smallint not null default 0, -- how often erasing failed since it last came further
	primary key (person_id, at, id),
	check ((state = 'done') = (done_at is not null))
);

-- What is to be worked on: that is never much.
create index on deletions (due_at) where state in ('waiting', 'erasing');

-- Without foreign keys: to check them takes as long as to move the rows, and the deletion is written in the same transaction.
create table deleted (
	person_id uuid not null,
	deletion_id uuid not null,
	at timestamptz not null, -- of the entry
	id uuid not null, -- of the entry
	kind text not null, -- of the entry, as tallies name it
	outcome text check (outcome in ('erased', 'anonymised', 'locked')), -- null: not yet
	locked_until timestamptz,
	held jsonb, -- the entry's row, until it is erased; of a locked entry what the law asks for
	primary key (person_id, deletion_id, at, id),
	check ((outcome = 'locked') = (locked_until is not null)),
	check (outcome is not distinct from 'locked' or outcome is null or held is null)
);
create unique index on deleted (person_id, id);
create index on deleted (deletion_id) where outcome is null;
create index on deleted (locked_until) where locked_until is not null and held is not null;

-- A receipt may be a deletion's.
alter table receipt_refs alter column consent_id drop not null;
alter table receipt_refs add column deletion_id uuid references deletions (id);
alter table receipt_refs add check ((consent_id is null) <> (deletion_id is null));

-- Of which photo a title or a date was changed: such a change is shown as long as the photo is, and erased with it.
alter table changes add column photo_id uuid;
create index on changes (person_id, photo_id) where photo_id is not null;

-- By a file's name its row is found.
create unique index on voice (file) where file is not null;
create unique index on photos (file);
create unique index on deleted (((held ->> 'file')::uuid)) where outcome is null and kind in ('photo', 'recording');

-- The person's choice of how many months behaviour is kept; null: as the data map says.
alter table persons add column behaviour_months smallint check (behaviour_months in (1, 3, 6, 12));
create index on persons (behaviour_months) where behaviour_months is not null;
-- The last sign-in, upload or print, to the day: photos that nobody used fall due by it.
alter table persons add column used_at timestamptz;
update persons set used_at = greatest(created_at, (select max(newest) from tallies where person_id = persons.id));
alter table persons alter column used_at set not null;
-- When the sweep asks next whether somebody's unused photos fall due: it need not look at everybody each time.
alter table persons add column unused_check_at timestamptz;
update persons set unused_check_at = used_at;
alter table persons alter column unused_check_at set not null;
create index on persons (unused_check_at, id);

-- The letters before unused photos are deleted: how many days before, and whether the mail server took it.
create table last_calls (
	person_id uuid not null references persons,
	days smallint not null,
	asked_at timestamptz not null,
	sent_at timestamptz, -- null where it could not be delivered
	primary key (person_id, days)
);

-- The link in such a letter, which keeps them.
alter table tokens drop constraint tokens_purpose_check;
alter table tokens add constraint tokens_purpose_check check (purpose in ('reset', 'email', 'undo', 'keep'));
