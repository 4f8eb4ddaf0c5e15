package store

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// A guardian who opened their link and typed the code may decide by hand: they print the form, sign it and send its photo, and an
// officer writes down what is on it. Until then the request waits, and no longer than models.PaperLatest. All else is as on the
// page: the same single use, the same rules, the same record.

// SheetRef is what a sheet of a request bears: it stands for what its guardian was shown, in which language and under which
// agreement, so that a sheet of another request, or from before a change, is told from this one. Nothing has to be written down
// to print it.
func (s *Store) SheetRef(request string, shown GuardianShown) string {
	policy := ""
	if shown.Accepted != nil {
		policy = shown.Accepted.PolicyHash
	}
	const figures = 8
	sum := s.vault.Fingerprint("sheet", request, string(shown.Locale), shown.Statement, shown.Rules, policy)
	text := base32.StdEncoding.EncodeToString(sum[:])[:figures]
	return "S-" + text[:figures/2] + "-" + text[figures/2:]
}

// scanPapers reads the sheet that is to be checked, from ref and at.
func scanPapers(into **models.GuardianPaper) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error {
		var p models.GuardianPaper
		err := rows.Scan(&p.Ref, &p.At)
		p.At = p.At.UTC()
		*into = &p
		return err
	})
}

// newPaper is a sheet before its row is written.
type newPaper struct {
	file          string
	mediaType     string
	width, height int
	bytes         int
	digest        [sha256.Size]byte
}

// SendPaper takes the photo of a sheet on which a guardian decided, for an officer to check; one that was sent before counts no
// more. It is an Invalid where there is not one photo, Unfit where it is no picture that is kept, ErrDeadLink where the link no
// longer works or the browser has typed no code, TooMany where enough were sent, and Refused where the guardian is a minor by
// their own account.
func (s *Store) SendPaper(ctx context.Context, token, proof string, files []models.SentFile) error {
	sent, err := models.OneSheet(files)
	if err != nil {
		return err
	}
	read, err := s.pictures.Read(ctx, sent.Content)
	if err != nil {
		return fmt.Errorf("read the photo of a sheet: %w", unfit(err))
	}
	paper := newPaper{uuid.NewString(), read.MediaType, read.Width, read.Height, len(read.File), sha256.Sum256(read.File)}
	written := []fileToWrite{
		{paperKey(paper.file, models.SizeOriginal), read.MediaType, read.File},
		{paperKey(paper.file, models.SizeLarge), thumbnailType, read.Large},
	}
	err = s.withWritten(ctx, written, func(tx *gorm.DB) error { return s.sendPaper(tx, token, proof, paper) })
	if err != nil {
		return fmt.Errorf("send a guardian's sheet: %w", err)
	}
	return nil
}

func (s *Store) sendPaper(tx *gorm.DB, token, proof string, paper newPaper) error {
	now := s.Now()
	child, err := s.lockChildOf(tx, token, now)
	if err != nil {
		return err
	}
	r, err := s.waitingRequest(tx, now, `token_hash = ? and proof_hash = ? and proof_until > ?`, linkHash(token), linkHash(proof), now)
	if errors.Is(err, models.ErrNotFound) {
		return models.ErrDeadLink
	}
	if err != nil {
		return err
	}
	if err := s.mustBeGrownUp(tx, r.Email, now); err != nil {
		return err
	}
	var sent int
	if err := tx.Raw(`select count(*) from guardian_papers where request_id = ?`, r.ID).Row().Scan(&sent); err != nil {
		return err
	}
	if sent >= models.PaperSheets {
		return models.TooMany{After: r.Until.Sub(now)}
	}
	if err := s.endPaper(tx, child.ID, models.PaperVoid, now); err != nil {
		return err
	}
	ref := models.NewPaperRef()
	err = tx.Exec(`insert into guardian_papers (id, person_id, request_id, ref, at, state, file, media_type, width, height, bytes, digest)
		values (?, ?, ?, ?, ?, 'to_check', ?, ?, ?, ?, ?, ?)`,
		newID(), child.ID, r.ID, ref, now, paper.file, paper.mediaType, paper.width, paper.height, paper.bytes, paper.digest[:]).Error
	if err != nil {
		return err
	}
	if err := s.waitUntil(tx, r, r.UntilChecked(now)); err != nil {
		return err
	}
	return s.notePaper(tx, child.ID, models.EventPaperSent, ref, models.ByGuardian)
}

// waitingRequest reads a request that waits, without its words, and lets nobody else change it until the transaction ends.
func (s *Store) waitingRequest(tx *gorm.DB, now time.Time, which string, args ...any) (r models.GuardianRequest, err error) {
	var personal []byte
	err = tx.Raw(`select id, person_id, at, until, personal from guardian_requests where state = 'waiting' and until > ? and `+which+` for update`,
		append([]any{now}, args...)...).Row().Scan(&r.ID, &r.Child, &r.At, &r.Until, &personal)
	if err != nil {
		return r, notFound(err)
	}
	var who guardianPersonal
	err = s.vault.Open(personal, &who)
	r.Email = who.Email
	return r, err
}

// waitUntil lets a request wait until then, and so the account where it waits for it.
func (s *Store) waitUntil(tx *gorm.DB, r models.GuardianRequest, until time.Time) error {
	if err := tx.Exec(`update guardian_requests set until = ? where id = ?`, until, r.ID).Error; err != nil {
		return err
	}
	return waitAccount(tx, r.Child, until)
}

// waitAccount lets an account that waits at all wait until then.
func waitAccount(tx *gorm.DB, child models.PersonID, until time.Time) error {
	return tx.Exec(`update persons set waits_until = ? where id = ? and waits_until is not null`, until, child).Error
}

func (s *Store) notePaper(tx *gorm.DB, child models.PersonID, kind models.EventKind, ref string, by models.Actor) error {
	return s.note(tx, child, models.Event{Kind: kind, Subject: ref, Actor: by, Clause: models.PromiseGuardian, At: s.Now()})
}

// endPaper ends the sheet of a child's that is to be checked without a yes, where there is one: its photo is erased, and the
// account waits for as long as if there had been none, or a little longer.
func (s *Store) endPaper(tx *gorm.DB, child models.PersonID, to models.PaperState, now time.Time) error {
	var ended struct {
		File string
		At   time.Time
	}
	done := tx.Raw(`update guardian_papers p set state = ?, decided_at = ?, file = null
		from (select p.id, p.file, r.at from guardian_papers p join guardian_requests r on r.id = p.request_id
			where p.person_id = ? and p.state = 'to_check' for update of p) as before
		where p.id = before.id returning before.file, before.at`, to, now, child).Scan(&ended)
	if done.Error != nil || done.RowsAffected == 0 {
		return done.Error
	}
	if err := s.erasePapers(tx, []string{ended.File}); err != nil {
		return err
	}
	return waitAccount(tx, child, models.GuardianRequest{At: ended.At}.UntilAgain(now))
}

// erasePapers asks for photos of sheets to be erased, if and only if their rows speak of them no more.
func (s *Store) erasePapers(tx *gorm.DB, names []string) error {
	for some := range slices.Chunk(names, filesAtOnce) {
		if err := s.enqueue(tx.Statement.Context, tx, models.EraseFiles{Papers: some}); err != nil {
			return err
		}
	}
	return nil
}

// paperAtDesk is what of a sheet decides whether an officer may write down what is on it.
type paperAtDesk struct {
	ID        string
	PersonID  models.PersonID
	RequestID string
	At        time.Time
	State     models.PaperState
	Digest    []byte
	Open      bool // to this officer
}

// CheckPaper writes down what an officer read from a sheet that is open to them, who type their password again. shown is what a
// guardian may have been shown, by its language; the reference on the sheet tells which it was. A yes is the same signed record
// as on the page, which names the sheet; a no takes the guardian's address away; of a sheet that cannot be accepted the guardian
// is told why, and may send another. It is ErrNotFound where there is no such sheet or the staff member is no officer, an Invalid
// where something is to mend, ErrWrongCredentials or TooMany like a sign-in, Refused where it is not open to them or the guardian
// is a minor by their own account, and ErrConflict where it waits no more.
func (s *Store) CheckPaper(ctx context.Context, staff models.Staff, ref string, form models.SheetForm, shown []GuardianShown) error {
	if !staff.Role.MayFind() {
		return models.ErrNotFound
	}
	var request string
	if err := s.pool.QueryRow(ctx, `select request_id from guardian_papers where ref = $1`, ref).Scan(&request); err != nil {
		return fmt.Errorf("check a guardian's sheet: %w", notFound(err))
	}
	printed := make([]string, len(shown))
	for i := range shown {
		printed[i] = s.SheetRef(request, shown[i])
	}
	checked, err := form.Read(printed)
	if err != nil {
		return err
	}
	err = s.proveStaff(ctx, staff.ID, form.Password)
	if err == nil {
		err = s.withReceipts(ctx, func(tx *gorm.DB) error { return s.checkPaper(ctx, tx, staff, ref, checked, shown) })
	}
	if err != nil {
		return fmt.Errorf("check a guardian's sheet: %w", err)
	}
	return nil
}

func (s *Store) checkPaper(ctx context.Context, tx *gorm.DB, staff models.Staff, ref string, c models.CheckedSheet, shown []GuardianShown) error {
	now := s.Now()
	paper, child, err := s.lockPaper(tx, staff, ref, now)
	if err != nil {
		return err
	}
	found := models.Finding{True: c.Verdict != models.SheetUnfit, Why: c.Note}
	if err := s.writeFinding(tx, foundOf{paper.ID, ref, paper.PersonID}, staff, found); err != nil {
		return err
	}
	if c.Verdict == models.SheetUnfit {
		return s.refusePaper(tx, paper, ref, c.Fault, now)
	}
	if c.Verdict == models.SheetYes {
		c.Decision.Paper = &models.PaperProof{
			Ref: ref, At: paper.At.UTC(), Photo: hex.EncodeToString(paper.Digest), CheckedBy: staff.Name(),
		}
		err = tx.Exec(`update guardian_papers set state = 'approved', decided_at = ? where id = ?`, now, paper.ID).Error
	} else {
		err = s.endPaper(tx, paper.PersonID, models.PaperDeclined, now)
	}
	if err != nil {
		return err
	}
	var used usedRequest
	done := tx.Raw(`update guardian_requests set state = ?, decided_at = ?, token_hash = null
		where id = ? and state = 'waiting' and until > ? returning id, second, personal`, c.Decision.State(), now, paper.RequestID, now).Scan(&used)
	if done.Error == nil && done.RowsAffected == 0 {
		return models.ErrConflict // its time is over: the sweep ends it
	}
	if done.Error != nil {
		return done.Error
	}
	return s.decided(ctx, tx, child, used, c.Decision, shown[c.Printed], now)
}

// lockPaper reads a sheet that waits and is open to an officer, and whom it is about, and lets nobody else decide about them
// until the transaction ends.
func (s *Store) lockPaper(tx *gorm.DB, staff models.Staff, ref string, now time.Time) (paper paperAtDesk, child models.Person, err error) {
	var person models.PersonID
	if err := tx.Raw(`select person_id from guardian_papers where ref = ?`, ref).Row().Scan(&person); err != nil {
		return paper, child, notFound(err)
	}
	if err := lockPerson(tx, person); err != nil {
		return paper, child, err
	}
	err = tx.Raw(`select m.id, m.person_id, m.request_id, m.at, m.state, m.digest,
		exists (select from looks k where k.case_id = m.id and k.ref = m.ref and k.staff_id = ? and k.until > ?) as open
		from guardian_papers m where m.ref = ?`, staff.ID, now, ref).Scan(&paper).Error
	switch {
	case err != nil:
		return paper, child, err
	case paper.State != models.PaperToCheck:
		return paper, child, models.ErrConflict
	case !paper.Open:
		return paper, child, models.Refused{Reason: models.ReasonNotOpened}
	}
	child, err = s.personWith(tx, person)
	if err == nil && !s.ward(child, now).Guarded { // they came of age: nobody decides for them any more
		err = models.ErrConflict
	}
	return paper, child, err
}

// refusePaper ends a sheet that cannot be accepted, and tells its guardian why, who has some days for another.
func (s *Store) refusePaper(tx *gorm.DB, paper paperAtDesk, ref string, why models.SheetFault, now time.Time) error {
	if err := s.endPaper(tx, paper.PersonID, models.PaperRefused, now); err != nil {
		return err
	}
	r, err := s.waitingRequest(tx, now, `id = ?`, paper.RequestID)
	if errors.Is(err, models.ErrNotFound) {
		return models.ErrConflict
	}
	if err != nil {
		return err
	}
	if err := s.waitUntil(tx, r, r.UntilAgain(now)); err != nil {
		return err
	}
	if err := tx.Exec(`update guardian_papers set fault = ? where id = ?`, why, paper.ID).Error; err != nil {
		return err
	}
	if err := s.notePaper(tx, paper.PersonID, models.EventPaperRefused, ref, models.ByDesk); err != nil {
		return err
	}
	return s.enqueue(tx.Statement.Context, tx, models.PaperRefusedMail{PaperID: paper.ID})
}

// PaperRefusal is what the letter says about a sheet that could not be accepted.
type PaperRefusal struct {
	models.GuardianRequest
	Token string
	Fault models.SheetFault
	Note  string // in the officer's words; empty where the fault says it all
}

// PaperRefusal returns the letter about a sheet that could not be accepted; ErrNotFound where its request is over.
func (s *Store) PaperRefusal(ctx context.Context, job models.PaperRefusedMail) (letter PaperRefusal, err error) {
	var request string
	var found []byte
	err = s.pool.QueryRow(ctx, `select p.request_id, p.fault, f.personal from guardian_papers p join findings f on f.id = p.id
		where p.id = $1 and p.state = 'refused'`, job.PaperID).Scan(&request, &letter.Fault, &found)
	if err == nil {
		letter.GuardianRequest, err = s.scanRequest(s.pool.QueryRow(ctx, requestsSQL+` where id = $1 and state = 'waiting' and token_hash is not null and until > $2`,
			request, s.Now()))
	}
	if err != nil {
		return letter, fmt.Errorf("read why a sheet was not accepted: %w", notFound(err))
	}
	var why findingPersonal
	if err := s.vault.Open(found, &why); err != nil {
		return letter, fmt.Errorf("open a finding: %w", err)
	}
	letter.Token, letter.Note = s.vault.LinkToken(linkOfRequest(letter.ID, letter.Letter)), why.Why
	return letter, nil
}

// StaffPaper opens the photo of a sheet that is to be checked and is open to an officer now. Otherwise it is ErrNotFound: once it
// is checked nobody at the desk sees it any more.
func (s *Store) StaffPaper(ctx context.Context, staff models.Staff, ref string, size models.Size) (File, error) {
	if !staff.Role.MayFind() {
		return File{}, models.ErrNotFound
	}
	return s.paperFile(ctx, size, `m.ref = $1 and m.state = 'to_check' and `+openedMatter, ref, staff.ID, s.Now())
}

// PaperOfWard opens the photo of the sheet on which a visitor decided for the child on a record. It is ErrDeadLink where the
// visit is over, and ErrNotFound where the record is not the visitor's or does not stand on paper.
func (s *Store) PaperOfWard(ctx context.Context, token, ref string) (File, error) {
	v, _, err := s.wardOn(ctx, token, ref)
	if err != nil {
		return File{}, err
	}
	return s.paperFile(ctx, models.SizeOriginal, `m.state = 'approved' and m.request_id in (select r.id`+wardsOf+`$1 and c.ref = $2)`, v.lookup, ref)
}

// paperFile opens one of the sizes of the photo of the sheet m that a condition allows.
func (s *Store) paperFile(ctx context.Context, size models.Size, allowed string, args ...any) (File, error) {
	if size != models.SizeOriginal && size != models.SizeLarge {
		return File{}, models.ErrNotFound
	}
	var ref, file, mediaType string
	var at time.Time
	err := s.pool.QueryRow(ctx, `select m.ref, m.file::text, m.media_type, m.at from guardian_papers m where m.file is not null and `+allowed, args...).
		Scan(&ref, &file, &mediaType, &at)
	if err != nil {
		return File{}, fmt.Errorf("find the photo of a sheet: %w", notFound(err))
	}
	if size != models.SizeOriginal {
		mediaType = thumbnailType
	}
	return s.openFile(ctx, paperKey(file, size), File{Name: models.SaveAs(ref, "sheet", mediaType), MediaType: mediaType, ModTime: at})
}

// papersSQL selects sheets as matters: scanPaperMatters reads them.
const papersSQL = `select p.id, p.ref, p.at, p.state, p.decided_at, r.until from guardian_papers p join guardian_requests r on r.id = p.request_id`

func scanPaperMatters(into *[]models.Matter) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error {
		m := grow(into)
		m.Kind = models.MatterPaper
		var decided *time.Time
		var until time.Time
		err := rows.Scan(&m.ID, &m.Ref, &m.At, &m.Paper, &decided, &until)
		m.At, m.EndedAt = m.At.UTC(), orZero(decided)
		if m.Waits() {
			m.Until = until.UTC()
		}
		return err
	})
}

// sheetSightRead is the question for what tells that the sheet in an opened photo is the one that was asked for.
func (s *Store) sheetSightRead(into *models.MatterSight, whoNow []any) read {
	return read{
		`select r.words, r.personal from guardian_papers m join guardian_requests r on r.id = m.request_id
			where m.ref = $1 and m.state = 'to_check' and ` + openedMatter,
		whoNow, each(func(rows pgx.Rows) error {
			var words []int16
			var personal []byte
			var who guardianPersonal
			err := rows.Scan(&words, &personal)
			if err == nil {
				err = s.vault.Open(personal, &who)
			}
			into.Sheet = &models.SheetSight{Locale: who.Locale, Words: threeWords(words)}
			return err
		}),
	}
}

// paperToOpen finds what there is to open of a sheet. It is ErrNotFound where there is none, and ErrConflict where it waits no
// more.
func paperToOpen(tx *gorm.DB, ref string) (lookedAt, error) {
	opened := lookedAt{ref: ref, fields: models.MatterPaper.Shows()}
	var state models.PaperState
	err := tx.Raw(`select id, person_id, state from guardian_papers where ref = ?`, ref).Row().Scan(&opened.id, &opened.person, &state)
	if err == nil && state != models.PaperToCheck {
		err = models.ErrConflict
	}
	return opened, notFound(err)
}
