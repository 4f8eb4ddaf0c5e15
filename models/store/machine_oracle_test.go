package store_test

import (
	"slices"
	"time"

	"jolara.com/privacy/models"
)

// The rules of the guardian machine as the issue has them (#17, #91, #93 to #96), written down a second time: nothing here asks a
// rule of the portal's code, or reads a table. A person changes by what people did, and says what has to be.

const oneDay = 24 * time.Hour

// How long each ending lets things be.
const (
	letterWaits   = 7 * oneDay  // for a guardian's answer, and so an account of which nothing was collected
	takenBackKept = 7 * oneDay  // after a guardian took the yes back
	underageKept  = 7 * oneDay  // without a yes, from when a birth date under 14 is sure
	teenagersKept = 30 * oneDay // and one from 14 to 17

	sheetRead   = 14 * oneDay // a sheet that came keeps its request open, at most
	sheetAgain  = 3 * oneDay  // and leaves so much, at least, where it ends without a yes
	sheetLatest = 30 * oneDay // but none keeps it open for longer, from the asking
)

// someone is one person.
type someone struct {
	id         models.PersonID
	externalID string      // empty of an account made on the portal
	birth      models.Date // that counts; zero of somebody of age, once nobody knows it any more
	older      models.Date // told by the person, waits for a yes; zero: nothing waits

	word      models.GuardianState // how it stands with a guardian
	yesOf     string               // the address from which the last yes came
	record    string               // of that yes
	letter    *letter              // that waits for an answer
	old       *letter              // that another took the place of
	askedAt   []time.Time
	unwanted  map[string]bool // addresses that said no, or want no letters about this child
	collected bool            // something, by anybody: known to the app, or ever granted
	waitsTo   time.Time       // when an account ends of which nothing was collected; zero: it does not
	hold      *hold           // that locks the account

	on         map[models.PermissionKind]bool // turned on, whether it is in force or not
	photos     map[string]string              // ids of those that are held, with the app's own
	talks      map[string]time.Time           // since when
	addresses  int                            // that the person added
	home       bool                           // the address that the app sends is known, as of the next two
	phone      bool                           // of an adult
	preference string

	end standing
	by  ending
}

// standing is what became of an account.
type standing string

const (
	lives  standing = ""
	closed standing = "all that was held is erased, and proof stays"
	gone   standing = "nothing at all is left"
)

// ending is by what an account ended. There are no others.
type ending string

const (
	byFinding    ending = "disputed, and an officer found it true"
	byWithdrawal ending = "withdrawn, and seven days over"
	byFreshCode  ending = "withdrawn, and erased with a fresh code"
	byNothing    ending = "no yes, nothing collected, and seven days over"
	byUnderage   ending = "no yes, under 14, and seven days over"
	byTeenager   ending = "no yes, from 14 to 17, and thirty days over"
	byOwnWord    ending = "the child's own word, nothing collected"
)

var endings = []ending{byFinding, byWithdrawal, byFreshCode, byNothing, byUnderage, byTeenager, byOwnWord}

// letter is one asking of a guardian.
type letter struct {
	to            string
	until         time.Time
	at            time.Time
	paper         string // the reference of the sheet that nobody has read yet
	sheets        int    // that came
	sent, codes   int
	token, proof  string // what the reader's browser holds, once a code was typed
	proofCountsTo time.Time
}

// hold is why an account is locked.
type hold struct {
	why  models.LockKind
	ref  string
	at   time.Time
	told models.Date // of a birth date that nobody has checked
	sure time.Time   // since when the birth date is; zero: it is not
}

// age is how old somebody is who was born on birth; of whoever's birth date is not known it says 99.
func age(birth models.Date, now time.Time) int {
	if birth.IsZero() {
		return 99
	}
	y, m, d := now.In(models.Shanghai).Date()
	years := y - birth.Year
	if m < birth.Month || m == birth.Month && d < birth.Day {
		years--
	}
	return years
}

func (who *someone) minor(now time.Time) bool { return age(who.birth, now) < 18 }

// locked tells whether a lock counts: of what a guardian said nothing is left once somebody is of age.
func (who *someone) locked(now time.Time) bool {
	return who.hold != nil && (who.minor(now) || who.hold.why == models.LockBirthDate)
}

// consented tells whether there is a live yes: the last one, neither taken back nor disputed, of a minor whose account nothing locks.
func (who *someone) consented(now time.Time) bool {
	return who.minor(now) && who.word == models.GuardianApproved && who.hold == nil
}

// mayAdd tells whether something may be kept that an account does not need.
func (who *someone) mayAdd(now time.Time) bool {
	return who.end == lives && !who.locked(now) && (who.consented(now) || !who.minor(now))
}

// inForce tells whether what was turned on counts.
func (who *someone) inForce(kind models.PermissionKind, now time.Time) bool {
	return who.on[kind] && who.mayAdd(now)
}

// goes is when all that is held is erased by a lock, and by which ending; zero: not before somebody has said or found something.
func (who *someone) goes() (time.Time, ending) {
	switch {
	case who.hold.why == models.LockWithdrawn:
		return who.hold.at.Add(takenBackKept), byWithdrawal
	case who.hold.sure.IsZero():
		return time.Time{}, ""
	case age(who.birth, who.hold.sure) < 14:
		return who.hold.sure.Add(underageKept), byUnderage
	}
	return who.hold.sure.Add(teenagersKept), byTeenager
}

func (who *someone) due(now time.Time) bool {
	at, _ := who.goes()
	return !at.IsZero() && !now.Before(at)
}

// mayAsk tells whether a child may name that grown-up: before anybody decided, or, where what is held would go, until it goes.
func (who *someone) mayAsk(to string, now time.Time) bool {
	open := slices.Contains([]models.GuardianState{models.GuardianNotAsked, models.GuardianWaiting, models.GuardianEnded}, who.word)
	if who.hold != nil {
		open = who.hold.why == models.LockNoYes && !who.due(now)
	}
	lately := 0
	for _, at := range who.askedAt {
		if at.After(now.Add(-7 * oneDay)) {
			lately++
		}
	}
	return who.minor(now) && open && !who.unwanted[to] && lately < 3
}

func (who *someone) asks(to string, now time.Time) {
	if who.letter != nil {
		who.old = who.letter
	}
	who.letter, who.word = &letter{to: to, at: now, until: now.Add(letterWaits), sent: 1}, models.GuardianWaiting
	who.askedAt = append(who.askedAt, now)
	who.waitsTo = time.Time{}
	if !who.collected && who.hold == nil {
		who.waitsTo = who.letter.until
	}
}

// turns is a choice that counts.
func (who *someone) turns(kind models.PermissionKind, to models.State) {
	if who.on[kind] = to == models.Granted; who.on[kind] {
		who.collected = true
	}
}

// mayDecide tells whether the letter's reader may decide: in time, with a proof not older than an hour, for somebody who is no adult.
func (who *someone) mayDecide(now time.Time) bool {
	return who.minor(now) && who.letter != nil && now.Before(who.letter.until) && now.Before(who.letter.proofCountsTo)
}

func (who *someone) guardianSaysYes(to []models.PermissionKind) {
	who.word, who.yesOf = models.GuardianApproved, who.letter.to
	who.letter, who.hold, who.waitsTo = nil, nil, time.Time{}
	clear(who.on)
	for _, kind := range to {
		who.on[kind], who.collected = true, true
	}
}

func (who *someone) guardianSaysNo(now time.Time) {
	who.unwanted[who.letter.to] = true
	who.endLetter(models.GuardianDeclined, now)
}

// sendsSheet is a decision on paper: while it is to be read the request does not end, nor an account that waits for it.
func (who *someone) sendsSheet(ref string, now time.Time) {
	l := who.letter
	l.paper, l.sheets = ref, l.sheets+1
	l.until = between(l.until, now.Add(sheetRead), l.at.Add(sheetLatest))
	if !who.waitsTo.IsZero() {
		who.waitsTo = l.until
	}
}

// again is how long it is waited where a sheet ends now without a yes.
func (l *letter) again(now time.Time) time.Time {
	return between(l.at.Add(letterWaits), now.Add(sheetAgain), l.at.Add(sheetLatest))
}

// sheetEnds is that a sheet counts no more, or never did.
func (who *someone) sheetEnds(now time.Time) {
	if who.letter.paper == "" {
		return
	}
	who.letter.paper = ""
	if !who.waitsTo.IsZero() {
		who.waitsTo = who.letter.again(now)
	}
}

// between is a time, but not before least, and in no case after most.
func between(at, least, most time.Time) time.Time {
	if at.Before(least) {
		at = least
	}
	if at.After(most) {
		return most
	}
	return at
}

// endLetter is a no, or no answer: what is held of a minor is locked then.
func (who *someone) endLetter(word models.GuardianState, now time.Time) {
	who.sheetEnds(now)
	who.letter, who.word = nil, word
	if who.minor(now) && who.collected && who.hold == nil {
		who.hold = &hold{why: models.LockNoYes, at: now}
	}
}

// isWardOf tells whether an address may do something about the child: the last yes came from there.
func (who *someone) isWardOf(address string, now time.Time) bool {
	return who.end == lives && who.minor(now) && who.yesOf == address && (who.word == models.GuardianApproved || who.word == models.GuardianWithdrawn)
}

func (who *someone) mayAct(act models.WardAct, now time.Time) bool {
	if act == models.ActWithdraw || act == models.ActDispute {
		return who.consented(now)
	}
	return who.hold != nil && who.hold.why == models.LockWithdrawn && !who.due(now)
}

func (who *someone) guardianActs(act models.WardAct, now time.Time) {
	switch act {
	case models.ActWithdraw:
		who.word, who.hold = models.GuardianWithdrawn, &hold{why: models.LockWithdrawn, at: now}
		clear(who.on)
	case models.ActDispute:
		who.hold = &hold{why: models.LockDisputed, at: now}
	case models.ActStop:
		who.word, who.hold = models.GuardianApproved, nil
	case models.ActErase:
		who.close(byFreshCode)
	}
}

// restsOnBirth tells whether a lock waits for somebody to say that a birth date is right.
func (who *someone) restsOnBirth() bool {
	return who.hold != nil && (who.hold.why == models.LockNoYes || who.hold.why == models.LockBirthDate) && who.hold.sure.IsZero()
}

// isFoundNot lifts a lock that rests on what is not true; who is still without a yes may ask for one again.
func (who *someone) isFoundNot() {
	if who.hold.why == models.LockNoYes && (who.word == models.GuardianDeclined || who.word == models.GuardianEnded) {
		who.word = models.GuardianNotAsked
	}
	who.hold = nil
}

// birthIsSure lets the birth date count on which a lock rests, and the time after which what is held goes.
func (who *someone) birthIsSure(now time.Time) {
	if !who.hold.told.IsZero() {
		who.isBorn(who.hold.told, now)
	}
	who.hold.why, who.hold.sure, who.hold.told = models.LockNoYes, now, models.Date{}
}

// isBorn lets a birth date count. An adult's is not kept, nor a minor's phone.
func (who *someone) isBorn(on models.Date, now time.Time) {
	who.birth = on
	if !who.minor(now) {
		who.birth = models.Date{}
		return
	}
	who.phone = false
}

// tells is what comes of a birth date that the person types.
func (who *someone) tells(told models.Date, now time.Time) models.BirthEffect {
	switch adult := age(told, now) >= 18; {
	case !who.minor(now) && adult, who.minor(now) && told == who.birth:
		return models.BirthNothing
	case !who.minor(now):
		who.lockForBirth(told, now)
		return models.BirthLocks
	case who.birth.Before(told):
		who.isBorn(told, now)
		return models.BirthTaken
	}
	who.older = told
	return models.BirthWaits
}

func (who *someone) lockForBirth(told models.Date, now time.Time) {
	who.hold = &hold{why: models.LockBirthDate, at: now, told: told}
}

// olderIsAnswered ends that a birth date waits which makes a minor older.
func (who *someone) olderIsAnswered(yes bool, now time.Time) {
	if yes {
		who.isBorn(who.older, now)
		if !who.minor(now) {
			who.comesOfAge()
		}
	}
	who.older = models.Date{}
}

// comesOfAge ends all that a guardian says: nothing waits or is locked any more, what was on is off until the person chooses, and the
// birth date goes. Everything that is held stays.
func (who *someone) comesOfAge() {
	if who.word == models.GuardianWaiting {
		who.word = models.GuardianEnded
	}
	who.letter, who.hold, who.waitsTo, who.older, who.birth = nil, nil, time.Time{}, models.Date{}, models.Date{}
	clear(who.on)
}

// close erases all that is held, and leaves proof.
func (who *someone) close(by ending) {
	who.end, who.by = closed, by
	who.hold, who.letter, who.older, who.waitsTo, who.birth = nil, nil, models.Date{}, time.Time{}, models.Date{}
	clear(who.on)
	clear(who.photos)
	clear(who.talks)
	who.addresses, who.home, who.phone, who.preference = 0, false, false, ""
}

// swept is what is due by now: a letter ends that nobody answered, and then what is held goes, unless a guardian is being asked, or an
// account of which nothing was collected. Of whoever came of age nothing goes.
func (who *someone) swept(now time.Time) {
	if who.letter != nil && !now.Before(who.letter.until) {
		who.endLetter(models.GuardianEnded, now)
	}
	if !who.birth.IsZero() && !who.minor(now) {
		who.comesOfAge()
	}
	if who.hold != nil && who.letter == nil && who.due(now) {
		if who.minor(now) {
			_, by := who.goes()
			who.close(by)
			return
		}
		who.hold = nil
	}
	if !who.waitsTo.IsZero() && !now.Before(who.waitsTo) && !who.collected {
		if who.minor(now) {
			who.end, who.by = gone, byNothing
			return
		}
		who.waitsTo, who.birth = time.Time{}, models.Date{}
	}
	for id, at := range who.talks {
		kept := 90 * oneDay
		if who.minor(now) {
			kept = 30 * oneDay
		}
		if !now.Before(at.Add(kept)) {
			delete(who.talks, id)
		}
	}
}
