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
	decide    []*parent            // the one or two from whom there is a yes, whatever they say of it now
	declined  bool                 // somebody who was asked to decide beside one said no, and nobody has found whose word holds
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

// parent is a guardian who said yes.
type parent struct {
	address, record string
	word            models.GuardianWord
	allows          map[models.PermissionKind]bool
}

// letter is one asking of a guardian.
type letter struct {
	to            string
	second        bool // beside one who decides
	proposed      bool // not written yet: the first one, or an officer, says yes to it before
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
	told models.Date  // of a birth date that nobody has checked
	was  *models.Date // whose place it took once it was sure; nil: none's
	sure time.Time    // since when the birth date is; zero: it is not
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

// held tells whether a lock counts: of what a guardian said nothing is left once somebody is of age.
func (who *someone) held(now time.Time) bool {
	return who.hold != nil && (who.minor(now) || who.hold.why == models.LockBirthDate)
}

// frozen tells whether two guardians differ about a permission alone: that locks nothing, and nothing is changed on the word of one.
func (who *someone) frozen() bool { return who.hold != nil && who.hold.why == models.LockAnswers }

// locked tells whether a lock stops everything.
func (who *someone) locked(now time.Time) bool { return who.held(now) && !who.frozen() }

// consented tells whether there is a live yes: of all who decide, neither taken back nor disputed, of a minor whose account nothing
// locks.
func (who *someone) consented(now time.Time) bool {
	return who.minor(now) && who.word == models.GuardianApproved && (who.hold == nil || who.frozen())
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

// mayNameSecond tells whether a second guardian may be asked: not the one who decides already, nor whoever wants no letters.
func (who *someone) mayNameSecond(to string, now time.Time) bool {
	lately := 0
	for _, at := range who.askedAt {
		if at.After(now.Add(-7 * oneDay)) {
			lately++
		}
	}
	return who.minor(now) && who.word == models.GuardianApproved && who.hold == nil && len(who.decide) == 1 && who.letter == nil &&
		who.decide[0].address != to && !who.unwanted[to] && lately < 3
}

// namesSecond is that the child would like a second guardian, or that the first one invites them.
func (who *someone) namesSecond(to string, proposed bool, now time.Time) {
	who.letter = &letter{to: to, at: now, until: now.Add(letterWaits), sent: 1, second: true, proposed: proposed}
	who.askedAt = append(who.askedAt, now)
}

// secondIsAnswered is the yes or no to whether a second guardian is written to; their week begins with the yes.
func (who *someone) secondIsAnswered(yes bool, now time.Time) {
	if !yes {
		who.letter = nil
		return
	}
	who.letter.proposed, who.letter.at, who.letter.until = false, now, now.Add(letterWaits)
	who.askedAt[len(who.askedAt)-1] = now
}

// differ lists what one of two guardians allows, and the other does not.
func (who *someone) differ() (kinds []models.PermissionKind) {
	if len(who.decide) < 2 {
		return nil
	}
	for _, kind := range models.GuardianChoices {
		if who.decide[0].allows[kind] != who.decide[1].allows[kind] {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// agree lets the account stand as all who decide say. What rests on a birth date, or waits for a guardian, is not theirs to lift.
func (who *someone) agree(now time.Time) {
	says := map[models.GuardianWord]int{}
	for _, p := range who.decide {
		says[p.word]++
	}
	no := says[models.WordNo] + says[models.WordDisputes]
	if who.declined {
		no++
	}
	var why models.LockKind
	switch {
	case says[models.WordYes] == 0 && (says[models.WordNo] > 0 || who.declined):
		why = models.LockWithdrawn
	case says[models.WordYes] == 0:
		why = models.LockDisputed
	case no > 0:
		why = models.LockDiffer
	case len(who.differ()) > 0:
		why = models.LockAnswers
	}
	who.word = models.GuardianApproved
	if why == models.LockWithdrawn {
		who.word = models.GuardianWithdrawn
	}
	switch {
	case who.hold != nil && slices.Contains([]models.LockKind{models.LockNoYes, models.LockBirthDate, why}, who.hold.why):
	case why == "":
		who.hold = nil
	default:
		who.locks(why, now)
	}
}

// locks is a new lock; nobody joins in while there is one.
func (who *someone) locks(why models.LockKind, now time.Time) {
	who.hold = &hold{why: why, at: now}
	if who.letter != nil && who.letter.second {
		who.sheetEnds(now)
		who.letter = nil
	}
}

func (who *someone) guardianSaysYes(to []models.PermissionKind, record string, now time.Time) {
	says := &parent{address: who.letter.to, record: record, word: models.WordYes, allows: map[models.PermissionKind]bool{}}
	for _, kind := range to {
		says.allows[kind] = true
	}
	if who.letter.second {
		who.letter, who.decide = nil, append(who.decide, says)
		for kind := range who.on {
			who.on[kind] = who.on[kind] && says.allows[kind]
		}
		who.agree(now)
		return
	}
	who.word, who.decide = models.GuardianApproved, []*parent{says}
	who.letter, who.hold, who.waitsTo = nil, nil, time.Time{}
	clear(who.on)
	for _, kind := range to {
		who.on[kind], who.collected = true, true
	}
}

func (who *someone) guardianSaysNo(now time.Time) {
	who.unwanted[who.letter.to] = true
	if second := who.letter.second; second {
		who.endLetter(models.GuardianDeclined, now)
		who.declined = true
		who.agree(now)
		return
	}
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
	if who.letter.second { // beside whom somebody decides
		who.letter = nil
		return
	}
	who.letter, who.word = nil, word
	if who.minor(now) && who.collected && who.hold == nil {
		who.hold = &hold{why: models.LockNoYes, at: now}
	}
}

// isWardOf tells whether an address may do something about the child as a parent: that yes came from there, and still counts.
func (who *someone) isWardOf(address string, as *parent, now time.Time) bool {
	return who.end == lives && who.minor(now) && as.address == address && slices.Contains(who.decide, as) &&
		(who.word == models.GuardianApproved || who.word == models.GuardianWithdrawn)
}

// mayAct tells whether a parent may do something: say no while they say yes, and as long as nobody else's no ended it all; or take their
// own no back, while another one's yes stands against it or the time of a withdrawal is not over.
func (who *someone) mayAct(act models.WardAct, as *parent, now time.Time) bool {
	why := models.LockKind("")
	if who.hold != nil {
		why = who.hold.why
	}
	switch act {
	case models.ActWithdraw, models.ActDispute:
		return who.minor(now) && who.word == models.GuardianApproved && as.word == models.WordYes &&
			slices.Contains([]models.LockKind{"", models.LockAnswers, models.LockDiffer}, why)
	case models.ActStop:
		return why == models.LockDiffer && as.word != models.WordYes || why == models.LockWithdrawn && as.word == models.WordNo && !who.due(now)
	}
	return why == models.LockWithdrawn && as.word == models.WordNo && !who.due(now)
}

func (who *someone) guardianActs(act models.WardAct, as *parent, now time.Time) {
	switch act {
	case models.ActWithdraw:
		as.word = models.WordNo
		clear(who.on)
	case models.ActDispute:
		as.word = models.WordDisputes
	case models.ActStop:
		as.word = models.WordYes
	case models.ActErase:
		who.close(byFreshCode)
		return
	}
	who.agree(now)
}

// maySwitch tells whether a parent may say yes or no to one thing: no at any time, and yes while nothing is locked; where the two differ,
// only to what the other one allows.
func (who *someone) maySwitch(kind models.PermissionKind, to models.State, as *parent, now time.Time) bool {
	switch {
	case who.word != models.GuardianApproved:
		return false
	case to == models.Withdrawn:
		return true
	}
	return who.consented(now) && (!who.frozen() || who.others(as, kind))
}

// others tells whether everybody else who decides allows something.
func (who *someone) others(as *parent, kind models.PermissionKind) bool {
	return !slices.ContainsFunc(who.decide, func(p *parent) bool { return p != as && !p.allows[kind] })
}

func (who *someone) guardianSwitches(kind models.PermissionKind, to models.State, as *parent, now time.Time) {
	as.allows[kind] = to == models.Granted
	if to == models.Withdrawn || who.others(as, kind) {
		who.turns(kind, to)
	}
	who.agree(now)
}

// restsOnBirth tells whether a lock waits for somebody to say that a birth date is right.
func (who *someone) restsOnBirth() bool {
	return who.hold != nil && (who.hold.why == models.LockNoYes || who.hold.why == models.LockBirthDate) && who.hold.sure.IsZero()
}

// mayUndo tells whether a birth date that is sure may be found a mistake: until what is held goes by it.
func (who *someone) mayUndo(now time.Time) bool {
	return who.hold.why == models.LockNoYes && !who.hold.sure.IsZero() && !who.due(now)
}

// isFoundNot lifts a lock that rests on what is not true; who is still without a yes may ask for one again. Of guardians who differ whoever
// said no decides no longer; and what they differ about is a no of both.
func (who *someone) isFoundNot(now time.Time) {
	switch who.hold.why {
	case models.LockDisputed:
		for _, p := range who.decide {
			p.word = models.WordYes
		}
		who.hold = nil
		who.agree(now)
		return
	case models.LockDiffer:
		who.decide = slices.DeleteFunc(who.decide, func(p *parent) bool { return p.word != models.WordYes })
		who.declined = false
	case models.LockAnswers:
		for _, kind := range who.differ() {
			who.decide[0].allows[kind], who.decide[1].allows[kind] = false, false
		}
	}
	if who.hold.why == models.LockNoYes && (who.word == models.GuardianDeclined || who.word == models.GuardianEnded) {
		who.word = models.GuardianNotAsked
	}
	if was := who.hold.was; was != nil { // and of an adult nobody is asked
		who.birth = *was
		if !who.minor(now) {
			who.birth, who.letter, who.word, who.waitsTo = models.Date{}, nil, models.GuardianNotAsked, time.Time{}
		}
	}
	who.hold = nil
}

// noHolds is what an officer found of guardians who differ: the yes counts as taken back.
func (who *someone) noHolds(now time.Time) {
	who.declined = false
	clear(who.on)
	who.word = models.GuardianWithdrawn
	who.locks(models.LockWithdrawn, now)
}

// birthIsSure lets the birth date count on which a lock rests, and the time after which what is held goes.
func (who *someone) birthIsSure(now time.Time) {
	if !who.hold.told.IsZero() {
		was := who.birth
		who.isBorn(who.hold.told, now)
		who.hold.was = &was
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
	if !who.waitsTo.IsZero() && !now.Before(who.waitsTo) && !who.collected && who.hold == nil { // which has its own time
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
