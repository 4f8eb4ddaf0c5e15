package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"jolara.com/privacy/models"
)

// RecordDisclosure writes down that a recipient got something of a person. What was written down before, by the same
// recipient, purpose and reference, is not written again; of a person who is erased nothing is.
func (s *Store) RecordDisclosure(ctx context.Context, person models.PersonID, d models.Disclosure) error {
	return recordDisclosure(ctx, s.pool, person, d)
}

// recordDisclosure is RecordDisclosure, also within a transaction.
func recordDisclosure(ctx context.Context, in interface {
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
}, person models.PersonID, d models.Disclosure,
) error {
	_, err := in.Exec(ctx, `insert into disclosures (person_id, at, id, recipient, purpose, reference, fields, clause)
		select id, $2, $3, $4, $5, $6, $7, $8 from persons where id = $1
		on conflict (person_id, recipient, purpose, reference) do nothing`,
		person, d.At, newID(), d.Recipient, d.Purpose, d.Reference, d.Fields, d.Clause)
	if err != nil {
		return fmt.Errorf("record a disclosure: %w", err)
	}
	return nil
}

// RecipientsPage is who received what of a person.
type RecipientsPage struct {
	Received           []models.Received   // by each recipient, in the order of models.Recipients
	Disclosures        []models.Disclosure // one page, newest first
	HasNewer, HasOlder bool
}

// receivedSQL asks for each recipient's figures by index alone, however many entries there are. It lacks what narrows them.
const receivedSQL = `select r,
	(select count(*) from (select from disclosures where person_id = $1 and recipient = r%[1]s limit $3) capped),
	(select min(at) from disclosures where person_id = $1 and recipient = r%[1]s),
	(select max(at) from disclosures where person_id = $1 and recipient = r%[1]s)
	from unnest($2::text[]) with ordinality as listed (r, n) order by n`

// disclosuresSQL selects disclosures, each with what is held of the print job that it was for.
const disclosuresSQL = `select id, at, recipient, purpose, reference, fields, clause, case when purpose = '` + models.PurposeOfPrint + `' then
	(select j.personal from print_jobs j where j.person_id = d.person_id and j.id = d.reference::uuid) end from disclosures d`

// notOfCases leaves out the letters that tell of a complaint or a question.
const notOfCases = ` and not fields @> '{` + string(models.FieldCase) + `}'`

// Recipients returns who received what of a person, with the page of single disclosures on one side of key; a zero key
// is the newest end.
func (s *Store) Recipients(ctx context.Context, person models.PersonID, key Key, side Side) (page RecipientsPage, err error) {
	return s.recipients(ctx, person, where{}, key, side)
}

// RecipientsOfWard is Recipients as a guardian may see it: without what tells of a child's complaints and questions.
func (s *Store) RecipientsOfWard(ctx context.Context, child models.PersonID, key Key, side Side) (RecipientsPage, error) {
	return s.recipients(ctx, child, where{sql: notOfCases}, key, side)
}

func (s *Store) recipients(ctx context.Context, person models.PersonID, w where, key Key, side Side) (page RecipientsPage, err error) {
	if err := key.ofUUID(); err != nil {
		return page, err
	}
	var listed []models.RecipientKey
	for _, r := range models.Recipients {
		listed = append(listed, r.Key)
	}
	var found []models.Disclosure
	err = s.batch(ctx,
		read{fmt.Sprintf(receivedSQL, w.sql), []any{person, listed, CountCap + 1}, scanReceived(&page.Received)},
		narrowedRead(disclosuresSQL, person, w, key, side, s.scanDisclosures(&found)),
	)
	if err != nil {
		return page, fmt.Errorf("read who received what: %w", err)
	}
	page.Disclosures, page.HasNewer, page.HasOlder = fold(found, key, side)
	return page, nil
}

func scanReceived(into *[]models.Received) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error {
		var r models.Received
		var first, latest *time.Time
		if err := rows.Scan(&r.Recipient, &r.Times, &first, &latest); err != nil {
			return err
		}
		if first != nil {
			r.First, r.Latest = first.UTC(), latest.UTC()
		}
		*into = append(*into, r)
		return nil
	})
}

func (s *Store) scanDisclosures(into *[]models.Disclosure) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error {
		var d models.Disclosure
		var personal []byte
		if err := rows.Scan(&d.ID, &d.At, &d.Recipient, &d.Purpose, &d.Reference, &d.Fields, &d.Clause, &personal); err != nil {
			return err
		}
		var job printPersonal
		if err := s.vault.Open(personal, &job); err != nil {
			return fmt.Errorf("open a print job: %w", err)
		}
		d.Job = job.SentID
		*into = append(*into, d)
		return nil
	})
}
