-- A child may have two guardians: each has a record of their own, and what they say now stands beside it.
-- +goose Up

-- What was on until today is what the only guardian there was allows.
create table guardian_standings (
	record_id uuid primary key references guardian_records (id) on delete cascade,
	person_id uuid not null references persons, -- the child
	word text not null check (word in ('yes', 'no', 'disputes', 'over')),
	allows text[] not null -- what they say yes to, whatever another guardian says
);
create index on guardian_standings (person_id);
insert into guardian_standings (record_id, person_id, word, allows)
	select c.id, c.person_id,
		case when c.id <> (select l.id from guardian_records l where l.person_id = c.person_id order by at desc, id desc limit 1) then 'over'
			when p.guardian = 'withdrawn' then 'no'
			when p.guardian = 'approved' and p.locked = 'disputed' then 'disputes'
			when p.guardian = 'approved' then 'yes'
			else 'over' end,
		array(select kind from permissions x where x.person_id = p.id and x.state = 'granted')
	from guardian_records c join persons p on p.id = c.person_id;

-- A second guardian is asked beside the one who decides. Where the child named them, the first one or an officer says yes to it before.
alter table guardian_requests
	add column second boolean not null default false,
	add column ref text unique, -- of one that was proposed
	drop constraint guardian_requests_state_check,
	add constraint guardian_requests_state_check check (state in ('proposed', 'waiting', 'approved', 'declined', 'ended')),
	add constraint guardian_requests_proposed_check check (state <> 'proposed' or second and ref is not null);
drop index guardian_requests_person_id_idx;
create unique index on guardian_requests (person_id) where state in ('proposed', 'waiting');
drop index guardian_requests_until_idx;
create index on guardian_requests (until) where state in ('proposed', 'waiting');
create index on guardian_requests (at) where state = 'proposed'; -- what waits for an officer

alter table persons drop constraint persons_locked_check;
alter table persons add constraint persons_locked_check
	check (locked in ('', 'disputed', 'withdrawn', 'no_yes', 'birth_date', 'doubted', 'differ', 'answers'));
alter table locks drop constraint locks_kind_check;
alter table locks add constraint locks_kind_check
	check (kind in ('disputed', 'withdrawn', 'no_yes', 'birth_date', 'doubted', 'differ', 'answers'));
