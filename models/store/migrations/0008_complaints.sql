-- Complaints, requests and questions; the desk that answers them; and who at the desk opened what.
-- +goose Up

-- The last number of a year's references, such as JC-2026-0412.
create table complaint_refs (
	year smallint primary key,
	last integer not null
);

create table complaints (
	id uuid primary key,
	person_id uuid references persons, -- null: somebody without an account wrote
	at timestamptz not null, -- when it was first received
	ref text not null unique,
	kind text not null check (kind in ('complaint', 'report', 'access', 'correction', 'deletion', 'question')),
	about text not null, -- a category, 'other', or nothing where the person does not know
	channel text not null check (channel in ('portal', 'phone', 'letter', 'mail')),
	state text not null check (state in ('open', 'answered', 'closed')),
	closed_at timestamptz,
	round smallint not null, -- the one that counts: the last
	personal bytea not null, -- what it says in short, and how somebody without an account is reached
	check ((state = 'closed') = (closed_at is not null)),
	check ((person_id is not null) = (channel = 'portal'))
);
create index on complaints (person_id, at, id) where person_id is not null;
create index on complaints (closed_at) where closed_at is not null;
create index on complaints (state) where state = 'answered';

-- Each time that an answer is owed.
create table complaint_rounds (
	case_id uuid not null references complaints on delete cascade,
	number smallint not null,
	received_at timestamptz not null,
	days smallint not null, -- working days that the deadline has
	due date not null, -- the date that holds: what the person was told, or an earlier one
	provisional boolean not null, -- a year in it had no list
	versions text not null, -- of the calendars that it was last counted by
	verified_at timestamptz, -- who wrote is confirmed
	overrun boolean not null default false, -- nobody looked in time, so that it counts as confirmed
	answered_at timestamptz,
	answered_by uuid references staff,
	late_at timestamptz, -- when we said sorry
	new_date date, -- by when we promised an answer then
	primary key (case_id, number),
	check ((answered_at is null) = (answered_by is null)),
	check ((late_at is null) = (new_date is null))
);

create table complaint_messages (
	case_id uuid not null references complaints on delete cascade,
	at timestamptz not null,
	id uuid not null unique,
	kind text not null check (kind in ('message', 'answer', 'rejection', 'note')),
	staff_id uuid references staff, -- null: the person
	personal bytea not null,
	primary key (case_id, at, id)
);

-- The pictures of messages: files of their own, or photos that the person has with us.
create table complaint_files (
	id uuid primary key,
	case_id uuid not null references complaints on delete cascade,
	message_id uuid not null references complaint_messages (id) on delete cascade,
	position smallint not null,
	photo_id uuid, -- a photo of the person's
	file uuid unique, -- names the files, as it does a photo's
	media_type text not null default '',
	width integer not null default 0,
	height integer not null default 0,
	bytes bigint not null default 0,
	personal bytea not null, -- its name
	check ((photo_id is null) <> (file is null))
);
create index on complaint_files (case_id, position);
create index on complaint_files (message_id);

-- What the desk has written of an answer so far.
create table complaint_drafts (
	case_id uuid primary key references complaints on delete cascade,
	personal bytea not null
);

create table complaint_events (
	case_id uuid not null references complaints on delete cascade,
	at timestamptz not null,
	id uuid not null,
	kind text not null,
	actor text not null check (actor in ('person', 'desk', 'clock')),
	staff_id uuid references staff, -- who did it, or who has the case since
	from_date date, -- due dates before and after
	to_date date,
	was_kind text, -- kinds before and after
	new_kind text,
	other text, -- the reference of the case that it was merged with
	primary key (case_id, at, id)
);
create trigger complaint_events_append_only before update or delete on complaint_events for each row execute function refuse_change();
create trigger complaint_events_no_truncate before truncate on complaint_events for each statement execute function refuse_change();

-- The desk's queue: what its lists show, and nothing else. It follows the tables above, in the same transactions.
create table desk_cases (
	case_id uuid primary key references complaints on delete cascade,
	ref text not null unique,
	kind text not null,
	state text not null,
	due date not null,
	provisional boolean not null,
	owner uuid references staff
);
create index on desk_cases (due, (owner is not null), ref) where state = 'open';
create index on desk_cases (owner) where state = 'open';

-- Which reminders the desk got about a case, on which day.
create table desk_reminders (
	case_id uuid not null references complaints on delete cascade,
	kind text not null,
	day date not null, -- the day that it was sent; of those that come once, the due day
	primary key (case_id, kind, day)
);

-- Each time that somebody at the desk opened a case. It outlives the case where that goes first.
create table looks (
	id uuid primary key,
	person_id uuid references persons, -- null: somebody without an account wrote
	at timestamptz not null,
	until timestamptz not null,
	staff_id uuid not null references staff,
	case_id uuid not null,
	ref text not null,
	cause text not null check (cause in ('to_answer', 'to_verify', 'to_check_facts', 'to_supervise', 'asked_by_person')),
	fields text[] not null, -- what they saw
	personal bytea not null -- in their words
);
create index on looks (person_id, at, id) where person_id is not null;
create index on looks (case_id, at);
create index on looks (staff_id, at);
create index on looks (at);

-- Each time that an officer allowed a staff member as many cases again on one day.
create table look_allowances (
	id uuid primary key,
	at timestamptz not null,
	day date not null,
	staff_id uuid not null references staff,
	allowed_by uuid not null references staff,
	check (staff_id <> allowed_by)
);
create index on look_allowances (staff_id, day);
create index on look_allowances (at);
