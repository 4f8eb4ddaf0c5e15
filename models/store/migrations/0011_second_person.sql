-- A second person: nobody at the desk opens the case of somebody under 18 alone.
-- +goose Up

-- Each time that a staff member asked for a second person's yes to open a case, and the answer. A yes holds for the case, whoever
-- opens it with a reason, until it is closed or a new round begins. Like looks these outlive the case where that goes first.
create table approvals (
	id uuid primary key,
	person_id uuid references persons, -- null: somebody without an account wrote
	at timestamptz not null,
	case_id uuid not null,
	ref text not null,
	staff_id uuid not null references staff, -- who asks
	cause text not null check (cause in ('to_answer', 'to_verify', 'to_check_facts', 'to_supervise', 'asked_by_person')),
	personal bytea not null, -- what for, in their words
	answer text not null default '' check (answer in ('', 'yes', 'no')),
	answered_at timestamptz,
	answered_by uuid references staff,
	ended_at timestamptz, -- since when it counts no more
	check (staff_id <> answered_by),
	check ((answer = '') = (answered_at is null)),
	check ((answer = '') = (answered_by is null)),
	check (answer <> 'no' or ended_at is not null)
);
create unique index on approvals (case_id) where ended_at is null; -- a case has one that waits or holds
create index on approvals (case_id, staff_id, at);
create index on approvals (at) where answer = '' and ended_at is null; -- what waits
create index on approvals (staff_id, at);
create index on approvals (person_id) where person_id is not null;
create index on approvals (at);

-- By whose yes a case was opened; null where nobody else was needed.
alter table looks add column agreed_by uuid references staff;
alter table looks add column agreed_at timestamptz;
alter table looks add check ((agreed_by is null) = (agreed_at is null));
