-- A guardian's yes that may be the child's own: the account stays locked until an officer had a look, or a day is over.
-- +goose Up

alter table persons drop constraint persons_locked_check;
alter table persons add constraint persons_locked_check
	check (locked in ('', 'disputed', 'withdrawn', 'no_yes', 'birth_date', 'doubted'));
alter table locks drop constraint locks_kind_check;
alter table locks add constraint locks_kind_check check (kind in ('disputed', 'withdrawn', 'no_yes', 'birth_date', 'doubted'));

-- What such a yes turned on, an officer's finding turns off.
alter table consents drop constraint consents_made_by_check;
alter table consents add constraint consents_made_by_check check (made_by in ('person', 'app', 'guardian', 'clock', 'desk'));
