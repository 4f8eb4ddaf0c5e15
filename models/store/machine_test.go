package store_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
)

// How many random steps are taken, and how many of them in one world: no world lasts so long that the proof of an erased account
// goes as well. MACHINE_SEED=… repeats a run, MACHINE_STEPS=… takes more or fewer steps.
const (
	machineSteps = 10_000
	worldSteps   = 1_250
)

// People of all ages ask, decide, change their minds, grow older and wait in whatever order. After each step everything that stands
// about them in the tables is what the rules of machine_oracle_test.go say. A failure tells the seed, and what was done before.
func TestNothingOfAChildIsKeptWithoutALiveYesAndNothingGoesButByItsEndings(t *testing.T) {
	seed, steps := rand.Uint64(), machineSteps
	for name, set := range map[string]func(text string) error{
		"MACHINE_SEED":  func(text string) (err error) { seed, err = strconv.ParseUint(text, 10, 64); return err },
		"MACHINE_STEPS": func(text string) (err error) { steps, err = strconv.Atoi(text); return err },
	} {
		if text := os.Getenv(name); text != "" {
			if err := set(text); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}
	t.Logf("MACHINE_SEED=%d repeats these %d steps", seed, steps)
	all, ended := t, newTally()
	t.Cleanup(func() { ended.mustHaveAll(t, steps) })
	for first := 0; first < steps; first += worldSteps {
		world := first / worldSteps
		t.Run(fmt.Sprintf("world %d", world), func(t *testing.T) {
			t.Parallel()
			m := newMachine(t, seed, uint64(world))
			m.run(min(worldSteps, steps-first), all.Failed)
			ended.add(m.people, m.met)
		})
	}
}

// tally counts how accounts ended, over all worlds, and by what they were locked.
type tally struct {
	sync.Mutex
	of  map[ending]int
	met map[models.LockKind]int
}

func newTally() *tally { return &tally{of: map[ending]int{}, met: map[models.LockKind]int{}} }

func (c *tally) add(people []*someone, met map[models.LockKind]int) {
	c.Lock()
	defer c.Unlock()
	for why, n := range met {
		c.met[why] += n
	}
	for _, who := range people {
		c.of[who.by]++
	}
}

// mustHaveAll fails where a whole run has not seen every ending: then it proves nothing of that one.
func (c *tally) mustHaveAll(t *testing.T, steps int) {
	for _, by := range endings {
		if c.of[by] == 0 && steps >= machineSteps && !t.Failed() {
			t.Errorf("nobody's account ended so: %s", by)
		}
		t.Logf("%4d × %s", c.of[by], by)
	}
	t.Logf("%4d live", c.of[""])
	for _, why := range []models.LockKind{
		models.LockDisputed, models.LockWithdrawn, models.LockNoYes, models.LockBirthDate, models.LockDiffer, models.LockAnswers,
	} {
		if c.met[why] == 0 && steps >= machineSteps && !t.Failed() {
			t.Errorf("nobody's account was ever locked by: %s", why)
		}
		t.Logf("%4d × locked by %s", c.met[why], why)
	}
}

// machine is one world, with what is known of its people.
type machine struct {
	*storetest.World
	t       *testing.T
	rnd     *rand.Rand
	app     models.Client
	officer models.Staff
	people  []*someone
	seen    map[models.PersonID]row // how the tables stood after the step before
	visits  map[string]visit        // of guardians, by their address
	files   int                     // sent so far
	calls   int                     // from networks
	step    int
	met     map[models.LockKind]int // how often an account came to be locked
	last    *someone                // with whom something was done
	story   map[*someone][]string   // what was done with each, for whoever reads a failure
}

// visit is what a guardian's browser holds.
type visit struct {
	token string
	until time.Time
}

func newMachine(t *testing.T, seed, world uint64) *machine {
	w := storetest.New(t)
	return &machine{
		World: w, t: t, rnd: rand.New(rand.NewPCG(seed, world)), app: w.App("Jolara app"), officer: w.Staff(models.RoleOfficer),
		visits: map[string]visit{}, met: map[models.LockKind]int{}, story: map[*someone][]string{},
	}
}

// run takes so many steps, or fewer where those of another world have failed.
func (m *machine) run(steps int, failed func() bool) {
	for m.step = 1; m.step <= steps && !failed(); m.step++ {
		m.Clock.Advance(time.Second) // no two choices are made at the same time
		before := map[*someone]stood{}
		for _, who := range m.people {
			before[who] = stood{who.minor(m.now()), who.consented(m.now())}
		}
		m.takeStep()
		m.check(before)
	}
	m.filesAreThoseOfRows()
	m.choicesAreCounted()
}

// takeStep does one thing that can be done: with one person, or with all of them.
func (m *machine) takeStep() {
	var living, erased []*someone
	for _, who := range m.people {
		switch {
		case who.end == lives:
			living = append(living, who)
		case who.end == closed && who.externalID != "":
			erased = append(erased, who)
		}
	}
	switch roll := m.rnd.IntN(100); {
	case len(living) == 0, len(living) < crowd && roll < 20:
		m.somebodyComes()
	case roll >= 86:
		m.timeGoesBy()
	case roll >= 84 && len(erased) > 0:
		m.isSentOnceMore(erased[m.rnd.IntN(len(erased))])
	case slices.Contains(living, m.last) && m.rnd.IntN(2) == 0: // stories go on rather than that many begin
		m.something(m.last)
	default:
		m.something(living[m.rnd.IntN(len(living))])
	}
}

// crowd is how many people there are at a time.
const crowd = 6

// something does with somebody what can be done with them.
func (m *machine) something(who *someone) {
	all := 0
	for _, d := range deeds {
		all += d.often
	}
	m.last = who
	for {
		roll := m.rnd.IntN(all)
		i := slices.IndexFunc(deeds, func(d deed) bool { roll -= d.often; return roll < 0 })
		m.tell(who, "%s", deeds[i].what)
		if deeds[i].do(m, who) {
			return
		}
		m.story[who] = m.story[who][:len(m.story[who])-1]
	}
}

// deed is one thing that somebody does about a person. It does nothing, and says so, where there is nothing to be tried.
type deed struct {
	what  string
	often int
	do    func(m *machine, who *someone) bool
}

var deeds = []deed{
	{"asks a guardian", 10, (*machine).asksAGuardian},
	{"has the letter sent again", 3, (*machine).resends},
	{"the guardian reads the letter and types a code", 5, (*machine).readsTheLetter},
	{"the guardian decides", 20, (*machine).decides},
	{"the guardian sends a sheet", 8, (*machine).sendsASheet},
	{"an officer reads the sheet", 5, (*machine).officerReadsTheSheet},
	{"names a second guardian", 5, (*machine).namesASecond},
	{"the first guardian invites a second one", 5, (*machine).invitesASecond},
	{"the first guardian says whether the second one is asked", 5, (*machine).guardianAnswersSecond},
	{"an officer says whether the second one is asked", 3, (*machine).officerAnswersSecond},
	{"a guardian uses a link that another took the place of", 3, (*machine).usesAnOldLink},
	{"the letter's reader takes their address back", 2, (*machine).removesTheAddress},
	{"a guardian acts", 14, (*machine).guardianActs},
	{"a guardian switches something", 8, (*machine).guardianSwitches},
	{"a guardian answers about a birth date", 5, (*machine).guardianAnswersBirth},
	{"an officer finds", 5, (*machine).officerFinds},
	{"an officer answers about a birth date", 8, (*machine).officerAnswersBirth},
	{"types a birth date", 8, (*machine).typesABirthDate},
	{"confirms the birth date", 8, (*machine).confirmsBirth},
	{"the app sends a photo", 14, (*machine).appSendsAPhoto},
	{"the app reads a photo", 6, (*machine).appReadsAPhoto},
	{"the app sends a recording", 5, (*machine).appSendsARecording},
	{"the app reports a choice", 8, (*machine).appReportsAChoice},
	{"the app sends details", 10, (*machine).appSendsDetails},
	{"the app sends a birth date", 3, (*machine).appSendsABirthDate},
	{"switches something", 6, (*machine).switches},
	{"adds an address", 4, (*machine).addsAnAddress},
	{"deletes photos", 4, (*machine).deletesPhotos},
	{"erases the account", 4, (*machine).erasesTheAccount},
}

// --- who comes, and time ---

var grownUps = []string{storetest.Mother, "father@example.com", "aunt@example.com", "uncle@example.com"}

// somebodyComes makes a child on the portal, or lets the app know of a minor or an adult, who turned on what they like.
func (m *machine) somebodyComes() {
	who := &someone{
		word: models.GuardianNotAsked, unwanted: map[string]bool{}, on: map[models.PermissionKind]bool{},
		photos: map[string]string{}, talks: map[string]time.Time{},
	}
	m.people, m.last = append(m.people, who), who
	who.birth = m.someBirth(7, 9, 12, 13, 13, 15, 16, 17, 17)
	switch roll := m.rnd.IntN(10); {
	case roll < 3:
		m.tell(who, "a child of %d comes to the portal", age(who.birth, m.now()))
		child, err := m.Store.SignUpChild(m.t.Context(), models.ChildSignUp{
			Nickname: "Owl", AccountName: fmt.Sprintf("child-%d", m.step), Password: storetest.Password, Birth: who.birth, Guardian: storetest.Mother,
		}, m.network())
		m.agrees(who, err, true)
		who.id = child.ID
		who.asks(storetest.Mother, m.now())
		return
	case roll < 7:
		m.tell(who, "the app sends a minor of %d", age(who.birth, m.now()))
	default:
		who.birth = models.Date{}
		m.tell(who, "the app sends an adult")
	}
	who.externalID, who.collected = fmt.Sprintf("jolara-%d", m.step), true
	birth := who.birth
	if birth.IsZero() {
		birth = m.someBirth(40)
	}
	m.agrees(who, m.push(who, map[models.Field]string{
		models.FieldName: "Somebody", models.FieldEmail: fmt.Sprintf("person-%d@example.com", m.step), models.FieldBirthDate: birth.String(),
	}, nil), true)
	who.id = m.Person(who.externalID).ID
	if who.birth.IsZero() {
		for _, kind := range m.someOf(models.GuardianChoices) {
			m.Grant(m.person(who), kind)
			who.on[kind] = true
		}
	}
}

// someBirth returns a day on which somebody was born who is of one of these ages, and has a birthday soon or late.
func (m *machine) someBirth(ages ...int) models.Date {
	years := ages[m.rnd.IntN(len(ages))] + 1
	days := 1 + m.rnd.IntN(30)
	if m.rnd.IntN(2) == 0 {
		days = 1 + m.rnd.IntN(360)
	}
	born := models.DateOf(m.now().AddDate(-years, 0, days))
	if born.Month == time.February && born.Day == 29 {
		born.Day = 28 // when such a child has their birthday is not what is asked here
	}
	return born
}

// timeGoesBy moves the clock, and lets it do what is due, mostly.
func (m *machine) timeGoesBy() {
	d := []time.Duration{
		time.Duration(1+m.rnd.IntN(90)) * time.Minute, time.Duration(1+m.rnd.IntN(24)) * time.Hour,
		time.Duration(1+m.rnd.IntN(3)) * oneDay, time.Duration(3+m.rnd.IntN(6)) * oneDay, time.Duration(7+m.rnd.IntN(30)) * oneDay,
	}[m.weighed(25, 25, 30, 15, 5)]
	sweeps := m.rnd.IntN(4) > 0
	m.Clock.Advance(d)
	for _, who := range m.people {
		if who.end == lives {
			m.tell(who, "%v go by (swept: %t)", d, sweeps)
		}
	}
	if !sweeps {
		return
	}
	for _, remind := range []func() (int, error){
		func() (int, error) { return m.Store.RemindGuardians(m.t.Context()) },
		func() (int, error) { return m.Store.RemindOfLocks(m.t.Context()) },
	} {
		if _, err := remind(); err != nil {
			m.t.Fatal(err)
		}
	}
	mustSweep(m.t, m.Store)
	worked(m.t, m.World)
	for _, who := range m.people {
		if who.end == lives {
			who.swept(m.now())
		}
	}
}

// isSentOnceMore lets the app send somebody who was erased: they do not come back.
func (m *machine) isSentOnceMore(who *someone) {
	m.tell(who, "the app sends whoever was erased")
	m.agrees(who, m.push(who, map[models.Field]string{models.FieldName: "Back again"}, nil), false)
	_, err := m.sendPhoto(who)
	m.agrees(who, err, false)
}

// --- a child asks, a guardian decides ---

func (m *machine) asksAGuardian(who *someone) bool {
	to := grownUps[m.rnd.IntN(len(grownUps))]
	if who.letter != nil && m.rnd.IntN(4) > 0 {
		return false // most wait for an answer
	}
	may := who.mayAsk(to, m.now())
	m.agrees(who, m.Store.AskGuardian(m.t.Context(), m.person(who), to, models.English, m.network()), may)
	if may {
		who.asks(to, m.now())
	}
	return true
}

func (m *machine) resends(who *someone) bool {
	if !who.minor(m.now()) {
		return false
	}
	may := who.letter != nil && !who.letter.proposed && m.now().Before(who.letter.until) && who.letter.sent < 3
	m.agrees(who, m.Store.ResendGuardianLetter(m.t.Context(), who.id, m.network()), may)
	if may {
		before := *who.letter
		who.old = &before
		*who.letter = letter{second: before.second, to: before.to, at: before.at, until: before.until, sent: before.sent + 1, paper: before.paper, sheets: before.sheets}
	}
	return true
}

func (m *machine) readsTheLetter(who *someone) bool {
	if who.letter == nil || who.letter.proposed || !m.now().Before(who.letter.until) || who.letter.codes == models.GuardianCodes {
		return false
	}
	who.letter.token, who.letter.proof = m.ProvenGuardian(m.person(who))
	who.letter.codes++
	who.letter.proofCountsTo = m.now().Add(time.Hour)
	return true
}

func (m *machine) decides(who *someone) bool {
	if who.letter == nil {
		return false
	}
	if !who.mayDecide(m.now()) && (who.letter.token == "" || m.rnd.IntN(3) > 0) { // some try with a code that they typed long ago
		m.readsTheLetter(who)
	}
	if who.letter.token == "" {
		return false
	}
	d := models.GuardianDecision{}
	if m.rnd.IntN(10) < 7 {
		d = storetest.Yes(m.someOf(models.GuardianChoices)...)
	}
	may := who.mayDecide(m.now())
	m.tell(who, "... approves: %t, %v", d.Approve, d.Yes)
	m.agrees(who, m.Store.DecideAsGuardian(m.t.Context(), who.letter.token, who.letter.proof, d, storetest.Shown()), may)
	switch {
	case may && d.Approve:
		who.guardianSaysYes(d.Yes, m.RecordOf(models.Person{ID: who.id}), m.now())
	case may:
		who.guardianSaysNo(m.now())
	}
	return true
}

// sendsASheet lets the guardian decide on paper, which nobody has read yet.
func (m *machine) sendsASheet(who *someone) bool {
	if who.letter == nil || who.letter.token == "" {
		return false
	}
	may := who.mayDecide(m.now()) && who.letter.sheets < models.PaperSheets
	err := m.Store.SendPaper(m.t.Context(), who.letter.token, who.letter.proof, []models.SentFile{{Name: "sheet.jpg", Content: tinyPicture}})
	m.agrees(who, err, may)
	if may {
		who.sendsSheet(m.PaperOf(models.Person{ID: who.id}), m.now())
	}
	return true
}

// officerReadsTheSheet lets an officer write down what is on a sheet, or that it cannot be accepted.
func (m *machine) officerReadsTheSheet(who *someone) bool {
	if who.letter == nil || who.letter.paper == "" {
		return false
	}
	verdict := models.Verdicts[m.weighed(60, 20, 20)]
	to := m.someOf(models.GuardianChoices)
	m.tell(who, "... it says %s, %v", verdict, to)
	may, ref := who.minor(m.now()) && m.now().Before(who.letter.until), who.letter.paper
	form := m.SheetSays(m.person(who), verdict, to...)
	m.OpenMatter(m.officer, ref)
	m.agrees(who, m.Store.CheckPaper(m.t.Context(), m.officer, ref, form, storetest.Sheets()), may)
	switch {
	case !may:
	case verdict == models.SheetYes:
		who.guardianSaysYes(to, m.RecordOf(models.Person{ID: who.id}), m.now())
	case verdict == models.SheetNo:
		who.guardianSaysNo(m.now())
	default:
		who.sheetEnds(m.now())
		who.letter.until = who.letter.again(m.now())
	}
	return true
}

func (m *machine) usesAnOldLink(who *someone) bool {
	if who.old == nil || who.old.token == "" {
		return false
	}
	m.agrees(who, m.Store.DecideAsGuardian(m.t.Context(), who.old.token, who.old.proof, storetest.Yes(models.Camera), storetest.Shown()), false)
	return true
}

// namesASecond lets a child name a second guardian, who is written to only with a yes to that.
func (m *machine) namesASecond(who *someone) bool {
	to := grownUps[m.rnd.IntN(len(grownUps))]
	if len(who.decide) == 0 || !who.mayNameSecond(to, m.now()) && m.rnd.IntN(4) > 0 {
		return false
	}
	may := who.mayNameSecond(to, m.now())
	m.agrees(who, m.Store.AskSecond(m.t.Context(), m.person(who), to, models.English), may)
	if may {
		who.namesSecond(to, true, m.now())
	}
	return true
}

func (m *machine) invitesASecond(who *someone) bool {
	to := grownUps[m.rnd.IntN(len(grownUps))]
	address, token, as := m.visitor(who)
	if token == "" || !who.mayNameSecond(to, m.now()) && m.rnd.IntN(4) > 0 {
		return false
	}
	may := who.isWardOf(address, as, m.now()) && who.mayNameSecond(to, m.now())
	m.agrees(who, m.Store.InviteSecond(m.t.Context(), token, as.record, to, models.English, m.network()), may)
	if may {
		who.namesSecond(to, false, m.now())
	}
	return true
}

func (m *machine) guardianAnswersSecond(who *someone) bool {
	address, token, as := m.visitor(who)
	if token == "" || who.letter == nil || !who.letter.second {
		return false
	}
	may, yes := who.isWardOf(address, as, m.now()) && who.letter.proposed && m.now().Before(who.letter.until), m.rnd.IntN(3) > 0
	m.agrees(who, m.Store.AnswerSecondAsGuardian(m.t.Context(), token, as.record, yes), may)
	if may {
		who.secondIsAnswered(yes, m.now())
	}
	return true
}

func (m *machine) officerAnswersSecond(who *someone) bool {
	if who.letter == nil || !who.letter.proposed {
		return false
	}
	stands, err := m.Store.Guardianship(m.t.Context(), m.person(who))
	if err != nil || stands.Second == nil {
		m.failf(who, "the second guardian who is to be asked is %+v, %v", stands.Second, err)
	}
	may, yes := m.now().Before(who.letter.until), m.rnd.IntN(3) > 0
	m.agrees(who, m.Store.AnswerSecond(m.t.Context(), m.officer, stands.Second.Ref, models.Finding{True: yes}), may)
	if may {
		who.secondIsAnswered(yes, m.now())
	}
	return true
}

func (m *machine) removesTheAddress(who *someone) bool {
	if who.letter == nil || who.letter.proposed || !m.now().Before(who.letter.until) {
		return false
	}
	may := who.minor(m.now())
	m.agrees(who, m.Store.RemoveGuardianAddress(m.t.Context(), m.GuardianLink(m.person(who))), may)
	if may {
		who.unwanted[who.letter.to] = true
		who.endLetter(models.GuardianEnded, m.now())
	}
	return true
}

// --- a guardian comes back ---

// visitor draws one who decides for the child, and the address of a guardian, mostly of the same, with what their browser holds; the token
// is empty where that address gets no code.
func (m *machine) visitor(who *someone) (address, token string, as *parent) {
	if len(who.decide) == 0 {
		return "", "", nil
	}
	as = who.decide[m.rnd.IntN(len(who.decide))]
	address = as.address
	if m.rnd.IntN(10) == 0 {
		address = grownUps[m.rnd.IntN(len(grownUps))]
	}
	if v := m.visits[address]; m.now().Before(v.until) {
		return address, v.token, as
	}
	token, code := m.VisitCode(address)
	if code == "" {
		return address, "", as
	}
	m.agrees(who, m.Store.ProveVisit(m.t.Context(), token, code, m.network()), true)
	m.visits[address] = visit{token, m.now().Add(time.Hour)}
	return address, token, as
}

func (m *machine) guardianActs(who *someone) bool {
	act := []models.WardAct{models.ActWithdraw, models.ActDispute, models.ActStop, models.ActErase}[m.weighed(30, 20, 15, 45)]
	address, token, as := m.visitor(who)
	if token == "" || !who.mayAct(act, as, m.now()) && m.rnd.IntN(4) > 0 {
		return false // most do what can be done
	}
	m.tell(who, "... %s: %s", address, act)
	may := who.isWardOf(address, as, m.now()) && who.mayAct(act, as, m.now())
	if act == models.ActErase {
		if m.rnd.IntN(3) == 0 { // without a fresh code
			m.agrees(who, m.Store.EraseAsGuardian(m.t.Context(), token, as.record, "123456", m.network()), false)
			delete(m.visits, address) // a few more such, and the visit is over
			return true
		}
		token, code := m.VisitCode(address)
		m.agrees(who, m.Store.EraseAsGuardian(m.t.Context(), token, as.record, code, m.network()), may)
	} else {
		m.agrees(who, m.Store.ActAsGuardian(m.t.Context(), token, as.record, act), may)
	}
	if may {
		who.guardianActs(act, as, m.now())
	}
	return true
}

func (m *machine) guardianSwitches(who *someone) bool {
	address, token, as := m.visitor(who)
	if token == "" {
		return false
	}
	kind, to := m.someChoice(models.GuardianChoices)
	m.tell(who, "... %s: %s %s", address, kind, to)
	may := who.isWardOf(address, as, m.now()) && who.maySwitch(kind, to, as, m.now())
	_, err := m.Store.SwitchAsGuardian(m.t.Context(), token, as.record, kind, to)
	m.agrees(who, err, may)
	if may {
		who.guardianSwitches(kind, to, as, m.now())
	}
	return true
}

func (m *machine) guardianAnswersBirth(who *someone) bool {
	if who.older.IsZero() {
		return false
	}
	address, token, as := m.visitor(who)
	if token == "" {
		return false
	}
	may, yes := who.isWardOf(address, as, m.now()) && who.consented(m.now()) && !who.frozen(), m.rnd.IntN(2) == 0
	m.agrees(who, m.Store.AnswerBirthAsGuardian(m.t.Context(), token, as.record, yes), may)
	if may {
		who.olderIsAnswered(yes, m.now())
	}
	return true
}

// --- an officer ---

func (m *machine) officerFinds(who *someone) bool {
	if who.hold == nil {
		return false
	}
	why, isTrue := who.hold.why, m.rnd.IntN(2) == 0
	holds := who.held(m.now()) // of whoever came of age nothing is found any more
	may := holds && (why == models.LockDisputed || why == models.LockDiffer || why == models.LockAnswers && !isTrue || who.restsOnBirth() || who.mayUndo(m.now()) && !isTrue)
	m.tell(who, "... true: %t", isTrue)
	m.agrees(who, m.Store.FindLock(m.t.Context(), m.officer, who.hold.ref, models.Finding{True: isTrue}), may)
	switch {
	case !holds:
		who.hold = nil
	case !may:
	case !isTrue:
		who.isFoundNot(m.now())
	case why == models.LockDisputed:
		who.close(byFinding)
	case why == models.LockDiffer:
		who.noHolds(m.now())
	default:
		who.birthIsSure(m.now())
	}
	return true
}

func (m *machine) officerAnswersBirth(who *someone) bool {
	if who.older.IsZero() {
		return false
	}
	waits, err := m.Store.BirthRequest(m.t.Context(), who.id)
	if err != nil || waits == nil || waits.Told != who.older {
		m.failf(who, "waiting is %+v, %v", waits, err)
	}
	yes := m.rnd.IntN(2) == 0
	m.tell(who, "... yes: %t", yes)
	m.agrees(who, m.Store.AnswerBirth(m.t.Context(), m.officer, waits.Ref, models.Finding{True: yes}), true)
	who.olderIsAnswered(yes, m.now())
	return true
}

// --- the person ---

func (m *machine) typesABirthDate(who *someone) bool {
	told := m.someBirth(6, 11, 13, 15, 17, 17, 25)
	m.tell(who, "... %s", told)
	got, err := m.Store.CorrectBirthDate(m.t.Context(), m.person(who), told)
	may := !who.held(m.now())
	m.agrees(who, err, may)
	if may {
		who.hold = nil // at most one of childhood
		if want := who.tells(told, m.now()); got != want {
			m.failf(who, "it %s, want %s", got, want)
		}
	}
	return true
}

func (m *machine) confirmsBirth(who *someone) bool {
	if who.hold == nil {
		return false
	}
	may := who.restsOnBirth()
	m.agrees(who, m.Store.ConfirmBirthDate(m.t.Context(), who.id), may)
	if may {
		who.birthIsSure(m.now())
	}
	return true
}

func (m *machine) switches(who *someone) bool {
	kind, to := m.someChoice(models.GuardianChoices)
	may := to == models.Withdrawn || !who.minor(m.now()) && !who.locked(m.now())
	_, _, err := m.Store.SwitchPermission(m.t.Context(), m.person(who), kind, to)
	m.agrees(who, err, may)
	if may {
		who.turns(kind, to)
	}
	return true
}

func (m *machine) addsAnAddress(who *someone) bool {
	may := who.mayAdd(m.now())
	m.agrees(who, m.Store.AddAddress(m.t.Context(), m.person(who), models.Form{Fields: map[string]models.Typed{
		models.AddressRecipient: {Is: "Somebody"}, models.AddressLines: {Is: fmt.Sprintf("Road %d", m.step)},
	}}), may)
	if may {
		who.addresses++
	}
	return true
}

func (m *machine) deletesPhotos(who *someone) bool {
	ids := slices.Sorted(maps.Keys(who.photos))
	if len(ids) == 0 {
		return false
	}
	ids = ids[:1+m.rnd.IntN(len(ids))]
	order := models.DeletionOrder{
		Selection: models.Selection{What: models.ScopePhotos, IDs: ids}, When: models.WhenNow, Asked: m.now(), Shown: len(ids),
	}
	if m.rnd.IntN(2) == 0 {
		order.When = models.WhenTomorrow
	}
	_, err := m.Store.Delete(m.t.Context(), m.person(who), order, models.Caller{Network: m.network()})
	m.agrees(who, err, true)
	for _, id := range ids {
		delete(who.photos, id)
	}
	return true
}

func (m *machine) erasesTheAccount(who *someone) bool {
	may := !who.collected && who.hold == nil && !who.waitsTo.IsZero()
	m.agrees(who, m.Store.EraseOwnAccount(m.t.Context(), who.id), may)
	if may {
		who.end, who.by = gone, byOwnWord
	}
	return true
}

// --- Jolara's app ---

func (m *machine) appSendsAPhoto(who *someone) bool {
	if who.externalID == "" {
		return false
	}
	may := who.inForce(models.PhotoUpload, m.now())
	photo, err := m.sendPhoto(who)
	m.agrees(who, err, may)
	if may {
		who.photos[photo.ID] = m.lastSent()
	}
	return true
}

func (m *machine) appReadsAPhoto(who *someone) bool {
	ids := slices.Sorted(maps.Keys(who.photos))
	if len(ids) == 0 {
		return false
	}
	file, err := m.Store.UsePhoto(m.t.Context(), m.app.ID, who.externalID, who.photos[ids[m.rnd.IntN(len(ids))]], models.FunctionPrinting)
	m.agrees(who, err, who.inForce(models.PhotoUpload, m.now()))
	if err == nil {
		_ = file.Close()
	}
	return true
}

func (m *machine) appSendsARecording(who *someone) bool {
	if who.externalID == "" {
		return false
	}
	m.files++
	may := who.inForce(models.Microphone, m.now())
	talk, err := m.Store.PushRecording(m.t.Context(), who.externalID, models.PushedRecording{
		ID: m.lastSent(), StartedAt: m.now(), Seconds: 1, With: "Anna", File: storetest.Sound(1),
	})
	m.agrees(who, err, may)
	if may {
		who.talks[talk.ID] = m.now()
	}
	return true
}

func (m *machine) appReportsAChoice(who *someone) bool {
	if who.externalID == "" {
		return false
	}
	kind, to := m.someChoice(models.PermissionKinds)
	may := to == models.Withdrawn || !who.minor(m.now()) && !who.locked(m.now())
	_, err := m.Store.RecordConsent(m.t.Context(), who.externalID, models.Consent{
		ID: fmt.Sprintf("choice %d", m.step), Kind: kind, State: to, At: m.now(),
	})
	m.agrees(who, err, may)
	if may {
		who.turns(kind, to)
	}
	return true
}

// appSendsDetails sends one thing that an account does not need.
func (m *machine) appSendsDetails(who *someone) bool {
	if who.externalID == "" {
		return false
	}
	may := who.mayAdd(m.now())
	switch m.rnd.IntN(4) {
	case 0: // not collected of minors, whatever a guardian says
		may = may && !who.minor(m.now())
		m.agrees(who, m.push(who, map[models.Field]string{models.FieldPhone: "+8613800000000"}, nil), may)
		who.phone = who.phone || may
	case 1:
		kind := fmt.Sprintf("paper %d", m.step)
		m.agrees(who, m.push(who, map[models.Field]string{paper: kind}, nil), may)
		if may {
			who.preference = kind
		}
	case 2:
		m.agrees(who, m.push(who, nil, []models.Address{{ID: "home", Recipient: "Somebody", Lines: []string{"Road 1"}}}), may)
		who.home = who.home || may
	default: // what an account needs is taken at any time
		m.agrees(who, m.push(who, map[models.Field]string{models.FieldNickname: fmt.Sprintf("Owl %d", m.step)}, nil), true)
	}
	return true
}

// paper is a printing preference.
var paper = models.PreferenceField("paper")

// appSendsABirthDate says that an adult is a minor, or a minor an adult.
func (m *machine) appSendsABirthDate(who *someone) bool {
	if who.externalID == "" {
		return false
	}
	if who.minor(m.now()) { // who stays one
		m.agrees(who, m.push(who, map[models.Field]string{models.FieldBirthDate: m.someBirth(30).String()}, nil), true)
		return true
	}
	told := m.someBirth(11, 15)
	if m.rnd.IntN(3) == 0 { // with what may not be kept of a minor whom no guardian knows of
		m.agrees(who, m.push(who, map[models.Field]string{models.FieldBirthDate: told.String(), paper: "matt"}, nil), false)
		return true
	}
	m.agrees(who, m.push(who, map[models.Field]string{models.FieldBirthDate: told.String()}, nil), true)
	if !who.locked(m.now()) {
		who.lockForBirth(told, m.now())
	}
	return true
}

func (m *machine) push(who *someone, fields map[models.Field]string, addresses []models.Address) error {
	now := m.now()
	_, err := m.Store.PushPerson(m.t.Context(), who.externalID, models.PushedPerson{
		Fields: fields, Addresses: addresses, ChangedAt: func(string) time.Time { return now },
	})
	return err
}

// lastSent is the app's id of what it sent last.
func (m *machine) lastSent() string { return fmt.Sprintf("file %d", m.files) }

func (m *machine) sendPhoto(who *someone) (models.Photo, error) {
	m.files++
	return m.Store.UploadPhoto(m.t.Context(), m.app.ID, who.externalID, models.Upload{
		ID: m.lastSent(), File: tinyPicture, Functions: []models.Function{models.FunctionPrinting},
	})
}

var tinyPicture = storetest.Picture(6, 4, 1)

// --- what must be so after each step ---

// stood is how somebody stood before a step.
type stood struct{ minor, consented bool }

// row is what the tables hold of one person.
type row struct {
	Person                    models.PersonID
	Word                      models.GuardianState
	Locked                    models.LockKind
	Ended                     bool
	WaitsTo                   *time.Time
	Personal                  []byte
	Locks                     []string // kinds of those that are open
	Refs                      []string // and their references
	EraseAt                   []*time.Time
	Letters, Proposed         int // that wait
	Older, Sheets             int
	Deciding                  int // guardians
	Photos, Talks, Addresses  []string
	On                        []string // permissions
	Events, Consents, Records int
	profile                   models.Profile
}

const rowsSQL = `select p.id::text as person, p.guardian as word, p.locked, p.ended_at is not null as ended, p.waits_until as waits_to, p.personal,
	array(select kind from locks l where l.person_id = p.id and ended_at is null order by at) as locks,
	array(select ref from locks l where l.person_id = p.id and ended_at is null order by at) as refs,
	array(select erase_at from locks l where l.person_id = p.id and ended_at is null order by at) as erase_at,
	(select count(*) from guardian_requests r where r.person_id = p.id and state = 'waiting') as letters,
	(select count(*) from guardian_requests r where r.person_id = p.id and state = 'proposed') as proposed,
	(select count(*) from guardian_standings g where g.person_id = p.id and word <> 'over') as deciding,
	(select count(*) from birth_requests b where b.person_id = p.id) as older,
	(select count(*) from guardian_papers x where x.person_id = p.id and state = 'to_check') as sheets,
	array(select id::text from photos x where x.person_id = p.id) as photos,
	array(select id::text from voice x where x.person_id = p.id) as talks,
	array(select id::text from addresses x where x.person_id = p.id and not removed) as addresses,
	array(select kind from permissions x where x.person_id = p.id and state = 'granted') as on,
	(select count(*) from events x where x.person_id = p.id) as events,
	(select count(*) from consents x where x.person_id = p.id) as consents,
	(select count(*) from guardian_records x where x.person_id = p.id) as records
	from persons p`

// look reads the tables.
func (m *machine) look() map[models.PersonID]row {
	rows, err := m.DB.Query(m.t.Context(), rowsSQL)
	if err != nil {
		m.t.Fatal(err)
	}
	found, err := pgx.CollectRows(rows, pgx.RowToStructByNameLax[row])
	if err != nil {
		m.t.Fatal(err)
	}
	seen := make(map[models.PersonID]row, len(found))
	for _, r := range found {
		if err := m.Vault.Open(r.Personal, &r.profile); err != nil {
			m.t.Fatal(err)
		}
		seen[r.Person] = r
	}
	return seen
}

// optional lists what is held that an account does not need, and may not be taken in of a minor without a live yes.
func (r row) optional() (list []string) {
	for _, f := range []models.Field{paper, models.FieldPhone} {
		if value := r.profile.Value(f); value != "" {
			list = append(list, string(f)+" "+value)
		}
	}
	return slices.Concat(list, r.Photos, r.Talks, r.Addresses, r.On)
}

// check compares the tables with the step before, and with what has to be.
func (m *machine) check(before map[*someone]stood) {
	seen := m.look()
	for _, who := range m.people {
		was, isOld := m.seen[who.id]
		is, isThere := seen[who.id]
		switch {
		case who.end == gone && isThere:
			m.failf(who, "the account is still there")
		case who.end != gone && !isThere:
			m.failf(who, "the account is gone")
		case !isThere:
			continue
		}
		if isOld {
			m.nothingComesWithoutAYes(who, before[who], was, is)
			if is.Events < was.Events || is.Consents < was.Consents || is.Records < was.Records {
				m.failf(who, "proof is gone: %+v, before %+v", is, was)
			}
		}
		m.isAsItShould(who, is)
	}
	if len(seen) != len(slices.DeleteFunc(slices.Clone(m.people), func(who *someone) bool { return who.end == gone })) {
		m.t.Fatalf("MACHINE step %d: %d people are there", m.step, len(seen))
	}
	m.seen = seen
	if m.last != nil && m.last.end == lives && m.last.externalID != "" {
		m.appIsToldWhatIsInForce(m.last)
	}
}

// nothingComesWithoutAYes fails where something optional of a minor was taken in while there was no live yes.
func (m *machine) nothingComesWithoutAYes(who *someone, stood stood, was, is row) {
	if !stood.minor || stood.consented || who.consented(m.now()) {
		return
	}
	for _, something := range is.optional() {
		if !slices.Contains(was.optional(), something) {
			m.failf(who, "without a live yes this was taken in: %s", something)
		}
	}
}

// isAsItShould fails where what is held of somebody is not what has to be: less is gone without a cause, and more should have gone.
func (m *machine) isAsItShould(who *someone, is row) {
	wrong := func(what string, got, want any) { m.failf(who, "%s: %v, want %v", what, got, want) }
	if !sameSet(is.Photos, slices.Collect(maps.Keys(who.photos))) {
		wrong("photos", is.Photos, who.photos)
	}
	if !sameSet(is.Talks, slices.Collect(maps.Keys(who.talks))) {
		wrong("recordings", is.Talks, who.talks)
	}
	addresses := who.addresses
	if who.home {
		addresses++
	}
	if len(is.Addresses) != addresses {
		wrong("addresses", is.Addresses, addresses)
	}
	if got := is.profile.Value(paper); got != who.preference {
		wrong("the preference", got, who.preference)
	}
	if got := is.profile.Value(models.FieldPhone) != ""; got != who.phone {
		wrong("the phone is known", got, who.phone)
	}
	if got := is.profile.Birth(); got != who.birth && (who.end != lives || who.minor(m.now())) {
		wrong("the birth date", got, who.birth)
	}
	if is.Ended != (who.end == closed) {
		wrong("the account has ended", is.Ended, who.end)
	}
	if who.end == lives {
		m.standsAsItShould(who, is)
	}
	if len(is.Locks) > 1 || len(is.Locks) == 1 != (is.Locked != "") && who.end == lives || len(is.Locks) == 1 && is.Locks[0] != string(is.Locked) {
		wrong("the account's lock", is.Locked, is.Locks)
	}
	if is.Letters > 1 {
		wrong("letters that wait", is.Letters, 1)
	}
}

// standsAsItShould fails where it stands otherwise between somebody who lives and their guardian.
func (m *machine) standsAsItShould(who *someone, is row) {
	wrong := func(what string, got, want any) { m.failf(who, "%s: %v, want %v", what, got, want) }
	var on []string
	for kind := range who.on {
		if who.on[kind] {
			on = append(on, string(kind))
		}
	}
	if !sameSet(is.On, on) {
		wrong("turned on", is.On, on)
	}
	if is.Word != who.word {
		wrong("the child reads", is.Word, who.word)
	}
	if got := is.Letters == 1; got != (who.letter != nil && !who.letter.proposed) {
		wrong("a letter waits", got, who.letter)
	}
	if got := is.Proposed == 1; got != (who.letter != nil && who.letter.proposed) {
		wrong("a second guardian is named", got, who.letter)
	}
	if is.Deciding != len(who.decide) {
		wrong("so many decide", is.Deciding, len(who.decide))
	}
	if got := is.Sheets == 1; got != (who.letter != nil && who.letter.paper != "") {
		wrong("a sheet is to be checked", got, who.letter)
	}
	if got := is.Older == 1; got == who.older.IsZero() {
		wrong("an older date waits", got, who.older)
	}
	if got := orZeroTime(is.WaitsTo); who.minor(m.now()) && !got.Equal(who.waitsTo) {
		wrong("the account waits to", got, who.waitsTo)
	}
	if who.hold == nil {
		if len(is.Locks) > 0 {
			wrong("locks", is.Locks, "none")
		}
		return
	}
	if len(is.Locks) == 0 {
		wrong("locks", "none", who.hold.why)
	}
	if who.hold.ref == "" {
		who.hold.ref = is.Refs[0]
		m.met[who.hold.why]++
	}
	if is.Locks[0] != string(who.hold.why) || is.Refs[0] != who.hold.ref {
		wrong("the lock", is.Locks[0]+" "+is.Refs[0], string(who.hold.why)+" "+who.hold.ref)
	}
	if want, _ := who.goes(); !orZeroTime(is.EraseAt[0]).Equal(want) {
		wrong("what is held goes", is.EraseAt[0], want)
	}
}

// appIsToldWhatIsInForce fails where Jolara's systems would use what they may not, or not what they may.
func (m *machine) appIsToldWhatIsInForce(who *someone) {
	permissions, choices, err := m.Store.PermissionsOf(m.t.Context(), who.externalID)
	if err != nil {
		m.failf(who, "what is in force: %v", err)
	}
	for _, p := range slices.Concat(permissions, choices) {
		if got, want := p.State == models.Granted, who.inForce(p.Kind, m.now()); got != want {
			m.failf(who, "%s is in force: %t, want %t", p.Kind, got, want)
		}
	}
}

// choicesAreCounted fails where a permission's row tells of other choices than there are in the ledger.
func (m *machine) choicesAreCounted() {
	if n := m.Count(choicesMiscounted); n != 0 {
		m.t.Errorf("%d permissions tell of other choices than there are", n)
	}
}

// filesAreThoseOfRows fails where, once all is erased that was to be, a file is left of what is gone, or is not there of what is held.
func (m *machine) filesAreThoseOfRows() {
	m.Clock.Advance(2 * oneDay) // what somebody deleted goes on the day after
	worked(m.t, m.World)
	const sizesOfSheets = 2
	sheets := len(photosOfSheets(m.t, m.World))
	if want := m.Count(`select count(*) from guardian_papers where state in ('to_check', 'approved')`) * sizesOfSheets; sheets != want {
		m.t.Errorf("%d files of sheets are there, want %d", sheets, want)
	}
	want := m.Count(`select count(*) from photos`)*len(models.Sizes) + m.Count(`select count(*) from voice where file is not null`) + sheets
	if got := len(storetest.FilesIn(m.t, m.Files)); got != want {
		m.t.Errorf("%d files are there, want %d", got, want)
	}
}

// --- words for all of that ---

func (m *machine) now() time.Time { return m.Clock.Now() }

// network is one from which nobody else asks, since how much a network may ask for is not what is asked here.
func (m *machine) network() string {
	m.calls++
	return fmt.Sprintf("network %d", m.calls)
}

// person reads somebody as a page does that they open.
func (m *machine) person(who *someone) models.Person {
	p, err := m.Store.Addressee(m.t.Context(), who.id)
	if err != nil {
		m.failf(who, "read: %v", err)
	}
	return p
}

func (m *machine) someOf(kinds []models.PermissionKind) (some []models.PermissionKind) {
	for _, kind := range kinds {
		if kind == models.PhotoUpload && m.rnd.IntN(5) > 0 || m.rnd.IntN(2) == 0 {
			some = append(some, kind)
		}
	}
	return some
}

func (m *machine) someChoice(kinds []models.PermissionKind) (models.PermissionKind, models.State) {
	return kinds[m.rnd.IntN(len(kinds))], []models.State{models.Granted, models.Withdrawn}[m.weighed(70, 30)]
}

// weighed draws one of so many, by their weights.
func (m *machine) weighed(weights ...int) int {
	all := 0
	for _, w := range weights {
		all += w
	}
	roll := m.rnd.IntN(all)
	return slices.IndexFunc(weights, func(w int) bool { roll -= w; return roll < 0 })
}

// agrees fails where something was done that may not be, or not done that may, or failed as nothing of these should.
func (m *machine) agrees(who *someone, err error, may bool) {
	m.t.Helper()
	if (err == nil) != may {
		m.failf(who, "it was done: %t, want %t: %v", err == nil, may, err)
	}
	for _, no := range []error{models.ErrNotFound, models.ErrConflict, models.ErrDeadLink} {
		if errors.Is(err, no) {
			return
		}
	}
	if err != nil && !errors.As(err, &models.Refused{}) && !errors.As(err, &models.Invalid{}) && !errors.As(err, &models.TooMany{}) &&
		!errors.As(err, &models.WrongGuardianCode{}) {
		m.failf(who, "it failed: %v", err)
	}
}

// tell writes down what is done with somebody.
func (m *machine) tell(who *someone, what string, args ...any) {
	m.story[who] = append(m.story[who], fmt.Sprintf("%5d %s ", m.step, m.now().Format("2006-01-02 15:04:05"))+fmt.Sprintf(what, args...))
}

// failf tells what is wrong with somebody, and their story.
func (m *machine) failf(who *someone, format string, args ...any) {
	m.t.Helper()
	story := m.story[who]
	m.t.Fatalf("after %d steps of this world, %s: %s\nborn %v, letter %+v, hold %+v\n%s", m.step, who.id, fmt.Sprintf(format, args...),
		who.birth, who.letter, who.hold, strings.Join(story[max(0, len(story)-60):], "\n"))
}

func sameSet(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

func orZeroTime(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}
