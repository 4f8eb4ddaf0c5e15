-- An officer may find that a birth date was a mistake which another one found true: each finding stays.
-- +goose Up

alter table findings drop constraint findings_pkey, add primary key (id, at), drop constraint findings_ref_key;
create index on findings (ref);
