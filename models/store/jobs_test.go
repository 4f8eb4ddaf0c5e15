package store_test

import (
	"errors"
	"testing"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
)

// failed makes a job that failed so often and is in that state, and returns its number.
func failed(t *testing.T, w *storetest.World, kind, state string, tries int) (id int64) {
	t.Helper()
	finalized := "null"
	if state == "discarded" || state == "completed" {
		finalized = "now()"
	}
	err := w.DB.QueryRow(t.Context(), `insert into river_job (kind, state, attempt, max_attempts, attempted_at, finalized_at, args, errors)
		values ($1, $2, $3, 25, now(), `+finalized+`, '{"PersonID": "canary"}', array['{"error": "canary"}'::jsonb]) returning id`, kind, state, tries).Scan(&id)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestStuckJobsAreCountedAndTriedAgainOnDemand(t *testing.T) {
	w := storetest.New(t)
	later, never := failed(t, w, "reset_mail", "retryable", 3), failed(t, w, "erase", "discarded", 25)
	done := failed(t, w, "erase", "completed", 1)
	work, err := w.Store.WorkState(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]models.KindOfWork{}
	for _, k := range work.Kinds {
		kinds[k.Kind] = k
	}
	if k := kinds["erase"]; k.GivenUp != 1 || k.Done != 1 || k.Waiting != 0 {
		t.Errorf("of erasing: %+v", k)
	}
	if k := kinds["reset_mail"]; k.Failing != 1 || k.Done != 0 {
		t.Errorf("of letters: %+v", k)
	}
	if len(work.Stuck) != 2 || work.More != 0 {
		t.Fatalf("stuck are %+v and %d more", work.Stuck, work.More)
	}
	for _, j := range work.Stuck {
		if j.ID == later && (j.GivenUp || j.Tries != 3 || j.Most != 25) || j.ID == never && !j.GivenUp {
			t.Errorf("a stuck job is %+v", j)
		}
	}
	for _, id := range []int64{later, never} {
		if err := w.Store.RetryJob(t.Context(), id); err != nil {
			t.Error(err)
		}
	}
	for _, id := range []int64{later, done, 1 << 60} {
		if err := w.Store.RetryJob(t.Context(), id); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("job %d, which is not stuck: %v", id, err)
		}
	}
	if work, err = w.Store.WorkState(t.Context()); err != nil || len(work.Stuck) != 0 {
		t.Errorf("stuck are still %+v, %v", work.Stuck, err)
	}
}

func TestOnlyAnAdminsMenuCountsStuckJobs(t *testing.T) {
	w := storetest.New(t)
	failed(t, w, "erase", "discarded", 25)
	for _, role := range models.Roles {
		beginAtDesk(t, w.Store, w.Staff(role), string(role))
		session, err := w.Store.StaffSession(t.Context(), string(role))
		if err != nil {
			t.Fatal(err)
		}
		if want := map[bool]int{true: 1}[role.MaySeeJobs()]; session.Desk.Stuck != want {
			t.Errorf("an %s’s menu counts %d stuck jobs, not %d", role, session.Desk.Stuck, want)
		}
	}
}
