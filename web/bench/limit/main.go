// Command limit does the least real work for the pages that the bench measures, with net/http and pgx alone: one query
// for the session, one round trip for the page, bytes written once. It answers what the portal answers, on the same
// tables, and checks nothing that a page does not need. What it reaches is what the machine allows.
package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
	"github.com/jackc/pgx/v5/pgxpool"

	"jolara.com/privacy/models"
	"jolara.com/privacy/static"
)

func main() {
	debug.SetGCPercent(heapGrowth)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := serve(ctx, os.Getenv("ADDR"), os.Getenv("DATABASE_URL"))
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// alongIndexes are the portal's settings for the connections of pages (store.alongIndexes). Without them it is the luck of a sample of
// rows whether PostgreSQL finds the short way to a person's photos: the limit took three times as long in some runs.
var alongIndexes = map[string]string{
	"plan_cache_mode": "force_generic_plan", "enable_bitmapscan": "off", "enable_seqscan": "off", "jit": "off",
}

// connections are as many as the portal's pool has, and the heap grows as the portal's does.
const (
	connections = 16
	heapGrowth  = 300
)

func serve(ctx context.Context, address, dsn string) error {
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return err
	}
	config.MaxConns = connections
	maps.Copy(config.ConnConfig.RuntimeParams, alongIndexes)
	config.ConnConfig.BuildContextWatcherHandler = func(c *pgconn.PgConn) ctxwatch.Handler { // as the portal has it
		return &pgconn.CancelRequestContextWatcherHandler{Conn: c, CancelRequestDelay: time.Second, DeadlineDelay: 2 * time.Second}
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return err
	}
	defer pool.Close()
	show, err := newPages(ctx, pool)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(http.ResponseWriter, *http.Request) {})
	mux.Handle("GET "+static.Path("app.css"), fromMemory(static.Path("app.css")))
	mux.Handle("GET /home", show.page(show.home, show.writeHome))
	mux.Handle("GET /data/photos", show.page(show.photos, show.writePhotos))
	mux.Handle("POST /permissions/{permission}", &switcher{pool})
	server := &http.Server{Addr: address, Handler: mux, ReadHeaderTimeout: time.Second}
	go func() {
		<-ctx.Done()
		_ = server.Close() // the measurement is over
	}()
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// fromMemory answers with what the portal's own handler answers to a browser that takes gzip, whoever asks.
func fromMemory(address string) http.Handler {
	answer, ask := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, address, nil)
	ask.Header.Set("Accept-Encoding", "gzip")
	static.Handler().ServeHTTP(answer, ask)
	headers, body := answer.Header(), answer.Body.Bytes()
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		h := w.Header()
		for name, values := range headers {
			h[name] = values
		}
		_, _ = w.Write(body)
	})
}

// switcher is the permission switch.
type switcher struct{ pool *pgxpool.Pool }

// sessionSQL asks for the person too: their name stands on every page, and whether they may grant depends on their age.
const sessionSQL = `select p.id::text, p.personal from sessions s join persons p on p.id = s.person_id
where s.token_hash = $1 and s.seen_at > $2 and s.expires_at > $3`

// switchSQL writes what the portal's statement writes: the standing, the ledger, the receipt's reference, the event and
// the letter's job.
const switchSQL = `
with switched as (
	update permissions set state = $3, since = $4, chosen_at = $4, policy_version = '', receipt = $6, choices = choices + 1, first_at = coalesce(first_at, $4)
	where person_id = $1 and kind = $2 and state <> $3
	returning 1
), chosen as (
	insert into consents (person_id, at, id, kind, state, recorded_at, made_by, policy_version, receipt)
	select $1, $4, $5, $2, $3, $4, 'person', '', $6 from switched
), referred as (
	insert into receipt_refs (ref, person_id, consent_id) select $6, $1, $5 from switched
), noted as (
	insert into events (person_id, at, id, kind, subject, actor, clause) select $1, $4, $7, $8, $2, 'person', $9 from switched
)
insert into river_job (kind, args, max_attempts)
select 'receipt_mail', jsonb_build_object('PersonID', $1::text, 'ConsentID', $5::text), 25 from switched`

func (s *switcher) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	person, _, err := signedIn(r, s.pool)
	if err != nil {
		http.Error(w, err.Error(), http.StatusForbidden)
		return
	}
	if err := s.write(r, person); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Location", "/permissions")
	w.WriteHeader(http.StatusSeeOther)
}

// signedIn asks whose session the request belongs to.
func signedIn(r *http.Request, pool *pgxpool.Pool) (id string, personal []byte, err error) {
	cookie, err := r.Cookie("session")
	if err != nil {
		return "", nil, err
	}
	sum, now := sha256.Sum256([]byte(cookie.Value)), time.Now()
	err = pool.QueryRow(r.Context(), sessionSQL, hex.EncodeToString(sum[:]), now.Add(-models.SessionIdle), now).Scan(&id, &personal)
	return id, personal, err
}

// write draws another receipt's reference where one is taken.
func (s *switcher) write(r *http.Request, person string) error {
	state, event, clause := models.Withdrawn, models.EventPermissionWithdrawn, 36
	if r.PostFormValue("state") == "on" {
		state, event, clause = models.Granted, models.EventPermissionGranted, 28
	}
	for {
		_, err := s.pool.Exec(r.Context(), switchSQL, person, r.PathValue("permission"), state, time.Now(),
			uuid.Must(uuid.NewV7()).String(), models.NewReceiptRef(), uuid.Must(uuid.NewV7()), event, clause)
		var refused *pgconn.PgError
		if errors.As(err, &refused) && refused.Code == "23505" {
			continue
		}
		return err
	}
}
