-- A guardian decides on paper: the photo of the sheet that they signed, until an officer has written down what is on it.
-- +goose Up

-- Its reference is not the one that is printed on the sheet, which is made of the request's id and of what the sheet says.
create table guardian_papers (
	id uuid primary key,
	person_id uuid not null references persons, -- the child
	request_id uuid not null references guardian_requests,
	ref text not null unique,
	at timestamptz not null,
	state text not null check (state in ('to_check', 'approved', 'declined', 'refused', 'void')),
	decided_at timestamptz, -- when it was checked, or counted no more
	fault text not null default '' check (fault in ('', 'unreadable', 'unsigned', 'incomplete', 'other', 'outdated', 'no_form')),
	file uuid, -- null where the photo is not kept: only of a sheet that is to be checked, and of one that says yes
	media_type text not null,
	width integer not null,
	height integer not null,
	bytes bigint not null,
	digest bytea not null, -- SHA-256 of the photo: the record of a yes names it
	check ((file is not null) = (state in ('to_check', 'approved')))
);
create unique index on guardian_papers (person_id) where state = 'to_check';
create index on guardian_papers (person_id, at);
create index on guardian_papers (request_id);
create index on guardian_papers (at) where state = 'to_check'; -- what waits for an officer
