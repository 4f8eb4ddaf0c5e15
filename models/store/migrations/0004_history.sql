-- What Jolara's systems collect as people use them: photos, print jobs, voice and calls, activity; and the counts of it.
-- An id here is derived from the sender's by a keyed hash (store.entryID): it says nothing, and is found again by the
-- sender's own. A digest is a keyed hash of what was sent, by which the same is known from something else.
-- +goose Up

create table photos (
	person_id uuid not null references persons,
	at timestamptz not null, -- of the upload
	id uuid not null,
	client_id uuid not null references clients, -- uploaded with
	functions text[] not null, -- chosen for (#23)
	media_type text not null check (media_type in ('image/jpeg', 'image/png', 'image/webp')),
	width integer not null,
	height integer not null,
	bytes bigint not null, -- of the original, as it is kept
	receipt text not null, -- of the consent under which it was uploaded
	file uuid not null, -- names its files; random, so that nobody guesses it and no two uploads share it
	digest bytea not null,
	personal bytea not null,
	primary key (person_id, at, id),
	unique (person_id, id)
);

-- Each time that one of Jolara's systems read a photo for a function, or tried to (#24).
create table photo_uses (
	person_id uuid not null references persons,
	at timestamptz not null,
	id uuid not null,
	photo_id uuid not null,
	client_id uuid not null references clients,
	function text not null,
	allowed boolean not null,
	primary key (person_id, at, id)
);
create index on photo_uses (person_id, photo_id, allowed, at);

-- What a person's photos were chosen for and uploaded with, and how many of each pair: what a filter can offer. Kept by
-- the triggers below.
create table photo_groups (
	person_id uuid not null references persons,
	function text not null,
	client_id uuid not null references clients,
	count bigint not null,
	primary key (person_id, function, client_id)
);

create table print_jobs (
	person_id uuid not null references persons,
	at timestamptz not null, -- of the order
	id uuid not null,
	state text not null check (state in ('ordered', 'printing', 'printed', 'sent', 'delivered', 'cancelled')),
	digest bytea not null,
	personal bytea not null,
	primary key (person_id, at, id),
	unique (person_id, id)
);

create table printed_photos (
	person_id uuid not null references persons,
	print_id uuid not null,
	photo_id uuid not null,
	position smallint not null,
	primary key (person_id, print_id, position)
);
create index on printed_photos (person_id, photo_id);

-- Talks with support: recordings from the microphone's function, and calls.
create table voice (
	person_id uuid not null references persons,
	at timestamptz not null, -- of the start
	id uuid not null,
	kind text not null check (kind in ('recording', 'call')),
	seconds integer not null,
	media_type text not null default '', -- of a recording that was kept
	bytes bigint not null default 0,
	file uuid, -- names the sound, as it does a photo's files; null where none is kept
	digest bytea not null,
	personal bytea not null,
	primary key (person_id, at, id),
	unique (person_id, id)
);

-- The service log: behaviour, trade and the security log (#32 to #35).
create table activity (
	person_id uuid not null, -- whoever writes locks the person, once: a reference would look them up for every row
	at timestamptz not null,
	id uuid not null,
	kind text not null check (kind in ('browse', 'click', 'search', 'favourite', 'transaction', 'after_sales',
		'sign_in', 'sign_in_failed', 'sign_out', 'session_ended', 'sessions_ended')),
	digest bytea not null,
	personal bytea not null,
	primary key (person_id, at, id),
	unique (person_id, id)
);
create index on activity (person_id, kind, at, id);

-- How much there is of each kind, so that a page of counts costs the same for everybody. Kept by the triggers below, in
-- the statement that adds or erases.
create table tallies (
	person_id uuid not null references persons,
	kind text not null,
	count bigint not null,
	bytes bigint not null,
	oldest timestamptz,
	newest timestamptz,
	primary key (person_id, kind)
);

-- Arguments: the kind of row x, and its size in bytes. Rows are counted in the order of the key, so that two statements
-- never wait for each other.
-- +goose StatementBegin
create function tally_added() returns trigger language plpgsql as $$
begin
	execute format('insert into tallies (person_id, kind, count, bytes, oldest, newest)
		select x.person_id, %s, count(*), sum(%s), min(x.at), max(x.at) from added x group by 1, 2 order by 1, 2
		on conflict (person_id, kind) do update set count = tallies.count + excluded.count, bytes = tallies.bytes + excluded.bytes,
			oldest = least(tallies.oldest, excluded.oldest), newest = greatest(tallies.newest, excluded.newest)', tg_argv[0], tg_argv[1]);
	return null;
end $$;
-- +goose StatementEnd
-- +goose StatementBegin
create function tally_erased() returns trigger language plpgsql as $$
begin
	-- Locked by a statement of its own, so that the next sees what those whom it waited for have left.
	execute format('select from tallies t where (t.person_id, t.kind) in (select x.person_id, %s from erased x)
		order by t.person_id, t.kind for update', tg_argv[0]);
	execute format('update tallies t set count = t.count - gone.n, bytes = t.bytes - gone.bytes,
			oldest = (select min(x.at) from %3$I x where x.person_id = t.person_id and %1$s = t.kind),
			newest = (select max(x.at) from %3$I x where x.person_id = t.person_id and %1$s = t.kind)
		from (select x.person_id, %1$s as kind, count(*) as n, sum(%2$s) as bytes from erased x group by 1, 2) gone
		where t.person_id = gone.person_id and t.kind = gone.kind', tg_argv[0], tg_argv[1], tg_table_name);
	return null;
end $$;
-- +goose StatementEnd
create trigger photos_added after insert on photos referencing new table as added for each statement execute function tally_added('''photo''', 'x.bytes');
create trigger photos_erased after delete on photos referencing old table as erased for each statement execute function tally_erased('''photo''', 'x.bytes');
create trigger print_jobs_added after insert on print_jobs referencing new table as added for each statement execute function tally_added('''print_job''', '0');
create trigger print_jobs_erased after delete on print_jobs referencing old table as erased for each statement execute function tally_erased('''print_job''', '0');
create trigger voice_added after insert on voice referencing new table as added for each statement execute function tally_added('x.kind', 'x.bytes');
create trigger voice_erased after delete on voice referencing old table as erased for each statement execute function tally_erased('x.kind', 'x.bytes');
create trigger activity_added after insert on activity referencing new table as added for each statement execute function tally_added('x.kind', '0');
create trigger activity_erased after delete on activity referencing old table as erased for each statement execute function tally_erased('x.kind', '0');

-- +goose StatementBegin
create function photos_grouped() returns trigger language plpgsql as $$
begin
	insert into photo_groups (person_id, function, client_id, count)
		select x.person_id, f, x.client_id, count(*) from added x, unnest(x.functions) f group by 1, 2, 3 order by 1, 2, 3
		on conflict (person_id, function, client_id) do update set count = photo_groups.count + excluded.count;
	return null;
end $$;
-- +goose StatementEnd
-- +goose StatementBegin
create function photos_ungrouped() returns trigger language plpgsql as $$
begin
	with gone as (
		select x.person_id, f as function, x.client_id, count(*) as n from erased x, unnest(x.functions) f group by 1, 2, 3
	), locked as (
		select g.person_id, g.function, g.client_id, gone.n from photo_groups g join gone using (person_id, function, client_id)
		order by 1, 2, 3 for update of g
	)
	update photo_groups g set count = g.count - locked.n from locked
	where (g.person_id, g.function, g.client_id) = (locked.person_id, locked.function, locked.client_id);
	return null;
end $$;
-- +goose StatementEnd
create trigger photos_grouped after insert on photos referencing new table as added for each statement execute function photos_grouped();
create trigger photos_ungrouped after delete on photos referencing old table as erased for each statement execute function photos_ungrouped();

-- Two choices about recordings, off at first: to keep them, and to use them to improve support (#25, #26).
alter table permissions drop constraint permissions_kind_check;
alter table permissions add constraint permissions_kind_check
	check (kind in ('camera', 'photo_upload', 'microphone', 'voice_call', 'keep_recordings', 'improve_support'));
insert into permissions (person_id, kind) select id, kind from persons, unnest(array['keep_recordings', 'improve_support']) kind;

-- The security log moves to where the rest of the service log is: there it has its browser and address.
-- +goose StatementBegin
do $$ begin
	set local jolara.retention = 'on';
	insert into activity (person_id, at, id, kind, digest, personal)
		select e.person_id, e.at, e.id, replace(replace(e.kind, 'signed_in', 'sign_in'), 'signed_out', 'sign_out'), '', '{"OnPortal":true}' from events e
		join persons p on p.id = e.person_id where e.kind in ('signed_in', 'signed_out', 'session_ended', 'sessions_ended');
	delete from events where kind in ('signed_in', 'signed_out', 'session_ended', 'sessions_ended');
end $$;
-- +goose StatementEnd
drop index events_at_idx;
-- Most events are about choices; pages ask for the others (store.notChoices).
create index on events (person_id, at, id) where kind not in ('permission_granted', 'permission_withdrawn');
-- For what falls due: whose oldest entry is so old tells it, and an index over all entries by time is not needed.
create index on tallies (kind, oldest);
