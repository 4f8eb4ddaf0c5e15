package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"jolara.com/privacy/models/store"
	"jolara.com/privacy/web/demo"
)

// demoState is what is kept of the demo world in DATA_DIR, so that the next start goes on where this one was cut off, with
// the same world, and changes nothing once all is told.
type demoState struct {
	Day    time.Time // on which it began: everything in it is dated by this
	Key    string    // the app's
	Made   bool      // the adult, their choices and sign-in
	Photos string    // the folder of the photos, empty where they are drawn
	Sent   int       // how many calls were answered
	Told   bool      // everything
}

func (p *program) demoFile() string { return filepath.Join(p.config.DataDir, "demo.json") }

// beginDemo reads what is kept of the demo world, or begins it: from then on the day and the app's key stay.
func (p *program) beginDemo(s *store.Store) (*demoState, error) {
	begun := &demoState{}
	text, err := os.ReadFile(p.demoFile())
	if err == nil {
		return begun, json.Unmarshal(text, begun)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	begun.Day = s.Now().Truncate(time.Second)
	if begun.Key, err = s.AddClient(p.ctx, demoClient); err != nil { // a start that was killed here has taken the name
		begun.Key, err = s.AddClient(p.ctx, demoClient+", "+begun.Day.Format(time.RFC3339))
	}
	if err != nil {
		return nil, err
	}
	return begun, p.keepDemo(begun)
}

// keepDemo writes it as a whole or not at all.
func (p *program) keepDemo(begun *demoState) error {
	text, err := json.Marshal(begun)
	if err != nil {
		return err
	}
	draft := p.demoFile() + ".new"
	if err := os.WriteFile(draft, text, 0o600); err != nil {
		return err
	}
	return os.Rename(draft, p.demoFile())
}

// tellDemo tells the portal what the demo adult did, call by call, until all is told or the context ends.
func (p *program) tellDemo(ctx context.Context, handler http.Handler, begun *demoState) error {
	if begun.Told {
		return nil
	}
	world := demo.World{Person: demoAdult, Day: begun.Day}
	if begun.Photos == "" {
		world.Photos = demo.Album(begun.Day)
	} else {
		photos, err := demo.Folder(begun.Photos)
		if err != nil {
			return err
		}
		world.Photos = photos
	}
	calls := world.Calls()
	app := demoApp{handler, p.config.BaseURL, begun.Key, p.log}
	err := app.tell(ctx, calls[min(begun.Sent, len(calls)):], func() error {
		begun.Sent++
		return p.keepDemo(begun)
	})
	if ctx.Err() != nil {
		return nil // the next start goes on
	}
	if refused := (answered{}); errors.As(err, &refused) && refused.status == http.StatusForbidden {
		p.log.Info("the demo adult withdrew a permission: the app sends no more before the next start", "call", refused.call)
		return nil
	}
	if err != nil {
		return err
	}
	begun.Told = true
	return p.keepDemo(begun)
}

// tell sends the calls in their order and says after each that it is settled. A body is made while the one before it is sent.
func (a demoApp) tell(ctx context.Context, calls []demo.Call, settled func() error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type made struct {
		body demo.Body
		err  error
	}
	next := make(chan made)
	go func() {
		for _, call := range calls {
			body, err := call.Body()
			select {
			case next <- made{body, err}:
			case <-ctx.Done():
				return
			}
		}
	}()
	for _, call := range calls {
		var m made
		select {
		case m = <-next:
		case <-ctx.Done():
			return ctx.Err()
		}
		if m.err != nil {
			return m.err
		}
		if err := a.tellOne(ctx, call.Path, m.body); err != nil {
			return err
		}
		if err := settled(); err != nil {
			return err
		}
	}
	return nil
}

// tellOne sends one call. What the person deleted stays deleted, and what was told otherwise before stays as it was. Of a
// folder's files some may be unfit, and then an order may lack a photo: they are left out, and it is said.
func (a demoApp) tellOne(ctx context.Context, path string, body demo.Body) error {
	text, err := a.post(ctx, http.MethodPost, path, body.MediaType, body.Content)
	if refused := (answered{}); errors.As(err, &refused) {
		switch refused.status {
		case http.StatusConflict, http.StatusGone:
			return nil
		case http.StatusNotFound, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusUnprocessableEntity:
			a.log.Warn("a part of the demo world is left out", "call", refused.call, "status", refused.status)
			return nil
		}
	}
	if err != nil || path != demo.ActivityPath {
		return err
	}
	var rows []struct {
		Line, Status int
		Code         string
	}
	if err := json.Unmarshal(text, &rows); err != nil {
		return fmt.Errorf("demo: read the answer of %s: %w", path, err)
	}
	for _, r := range rows {
		switch r.Status {
		case http.StatusCreated, http.StatusConflict, http.StatusGone:
		default:
			return answered{fmt.Sprintf("%s, row %d", path, r.Line), r.Status, r.Code}
		}
	}
	return nil
}
