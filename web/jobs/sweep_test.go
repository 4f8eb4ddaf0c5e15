package jobs_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"jolara.com/privacy/models/store/storetest"
	"jolara.com/privacy/web/jobs"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// paper is a log that is written and read at once.
type paper struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (p *paper) Write(line []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.Write(line)
}

func (p *paper) String() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.String()
}

func TestThePortalSweepsByItselfAndLogsHowMuch(t *testing.T) {
	w := storetest.New(t)
	child := w.Minor(12)
	if _, err := w.DB.Exec(t.Context(), `update persons set waits_until = $1`, w.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	if _, err := w.DB.Exec(t.Context(), `delete from external_ids`); err != nil {
		t.Fatal(err)
	}
	written := &paper{}
	log := slog.New(slog.NewTextHandler(written, nil))
	stop, err := w.Store.Work(context.WithoutCancel(t.Context()), jobs.Workers(w.Store, nil, &url.URL{}, log), jobs.Periodic()...)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := stop(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	}()
	const patience, pause = 30 * time.Second, 20 * time.Millisecond
	for end := time.Now().Add(patience); written.String() == "" && time.Now().Before(end); {
		time.Sleep(pause)
	}
	if n := w.Count(`select count(*) from persons`); n != 0 {
		t.Errorf("%d people are left", n)
	}
	if said := written.String(); !strings.Contains(said, "Minors:1") || strings.Contains(said, string(child.ID)) {
		t.Errorf("the log says %q", said)
	}
}
