-- Calendars: the State Council's list of holidays and make-up working days, a year at a time. A version is never changed;
-- the highest of a year counts. The lists that come with the program are brought in after the migrations.
-- +goose Up

create table calendars (
	year smallint not null,
	version smallint not null check (version > 0),
	source text not null, -- who said so, and when
	off date[] not null,
	work date[] not null,
	imported_at timestamptz not null default now(), -- by the database; nothing is counted by it
	primary key (year, version)
);

create trigger calendars_unchanged before update or delete on calendars for each row execute function refuse_change();
create trigger calendars_no_truncate before truncate on calendars for each statement execute function refuse_change();
