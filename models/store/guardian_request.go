package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"jolara.com/privacy/models"
)

// guardianPersonal is what a request says about the grown-up who is asked.
type guardianPersonal struct {
	Email  string
	Locale models.Locale // in which the child asked
}

const requestsSQL = `select id, person_id, state, second, coalesce(ref, ''), at, until, letter, sent_at, words, personal from guardian_requests`

func (s *Store) scanRequests(into *[]models.GuardianRequest) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error {
		r, err := s.scanRequest(rows)
		*into = append(*into, r)
		return err
	})
}

func (s *Store) scanRequest(from row) (r models.GuardianRequest, err error) {
	var words []int16
	var personal []byte
	if err := from.Scan(&r.ID, &r.Child, &r.State, &r.Second, &r.Ref, &r.At, &r.Until, &r.Letter, &r.SentAt, &words, &personal); err != nil {
		return r, err
	}
	r.Words = threeWords(words)
	var who guardianPersonal
	err = s.vault.Open(personal, &who)
	r.Email, r.Locale = who.Email, who.Locale
	return r, err
}

// threeWords reads which words a request's row has both screens show.
func threeWords(row []int16) (words [3]int) {
	for i := range min(len(row), len(words)) {
		words[i] = int(row[i])
	}
	return words
}

// linkOfRequest names the token of the request's letter of that number, and codeOfRequest its code of that number.
func linkOfRequest(request string, letter int) string {
	return request + " letter " + strconv.Itoa(letter)
}

func codeOfRequest(request string, letter, code int) string {
	return linkOfRequest(request, letter) + " code " + strconv.Itoa(code)
}

// Guardianship is how it stands between a minor and their guardian, for the child's pages.
type Guardianship struct {
	State     models.GuardianState
	Request   *models.GuardianRequest // the latest but for a second guardian; nil where nobody was asked
	Second    *models.GuardianRequest // of a second guardian, which waits; nil where none does
	Guardians models.Guardians        // who decide now
	Until     time.Time               // when the account ends without a yes; zero where it does not end
	Nothing   bool                    // was collected by anybody
	Lock      *models.Lock            // that holds the account; nil where none does
	Paper     *models.GuardianPaper   // of that request, to be checked; nil where none is
	SignsInBy string                  // the e-mail address with which the child signs in; empty where it is an account name
}

// MayAsk tells whether a letter may go to a grown-up.
func (g Guardianship) MayAsk(now time.Time) bool { return models.MayAskGuardian(g.State, g.Lock, now) }

// MayAskSecond tells whether a second guardian may be named.
func (g Guardianship) MayAskSecond() bool {
	return models.MayAskSecond(g.State, len(g.Guardians), g.LockKind(), g.Second != nil)
}

// LockKind is why the account is locked; empty where it is not.
func (g Guardianship) LockKind() models.LockKind {
	if g.Lock == nil {
		return ""
	}
	return g.Lock.Kind
}

// MayErase tells whether the account can go as a whole, at once: it waits for a yes, and nothing was collected.
func (g Guardianship) MayErase() bool { return g.Nothing && !g.Until.IsZero() }

// nothingCollected is the condition that of a person p nothing was collected: nobody pushed or linked them, nothing was ever granted,
// and no lock holds the account, which has its own time after which it goes.
const nothingCollected = `(p.locked = '' and not exists (select from external_ids x where x.person_id = p.id)
	and not exists (select from consents c where c.person_id = p.id and c.state = 'granted'))`

// Guardianship returns how it stands between a minor and their guardian, in one round trip.
func (s *Store) Guardianship(ctx context.Context, child models.Person) (g Guardianship, err error) {
	var latest, second []models.GuardianRequest
	err = s.batch(ctx,
		read{
			`select guardian, waits_until, ` + nothingCollected + `, i.personal from persons p left join sign_ins i on i.person_id = p.id where p.id = $1`,
			[]any{child.ID},
			each(func(rows pgx.Rows) error {
				var until *time.Time
				var signIn []byte
				if err := rows.Scan(&g.State, &until, &g.Nothing, &signIn); err != nil {
					return err
				}
				var account signInPersonal
				err := s.vault.Open(signIn, &account)
				g.Until, g.SignsInBy = orZero(until), account.Email
				return err
			}),
		},
		read{requestsSQL + ` where person_id = $1 and not second order by at desc, id desc limit 1`, []any{child.ID}, s.scanRequests(&latest)},
		read{requestsSQL + ` where person_id = $1 and second and state in ('proposed', 'waiting')`, []any{child.ID}, s.scanRequests(&second)},
		read{standingsSQL + `g.person_id = $1 order by c.at, c.id`, []any{child.ID}, scanStandings(&g.Guardians)},
		read{locksSQL + ` where l.person_id = $1 and l.ended_at is null`, []any{child.ID}, each(func(rows pgx.Rows) error {
			l, err := s.scanLock(rows)
			g.Lock = &l.Lock
			return err
		})},
		read{`select ref, at from guardian_papers where person_id = $1 and state = 'to_check'`, []any{child.ID}, scanPapers(&g.Paper)},
	)
	if err != nil {
		return g, fmt.Errorf("read who decides for a minor: %w", err)
	}
	if len(latest) > 0 {
		g.Request = &latest[0]
	}
	if len(second) > 0 {
		g.Second = &second[0]
	}
	return g, nil
}

// AskGuardian writes to the grown-up whose address a minor gave, and asks them to decide (#91). A request that still waits ends
// with that, so that its link works no more. It is an Invalid that names the address, Refused where nobody may be asked any
// more, and TooMany where too many addresses were given or the network, shortened, asks for too many letters.
func (s *Store) AskGuardian(ctx context.Context, child models.Person, typed string, locale models.Locale, network string) error {
	email, err := models.ParseGuardianEmail(typed, child.Email)
	if err != nil {
		return err
	}
	mayWrite, err := s.mayWrite(ctx, email, network)
	if err != nil {
		return err
	}
	err = s.tx(ctx, func(tx *gorm.DB) error { return s.askGuardian(tx, child.ID, guardianPersonal{email, locale}, mayWrite) })
	if err != nil {
		return fmt.Errorf("ask a guardian: %w", err)
	}
	return nil
}

// askGuardian ends the request that waits and makes a new one, with its letter where one may be sent.
func (s *Store) askGuardian(tx *gorm.DB, child models.PersonID, who guardianPersonal, mayWrite bool) error {
	now := s.Now()
	state, err := s.lockMinor(tx, child, now)
	if err != nil {
		return err
	}
	may, err := s.mayAsk(tx, child, state, now)
	if err != nil {
		return err
	}
	if !may {
		return models.Refused{Reason: models.ReasonGuardianSaid}
	}
	if err := s.mayBeAsked(tx, child, who.Email); err != nil {
		return err
	}
	if err := s.endRequest(tx, child, now); err != nil {
		return err
	}
	request, err := s.newRequest(child, who, now)
	if err != nil {
		return err
	}
	if err := tx.Create(&request).Error; err != nil {
		return err
	}
	err = tx.Exec(`update persons p set guardian = 'waiting', waits_until = case when `+nothingCollected+` then ?::timestamptz end where id = ?`,
		request.Until, child).Error
	if err != nil {
		return err
	}
	err = s.note(tx, child, models.Event{Kind: models.EventGuardianAsked, Actor: models.ByPerson, Clause: models.PromiseGuardian, At: now})
	if err != nil || !mayWrite {
		return err
	}
	return s.enqueue(tx.Statement.Context, tx, models.GuardianMail{RequestID: request.ID, Letter: request.Letter})
}

// mayBeAsked refuses an address that wants no letters about a child, and more addresses than one child may give.
func (s *Store) mayBeAsked(tx *gorm.DB, child models.PersonID, email string) error {
	now := s.Now()
	var before struct {
		Asked   int
		First   *time.Time
		Refused bool
	}
	err := tx.Raw(`select count(*) filter (where at > @since) as asked, min(at) filter (where at > @since) as first,
		coalesce(bool_or(refused and lookup = @lookup), false) as refused from guardian_requests where person_id = @child`,
		map[string]any{"since": now.Add(-models.GuardianWindow), "lookup": s.vault.Lookup(email), "child": child}).Scan(&before).Error
	switch {
	case err != nil:
		return err
	case before.Refused:
		return models.Invalid{models.FieldGuardianEmail: models.FaultUnwanted}
	case before.Asked >= models.GuardianRequests:
		return models.TooMany{After: before.First.Add(models.GuardianWindow).Sub(now)}
	}
	return nil
}

// mayAsk tells whether a letter may go to another grown-up: before somebody decided, and also after a no where something is held
// that would go without a yes.
func (s *Store) mayAsk(tx *gorm.DB, child models.PersonID, state models.GuardianState, now time.Time) (bool, error) {
	l, err := s.openLock(tx, child)
	if errors.Is(err, models.ErrNotFound) {
		return models.MayAskGuardian(state, nil, now), nil
	}
	return models.MayAskGuardian(state, &l.Lock, now), err
}

// guardianRequestRow is a request as it is made.
type guardianRequestRow struct {
	ID        string
	PersonID  models.PersonID
	At        time.Time
	Until     time.Time
	State     models.GuardianState
	Second    bool
	Ref       *string
	Lookup    []byte
	Words     string // in PostgreSQL's form of an array
	Letter    int
	SentAt    time.Time
	TokenHash []byte
	Personal  []byte
}

func (guardianRequestRow) TableName() string { return "guardian_requests" }

func (s *Store) newRequest(child models.PersonID, who guardianPersonal, now time.Time) (guardianRequestRow, error) {
	sealed, err := s.vault.Seal(who)
	if err != nil {
		return guardianRequestRow{}, err
	}
	var random [16]byte
	_, _ = rand.Read(random[:]) // never fails, see crypto/rand
	words := models.ThreeWords(random)
	id := newID()
	return guardianRequestRow{
		ID: id, PersonID: child, At: now, Until: now.Add(models.WaitForGuardian), State: models.GuardianWaiting, Lookup: s.vault.Lookup(who.Email),
		Words: fmt.Sprintf("{%d,%d,%d}", words[0], words[1], words[2]), Letter: 1, SentAt: now,
		TokenHash: linkHash(s.vault.LinkToken(linkOfRequest(id, 1))), Personal: sealed,
	}, nil
}

// lockMinor lets nobody else change how it stands with a minor's guardian until the transaction ends, and returns how it does. It
// is ErrNotFound for an adult, for whom nobody decides.
func (s *Store) lockMinor(tx *gorm.DB, child models.PersonID, now time.Time) (state models.GuardianState, err error) {
	var personal []byte
	err = tx.Raw(`select guardian, personal from persons where id = ? and ended_at is null for update`, child).Row().Scan(&state, &personal)
	if err != nil {
		return state, notFound(err)
	}
	profile := models.Profile{}
	if err := s.vault.Open(personal, &profile); err != nil {
		return state, fmt.Errorf("open a profile: %w", err)
	}
	if !s.ward(models.Person{Birth: profile.Birth()}, now).Guarded {
		return state, models.ErrNotFound
	}
	return state, nil
}

// endRequest ends requests without an answer: address and link go (product.md's table), and a sheet that nobody has checked.
func (s *Store) endRequest(tx *gorm.DB, child models.PersonID, now time.Time) error {
	if err := s.endPaper(tx, child, models.PaperVoid, now); err != nil {
		return err
	}
	return tx.Exec(`update guardian_requests set state = 'ended', decided_at = ?, token_hash = null, proof_hash = null, personal = null
		where person_id = ? and state in ('proposed', 'waiting')`, now, child).Error
}

// ResendGuardianLetter sends the letter of the request that waits once more; the link of the one before works no more. It is
// ErrNotFound where none waits, and TooMany where it was sent often enough.
func (s *Store) ResendGuardianLetter(ctx context.Context, child models.PersonID, network string) error {
	now := s.Now()
	var waiting []models.GuardianRequest
	err := s.batch(ctx, read{requestsSQL + ` where person_id = $1 and state = 'waiting'`, []any{child}, s.scanRequests(&waiting)})
	if err == nil && (len(waiting) == 0 || !now.Before(waiting[0].Until)) {
		err = models.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("send a guardian's letter again: %w", err)
	}
	r := waiting[0]
	if !r.MayResend(now) {
		return models.TooMany{After: r.Until.Sub(now)}
	}
	mayWrite, err := s.mayWrite(ctx, r.Email, network)
	if err != nil {
		return err
	}
	err = s.tx(ctx, func(tx *gorm.DB) error {
		next := r.Letter + 1
		sent, err := exec(ctx, tx, `update guardian_requests set letter = $2, sent_at = $3, token_hash = $4, codes = 0, code_until = null, tries = 0,
			proof_hash = null, proof_until = null where id = $1 and state = 'waiting' and letter = $5`,
			r.ID, next, now, linkHash(s.vault.LinkToken(linkOfRequest(r.ID, next))), r.Letter)
		if err != nil || sent == 0 || !mayWrite { // of two who ask at once, the other did
			return err
		}
		return s.enqueue(ctx, tx, models.GuardianMail{RequestID: r.ID, Letter: next})
	})
	if err != nil {
		return fmt.Errorf("send a guardian's letter again: %w", err)
	}
	return nil
}

// GuardianLetter is what the letter to a guardian says.
type GuardianLetter struct {
	models.GuardianRequest
	Token    string
	MadeHere bool // nothing but the account is held of the child
}

// GuardianLetter returns the letter of a request; ErrNotFound where the request is over, or a later letter took its place.
func (s *Store) GuardianLetter(ctx context.Context, job models.GuardianMail) (letter GuardianLetter, err error) {
	r, err := s.scanRequest(s.pool.QueryRow(ctx, requestsSQL+` where id = $1 and state = 'waiting' and letter = $2 and token_hash is not null and until > $3`,
		job.RequestID, job.Letter, s.Now()))
	if err != nil {
		return letter, fmt.Errorf("read a guardian's letter: %w", notFound(err))
	}
	letter = GuardianLetter{GuardianRequest: r, Token: s.vault.LinkToken(linkOfRequest(r.ID, r.Letter))}
	if err := s.pool.QueryRow(ctx, `select `+nothingCollected+` from persons p where id = $1`, r.Child).Scan(&letter.MadeHere); err != nil {
		return letter, fmt.Errorf("read a guardian's letter: %w", err)
	}
	return letter, nil
}

// RemindGuardians writes once more to every guardian who is due to be reminded, and counts them; none whose sheet is being
// checked. Several instances may do it at once: each takes requests that no other has.
func (s *Store) RemindGuardians(ctx context.Context) (n int, err error) {
	now := s.Now()
	first := now.AddDate(0, 0, -models.GuardianReminders[0])
	err = s.tx(ctx, func(tx *gorm.DB) error {
		var due []struct {
			ID       string
			At       time.Time
			Until    time.Time
			Letter   int
			Reminded int
		}
		err := tx.Raw(`select id, at, until, letter, reminded from guardian_requests r
			where state = 'waiting' and at <= ? and until > ? and reminded < ? and token_hash is not null
			and not exists (select from guardian_papers p where p.request_id = r.id and p.state = 'to_check') limit ? for update skip locked`,
			first, now, len(models.GuardianReminders), sweepBatch).Scan(&due).Error
		if err != nil {
			return err
		}
		for _, d := range due {
			r := models.GuardianRequest{State: models.GuardianWaiting, At: d.At, Until: d.Until}
			reminder := r.Reminder(d.Reminded, now)
			if reminder == 0 {
				continue
			}
			n++
			if err := tx.Exec(`update guardian_requests set reminded = ? where id = ?`, reminder, d.ID).Error; err != nil {
				return err
			}
			if err := s.enqueue(ctx, tx, models.GuardianMail{RequestID: d.ID, Letter: d.Letter, Reminder: reminder}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("remind guardians: %w", err)
	}
	return n, nil
}

// sweepRequests ends a batch of requests that nobody answered.
func (s *Store) sweepRequests(tx *gorm.DB, now time.Time) (int, error) {
	var due []models.PersonID
	// Both rows are locked, and so read as they are now: what somebody decided, or another instance ended, meanwhile does not end twice.
	err := tx.Raw(`select r.person_id from guardian_requests r join persons p on p.id = r.person_id
		where r.state in ('proposed', 'waiting') and r.until <= ? limit ? for update skip locked`, now, sweepBatch).Scan(&due).Error
	for _, child := range due {
		if err == nil {
			err = s.endUnanswered(tx, child, models.ByRetention, now)
		}
	}
	return len(due), err
}

// endUnanswered ends the request that still waits, and says so to the child.
func (s *Store) endUnanswered(tx *gorm.DB, child models.PersonID, by models.Actor, now time.Time) error {
	var second bool
	err := tx.Raw(`select coalesce(bool_or(second), false) from guardian_requests where person_id = ? and state in ('proposed', 'waiting')`, child).Row().Scan(&second)
	if err != nil {
		return err
	}
	if err := s.endRequest(tx, child, now); err != nil {
		return err
	}
	if err := tx.Exec(`update persons set guardian = 'ended' where id = ? and guardian = 'waiting'`, child).Error; err != nil {
		return err
	}
	if err := s.note(tx, child, models.Event{Kind: models.EventGuardianEnded, Actor: by, Clause: models.PromiseGuardian, At: now}); err != nil {
		return err
	}
	if !second { // beside whom somebody decides
		if err := s.lockWithoutYes(tx, child, by, now); err != nil {
			return err
		}
	}
	return s.enqueue(tx.Statement.Context, tx, models.ChildToldMail{PersonID: child, State: models.GuardianEnded, Second: second})
}

// EraseOwnAccount erases an account of which nothing was collected, at the child's word, at any age: nothing of it is left. It is
// Refused where there is more than that.
func (s *Store) EraseOwnAccount(ctx context.Context, child models.PersonID) error {
	err := s.tx(ctx, func(tx *gorm.DB) error {
		if err := lockPerson(tx, child); err != nil {
			return err
		}
		var nothing bool
		if err := tx.Raw(`select `+nothingCollected+` and p.waits_until is not null from persons p where p.id = ?`, child).Row().Scan(&nothing); err != nil {
			return notFound(err)
		}
		if !nothing {
			return models.Refused{Reason: models.ReasonSomethingHeld}
		}
		return s.erasePerson(tx, child)
	})
	if err != nil {
		return fmt.Errorf("erase an account: %w", err)
	}
	return nil
}
