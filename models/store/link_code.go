package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// linkCodeTries bounds how often a taken code is drawn again; of a million few live at a time.
const linkCodeTries = 20

// errCodeTaken says that another person's live code is the same.
var errCodeTaken = errors.New("the code is taken")

// Three wrong codes close linking for that sign-in and for that network, for an hour (product.md, who wins).
var (
	linksOfSignIn  = closing{"link sign-in", 3, time.Hour}
	linksOfNetwork = closing{"link network", 3, time.Hour}
)

// LinkCode makes the code that Jolara's app shows its person, and ends the one before it. It is ErrNotFound for an unknown
// person and ErrHasSignIn for one who signs in here already.
func (s *Store) LinkCode(ctx context.Context, externalID string) (models.LinkCode, error) {
	return s.linkCode(ctx, externalID, models.NewLinkCode)
}

func (s *Store) linkCode(ctx context.Context, externalID string, draw func() string) (made models.LinkCode, err error) {
	for range linkCodeTries {
		now := s.Now()
		made = models.LinkCode{Code: draw(), ExpiresAt: now.Add(models.LinkCodeLife)}
		err = s.tx(ctx, func(tx *gorm.DB) error { return s.keepLinkCode(tx, externalID, made, now) })
		if !errors.Is(err, errCodeTaken) {
			break
		}
	}
	if err != nil {
		return models.LinkCode{}, fmt.Errorf("make a link code: %w", err)
	}
	return made, nil
}

func (s *Store) keepLinkCode(tx *gorm.DB, externalID string, code models.LinkCode, now time.Time) error {
	person, err := s.personOf(tx, externalID)
	if err != nil {
		return err
	}
	if err := s.lockUnlinked(tx, person.ID); err != nil {
		return err
	}
	hash := s.linkCodeHash(code.Code)
	if err := tx.Exec(`delete from link_codes where code_hash = ? and expires_at <= ?`, hash, now).Error; err != nil {
		return err
	}
	err = tx.Exec(`insert into link_codes (person_id, code_hash, expires_at) values (?, ?, ?)
		on conflict (person_id) do update set code_hash = excluded.code_hash, expires_at = excluded.expires_at`,
		person.ID, hash, code.ExpiresAt).Error
	if isTaken(err) {
		return errCodeTaken
	}
	return err
}

// lockUnlinked keeps others from linking Jolara's person until the transaction ends. It is ErrHasSignIn where somebody did.
func (s *Store) lockUnlinked(tx *gorm.DB, person models.PersonID) error {
	var hasSignIn bool
	// A statement of its own: what was committed while it waited for the lock is seen only by the next.
	if err := lockPerson(tx, person); err != nil {
		return err
	}
	if err := tx.Raw(`select exists (select from sign_ins where person_id = ?)`, person).Scan(&hasSignIn).Error; err != nil {
		return err
	}
	if hasSignIn {
		return models.ErrHasSignIn
	}
	return nil
}

// linkCodeHash is keyed, since a million plain hashes are quickly tried.
func (s *Store) linkCodeHash(code string) []byte { return s.vault.Lookup("link code\x00" + code) }

// Link makes the person who signed up here and Jolara's person whose live code this is one, who is returned: the way to
// sign in moves to Jolara's person, and the account made here ends. Otherwise it is ErrHasSignIn for somebody who is
// linked, ErrWrongCode, Refused where the two may not be one, or TooMany after three wrong codes; network is the
// caller's, shortened (see models.Network).
func (s *Store) Link(ctx context.Context, person models.Person, code, network string) (linked models.Person, err error) {
	now := s.Now()
	wrong := false
	err = s.tx(ctx, func(tx *gorm.DB) error {
		linked, err = s.link(tx, person, code, network, now)
		if wrong = errors.Is(err, models.ErrWrongCode); wrong {
			return nil // the wrong try stays counted
		}
		return err
	})
	switch {
	case err != nil:
		return models.Person{}, fmt.Errorf("link: %w", err)
	case wrong:
		return models.Person{}, models.ErrWrongCode
	}
	return linked, nil
}

func (s *Store) link(tx *gorm.DB, person models.Person, code, network string, now time.Time) (models.Person, error) {
	doors := []door{s.door(linksOfSignIn, string(person.ID)), s.door(linksOfNetwork, network)}
	wait, err := s.closedFor(tx, now, doors...)
	if err != nil {
		return models.Person{}, err
	}
	if wait > 0 {
		return models.Person{}, models.TooMany{After: wait}
	}
	own, err := s.personToLink(tx, person.ID)
	if err != nil {
		return models.Person{}, err
	}
	if own.ExternalID != "" {
		return models.Person{}, models.ErrHasSignIn
	}
	pushed, err := s.takeLinkCode(tx, code, now)
	if errors.Is(err, models.ErrWrongCode) {
		return models.Person{}, errors.Join(err, s.wrongAt(tx, now, doors...))
	}
	if err != nil {
		return models.Person{}, err
	}
	if err := own.LinkTo(pushed, now); err != nil {
		return models.Person{}, err
	}
	if err := s.moveSignIn(tx, own.ID, pushed.ID); err != nil {
		return models.Person{}, err
	}
	if err := s.moveRequest(tx, own, pushed); err != nil {
		return models.Person{}, err
	}
	if err := s.endAccount(tx, own.ID, now); err != nil {
		return models.Person{}, err
	}
	if _, err := exec(tx.Statement.Context, tx, seenSQL, pushed.ID, now); err != nil {
		return models.Person{}, err
	}
	for _, e := range []struct {
		person models.PersonID
		kind   models.EventKind
	}{{own.ID, models.EventAccountEnded}, {pushed.ID, models.EventAccountLinked}} {
		if err := s.note(tx, e.person, models.Event{Kind: e.kind, Actor: models.ByPerson, At: now}); err != nil {
			return models.Person{}, err
		}
	}
	return s.personWith(tx, pushed.ID)
}

// takeLinkCode uses up a live code and returns whom it was made for, locked; of several who try at once, one gets it.
func (s *Store) takeLinkCode(tx *gorm.DB, code string, now time.Time) (models.Person, error) {
	var of []models.PersonID
	err := tx.Raw(`delete from link_codes where code_hash = ? and expires_at > ? returning person_id`, s.linkCodeHash(code), now).Scan(&of).Error
	if err != nil {
		return models.Person{}, err
	}
	if len(of) == 0 {
		return models.Person{}, models.ErrWrongCode
	}
	if err := s.lockUnlinked(tx, of[0]); err != nil {
		return models.Person{}, err
	}
	return s.personWith(tx, of[0])
}

// personToLink reads the person who links, and keeps others from linking, or a sweep from erasing, them.
func (s *Store) personToLink(tx *gorm.DB, id models.PersonID) (models.Person, error) {
	if err := lockPerson(tx, id); err != nil {
		return models.Person{}, err
	}
	return s.personWith(tx, id)
}

// personWith reads a person whose account lives.
func (s *Store) personWith(tx *gorm.DB, id models.PersonID) (models.Person, error) {
	var found scannedPerson
	err := tx.Raw(`select `+personColumns+` from persons p `+personJoins+` where p.id = ? and p.ended_at is null`, id).Row().Scan(found.into()...)
	if err != nil {
		return models.Person{}, notFound(err)
	}
	return s.person(found)
}

// moveSignIn gives one person's way to sign in to another: address, password, sessions, the links in letters and the
// acceptance of the agreement. An acceptance is never changed, so that a copy goes along.
func (s *Store) moveSignIn(tx *gorm.DB, from, to models.PersonID) error {
	for _, table := range []string{"sign_ins", "emails", "sessions", "tokens"} {
		if err := tx.Exec(`update `+table+` set person_id = ? where person_id = ?`, to, from).Error; err != nil {
			return err
		}
	}
	return tx.Exec(`insert into acceptances (person_id, at, id, version, policy_hash, screen_hash, channel)
		select ?, at, id, version, policy_hash, screen_hash, channel from acceptances where person_id = ?`, to, from).Error
}

// moveRequest lets a letter that a guardian has not answered be about the account that goes on, where nobody was asked for that one.
func (s *Store) moveRequest(tx *gorm.DB, from, to models.Person) error {
	if from.Guardian != models.GuardianWaiting || to.Guardian != models.GuardianNotAsked {
		return nil
	}
	for _, move := range []string{
		`update guardian_papers p set person_id = ? from guardian_requests r where p.person_id = ? and r.id = p.request_id and r.state = 'waiting'`,
		`update guardian_requests set person_id = ? where person_id = ? and state = 'waiting'`,
		`update persons set guardian = 'waiting' where id = ? and id <> ?`,
	} {
		if err := tx.Exec(move, to.ID, from.ID).Error; err != nil {
			return err
		}
	}
	return nil
}

// endAccount leaves of an account only what is kept as proof, under a row that tells nothing of the person. A guardian's letter ends
// with it, and so does what is held of them beside the record (product.md's table).
func (s *Store) endAccount(tx *gorm.DB, person models.PersonID, now time.Time) error {
	nothing, err := s.vault.Seal(models.Profile{})
	if err != nil {
		return err
	}
	for _, table := range []string{"addresses", "changes", "notes", "permissions", "birth_requests"} {
		if err := tx.Exec(`delete from `+table+` where person_id = ?`, person).Error; err != nil {
			return err
		}
	}
	if err := s.endPaper(tx, person, models.PaperVoid, now); err != nil {
		return err
	}
	err = tx.Exec(`update guardian_requests set state = case state when 'waiting' then 'ended' else state end, decided_at = coalesce(decided_at, ?),
		token_hash = null, proof_hash = null, personal = null where person_id = ?`, now, person).Error
	if err != nil {
		return err
	}
	return tx.Exec(`update persons set personal = ?, waits_until = null, ended_at = ? where id = ?`, nothing, now, person).Error
}
