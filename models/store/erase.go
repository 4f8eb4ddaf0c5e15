package store

import (
	"context"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// ofPerson lists every table that holds something under a person's id, in the order in which their rows may go. A test
// fails on a table of the schema that is missing here.
var ofPerson = []string{
	"looks", "approvals", "complaints", // with all that hangs on them
	"guardian_papers", "guardian_standings", "guardian_records", "guardian_requests", "locks", "birth_requests", "findings",
	"receipt_refs", "deleted", "deletions", "last_calls", "consents", "permissions", "acceptances", "events",
	"photo_uses", "printed_photos", "print_jobs", "photos", "photo_groups", "voice", "activity", "tallies",
	"changes", "notes", "disclosures", "addresses", "tokens", "link_codes", "sessions", "emails", "sign_ins", "external_ids",
}

// erasePerson leaves nothing of a person, the ledger included: it is for accounts of which nothing needs to be kept.
func (s *Store) erasePerson(tx *gorm.DB, person models.PersonID) error {
	if err := allowRetention(tx); err != nil {
		return err
	}
	if err := s.eraseFilesOf(tx, person); err != nil {
		return fmt.Errorf("erase files: %w", err)
	}
	for _, table := range ofPerson {
		if err := tx.Exec(`delete from `+table+` where person_id = ?`, person).Error; err != nil {
			return fmt.Errorf("erase %s: %w", table, err)
		}
	}
	if err := tx.Exec(`delete from persons where id = ?`, person).Error; err != nil {
		return fmt.Errorf("erase a person: %w", err)
	}
	return nil
}

// allowRetention lets the transaction, and nothing after it, delete from what is append-only.
func allowRetention(tx *gorm.DB) error {
	return tx.Exec(`set local jolara.retention = 'on'`).Error
}

// filesAtOnce is how many photos or recordings one job erases the files of.
const filesAtOnce = 500

// The names of the files that rows speak of, also of those that are deleted and not erased yet.
const (
	filesOfPhotos = `select name from (select person_id, file as name from photos union all
		select person_id, (held ->> 'file')::uuid from deleted where outcome is null and kind = '` + entryPhoto + `') of_photos`
	filesOfTalks = `select name from (select person_id, file as name from voice union all
		select person_id, (held ->> 'file')::uuid from deleted where outcome is null and kind = '` + string(models.TalkRecording) + `') of_talks`
)

// filesOfCases are the names of the files of pictures that are attached to cases.
const filesOfCases = `select name from (select c.person_id, c.id as case_id, a.file as name
	from complaint_files a join complaints c on c.id = a.case_id where a.file is not null) of_cases`

// filesOfPapers are the names of the files of guardians' sheets.
const filesOfPapers = `select name from (select person_id, file as name from guardian_papers where file is not null) of_papers`

// eraseFilesOf asks for all files of a person to be erased, if and only if their rows are.
func (s *Store) eraseFilesOf(tx *gorm.DB, person models.PersonID) error {
	var photos, recordings, attachments, papers []string
	for _, of := range []struct {
		into  *[]string
		files string
	}{{&photos, filesOfPhotos}, {&recordings, filesOfTalks}, {&attachments, filesOfCases}, {&papers, filesOfPapers}} {
		if err := tx.Raw(of.files+` where person_id = ? and name is not null`, person).Scan(of.into).Error; err != nil {
			return err
		}
	}
	for some := range slices.Chunk(photos, filesAtOnce) {
		if err := s.enqueue(tx.Statement.Context, tx, models.EraseFiles{Photos: some}); err != nil {
			return err
		}
	}
	for some := range slices.Chunk(recordings, filesAtOnce) {
		if err := s.enqueue(tx.Statement.Context, tx, models.EraseFiles{Recordings: some}); err != nil {
			return err
		}
	}
	if err := s.eraseAttachments(tx, attachments); err != nil {
		return err
	}
	return s.erasePapers(tx, papers)
}

// eraseAttachments asks for files of pictures in cases to be erased, if and only if their rows are.
func (s *Store) eraseAttachments(tx *gorm.DB, names []string) error {
	for some := range slices.Chunk(names, filesAtOnce) {
		if err := s.enqueue(tx.Statement.Context, tx, models.EraseFiles{Attachments: some}); err != nil {
			return err
		}
	}
	return nil
}

// EraseFiles erases files whose rows are gone. It may be done again: what is not there is erased.
func (s *Store) EraseFiles(ctx context.Context, files models.EraseFiles) error {
	var keys []string
	for _, name := range files.Photos {
		keys = append(keys, photoKeys(name)...)
	}
	for _, name := range files.Recordings {
		keys = append(keys, recordingKey(name))
	}
	for _, name := range files.Attachments {
		for _, size := range models.Sizes {
			keys = append(keys, attachmentKey(name, size))
		}
	}
	for _, name := range files.Papers {
		for _, size := range models.Sizes {
			keys = append(keys, paperKey(name, size))
		}
	}
	return s.removeFiles(ctx, keys)
}
