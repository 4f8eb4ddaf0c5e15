package store_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/models/workday"
)

// expected is what a case has to be, by rules that are written down a second time here.
type expected struct {
	state    models.CaseState
	kind     models.CaseKind
	answered []models.StaffID // by whom, a round each; empty while the last one is open
	reopenBy models.Date
	due      models.Date
	messages int
	late     bool
}

// Whatever its person, the desk and the clock do in whatever order, a case is what these few rules say, and the desk's queue
// shows the same.
func TestACaseIsWhatItsRulesSayWhateverHappensToIt(t *testing.T) {
	w := storetest.New(t)
	staff := []models.Staff{w.Staff(models.RoleAgent), w.Staff(models.RoleAgent), w.Staff(models.RoleOfficer)}
	cal := workday.New(workday.Seed()...)
	rapid.Check(t, func(rt *rapid.T) {
		w.Clock.Set(storetest.Morning)
		mei := w.Adult()
		m := expected{state: models.CaseOpen, kind: rapid.SampledFrom(models.CaseKinds).Draw(rt, "kind"), messages: 1, answered: []models.StaffID{""}}
		m.due = cal.Due(models.DateOf(w.Clock.Now()), m.kind.WorkingDays()).Due
		ref := w.File(mei, models.ComplaintForm{Kind: string(m.kind)})
		received := models.DateOf(w.Clock.Now())
		openedToAll(t, w, staff, ref)
		last := func() *models.StaffID { return &m.answered[len(m.answered)-1] }

		rt.Repeat(map[string]func(*rapid.T){
			"time goes by": func(rt *rapid.T) {
				w.Clock.Advance(time.Duration(rapid.IntRange(1, 24*9).Draw(rt, "hours")) * time.Hour)
			},
			"the clock looks": func(rt *rapid.T) {
				today := models.DateOf(w.Clock.Now())
				if m.state == models.CaseOpen && m.due.Before(today) {
					m.late = true
				}
				if m.state == models.CaseAnswered && m.reopenBy.Before(today) {
					m.state = models.CaseClosed
				}
				if err := w.Store.MindCases(t.Context()); err != nil {
					rt.Fatal(err)
				}
			},
			"the person adds": func(rt *rapid.T) {
				today := models.DateOf(w.Clock.Now())
				may := m.state == models.CaseOpen || m.state == models.CaseAnswered && !m.reopenBy.Before(today)
				reopened, err := w.Store.AddToComplaint(t.Context(), mei.ID, ref, models.MessageForm{Words: "More."})
				if (err == nil) != may || reopened != (may && m.state == models.CaseAnswered) {
					rt.Fatalf("%+v: reopened %t, %v", m, reopened, err)
				}
				if may {
					m.messages++
				}
				if reopened {
					m.state, m.late, received = models.CaseOpen, false, today
					m.answered = append(m.answered, "")
					m.due = cal.Due(today, m.kind.WorkingDays()).Due
				}
			},
			"the desk answers": func(rt *rapid.T) {
				by := rapid.SampledFrom(staff).Draw(rt, "by")
				may := m.state == models.CaseOpen && !slices.Contains(m.answered, by.ID) // there are two agents
				if err := w.Store.Answer(t.Context(), by, ref, storetest.WholeAnswer); (err == nil) != may {
					rt.Fatalf("%+v: %v", m, err)
				}
				if may {
					*last(), m.state, m.messages = by.ID, models.CaseAnswered, m.messages+1
					m.reopenBy = cal.Due(models.DateOf(w.Clock.Now()), models.ReopenDays).Due
				}
			},
			"the desk refiles": func(rt *rapid.T) {
				to := rapid.SampledFrom(models.CaseKinds).Draw(rt, "to")
				may := m.state == models.CaseOpen && to != m.kind && to != models.CaseQuestion
				if err := w.Store.RefileCase(t.Context(), staff[0], ref, to); (err == nil) != may {
					rt.Fatalf("%+v to %s: %v", m, to, err)
				}
				if may {
					m.kind, m.due = to, cal.Due(received, models.AnswerDays).Due
				}
			},
			"the person closes": func(rt *rapid.T) {
				if rapid.IntRange(0, 4).Draw(rt, "mood") > 0 {
					rt.Skip("not now")
				}
				if err := w.Store.CloseComplaint(t.Context(), mei.ID, ref); err != nil {
					rt.Fatal(err)
				}
				m.state = models.CaseClosed
			},
			"": func(rt *rapid.T) {
				page, err := w.Store.Complaint(t.Context(), mei.ID, ref)
				if err != nil {
					rt.Fatal(err)
				}
				r := page.Round()
				if page.State != m.state || page.Kind != m.kind || len(page.Messages) != m.messages || len(page.Rounds) != len(m.answered) ||
					r.Deadline.Told != m.due || r.AnsweredBy.ID != *last() || !r.LateAt.IsZero() != m.late {
					rt.Fatalf("it is %+v, want %+v", page.Complaint, m)
				}
				queue, err := w.Store.DeskQueue(t.Context(), staff[0], models.QueueFilter{Ref: ref})
				if err != nil || len(queue.Rows) != 1 {
					rt.Fatal(queue.Rows, err)
				}
				if row := queue.Rows[0]; row.State != m.state || row.Kind != m.kind || row.Due != m.due {
					rt.Fatalf("the queue shows %+v, want %+v", row, m)
				}
			},
		})
		if err := w.Store.CloseComplaint(t.Context(), mei.ID, ref); err != nil { // the clock looks at it no more
			rt.Fatal(err)
		}
	})
}

// openedToAll lets staff members read and answer a case as long as the test lasts: to open it costs the time of a password's hash.
func openedToAll(t *testing.T, w *storetest.World, staff []models.Staff, ref string) {
	t.Helper()
	for _, of := range staff {
		_, err := w.DB.Exec(t.Context(), `insert into looks (id, at, until, staff_id, case_id, ref, cause, fields, personal)
			select gen_random_uuid(), $1, '2100-01-01', $2, id, ref, 'to_answer', '{}', '{}' from complaints where ref = $3`, w.Clock.Now(), of.ID, ref)
		if err != nil {
			t.Fatal(err)
		}
	}
}
