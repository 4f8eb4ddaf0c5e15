package jobs

import (
	"context"
	"errors"
	"net/url"
	"strconv"

	"github.com/riverqueue/river"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/views/i18n"
)

// Sender takes a letter out of the house.
type Sender interface {
	Send(ctx context.Context, letter models.Letter) error
	// Discloses tells whether somebody outside gets the letter to carry it. Nobody does where it stays on this machine.
	Discloses() bool
}

// draft is a letter before it leaves, and whose data it shows.
type draft struct {
	models.Letter
	about models.PersonID // empty where the letter goes to nobody's account yet: there is no list to write it in
	shows []models.Field
	sent  func(context.Context) error // told that the mail server took it; nil where nothing waits for that
}

// writer writes the letter that a job asks for, or returns ErrNotFound where what it would be about is gone.
type writer struct {
	store *store.Store
	base  *url.URL // of the pages that letters lead to
}

// toPerson addresses a letter that shows a person's address, their name, and what else it shows.
func toPerson(letter models.Letter, to models.Person, shows ...models.Field) draft {
	letter.To = to.Email
	return draft{Letter: letter, about: to.ID, shows: append([]models.Field{models.FieldEmail, models.FieldName}, shows...)}
}

// inLanguageOf returns a context in which everything is said in the language that a person reads; in English where they never
// chose one.
func inLanguageOf(ctx context.Context, to models.Person) context.Context {
	return i18n.WithLocale(ctx, to.Locale)
}

// post is where letters leave.
type post struct {
	store  *store.Store
	sender Sender
}

// send sends a letter. Once a mail server took it, it is written down for the person whose data it shows who received
// what (#43); kind is the job's. A job that is run again sends the letter again and writes nothing more.
func (p post) send(ctx context.Context, d draft, kind string) error {
	if err := p.sender.Send(ctx, d.Letter); err != nil {
		return err
	}
	if d.sent != nil {
		if err := d.sent(ctx); err != nil {
			return err
		}
	}
	if d.about == "" || !p.sender.Discloses() {
		return nil
	}
	return p.store.RecordDisclosure(ctx, d.about, models.LetterSent(d.Letter, kind, d.shows, p.store.Now()))
}

// letterJob works the jobs that each ask for one letter, which write composes.
type letterJob[Args river.JobArgs] struct {
	river.WorkerDefaults[Args]
	post  post
	write func(context.Context, Args) (draft, error)
}

// Work writes and sends the letter. Where what it is about is gone, there is nothing to tell. The letter's id is the
// job's, by which one that is sent twice is known.
func (w *letterJob[Args]) Work(ctx context.Context, job *river.Job[Args]) error {
	letter, err := w.write(ctx, job.Args)
	if errors.Is(err, models.ErrNotFound) {
		return nil
	}
	if err != nil || letter.To == "" { // a child without an address reads everything on their pages
		return err
	}
	letter.ID = strconv.FormatInt(job.ID, 10)
	err = w.post.send(ctx, letter, job.Kind)
	if errors.Is(err, models.ErrUndeliverable) {
		return river.JobCancel(err) // to try again would be no use
	}
	return err
}

func addLetter[Args river.JobArgs](to *river.Workers, post post, write func(context.Context, Args) (draft, error)) {
	river.AddWorker(to, &letterJob[Args]{post: post, write: write})
}
